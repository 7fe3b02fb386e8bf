package webstick

import (
	"errors"
	"fmt"

	"surfstick-sms/sms"
)

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
