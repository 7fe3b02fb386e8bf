package fakestick_test

import (
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/hw/sticks"
)

// atPort opens ports that remember that they were opened.
func atPort(opened *bool) func() (io.ReadWriteCloser, error) {
	return func() (io.ReadWriteCloser, error) {
		*opened = true
		return nil, errors.New("that is enough")
	}
}

// TestMakers takes every stick from its storage mode to its best port, or to its web page, by the
// messages of its row.
func TestMakers(t *testing.T) {
	for _, m := range fakestick.Makers() {
		t.Run(m.String(), func(t *testing.T) {
			var opened bool
			o := m.Options()
			o.Dial = atPort(&opened)
			s := fakestick.New(o)
			for _, message := range sticks.Messages(seen(t, s).Sticks[0]) {
				stick := seen(t, s).Sticks[0]
				if stick.Mode != hw.ModeStorage || sticks.Unasked(stick) {
					t.Fatalf("in mode %v, asked for: %v", stick.Mode, !sticks.Unasked(stick))
				}
				if err := s.Switch(t.Context(), stick, message); err != nil {
					t.Fatalf("switch: %v", err)
				}
			}
			after := seen(t, s)
			if m == fakestick.ZTEWeb {
				if a := after.Sticks[0].Adapter; a.State != hw.AdapterReady || a.Gateway.String() != "192.168.0.1" {
					t.Errorf("adapter %+v", a)
				}
				return
			}
			if after.Sticks[0].Mode != hw.ModeModem || len(after.Lines) == 0 || after.Lines[0].Rank == 0 {
				t.Fatalf("came back as %+v, lines %+v", after.Sticks[0], after.Lines)
			}
			if _, err := s.Open(t.Context(), after.Lines[0]); err == nil || !opened {
				t.Errorf("the best line, %s, is not the port for AT", after.Lines[0].Label)
			}
		})
	}
}

// TestMakersWays: what goes through the CD drive and what only libusb can send.
func TestMakersWays(t *testing.T) {
	byLibusbOnly := map[fakestick.Maker]bool{
		fakestick.Sierra: true, fakestick.AlcatelX602D: true, fakestick.SonyEricsson: true,
	}
	for _, m := range fakestick.Makers() {
		s := fakestick.New(m.Options())
		stick := seen(t, s).Sticks[0]
		err := s.PassThrough().Switch(t.Context(), stick, sticks.Messages(stick)[0])
		if byLibusbOnly[m] != errors.Is(err, hw.ErrUnsupported) || byLibusbOnly[m] == (len(s.Sent()) == 1) {
			t.Errorf("%s through the CD drive: %v, %d sent", m, err, len(s.Sent()))
		}
		s = fakestick.New(m.Options())
		s.BindWinUSB()
		snap := seen(t, s)
		// An ID of many telephones, and a command that a disk would take for another: without the CD
		// drive, which WinUSB hides, these are left alone.
		if m == fakestick.OptionNV || m == fakestick.ZTE {
			if len(snap.Unsupported) != 1 {
				t.Errorf("%s with WinUSB: %+v", m, snap)
			}
			continue
		}
		if err := s.Libusb().Switch(t.Context(), snap.Sticks[0], sticks.Messages(stick)[0]); err != nil {
			t.Errorf("%s by libusb: %v", m, err)
		}
	}
}

// TestMakersLeftAlone: a device that shows something else beside the ID is shown as unsupported, and takes
// nothing.
func TestMakersLeftAlone(t *testing.T) {
	for name, change := range map[string]func(o *fakestick.Options){
		"adb": func(o *fakestick.Options) {
			o.Beside = []hw.Interface{{Number: 1, Class: 0xff, SubClass: 0x42, Protocol: 1}}
		},
		"pictures":    func(o *fakestick.Options) { o.Beside = []hw.Interface{{Number: 1, Class: 6, SubClass: 1, Protocol: 1}} },
		"no CD drive": func(o *fakestick.Options) { o.CD = hw.CDNone },
		"a DVD":       func(o *fakestick.Options) { o.CDBytes = 4 << 30 },
		"a disk":      func(o *fakestick.Options) { o.Writable = true },
		"not known":   func(o *fakestick.Options) { o.ID.Product = 0xabcd },
	} {
		o := fakestick.ZTE.Options()
		fits := seen(t, fakestick.New(o)).Sticks[0]
		change(&o)
		s := fakestick.New(o)
		snap := seen(t, s)
		if len(snap.Sticks) != 0 || len(snap.Unsupported) != 1 {
			t.Errorf("%s: seen as %+v", name, snap)
			continue
		}
		m := sticks.Messages(fits)[0]
		for _, target := range []hw.Stick{snap.Unsupported[0], fits} {
			if err := s.Switch(t.Context(), target, m); !errors.Is(err, hw.ErrNotOurs) || len(s.Sent()) != 0 {
				t.Errorf("%s: %v, %d sent", name, err, len(s.Sent()))
			}
		}
	}
}

// TestMakersOtherMessage: a stick gets none but its own messages.
func TestMakersOtherMessage(t *testing.T) {
	s := fakestick.New(fakestick.Alcatel.Options())
	stick := seen(t, s).Sticks[0]
	for _, m := range []hw.Message{hw.Eject(), guide, {}} {
		if err := s.Switch(t.Context(), stick, m); !errors.Is(err, hw.ErrNotOurs) || len(s.Sent()) != 0 {
			t.Errorf("%s: %v, %d sent", m.Name, err, len(s.Sent()))
		}
	}
}

// TestOtherNetworkCard: a network card of a maker whose web page is not known is shown as unsupported.
func TestOtherNetworkCard(t *testing.T) {
	o := fakestick.Alcatel.Options()
	o.Becomes, o.NetworkID = hw.ModeNetwork, hw.ID{Vendor: 0x1bbb, Product: 0x0195}
	s := fakestick.New(o)
	stick := seen(t, s).Sticks[0]
	if err := s.Switch(t.Context(), stick, sticks.Messages(stick)[0]); err != nil {
		t.Fatal(err)
	}
	if snap := seen(t, s); len(snap.Unsupported) != 1 || snap.Unsupported[0].Mode != hw.ModeNetwork {
		t.Errorf("%+v", snap)
	}
}

// TestSonyTwoRounds: the second message means nothing before the first, and unplugging starts it anew.
func TestSonyTwoRounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := fakestick.SonyEricsson.Options()
		o.RestartTime = time.Second
		s := fakestick.New(o)
		send := func(n int) {
			stick := seen(t, s).Sticks[0]
			if err := s.Switch(t.Context(), stick, sticks.Messages(stick)[n]); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		send(1)
		send(0)
		if got := mode(t, s); got != hw.ModeStorage {
			t.Fatalf("in mode %v after the first round", got)
		}
		s.Unplug()
		s.Plug()
		send(1)
		if got := mode(t, s); got != hw.ModeStorage {
			t.Fatalf("in mode %v after the second message alone", got)
		}
		send(0)
		send(1)
		if got := mode(t, s); got != hw.ModeModem {
			t.Errorf("in mode %v at the end", got)
		}
	})
}

// TestOf: every row of the table makes a stick that becomes what the row says, or is left alone.
func TestOf(t *testing.T) {
	for _, row := range sticks.Models() {
		if row.Vendor == hw.HuaweiVendor {
			continue
		}
		s := fakestick.New(fakestick.Of(row))
		snap := seen(t, s)
		if row.Left != hw.RefusalNone {
			if len(snap.Unsupported) != 1 || sticks.Refusal(snap.Unsupported[0]) != row.Left {
				t.Errorf("%s %s: %+v", row.ID(), row.Match, snap)
			}
			continue
		}
		if len(snap.Sticks) != 1 {
			t.Errorf("%s %s: %v", row.ID(), row.Match, sticks.Refusal(snap.Unsupported[0]))
			continue
		}
		for _, m := range []hw.Message{row.Request, row.Second} {
			if len(m.Requests) == 0 {
				continue
			}
			if err := s.Switch(t.Context(), snap.Sticks[0], m); err != nil {
				t.Errorf("%s %s: %v", row.ID(), row.Match, err)
			}
		}
		if after := seen(t, s); len(after.Sticks) != 1 || after.Sticks[0].Mode != hw.ModeModem {
			t.Errorf("%s %s came back as %+v", row.ID(), row.Match, after)
		}
	}
}

// TestAlternatives: several messages for an ID of which the system does not tell all strings are no rounds:
// the stick obeys the first that is its own.
func TestAlternatives(t *testing.T) {
	s := fakestick.New(fakestick.Options{
		ID: hw.ID{Vendor: 0x1c9e, Product: 0xf000}, Manufacturer: " ", CD: hw.CDPresent,
	})
	stick := seen(t, s).Sticks[0]
	stick.Manufacturer = "" // as on Windows
	all := sticks.Messages(stick)
	if len(all) < 2 {
		t.Fatalf("%d messages", len(all))
	}
	if err := s.Switch(t.Context(), stick, all[1]); err != nil || mode(t, s) != hw.ModeStorage {
		t.Errorf("another's message: %v, mode %v", err, mode(t, s))
	}
	if err := s.Switch(t.Context(), stick, all[0]); err != nil || mode(t, s) != hw.ModeModem {
		t.Errorf("its own message: %v, mode %v", err, mode(t, s))
	}
}
