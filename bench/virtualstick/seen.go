package virtualstick

import (
	"bytes"

	"surfstick-sms/hw"
)

// Seen is the device as a scan sees it that knows everything, in the first of its configurations.
func (d Device) Seen() hw.Stick {
	s := hw.Stick{
		Location: "1-1", ID: d.ID, Name: d.Product, Manufacturer: d.Maker, Serial: d.Serial,
		Bus: 1, Address: 2, Accessible: true,
	}
	for _, i := range d.primary() {
		s.Interfaces = append(s.Interfaces, hw.Interface{
			Number: int(i.Number), Class: i.Class, SubClass: i.SubClass, Protocol: i.Protocol,
		})
	}
	if len(d.Interfaces) == 0 || d.Interfaces[0].Class != 0x08 {
		return s
	}
	s.Mode, s.Driver, s.CD = hw.ModeStorage, hw.DriverStorage, hw.CDNone
	s.Interfaces[0].Driver, s.Interfaces[0].DriverName = hw.DriverStorage, "usb-storage"
	for unit, drive := range d.Interfaces[0].Drives {
		switch {
		case drive.Kind == CDDrive && s.CDDrive == "":
			s.CD, s.CDDrive = hw.CDPresent, "/dev/sr0"
			s.Inquiry = drive.asked()
			s.CDBytes, s.Writable = int64(drive.blocks())*int64(drive.blockSize()), drive.Writable
		case unit == 1:
			s.Unit1 = "/dev/sg1"
		}
	}
	return s
}

// asked is what the drive answers to INQUIRY: no more than 8, 16 and 4 characters.
func (d Drive) asked() hw.Inquiry {
	answer, _ := d.inquiry([]byte{opInquiry, 0})
	text := func(from, to int) string { return string(bytes.TrimRight(answer[from:to], " ")) }
	return hw.Inquiry{Vendor: text(8, 16), Model: text(16, 32), Revision: text(32, 36)}
}
