package scan

import (
	"testing"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
)

// seenAs is a made-up device as Linux shows it, with a port for each serial interface.
func seenAs(d virtualstick.Device) hw.Stick {
	s := hw.Stick{
		Location: "1-1", ID: d.ID, Manufacturer: d.Maker, Name: productName(d.Maker, d.Product),
		Serial: d.Serial, Accessible: true,
	}
	for _, v := range d.Interfaces {
		i := hw.Interface{
			Number: int(v.Number), Class: v.Class, SubClass: v.SubClass, Protocol: v.Protocol,
		}
		switch {
		case i.Class == classVendor && i.SubClass != 0x42, i.Class == classComm && i.SubClass == 0x02:
			i.Driver, i.Port = hw.DriverSerial, "ttyUSB0"
		case i.Class == classStorage:
			i.Driver, s.CD = hw.DriverStorage, hw.CDNone
		}
		for _, drive := range v.Drives {
			if drive.Kind == virtualstick.CDDrive {
				s.CD, s.CDDrive, s.CDBytes, s.Writable = hw.CDPresent, "/dev/sr0", drive.Bytes, drive.Writable
				s.Inquiry = hw.Inquiry{Vendor: drive.Vendor, Model: drive.Model}
			}
		}
		s.Interfaces = append(s.Interfaces, i)
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
