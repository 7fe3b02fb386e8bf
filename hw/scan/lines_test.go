package scan

import (
	"fmt"
	"strings"
	"testing"

	"surfstick-sms/hw"
)

// TestDirectLines: libusb's lines are there when no port is, and where a driver of libusb's is.
func TestDirectLines(t *testing.T) {
	const none, winUSB, serial = hw.DriverNone, hw.DriverWinUSB, hw.DriverSerial
	iface := func(number int, d hw.Driver, port string) hw.Interface {
		return hw.Interface{
			Number: number, Class: 0xff, SubClass: 2, Protocol: uint8(number), Driver: d, Port: port,
		}
	}
	card := hw.Interface{Number: 7, Class: 8, SubClass: 6, Protocol: 0x50, Driver: winUSB}
	network := hw.Interface{Number: 8, Class: 0xff, SubClass: 2, Protocol: 0x16, Driver: winUSB}
	for _, c := range []struct {
		name       string
		interfaces []hw.Interface
		free       bool
		want       string
	}{
		{
			"no driver on Linux",
			[]hw.Interface{iface(1, none, ""), iface(2, none, ""), iface(3, none, "")},
			true, "usb:1-1:2=80 usb:1-1:1=50 usb:1-1:3=10",
		},
		{"no driver on Windows", []hw.Interface{iface(1, none, ""), iface(2, none, "")}, false, ""},
		{"ports", []hw.Interface{iface(1, serial, "ttyUSB0"), iface(2, none, "")}, true, ""},
		{"ports to come", []hw.Interface{iface(1, serial, ""), iface(2, serial, "")}, true, ""},
		{
			"WinUSB beside a port",
			[]hw.Interface{iface(1, serial, "COM4"), iface(2, winUSB, "")},
			false, "usb:1-1:2=80",
		},
		{"nothing serial", []hw.Interface{card, network, iface(1, winUSB, "")}, false, "usb:1-1:1=50"},
	} {
		stick := hw.Stick{
			Location: "1-1", ID: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1506},
			Mode: hw.ModeModem, Interfaces: c.interfaces,
		}
		var got []string
		for _, l := range addDirect(nil, []hw.Stick{stick}, c.free) {
			got = append(got, fmt.Sprintf("%s=%d", l.Name, l.Rank))
			if l.Kind != hw.LineUSB || l.Location != "1-1" || l.Interface < 0 {
				t.Errorf("%s: %+v", c.name, l)
			}
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: %q, want %q", c.name, text, c.want)
		}
		stick.Mode = hw.ModeStorage
		if lines := directLines(stick, c.free); len(lines) != 0 {
			t.Errorf("%s, in storage mode: %+v", c.name, lines)
		}
		stick.Mode, stick.ID.Product = hw.ModeModem, 0xabcd
		for i := range stick.Interfaces {
			stick.Interfaces[i].SubClass = 0xff // no code of Huawei's
		}
		if lines := directLines(stick, c.free); len(lines) != 0 {
			t.Errorf("%s, not in the table: %+v", c.name, lines)
		}
	}
}

// TestDirectLinesOfTree: a stick whose ports no driver wants is talked to directly, if libusb is
// there.
func TestDirectLinesOfTree(t *testing.T) {
	lines := scanTree(t, "modem-no-driver").Lines
	if len(lines) == 0 || lines[0].Name != "usb:1-1:2" || lines[0].Kind != hw.LineUSB {
		t.Errorf("lines %+v", lines)
	}
	for _, tree := range []string{"modem", "modem-codes", "storage", "hilink", "rescue"} {
		for _, l := range scanTree(t, tree).Lines {
			if l.Kind == hw.LineUSB {
				t.Errorf("%s: %+v", tree, l)
			}
		}
	}
}
