package fakestick_test

import (
	"testing"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/hw/sticks"
)

// TestKindOfNetworkCard: the system in the message decides what network card it is, and the computer
// whether it has a driver for that.
func TestKindOfNetworkCard(t *testing.T) {
	for _, c := range []struct {
		message string
		noECM   bool
		class   uint8
		state   hw.AdapterState
		problem int
	}{
		{"new-mode", false, 0x02, hw.AdapterReady, 0},
		{"new-mode", true, 0x02, hw.AdapterAbsent, 28},
		{"guide-hilink", true, 0x02, hw.AdapterAbsent, 28},
		{"rndis", true, 0xef, hw.AdapterReady, 0},
		{"windows", false, 0xef, hw.AdapterReady, 0},
	} {
		s := fakestick.New(fakestick.Options{NoECM: c.noECM})
		m, ok := sticks.Message(c.message)
		if !ok {
			t.Fatalf("no message %s", c.message)
		}
		if err := s.PassThrough().Switch(t.Context(), seen(t, s).Sticks[0], m); err != nil {
			t.Fatal(err)
		}
		stick := seen(t, s).Sticks[0]
		if stick.Mode != hw.ModeNetwork || stick.Interfaces[0].Class != c.class ||
			stick.Adapter.State != c.state || stick.Adapter.Problem != c.problem ||
			stick.Interfaces[0].Problem != c.problem {
			t.Errorf("%s, no driver for ECM %v: %+v", c.message, c.noECM, stick)
		}
	}
}

// TestModeChanges: firmware without HiLink becomes a modem, and a stick that was told to become one is a
// CD drive again once it is replugged.
func TestModeChanges(t *testing.T) {
	s := fakestick.New(fakestick.Options{Temper: fakestick.ModemOnly})
	if err := s.Switch(t.Context(), seen(t, s).Sticks[0], hiLink); err != nil {
		t.Fatal(err)
	}
	if got := mode(t, s); got != hw.ModeModem {
		t.Errorf("firmware without HiLink is in mode %v", got)
	}
	s = fakestick.New(fakestick.Options{})
	if err := s.Switch(t.Context(), seen(t, s).Sticks[0], hiLink); err != nil {
		t.Fatal(err)
	}
	s.BecomeModem()
	if got := mode(t, s); got != hw.ModeModem {
		t.Errorf("told to become a modem, it is in mode %v", got)
	}
	s.Unplug()
	s.Plug()
	if got := mode(t, s); got != hw.ModeStorage {
		t.Errorf("plugged in again, it is in mode %v", got)
	}
	s.Unplug()
	if s.BecomeModem(); mode(t, s) != -1 {
		t.Error("a stick that is not plugged in became something")
	}
}
