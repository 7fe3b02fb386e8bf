package contract

import (
	"context"
	"errors"
	"slices"
	"testing"

	"surfstick-sms/hw"
)

// SwitcherSetup is one switcher and the stick to test it with.
type SwitcherSetup struct {
	Switcher hw.Switcher
	// Stick is a supported stick in storage mode that is plugged in. Zero when there is none; then
	// only refusals are checked.
	Stick hw.Stick
	// Message is one for the stick; that of an E3531 if zero.
	Message hw.Message
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
	refusesOthers(t, open)
	t.Run("absent", func(t *testing.T) { switchAbsent(t, open(t)) })
	t.Run("cancelled", func(t *testing.T) {
		s := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Switcher.Switch(ctx, s.stick(), s.message()); err == nil {
			t.Error("switched with a cancelled context")
		}
		s.wantSent(t, 0)
	})
	t.Run("sends", func(t *testing.T) {
		s := open(t)
		if s.Stick.ID.Vendor == 0 {
			t.Skip("no stick to switch")
		}
		if err := s.Switcher.Switch(t.Context(), s.Stick, s.message()); err != nil {
			t.Errorf("switch: %v", err)
		}
		s.wantSent(t, 1)
	})
}

// refusesOthers does the refusals of another maker's stick with the one of the setup where it is such a
// one, else with one that is not there.
func refusesOthers(t *testing.T, open func(t *testing.T) SwitcherSetup) {
	t.Helper()
	for _, c := range otherRefusals {
		t.Run("refuses another maker's with "+c.name, func(t *testing.T) {
			s := open(t)
			stick, m := s.Stick, s.message()
			if stick.ID.Vendor == 0 || stick.ID.Vendor == hw.HuaweiVendor {
				stick, m = otherStick, hw.Eject()
			}
			stick.Interfaces = slices.Clone(stick.Interfaces)
			c.change(&stick, &m)
			err := s.Switcher.Switch(t.Context(), stick, m)
			if !errors.Is(err, hw.ErrNotOurs) && !errors.Is(err, hw.ErrUnsupported) {
				t.Errorf("error %v, want hw.ErrNotOurs", err)
			}
			s.wantSent(t, 0)
		})
	}
}

var storageStick = hw.Stick{
	Location: "1-1", ID: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01},
	Mode: hw.ModeStorage, Driver: hw.DriverStorage, CDDrive: "/dev/sr0", Bus: 1, Address: 4,
	Interfaces: []hw.Interface{{Class: 0x08, SubClass: 0x06, Protocol: 0x50}},
}

// otherStick is one of another maker's, a ZTE MF190 that takes the ejecting of its CD.
var otherStick = hw.Stick{
	Location: "1-1", ID: hw.ID{Vendor: 0x19d2, Product: 0x1224},
	Mode: hw.ModeStorage, Driver: hw.DriverStorage, CD: hw.CDPresent, CDDrive: "/dev/sr0", CDBytes: 30 << 20,
	Bus: 1, Address: 4,
	Interfaces: []hw.Interface{{Class: 0x08, SubClass: 0x06, Protocol: 0x50}},
}

// otherRefusals are sticks of other makers that must never be written to.
var otherRefusals = []struct {
	name   string
	change func(*hw.Stick, *hw.Message)
}{
	{"modem mode", func(s *hw.Stick, _ *hw.Message) { s.Mode = hw.ModeModem }},
	{"an unknown ID", func(s *hw.Stick, _ *hw.Message) { s.ID.Product = 0xabcd }},
	{"adb beside", beside(0xff, 0x42, 0x01)},
	{"pictures beside", beside(0x06, 0x01, 0x01)},
	{"keys beside", beside(0x03, 0x01, 0x01)},
	{"another class", func(s *hw.Stick, _ *hw.Message) { s.Interfaces[0].Class = 0xff }},
	{"other commands", func(s *hw.Stick, _ *hw.Message) { s.Interfaces[0].SubClass = 0x04 }},
	{"no CD drive", func(s *hw.Stick, _ *hw.Message) { s.CD, s.CDDrive = hw.CDNone, "" }},
	{"no CD drive seen", func(s *hw.Stick, _ *hw.Message) {
		s.CD, s.CDDrive, s.Driver = hw.CDUnknown, "", hw.DriverStorage
	}},
	{"a large disc", func(s *hw.Stick, _ *hw.Message) { s.CDBytes = 4 << 30 }},
	{"a disc that can be written", func(s *hw.Stick, _ *hw.Message) { s.Writable = true }},
	{"Huawei's message", func(_ *hw.Stick, m *hw.Message) { *m = message }},
	{"a changed message", func(_ *hw.Stick, m *hw.Message) {
		m.Requests = append(slices.Clone(m.Requests), message.Requests...)
	}},
	{"no message", func(_ *hw.Stick, m *hw.Message) { *m = hw.Message{} }},
}

func beside(class, sub, protocol uint8) func(*hw.Stick, *hw.Message) {
	return func(s *hw.Stick, _ *hw.Message) {
		s.Interfaces = append(s.Interfaces, hw.Interface{
			Number: len(s.Interfaces), Class: class, SubClass: sub, Protocol: protocol,
		})
	}
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

func (s SwitcherSetup) message() hw.Message {
	if len(s.Message.Requests) == 0 {
		return message
	}
	return s.Message
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
	err := s.Switcher.Switch(t.Context(), stick, s.message())
	wanted := []error{hw.ErrGone, hw.ErrNotOurs, hw.ErrUnsupported, hw.ErrNoLibusb}
	for _, w := range wanted {
		if errors.Is(err, w) {
			s.wantSent(t, 0)
			return
		}
	}
	t.Errorf("error %v, want hw.ErrGone", err)
}
