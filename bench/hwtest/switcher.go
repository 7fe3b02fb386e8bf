package hwtest

import (
	"context"
	"errors"
	"testing"

	"surfstick-sms/hw"
)

// Target is what a switcher is tried on.
type Target struct {
	Switcher hw.Switcher
	// Stick is a known stick in storage mode that is plugged in. Zero when there is none: then
	// only refusals are checked.
	Stick hw.Stick
	// Sent counts the messages that reached any device. Nil when that cannot be known.
	Sent func() int
}

// message is the guide's: Linux, new product ID, modem profile.
var message = hw.Message{Name: "guide-modem", Bulk: [31]byte{
	'U', 'S', 'B', 'C', 0x12, 0x34, 0x56, 0x78, 15: 0x11, 16: 0x06, 17: 0x20, 20: 0x01,
}}

// RunSwitcher checks a switcher; open makes a fresh target for every case.
func RunSwitcher(t *testing.T, open func(t *testing.T) Target) {
	t.Helper()
	for _, c := range refusals {
		t.Run("refuses "+c.name, func(t *testing.T) {
			target := open(t)
			stick := target.Stick
			if stick.ID.Vendor == 0 {
				stick = storageStick
			}
			c.change(&stick)
			err := target.Switcher.Switch(t.Context(), stick, message)
			if !errors.Is(err, hw.ErrNotOurs) && !errors.Is(err, hw.ErrUnsupported) {
				t.Errorf("error %v, want hw.ErrNotOurs", err)
			}
			target.wantSent(t, 0)
		})
	}
	t.Run("absent", func(t *testing.T) { switchAbsent(t, open(t)) })
	t.Run("cancelled", func(t *testing.T) {
		target := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := target.Switcher.Switch(ctx, target.stick(), message); err == nil {
			t.Error("switched with a cancelled context")
		}
		target.wantSent(t, 0)
	})
	t.Run("sends", func(t *testing.T) {
		target := open(t)
		if target.Stick.ID.Vendor == 0 {
			t.Skip("no stick to switch")
		}
		if err := target.Switcher.Switch(t.Context(), target.Stick, message); err != nil {
			t.Errorf("switch: %v", err)
		}
		target.wantSent(t, 1)
	})
}

var storageStick = hw.Stick{
	Location: "1-1", ID: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01},
	Mode: hw.ModeStorage, Driver: hw.DriverStorage, CDDrive: "/dev/sr0", Bus: 1, Address: 4,
	Interfaces: []hw.Interface{{Class: 0x08, SubClass: 0x06, Protocol: 0x50}},
}

// refusals are sticks that must never be written to.
var refusals = []struct {
	name   string
	change func(*hw.Stick)
}{
	{"modem mode", func(s *hw.Stick) { s.Mode = hw.ModeModem }},
	{"network mode", func(s *hw.Stick) { s.Mode = hw.ModeNetwork }},
	{"rescue mode", func(s *hw.Stick) { s.Mode = hw.ModeRescue }},
	{"unknown mode", func(s *hw.Stick) { s.Mode = hw.ModeUnknown }},
	{"rescue ID", func(s *hw.Stick) { s.ID.Product = 0x1443 }},
	{"other vendor", func(s *hw.Stick) { s.ID.Vendor = 0x0781 }},
	{"unknown product", func(s *hw.Stick) { s.ID.Product = 0xabcd }},
	{"telephone", func(s *hw.Stick) { s.ID.Product = 0x107e }},
	{"module", func(s *hw.Stick) { s.ID.Product = 0x1573 }},
	{"stick with a message of its own", func(s *hw.Stick) { s.ID.Product = 0x1030 }},
	{"stick of the control request", func(s *hw.Stick) { s.ID.Product = 0x1414 }},
}

func (target Target) stick() hw.Stick {
	if target.Stick.ID.Vendor == 0 {
		return storageStick
	}
	return target.Stick
}

func (target Target) wantSent(t *testing.T, want int) {
	t.Helper()
	if target.Sent == nil {
		return
	}
	if got := target.Sent(); got != want {
		t.Errorf("%d messages were sent, want %d", got, want)
	}
}

// switchAbsent switches a stick in a socket where there is none.
func switchAbsent(t *testing.T, target Target) {
	stick := target.stick()
	stick.Location, stick.Bus, stick.Address = "99-9", 99, 99
	stick.CDDrive = "/dev/sr99"
	err := target.Switcher.Switch(t.Context(), stick, message)
	wanted := []error{hw.ErrGone, hw.ErrNotOurs, hw.ErrUnsupported, hw.ErrNoLibusb}
	for _, w := range wanted {
		if errors.Is(err, w) {
			target.wantSent(t, 0)
			return
		}
	}
	t.Errorf("error %v, want hw.ErrGone", err)
}
