package webstick

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/wire"
)

// NoSIM is what is known of a SIM card that was not asked for.
func NoSIM() sms.SIM { return sms.SIM{PINTries: -1, PUKTries: -1} }

// isPIN reports whether s is least to 8 digits (3GPP TS 31.101 clause 9.3).
func isPIN(s string, least int) bool {
	return len(s) >= least && len(s) <= 8 && strings.Trim(s, "0123456789") == ""
}

// CheckPIN returns sms.ErrBadCode unless all of some words may be PINs: 4 to 8 digits.
func CheckPIN(pins ...string) error {
	for _, pin := range pins {
		if !isPIN(pin, 4) {
			return fmt.Errorf("PIN is not 4 to 8 digits: %w", sms.ErrBadCode)
		}
	}
	return nil
}

// CheckPUK returns sms.ErrBadCode unless a word may be a PUK, 8 digits, and another one a PIN.
func CheckPUK(puk, pin string) error {
	if !isPIN(puk, 8) {
		return fmt.Errorf("PUK is not 8 digits: %w", sms.ErrBadCode)
	}
	return CheckPIN(pin)
}

// How long a card may take to become ready after the PIN.
const (
	readyLimit = 20 * time.Second
	readyPause = time.Second
)

// Unlocking is how a locked SIM card is given what it wants. Its functions are called by whoever has the turn.
type Unlocking struct {
	Want sms.SIMState // of the card that is given it; any other is left alone
	SIM  func(context.Context) (sms.SIM, error)
	Give func(ctx context.Context, before sms.SIM) error
	// Early means that the stick may say success before the card has said anything.
	Early bool
}

// Unlock gives a card what it wants and waits until it is ready, up to 20 s. It returns the state afterwards,
// also beside an error. A try that was lost is sms.ErrPINRefused, whatever the firmware said.
func Unlock(ctx context.Context, w *wire.Wire, u Unlocking) (sim sms.SIM, err error) {
	err = w.Taking(ctx, func(ctx context.Context) error {
		before, err := u.SIM(ctx)
		if sim = before; err != nil || sim.State != u.Want {
			return err
		}
		if err = u.Give(ctx, before); err == nil {
			sim, err = u.untilReady(ctx, w, before)
			return err
		}
		after, stateErr := u.SIM(ctx)
		if stateErr != nil {
			return err
		}
		if sim = after; lostTry(before, after) && !errors.Is(err, sms.ErrPINRefused) {
			err = fmt.Errorf("%w: %w", sms.ErrPINRefused, err)
		}
		return err
	})
	return sim, err
}

// untilReady asks until the card is ready; it takes a while after the PIN.
func (u Unlocking) untilReady(ctx context.Context, w *wire.Wire, before sms.SIM) (sms.SIM, error) {
	for end := time.Now().Add(w.Wait(readyLimit)); ; {
		sim, err := u.SIM(ctx)
		switch {
		case err != nil || sim.State == sms.SIMReady || sim.State == sms.SIMLockedToOperator:
			return sim, err
		case u.Early && lostTry(before, sim):
			return sim, fmt.Errorf("%s: %w", sim.State, sms.ErrPINRefused)
		case !time.Now().Before(end):
			return sim, nil
		}
		if err := w.Pause(ctx, readyPause); err != nil {
			return sim, err
		}
	}
}

// lostTry reports whether a SIM card counts fewer tries than before: whatever the firmware said, the PIN was
// wrong. Some firmware counts those for the PIN no more when none is left, but wants the PUK.
func lostTry(before, after sms.SIM) bool {
	return after.PINTries >= 0 && after.PINTries < before.PINTries ||
		after.PUKTries >= 0 && after.PUKTries < before.PUKTries ||
		before.State == sms.SIMNeedsPIN && after.State == sms.SIMNeedsPUK
}

// PINState returns the state of the PIN of a card as it was asked for: sms.ErrNoCard for one that is not ready.
func PINState(sim sms.SIM, wanted bool, err error) (sms.PINState, error) {
	if err == nil && sim.State != sms.SIMReady {
		err = fmt.Errorf("sim card %s: %w", sim.State, sms.ErrNoCard)
	}
	return sms.PINState{Wanted: wanted, Tries: sim.PINTries}, err
}

// WithPIN has do give the card its PIN, and returns the state afterwards. With one try left, or when the number
// of tries is unknown, it is not called and the error is sms.ErrLastTry, unless last says that the user accepts
// that. A try that was lost is sms.ErrPINRefused, whatever the firmware said.
func WithPIN(
	last bool, state func() (sms.PINState, error), do func(before sms.PINState) error,
) (sms.PINState, error) {
	before, err := state()
	if err != nil {
		return before, err
	}
	if before.Tries < 2 && !last {
		return before, fmt.Errorf("%d tries: %w", before.Tries, sms.ErrLastTry)
	}
	p, err := before, do(before)
	after, stateErr := state()
	if stateErr == nil || after.Tries >= 0 {
		p = after
	}
	if err == nil {
		return p, stateErr
	}
	if p.Tries >= 0 && p.Tries < before.Tries && !errors.Is(err, sms.ErrPINRefused) {
		err = errors.Join(sms.ErrPINRefused, err)
	}
	return p, err
}
