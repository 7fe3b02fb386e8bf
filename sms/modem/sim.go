package modem

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// Times around the PIN. Huawei firmware may fail and restart when it gets a command within 3 s after
// an accepted PIN (ModemManager waits as long).
const (
	pinTimeout    = 20 * time.Second
	huaweiPINWait = 3 * time.Second
	otherPINWait  = time.Second
	readyTimeout  = 20 * time.Second
	readyPoll     = 500 * time.Millisecond
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
	a, err := m.doUnlessBusy(ctx, s, at.Cmd("+CPIN?").WithTimeout(pinTimeout))
	var refused *at.Error
	switch {
	case errors.As(err, &refused):
		sim.State = refusedState(refused)
	case err != nil:
		return sim, err
	default:
		v, _ := a.Value("+CPIN:")
		sim.State = simState(v)
	}
	if sim.State != sms.SIMMissing {
		m.queryTries(ctx, s, &sim)
	}
	return sim, nil
}

// simState reads the value of +CPIN? (3GPP TS 27.007 clause 8.3). PIN2 is for nothing that is used
// here.
func simState(v string) sms.SIMState {
	v = strings.ToUpper(unquote(v))
	switch {
	case v == "READY", v == "SIM PIN2", v == "SIM PUK2":
		return sms.SIMReady
	case v == "SIM PIN":
		return sms.SIMNeedsPIN
	case v == "SIM PUK":
		return sms.SIMNeedsPUK
	case strings.HasPrefix(v, "PH-"):
		return sms.SIMLockedToOperator
	}
	return sms.SIMUnknown
}

// refusedState reads the error that +CPIN? may be answered with (3GPP TS 27.007 clause 9.2).
func refusedState(e *at.Error) sms.SIMState {
	switch {
	case e.Code == 10, e.Code == 310:
		return sms.SIMMissing
	case e.Code == 11, e.Code == 311:
		return sms.SIMNeedsPIN
	case e.Code == 12, e.Code == 316:
		return sms.SIMNeedsPUK
	case e.Code == 13, e.Code == 15, e.Code == 313, e.Code == 315:
		return sms.SIMFaulty
	case e.Class == at.ClassCME && e.Code >= 40 && e.Code <= 47: // network personalisation
		return sms.SIMLockedToOperator
	}
	return sms.SIMUnknown
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
		m.pause(ctx, m.pinWait())
		sim, err = m.untilReady(ctx, s)
		return err
	})
	if err == nil && sim.State == sms.SIMReady {
		err = m.grant(ctx) // what was refused for want of the PIN
	}
	return sim, err
}

// pinWait returns how long nothing is sent after an accepted PIN. A modem that did not yet say who it
// is may be one of Huawei's.
func (m *Modem) pinWait() time.Duration {
	if m.mayBeHuawei() {
		return huaweiPINWait
	}
	return otherPINWait
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
