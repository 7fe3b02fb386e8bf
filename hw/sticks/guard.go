package sticks

import (
	"errors"
	"fmt"
	"slices"

	"surfstick-sms/hw"
)

// refused is the error of Guard.
type refused hw.Refusal

// Error implements error.
func (r refused) Error() string { return hw.ErrNotOurs.Error() + ": " + hw.Refusal(r).String() }

// Unwrap makes it one of hw.ErrNotOurs.
func (refused) Unwrap() error { return hw.ErrNotOurs }

// RefusalOf returns why Guard refused; RefusalNone for any other error.
func RefusalOf(err error) hw.Refusal {
	var r refused
	if errors.As(err, &r) {
		return hw.Refusal(r)
	}
	return hw.RefusalNone
}

// Guard returns nil when a message may go to the stick as the scan saw it: the stick is in storage
// mode, in the table and not without a CD drive, and the message is one of its own. Otherwise the
// error wraps hw.ErrNotOurs, and RefusalOf says why. Every switcher calls it before it opens
// anything.
func Guard(s hw.Stick, m hw.Message) error {
	r := Refusal(s)
	switch {
	case r == hw.RefusalNotStorage:
		return fmt.Errorf("%w: it is in %s mode", refused(r), s.Mode)
	case r != hw.RefusalNone:
		return refused(r)
	case !Allowed(s, m):
		return fmt.Errorf("%w: message %s", refused(hw.RefusalMessage), m.Name)
	}
	return nil
}

// Refusal returns why no message whatever may go to a device as the scan saw it; RefusalNone when
// its own may.
func Refusal(s hw.Stick) hw.Refusal {
	m, known := Lookup(s)
	switch {
	case !known:
		return hw.RefusalUnknown
	case m.Method == MethodNone:
		return hw.RefusalLeftModule
	case s.Mode != hw.ModeStorage:
		return hw.RefusalNotStorage
	case s.CD == hw.CDNone:
		return hw.RefusalNoCD
	}
	return hw.RefusalNone
}

// Allowed reports whether a message may be sent to a device like this one in storage mode: what
// Messages and Internet return, and what usb_modeswitch sends. The name does not count, every byte
// does.
func Allowed(s hw.Stick, m hw.Message) bool {
	model, _ := Lookup(s)
	own := append(Messages(s), model.Request)
	own = append(own, Internet(s, NetworkECM)...)
	own = append(own, Internet(s, NetworkRNDIS)...)
	return Switchable(s) && slices.ContainsFunc(own, m.Equal)
}
