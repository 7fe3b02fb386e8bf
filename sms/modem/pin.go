package modem

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/answer"
	"surfstick-sms/sms/at"
)

// facility is the SIM card's PIN in +CLCK and +CPWD (3GPP TS 27.007 clause 7.4).
const facility = "SC"

// PINState asks whether the card wants its PIN at every start, and how many tries are left.
func (m *Modem) PINState(ctx context.Context) (sms.PINState, error) {
	var p sms.PINState
	err := m.ch.Exclusive(ctx, func(s at.Sequence) error {
		card, err := m.querySIM(ctx, s)
		if err != nil {
			return err
		}
		p.Tries = card.PINTries
		if card.State != sms.SIMReady {
			return fmt.Errorf("sim card %s: %w", card.State, sms.ErrNoCard)
		}
		a, err := m.doUnlessBusy(ctx, s, at.Cmd("+CLCK", facility, 2).WithTimeout(cardTimeout))
		f, err := told(a, err, "+CLCK:")
		if err == nil && f == nil {
			return fmt.Errorf("+CLCK without a value: %w", sms.ErrNotHere)
		}
		p.Wanted = f.Number(0) == 1
		return pinError(err)
	})
	return p, err
}

// ChangePIN changes the PIN of the card. With one try left, or when the number of tries is unknown,
// nothing is sent and the error is sms.ErrLastTry, unless last says that the user accepts that.
func (m *Modem) ChangePIN(ctx context.Context, old, pin string, last bool) (sms.PINState, error) {
	if !isPIN(old, 4) || !isPIN(pin, 4) {
		return sms.PINState{Tries: -1}, fmt.Errorf("PIN is not 4 to 8 digits: %w", sms.ErrBadCode)
	}
	return m.withPIN(ctx, last, at.Cmd("+CPWD", facility, old, pin))
}

// SetPINWanted sets whether the card wants its PIN at every start. It needs the PIN, and minds the
// tries as ChangePIN does.
func (m *Modem) SetPINWanted(
	ctx context.Context, on bool, pin string, last bool,
) (sms.PINState, error) {
	if !isPIN(pin, 4) {
		return sms.PINState{Tries: -1}, fmt.Errorf("PIN is not 4 to 8 digits: %w", sms.ErrBadCode)
	}
	value := 0
	if on {
		value = 1
	}
	return m.withPIN(ctx, last, at.Cmd("+CLCK", facility, value, pin))
}

// withPIN runs a command that holds the PIN, and returns the state afterwards. No other command
// comes between the check of the tries and the command.
func (m *Modem) withPIN(ctx context.Context, last bool, c at.Command) (sms.PINState, error) {
	err := m.ch.Exclusive(ctx, func(s at.Sequence) error {
		card, err := m.querySIM(ctx, s)
		switch {
		case err != nil:
			return err
		case card.State != sms.SIMReady:
			return fmt.Errorf("sim card %s: %w", card.State, sms.ErrNoCard)
		case card.PINTries < 2 && !last:
			return fmt.Errorf("%d tries: %w", card.PINTries, sms.ErrLastTry)
		}
		_, err = s.Do(ctx, c.WithTimeout(pinTimeout))
		return pinError(err)
	})
	p, stateErr := m.PINState(ctx)
	if err == nil {
		err = stateErr
	}
	return p, err
}

// pinError returns what a refusal around the PIN means: CME 16 is the wrong PIN, 12 that the card
// wants its PUK now, which follows the last wrong PIN (TS 27.007 clause 9.2).
func pinError(err error) error {
	var refused *at.Error
	if !errors.As(err, &refused) {
		return err
	}
	switch {
	case refused.Class == at.ClassCME && (refused.Code == 16 || refused.Code == 12):
		return fmt.Errorf("%w: %w", sms.ErrPINRefused, err)
	case isBusy(refused):
		return fmt.Errorf("%w: %w", sms.ErrBusy, err)
	}
	return fmt.Errorf("%w: %w", sms.ErrNotHere, err)
}

// CardID returns the number printed on the SIM card (ICCID), which most modems read before the PIN;
// "" when this one does not.
func (m *Modem) CardID(ctx context.Context) string {
	for _, c := range commands(m.manners().CardID) {
		a, err := m.ch.Do(ctx, c.WithAnyLines())
		for _, line := range a.Lines {
			if id := cardID(line); id != "" && err == nil {
				return id
			}
		}
	}
	return ""
}

// The number of a card (ITU-T E.118): up to 20 digits, in some answers with letters of hexadecimal
// digits. What is shorter, or all the same digit, is the answer of a modem that could not read it.
var (
	cardIDName = regexp.MustCompile(`^[+^#][A-Z]*CID:`)
	cardIDForm = regexp.MustCompile(`^[0-9A-Fa-f]{12,22}$`)
	cardIDNone = regexp.MustCompile(`^(?:0+|[Ff]*)$`)
)

// cardID reads the number of the card out of a line of the answer, "" when there is none in it.
func cardID(line string) string {
	for _, f := range answer.Read(cardIDName.ReplaceAllString(strings.TrimSpace(line), "")) {
		if cardIDForm.MatchString(f) && !cardIDNone.MatchString(f) {
			return strings.TrimRight(f, "Ff")
		}
	}
	return ""
}
