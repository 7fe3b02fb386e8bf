package sticks

import (
	"testing"

	"surfstick-sms/hw"
)

// drive is a mass storage device without a CD drive.
func drive(vendor, product uint16) hw.Stick {
	return with(otherStick(vendor, product), cdIs(hw.CDNone, hw.DriverStorage))
}

func named(s hw.Stick, manufacturer, product string) hw.Stick {
	s.Manufacturer, s.Name = manufacturer, product
	return s
}

func burner(s hw.Stick) hw.Stick {
	s.CDBytes, s.Writable = 4_700_000_000, true
	return s
}

// traps are devices of people that are no sticks, though many have the ID of one, as a scan sees them.
var traps = []struct {
	name  string
	stick hw.Stick
	want  hw.Refusal
}{
	{"Android phone, Qualcomm, no string", and(named(otherStick(0x05c6, 0x1000), "Android", "Android"), 0xff, 0x42, 0x01), hw.RefusalMatch},
	{"Android phone, Qualcomm, in another's string", and(named(otherStick(0x05c6, 0x1000), "Qualcomm", "Phone"), 0xff, 0x42, 0x01), hw.RefusalPhone},
	{"phone as a flash drive, Qualcomm", drive(0x05c6, 0xf000), hw.RefusalNoCD},
	{"Android phone, Qualcomm composite", and(otherStick(0x05c6, 0x9024), 0xff, 0x42, 0x01), hw.RefusalPhone},
	{"phone with pictures, Qualcomm", and(otherStick(0x05c6, 0x2000), 0x06, 0x01, 0x01), hw.RefusalPhone},
	{"Qualcomm in emergency download", with(otherStick(0x05c6, 0x9008), onlyFace(0xff, 0xff, 0xff)), hw.RefusalUnknown},
	{"MediaTek phone, nothing told", otherStick(0x0e8d, 0x0002), hw.RefusalMatch},
	{"MediaTek phone, storage", named(drive(0x0e8d, 0x0002), "MediaTek", "MT65xx Android Phone"), hw.RefusalNoCD},
	{"MediaTek phone, adb", and(named(otherStick(0x0e8d, 0x0002), "MediaTek", "MT65xx Android Phone"), 0xff, 0x42, 0x01), hw.RefusalPhone},
	{"MediaTek phone, WinUSB by Zadig", with(named(otherStick(0x0e8d, 0x0002), "", "Product"), cdIs(hw.CDUnknown, hw.DriverWinUSB)), hw.RefusalNoCD},
	{"phone as a CD, Qualcomm, WinUSB by Zadig", with(otherStick(0x05c6, 0xf000), cdIs(hw.CDUnknown, hw.DriverWinUSB)), hw.RefusalNoCD},
	{"player, Qualcomm, WinUSB by Zadig", with(otherStick(0x05c6, 0x2000), cdIs(hw.CDUnknown, hw.DriverWinUSB)), hw.RefusalNoCD},
	{"Spreadtrum phone, adb", and(otherStick(0x1782, 0x0003), 0xff, 0x42, 0x01), hw.RefusalPhone},
	{"Spreadtrum phone, storage", drive(0x1782, 0x0023), hw.RefusalNoCD},
	{"Alcatel phone, MTP", and(otherStick(0x1bbb, 0xf000), 0x06, 0x01, 0x01), hw.RefusalPhone},
	{"Alcatel phone, storage", drive(0x1bbb, 0xf017), hw.RefusalNoCD},
	{"Samsung phone", named(otherStick(0x04e8, 0xf000), "SAMSUNG", "Galaxy"), hw.RefusalMatch},
	{"Samsung phone, modem beside", and(otherStick(0x04e8, 0x689a), 0x02, 0x02, 0x01), hw.RefusalPhone},
	{"LG phone, adb", and(otherStick(0x1004, 0x6327), 0xff, 0x42, 0x01), hw.RefusalPhone},
	{"LG phone, storage", drive(0x1004, 0x61eb), hw.RefusalNoCD},
	{"Huawei phone", otherStick(0x12d1, 0x107e), hw.RefusalUnknown},
	{"BlackBerry", otherStick(0x0fca, 0x8020), hw.RefusalLeftPhone},
	{"disk behind a bridge, for which 85 is ATA", drive(0x19d2, 0x2000), hw.RefusalNoCD},
	{"disk behind a bridge, libusb's driver", with(otherStick(0x19d2, 0x0166), cdIs(hw.CDUnknown, hw.DriverLibusbK)), hw.RefusalNoCD},
	{"DVD burner with the ID of a stick", burner(otherStick(0x19d2, 0x2000)), hw.RefusalTooBig},
	{"empty burner with the ID of a stick", with(otherStick(0x257a, 0xa000), func(s *hw.Stick) { s.CDBytes, s.Writable = 0, true }), hw.RefusalWritable},
	{"card reader with the ID of a stick", drive(0x257a, 0xa000), hw.RefusalNoCD},
	{"keyboard with storage", and(otherStick(0x2077, 0xf000), 0x03, 0x01, 0x01), hw.RefusalPhone},
	{"DVD burner", burner(otherStick(0x174c, 0x55aa)), hw.RefusalUnknown},
	{"U3 flash drive", otherStick(0x0781, 0x5406), hw.RefusalUnknown},
	{"flash drive with a CD", otherStick(0x0951, 0x1666), hw.RefusalUnknown},
	{"dock with a CD of drivers", otherStick(0x17e9, 0x4301), hw.RefusalUnknown},
	{"Wi-Fi adapter with a CD, unknown", otherStick(0x0bda, 0x1a2c), hw.RefusalUnknown},
	{"Wi-Fi adapter with a CD", otherStick(0x0bda, 0x1a2b), hw.RefusalLeftWiFi},
	{"network adapter with a CD", otherStick(0x2357, 0x0600), hw.RefusalLeftNoModem},
	{"laser printer with a CD", otherStick(0x03f0, 0x002a), hw.RefusalLeftNoModem},
	{"label printer", otherStick(0x0922, 0x1001), hw.RefusalLeftNoModem},
	{"steering wheel", otherStick(0x046d, 0xc261), hw.RefusalLeftNoModem},
	{"smart card", otherStick(0x072f, 0x100d), hw.RefusalLeftNoModem},
	{"projector", otherStick(0x1de1, 0x1101), hw.RefusalLeftNoModem},
	{"the message that is WRITE(10)", otherStick(0x0408, 0x1000), hw.RefusalLeftDangerous},
	{"message that is no command", otherStick(0x04e8, 0x680c), hw.RefusalLeftMethod},
	{"module in a laptop", otherStick(0x413c, 0x81a2), hw.RefusalLeftModule},
	{"WiMAX", otherStick(0x198f, 0xbccd), hw.RefusalLeftWiMAX},
	{"stick in modem mode with the same ID", with(otherStick(0x19d2, 0x0033), func(s *hw.Stick) {
		s.Mode = hw.ModeModem
		s.Interfaces = []hw.Interface{{Class: 0xff}, {Number: 1, Class: 0x08, SubClass: 0x06, Protocol: 0x50}}
	}), hw.RefusalNotStorage},
}

// TestTraps: not one message of the tables goes to any of them.
func TestTraps(t *testing.T) {
	var all []hw.Message
	for _, m := range Models() {
		all = append(all, m.Request, m.Second)
	}
	all = append(all, modemMessages...)
	for _, c := range traps {
		if got := Refusal(c.stick); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		for _, m := range all {
			if RefusalOf(Guard(c.stick, m)) != c.want {
				t.Errorf("%s: %s: %v", c.name, m.Name, Guard(c.stick, m))
			}
		}
		if Unasked(c.stick) {
			t.Errorf("%s is switched unasked", c.name)
		}
	}
	if len(all) < 1000 || len(traps) < 40 {
		t.Errorf("%d messages, %d traps", len(all), len(traps))
	}
}
