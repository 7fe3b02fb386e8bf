package sticks

import (
	"slices"
	"testing"

	"surfstick-sms/hw"
)

// TestOtherHint: what an ID suggests, before there are interfaces that decide it.
func TestOtherHint(t *testing.T) {
	for _, c := range []struct {
		vendor, product uint16
		want            hw.Mode
		modem, web      bool
	}{
		{0x19d2, 0x2000, hw.ModeStorage, false, false},
		{0x19d2, 0x0031, hw.ModeModem, true, true},
		{0x19d2, 0x1173, hw.ModeModem, true, true}, // no port is known of it; the interfaces will tell
		{0x19d2, 0x1405, hw.ModeNetwork, false, true},
		{0x19d2, 0x1403, hw.ModeNetwork, false, true},
		{0x19d2, 0x7777, hw.ModeUnknown, false, false},
		{0x0421, 0x0612, hw.ModeModem, true, false},
		{0x2c7c, 0x0125, hw.ModeModem, true, false},
		{0x2c7c, 0x7777, hw.ModeModem, true, false},
		{0x1199, 0x0fff, hw.ModeStorage, false, false},
		{0x1199, 0x9011, hw.ModeUnknown, false, false}, // built in
		{0x0af0, 0x7401, hw.ModeModem, false, false},   // Option's own protocol
		{0x0af0, 0x6911, hw.ModeModem, false, false},
		{0x1546, 0x01a8, hw.ModeUnknown, false, false},
		{0x03f0, 0x002a, hw.ModeUnknown, false, false},
		{0x05c6, 0x9024, hw.ModeStorage, false, false},
		{0x2341, 0x0043, hw.ModeUnknown, false, false},
		{0, 0, hw.ModeUnknown, false, false},
	} {
		id := hw.ID{Vendor: c.vendor, Product: c.product}
		if got := Hint(id); got != c.want || Known(id) != (c.want != hw.ModeUnknown) {
			t.Errorf("%s: %v, known %v; want %v", id, got, Known(id), c.want)
		}
		if got := Modem(id, nil); got != c.modem {
			t.Errorf("%s: modem %v", id, got)
		}
		if got := Web(id); got != c.web {
			t.Errorf("%s: web %v", id, got)
		}
	}
}

// TestTargets: an interface of some class is a serial one in every ID that a stick of the table becomes, and
// no ID that is left out because it is no modem counts as one.
func TestTargets(t *testing.T) {
	ports := []hw.Interface{
		{Number: 9, Class: 0xff, SubClass: 0xff, Protocol: 0xff},
		{Number: 9, Class: 0x02, SubClass: 0x02, Protocol: 0x01},
		{Number: 9, Class: 0x0a},
	}
	for _, m := range Models() {
		if m.Vendor == hw.HuaweiVendor {
			continue
		}
		for _, id := range m.Targets {
			serial := slices.ContainsFunc(ports, func(i hw.Interface) bool { return Serial(id, i) })
			if m.modem() && serial == ownProtocol(id) {
				t.Errorf("%s becomes %s, of which no interface takes commands", m.ID(), id)
			}
		}
		if _, ok := loadTargets()[m.ID()]; ok && !m.modem() {
			t.Errorf("%s (%s) counts as a modem", m.ID(), m.Note)
		}
	}
	if n := len(loadTargets()); n < 300 {
		t.Errorf("%d targets", n)
	}
}

func TestMakers(t *testing.T) {
	for _, c := range []struct {
		vendor            uint16
		maker, modems, pc bool
	}{
		{hw.HuaweiVendor, true, false, false},
		{0x19d2, true, true, false},
		{0x2c7c, true, true, false},
		{0x1546, true, false, false},
		{0x0421, true, false, false},
		{0x2001, true, false, false},
		{0x413c, true, false, true},
		{0x2341, false, false, false},
		{0x0403, false, false, false},
		{0, false, false, false},
	} {
		if Maker(c.vendor) != c.maker || MakesModems(c.vendor) != c.modems || Laptop(c.vendor) != c.pc {
			t.Errorf("%04x: maker %v, modems %v, laptop %v", c.vendor, Maker(c.vendor),
				MakesModems(c.vendor), Laptop(c.vendor))
		}
	}
	for id, want := range map[hw.ID]bool{
		{Vendor: 0x2c7c, Product: 0x0125}: true, {Vendor: 0x1e0e, Product: 0x9001}: true,
		{Vendor: 0x2cb7, Product: 0x7777}: true, {Vendor: 0x0e8d, Product: 0x00a5}: false,
		{Vendor: 0x05c6, Product: 0x9000}: false, {Vendor: 0x04e8, Product: 0x6889}: false,
	} {
		if got := WithADB(id); got != want {
			t.Errorf("%s: %v", id, got)
		}
	}
}
