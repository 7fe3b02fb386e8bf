package modem

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/answer"
	"surfstick-sms/sms/at"
)

// Times around the PIN.
const (
	pinTimeout   = 20 * time.Second
	readyTimeout = 20 * time.Second
	readyPoll    = 500 * time.Millisecond
)

// SIM asks what the SIM card wants and how many tries are left. While a text is being sent, which
// may take minutes, it returns what was known before.
func (m *Modem) SIM(ctx context.Context) (sms.SIM, error) {
	var sim sms.SIM
	busy, err := m.unlessSending(ctx, func(s at.Sequence) (err error) {
		sim, err = m.querySIM(ctx, s)
		return err
	})
	if busy {
		return *m.card.Load(), nil
	}
	if err == nil {
		m.card.Store(&sim)
	}
	return sim, err
}

// querySIM asks for the state, again while the card is busy, and for the tries left.
func (m *Modem) querySIM(ctx context.Context, s at.Sequence) (sms.SIM, error) {
	sim := sms.SIM{PINTries: -1, PUKTries: -1}
	r, err := m.doUnlessBusy(ctx, s, m.question("+CPIN?").WithTimeout(pinTimeout))
	f, err := told(newest(r, "+CPIN:"), err, "+CPIN:")
	var refused *at.Error
	switch {
	case errors.As(err, &refused):
		sim.State = refusedState(refused)
	case err != nil:
		return sim, err
	default:
		sim.State = simState(f.At(0))
	}
	if sim.State != sms.SIMMissing {
		m.queryTries(ctx, s, &sim)
	}
	if sim.State == sms.SIMUnknown && m.opens(ctx, s) {
		sim.State = sms.SIMReady
	}
	return sim, nil
}

// opens reports whether the card can be read: one whose state the modem tells in words of its own.
func (m *Modem) opens(ctx context.Context, s at.Sequence) bool {
	r, err := s.Do(ctx, at.Cmd("+CIMI").WithAnyLines())
	return err == nil && len(r.Lines) > 0 && len(imsi(r.Lines[0])) >= minIMSI
}

// minIMSI is the fewest digits of a subscriber's number (ITU-T E.212: 15 at most, 3 for the country, 2
// or 3 for the network).
const minIMSI = 6

// imsi reads a line of the answer to +CIMI, "" when it is no number.
func imsi(line string) string {
	v, _ := strings.CutPrefix(clean(line), "+CIMI:")
	if n := answer.Read(v).At(0); strings.Trim(n, "0123456789") == "" {
		return n
	}
	return ""
}

// simState reads the value of +CPIN? (3GPP TS 27.007 clause 8.3) and of ^CPIN?. PIN2 is for nothing
// that is used here. The last ones are words of vendors.
func simState(v string) sms.SIMState {
	v = strings.ToUpper(strings.TrimSpace(v))
	switch v {
	case "READY", "SIM PIN2", "SIM PUK2":
		return sms.SIMReady
	case "SIM PIN":
		return sms.SIMNeedsPIN
	case "SIM PUK":
		return sms.SIMNeedsPUK
	case "NOT INSERTED", "SIM NOT INSERTED", "NO SIM", "SIM REMOVED":
		return sms.SIMMissing
	case "SIM FAILURE", "SIM ERROR", "SIM WRONG":
		return sms.SIMFaulty
	case "BLOCKED", "SIM BLOCKED":
		return sms.SIMDead
	}
	if strings.HasPrefix(v, "PH-") {
		return sms.SIMLockedToOperator
	}
	return sms.SIMUnknown
}

// refusedStates are the errors that +CPIN? may be answered with (3GPP TS 27.007 clause 9.2.2.1, TS
// 27.005 clause 3.2.5), but for those of network personalisation. 262 is SIM blocked with several
// vendors.
var refusedStates = map[int]sms.SIMState{
	10: sms.SIMMissing, 310: sms.SIMMissing,
	11: sms.SIMNeedsPIN, 311: sms.SIMNeedsPIN,
	12: sms.SIMNeedsPUK, 316: sms.SIMNeedsPUK,
	13: sms.SIMFaulty, 15: sms.SIMFaulty, 313: sms.SIMFaulty, 315: sms.SIMFaulty,
	5: sms.SIMLockedToOperator, 6: sms.SIMLockedToOperator, 7: sms.SIMLockedToOperator,
	312: sms.SIMLockedToOperator,
	17:  sms.SIMReady, 18: sms.SIMReady, 317: sms.SIMReady, 318: sms.SIMReady, // PIN2, PUK2
	262: sms.SIMDead,
}

// refusedState reads the error that +CPIN? was answered with.
func refusedState(e *at.Error) sms.SIMState {
	if e.Class == at.ClassCME && e.Code >= 40 && e.Code <= 47 {
		return sms.SIMLockedToOperator
	}
	return refusedStates[e.Code]
}

// EnterPIN sends the PIN to the SIM card and waits until it is ready, up to 20 s. It returns the
// state afterwards, also beside sms.ErrPINRefused. Nothing is sent to a card that wants no PIN.
func (m *Modem) EnterPIN(ctx context.Context, pin string) (sms.SIM, error) {
	if !isPIN(pin, 4) {
		return sms.SIM{}, fmt.Errorf("PIN is not 4 to 8 digits: %w", at.ErrInvalid)
	}
	return m.unlock(ctx, sms.SIMNeedsPIN, pin)
}

// EnterPUK sends the PUK and a new PIN to the SIM card and waits until it is ready, up to 20 s. It
// returns the state afterwards, also beside sms.ErrPINRefused. Nothing is sent to a card that wants
// no PUK.
func (m *Modem) EnterPUK(ctx context.Context, puk, newPIN string) (sms.SIM, error) {
	if !isPIN(puk, 8) || !isPIN(newPIN, 4) {
		return sms.SIM{}, fmt.Errorf("PUK is not 8 or PIN not 4 to 8 digits: %w", at.ErrInvalid)
	}
	return m.unlock(ctx, sms.SIMNeedsPUK, puk, newPIN)
}

// isPIN reports whether s is least to 8 digits (3GPP TS 31.101 clause 9.3).
func isPIN(s string, least int) bool {
	return len(s) >= least && len(s) <= 8 && strings.Trim(s, "0123456789") == ""
}

// unlock sends the secrets when the card is in the state that wants them, without any other command
// in between.
func (m *Modem) unlock(ctx context.Context, want sms.SIMState, secrets ...any) (sms.SIM, error) {
	var sim sms.SIM
	err := m.ch.Exclusive(ctx, func(s at.Sequence) (err error) {
		sim, err = m.querySIM(ctx, s)
		if err != nil || sim.State != want {
			return err
		}
		_, err = s.Do(ctx, at.Cmd("+CPIN", secrets...).WithTimeout(pinTimeout))
		if err != nil {
			sim, err = m.refused(ctx, s, err)
			return err
		}
		m.afterPIN(ctx, s)
		sim, err = m.untilReady(ctx, s)
		return err
	})
	if err == nil && sim.State == sms.SIMReady {
		_ = m.grant(ctx) // what was refused for want of the PIN; Ready says the rest
	}
	return sim, err
}

// refused asks for the state of a card that did not accept the secrets.
func (m *Modem) refused(ctx context.Context, s at.Sequence, cause error) (sms.SIM, error) {
	var answer *at.Error
	if !errors.As(cause, &answer) {
		return sms.SIM{PINTries: -1, PUKTries: -1}, cause
	}
	sim, err := m.querySIM(ctx, s)
	switch {
	case err != nil:
		return sim, err
	case sim.State == sms.SIMReady:
		return sim, nil
	case isBusy(answer):
		return sim, cause
	}
	return sim, fmt.Errorf("%w: %w", sms.ErrPINRefused, cause)
}

// untilReady asks until the card is ready; it takes a while after the PIN.
func (m *Modem) untilReady(ctx context.Context, s at.Sequence) (sms.SIM, error) {
	for end := time.Now().Add(readyTimeout); ; {
		sim, err := m.querySIM(ctx, s)
		if err != nil || sim.State == sms.SIMReady || sim.State == sms.SIMLockedToOperator {
			return sim, err
		}
		if !time.Now().Before(end) || !m.pause(ctx, readyPoll) {
			return sim, ctx.Err()
		}
	}
}
