package comport

import "testing"

func TestChipOf(t *testing.T) {
	for _, c := range []struct {
		vendor      uint16
		label, want string
	}{
		{0x1a86, "USB Serial", "CH340 USB Serial"},
		{0x1a86, "USB-SERIAL CH340 (COM3)", "USB-SERIAL CH340 (COM3)"},
		{0x10c4, "CP2102 USB to UART Bridge Controller", "CP2102 USB to UART Bridge Controller"},
		{0x0403, "FT232R USB UART", "FTDI FT232R USB UART"},
		{0x0403, "USB Serial Port (COM5)", "FTDI USB Serial Port (COM5)"},
		{0x067b, "USB-Serial Controller", "PL2303 USB-Serial Controller"},
		{0x067b, "", "PL2303"},
		{0x2341, "Arduino Uno", "Arduino Uno"},
		{0, "", ""},
	} {
		if got := chipOf(c.vendor, c.label); got != c.want {
			t.Errorf("%04x %q: %q, want %q", c.vendor, c.label, got, c.want)
		}
	}
}

func TestChipByName(t *testing.T) {
	for name, want := range map[string]string{
		"/dev/cu.wchusbserial1420": "CH340", "/dev/cu.SLAB_USBtoUART": "CP210x",
		"/dev/cu.PL2303-00001014": "PL2303", "/dev/cu.usbserial-1420": "", "COM3": "",
	} {
		if l := namedLine(name); l.Label != want || l.Rank != 0 {
			t.Errorf("%s: %+v, want the label %q", name, l, want)
		}
	}
}
