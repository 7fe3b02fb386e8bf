package contract

import (
	"context"
	"errors"
	"testing"

	"surfstick-sms/hw"
)

// SwitcherSetup is one switcher and the stick to test it with.
type SwitcherSetup struct {
	Switcher hw.Switcher
	// Stick is a supported stick in storage mode that is plugged in. Zero when there is none; then
	// only refusals are checked.
	Stick hw.Stick
	// Sent returns how many messages reached any device; nil when the test cannot know.
	Sent func() int
}

// message is the switch message of an E3531: operating system Linux, new product ID, modem profile.
var message = hw.Message{Name: "guide-modem", Requests: []hw.Request{{Wrapper: [31]byte{
	'U', 'S', 'B', 'C', 0x12, 0x34, 0x56, 0x78, 15: 0x11, 16: 0x06, 17: 0x20, 20: 0x01,
}}}}

// RunSwitcher checks a switcher; open returns a fresh setup for every case.
func RunSwitcher(t *testing.T, open func(t *testing.T) SwitcherSetup) {
	t.Helper()
	for _, c := range refusals {
		t.Run("refuses "+c.name, func(t *testing.T) {
			s := open(t)
			stick := s.stick()
			c.change(&stick)
			err := s.Switcher.Switch(t.Context(), stick, message)
			if !errors.Is(err, hw.ErrNotOurs) && !errors.Is(err, hw.ErrUnsupported) {
				t.Errorf("error %v, want hw.ErrNotOurs", err)
			}
			s.wantSent(t, 0)
		})
	}
	t.Run("absent", func(t *testing.T) { switchAbsent(t, open(t)) })
	t.Run("cancelled", func(t *testing.T) {
		s := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Switcher.Switch(ctx, s.stick(), message); err == nil {
			t.Error("switched with a cancelled context")
		}
		s.wantSent(t, 0)
	})
	t.Run("sends", func(t *testing.T) {
		s := open(t)
		if s.Stick.ID.Vendor == 0 {
			t.Skip("no stick to switch")
		}
		if err := s.Switcher.Switch(t.Context(), s.Stick, message); err != nil {
			t.Errorf("switch: %v", err)
		}
		s.wantSent(t, 1)
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

func (s SwitcherSetup) stick() hw.Stick {
	if s.Stick.ID.Vendor == 0 {
		return storageStick
	}
	return s.Stick
}

func (s SwitcherSetup) wantSent(t *testing.T, want int) {
	t.Helper()
	if s.Sent == nil {
		return
	}
	if got := s.Sent(); got != want {
		t.Errorf("%d messages were sent, want %d", got, want)
	}
}

// switchAbsent switches a stick on a port that has none.
func switchAbsent(t *testing.T, s SwitcherSetup) {
	stick := s.stick()
	stick.Location, stick.Bus, stick.Address = "99-9", 99, 99
	stick.CDDrive = "/dev/sr99"
	err := s.Switcher.Switch(t.Context(), stick, message)
	wanted := []error{hw.ErrGone, hw.ErrNotOurs, hw.ErrUnsupported, hw.ErrNoLibusb}
	for _, w := range wanted {
		if errors.Is(err, w) {
			s.wantSent(t, 0)
			return
		}
	}
	t.Errorf("error %v, want hw.ErrGone", err)
}
