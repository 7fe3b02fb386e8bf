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

// Guard returns nil when a message may go to a device as the scan saw it: no Refusal speaks against it,
// and the message is one of its own. Otherwise the error wraps hw.ErrNotOurs, and RefusalOf says why.
// Every switcher calls it before it opens anything.
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

// rules are what a device of the table must not be to be sent a message, in the order in which they are
// looked at. Of Huawei's sticks, whose vendor ID stands for little else, less is asked: the scan sees a
// CD drive by the class of the interface.
var rules = []struct {
	refusal hw.Refusal
	broken  func(s hw.Stick, m Model) bool
}{
	{hw.RefusalNotStorage, notStorage},
	{hw.RefusalPhone, phone},
	{hw.RefusalNoCD, noCD},
	{hw.RefusalTooBig, func(s hw.Stick, m Model) bool { return m.other() && s.CDBytes >= maxCDBytes }},
	{hw.RefusalWritable, func(s hw.Stick, m Model) bool { return m.other() && s.Writable }},
}

// Refusal returns why no message whatever may go to a device as the scan saw it; RefusalNone when
// its own may.
func Refusal(s hw.Stick) hw.Refusal {
	m, known := Lookup(s)
	switch {
	case !known && Row(s.ID):
		return hw.RefusalMatch
	case !known:
		return hw.RefusalUnknown
	case m.Left != hw.RefusalNone:
		return m.Left
	}
	for _, rule := range rules {
		if rule.broken(s, m) {
			return rule.refusal
		}
	}
	return hw.RefusalNone
}

// maxCDBytes is more than the CD of any stick holds, which is a few drivers and a program.
const maxCDBytes = 1_000_000_000

func (m Model) other() bool { return m.Vendor != hw.HuaweiVendor }

// notStorage reports whether there is no interface that takes command block wrappers with SCSI commands:
// mass storage (08), SCSI (06), bulk-only (50), as interface 0, which is what usb_modeswitch looks at.
func notStorage(s hw.Stick, m Model) bool {
	if s.Mode != hw.ModeStorage {
		return true
	}
	return m.other() && !slices.ContainsFunc(s.Interfaces, func(i hw.Interface) bool {
		return i.Number == 0 && i.Class == 0x08 && i.SubClass == 0x06 && i.Protocol == 0x50
	})
}

// phone reports whether a device has an interface that a stick in storage mode never has: Android's
// debugging and fastboot (ff/42), a camera's or a telephone's pictures (06: PTP, MTP), keys (03: HID) or
// a modem beside the storage (02, 0a), which telephones in the IDs of chip makers show.
func phone(s hw.Stick, m Model) bool {
	return m.other() && slices.ContainsFunc(s.Interfaces, func(i hw.Interface) bool {
		switch i.Class {
		case 0x02, 0x03, 0x06, 0x0a:
			return true
		}
		return i.Class == 0xff && i.SubClass == 0x42
	})
}

// noCD reports whether no CD drive is seen behind the device. With a driver of libusb's, which a person
// has put there, none can be seen: then the class of the interface must do, unless the ID stands for
// telephones, too, or a disk would take the message for something else.
func noCD(s hw.Stick, m Model) bool {
	switch {
	case s.CD == hw.CDNone:
		return true
	case !m.other() || s.CD == hw.CDPresent:
		return false
	}
	return !s.Driver.Libusb() || slices.Contains(shared, m.ID()) || m.passesATA()
}

// shared are IDs that the makers of chips gave to everybody: the storage of Qualcomm's and of MediaTek's
// chips, in sticks and in countless telephones. The messages of all of them go through the CD drive, so
// that none needs a driver of libusb's.
var shared = []hw.ID{
	{Vendor: 0x05c6, Product: 0x1000},
	{Vendor: 0x05c6, Product: 0x2000},
	{Vendor: 0x05c6, Product: 0xf000},
	{Vendor: 0x0e8d, Product: 0x0002},
}

// passesATA reports whether one of the commands would be ATA PASS-THROUGH (SAT-3, 12.2.3) to a disk
// behind a USB bridge.
func (m Model) passesATA() bool {
	return slices.ContainsFunc(m.Request.Commands(), func(c hw.Command) bool {
		return c.CDB[0] == 0x85 || c.CDB[0] == 0xa1
	})
}

// Allowed reports whether a message may be sent to a device like this one in storage mode: what
// Messages and Internet return, and what usb_modeswitch sends. The name does not count, every byte
// does.
func Allowed(s hw.Stick, m hw.Message) bool {
	model, _ := Lookup(s)
	own := append(Messages(s), model.Request)
	own = append(own, Internet(s, NetworkECM)...)
	own = append(own, Internet(s, NetworkRNDIS)...)
	return model.switchable() && slices.ContainsFunc(own, m.Equal)
}
