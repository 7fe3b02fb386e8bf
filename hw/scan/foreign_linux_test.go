package scan

import (
	"testing"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
)

// seenAs is a made-up device as Linux shows it, with a port for each serial interface.
func seenAs(d virtualstick.Device) hw.Stick {
	s := d.Seen()
	s.Name = productName(s.Manufacturer, s.Name)
	for n, i := range s.Interfaces {
		if i.Class == classVendor && i.SubClass != 0x42 || i.Class == classComm && i.SubClass == 0x02 {
			s.Interfaces[n].Driver, s.Interfaces[n].Port = hw.DriverSerial, "ttyUSB0"
		}
	}
	return s
}

// TestForeignDevices: none of the devices that must be left alone counts as a stick, and no port of
// theirs is asked by itself. Those with an ID of Huawei's sticks are shown, in no mode in which anything
// is done to them.
func TestForeignDevices(t *testing.T) {
	for _, d := range virtualstick.Foreign() {
		f := found{devices: []hw.Stick{seenAs(d.Device)}, free: true}
		snap, err := scanner{read: reading(f, nil)}.Scan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range snap.Sticks {
			if s.ID.Vendor != hw.HuaweiVendor || s.Mode != hw.ModeUnknown && s.ID.Product != 0x1030 {
				t.Errorf("%s is a stick in %v mode", d.Name, s.Mode)
			}
		}
		for _, l := range snap.Lines {
			if l.Rank > 0 {
				t.Errorf("%s is asked: %+v", d.Name, l)
			}
		}
		for _, s := range snap.Unsupported {
			t.Logf("looks like a stick: %s (%s)", d.Name, s.ID)
		}
	}
}
