package virtualstick

import (
	"slices"

	"surfstick-sms/hw"
)

// Stranger is a device that a program for surfsticks must leave alone.
type Stranger struct {
	Name string
	Device
	// Why is what gives it away, first of all.
	Why hw.Refusal
}

// Foreign are strangers of all kinds: what may be plugged into a computer beside a stick, and the traps
// of the table, devices with the ID of a stick among them. The names are different.
func Foreign() []Stranger {
	return slices.Concat(phones(), disks(), discs(), left(), others())
}

// ForeignNamed returns one of them.
func ForeignNamed(name string) Device {
	all := Foreign()
	at := slices.IndexFunc(all, func(s Stranger) bool { return s.Name == name })
	return all[at].Device
}

func id(vendor, product uint16) hw.ID { return hw.ID{Vendor: vendor, Product: product} }

// cd is a device with one CD drive whose strings are those of the device.
func cd(id hw.ID, maker, product string) Device {
	return CD(id, maker, product, Drive{Kind: CDDrive, Vendor: maker, Model: product})
}

func disk(id hw.ID, maker, product string) Device {
	return CD(id, maker, product, Drive{Kind: DiskDrive, Vendor: maker, Model: product})
}

// with adds interfaces to a device, each with a number and endpoints of its own.
func (d Device) with(more ...Interface) Device {
	d.Interfaces = slices.Clone(d.Interfaces)
	for _, i := range more {
		i.Number = uint8(len(d.Interfaces))
		if i.Endpoints == nil {
			i.Endpoints = bulkPair(i.Number + 1)
		}
		d.Interfaces = append(d.Interfaces, i)
	}
	return d
}

// composite is a device without a drive.
func composite(id hw.ID, maker, product string, interfaces ...Interface) Device {
	return Device{ID: id, Maker: maker, Product: product}.with(interfaces...)
}

// What telephones have beside a drive.
var (
	adb = Interface{Class: 0xff, SubClass: 0x42, Protocol: 0x01} // Android's debugging
	// Still image capture (PTP), which Android's MTP says it is; others say ff/ff/00.
	mtp = Interface{Class: 0x06, SubClass: 0x01, Protocol: 0x01}
	// A port for diagnostics of Qualcomm's.
	diagnostics = Interface{Class: 0xff, SubClass: 0xff, Protocol: 0x30}
	serialPort  = Interface{Class: 0xff}
)

// acm is the pair of interfaces of a serial port of the class for modems, beginning with this number.
func acm(number uint8) []Interface {
	all := ACM(hw.ID{}, "", "").Interfaces
	control, data := all[0], all[1]
	control.Extra = slices.Clone(control.Extra)
	n := len(control.Extra)
	control.Extra[9], control.Extra[n-2], control.Extra[n-1] = number+1, number, number+1
	control.Endpoints = []Endpoint{{0x88 | number, interrupt, 16, 9}}
	data.Line, data.Endpoints = LineSilent, nil
	return []Interface{control, data}
}

func phones() []Stranger {
	const qualcomm, mediaTek, samsung, lg, alcatel = 0x05c6, 0x0e8d, 0x04e8, 0x1004, 0x1bbb
	phone, match, unknown := hw.RefusalPhone, hw.RefusalMatch, hw.RefusalUnknown
	return []Stranger{
		// Every telephone with a chip of MediaTek's is 0e8d:0002 as a disk.
		{"MediaTek phone", disk(id(mediaTek, 2), "MediaTek", "Android"), match},
		{"MediaTek phone with CD", cd(id(mediaTek, 2), "MediaTek", "Android"), match},
		{"MediaTek phone named MT, with CD and adb", cd(id(mediaTek, 2), "MediaTek", "MT65xx Android Phone").with(adb), phone},
		{"MediaTek phone named MT, with CD and MTP", cd(id(mediaTek, 2), "MediaTek", "MT6572").with(mtp), phone},
		{"MediaTek phone named MT, as a disk", disk(id(mediaTek, 2), "MediaTek", "MT6589 Phone"), hw.RefusalNoCD},
		{"MediaTek phone, MTP", composite(id(mediaTek, 0x2008), "alps", "MT65xx", mtp, adb), unknown},
		{"MediaTek preloader", composite(id(mediaTek, 0x2000), "MediaTek Inc", "MT65xx Preloader", acm(0)...), unknown},

		// Every telephone with a chip of Qualcomm's can be 05c6:1000 as a disk.
		{"Qualcomm phone", cd(id(qualcomm, 0x1000), "Android", "Android").with(adb), match},
		{"Qualcomm phone named as a stick, disk", disk(id(qualcomm, 0x1000), "Qualcomm", "Mass Storage"), hw.RefusalNoCD},
		{"Qualcomm phone named as a stick, adb", cd(id(qualcomm, 0x1000), "Qualcomm", "CDMA Technologies MSM").with(adb), phone},
		{"Qualcomm phone, composite", composite(id(qualcomm, 0x9091), "Android", "Android", diagnostics, adb, serialPort), unknown},
		{"Qualcomm phone, 9024", cd(id(qualcomm, 0x9024), "Android", "Android").with(adb), phone},
		{"Qualcomm phone, f000", cd(id(qualcomm, 0xf000), "Neffos", "Neffos C5").with(adb), phone},
		{"Qualcomm phone, 2000 with MTP", cd(id(qualcomm, 0x2000), "ZTE", "ZTE Blade").with(mtp), phone},
		{"Qualcomm phone, 2001 as a disk", disk(id(qualcomm, 0x2001), "Qualcomm", "MMC Storage"), hw.RefusalNoCD},

		{"Samsung phone", composite(id(samsung, 0x6860), "SAMSUNG", "SAMSUNG_Android", append([]Interface{mtp}, acm(1)...)...), unknown},
		{"Samsung phone as a disk", disk(id(samsung, 0x685b), "SAMSUNG", "SAMSUNG_Android"), unknown},
		{"Samsung phone, f000", cd(id(samsung, 0xf000), "SAMSUNG", "File-CD Gadget"), match},
		{"Samsung phone, 689a", cd(id(samsung, 0x689a), "SAMSUNG", "SAMSUNG_Android").with(mtp, adb), phone},
		{"LG phone", composite(id(lg, 0x633e), "LGE", "LG-H870", mtp, adb), unknown},
		{"LG phone with CD", cd(id(lg, 0x631c), "LGE", "LG Android CD"), unknown},
		{"LG phone, 61e7 with MTP", cd(id(lg, 0x61e7), "LGE", "LG Phone").with(mtp), phone},
		{"Alcatel phone with CD and adb", cd(id(alcatel, 0xf000), "TCL Communication", "Alcatel One Touch").with(adb), phone},
		{"Alcatel phone with CD and MTP", cd(id(alcatel, 0x00ca), "TCL Communication", "Alcatel 4013").with(mtp), phone},
		{"Alcatel phone", composite(id(alcatel, 0x0168), "TCL Communication", "Alcatel 5041", mtp), unknown},

		{"BlackBerry", cd(id(0x0fca, 0x8020), "BlackBerry", "BlackBerry Z10"), hw.RefusalLeftPhone},
		{"Hisense phone", cd(id(0x109b, 0xf009), "Hisense", "E910"), hw.RefusalLeftPhone},
		{"Sony phone", cd(id(0x0fce, 0xe1b0), "Sony", "Xperia Z").with(mtp), unknown},
		{"Motorola phone", cd(id(0x22b8, 0x2e81), "motorola", "Moto G").with(adb), unknown},
		{"OnePlus phone", cd(id(0x2a70, 0x9015), "OnePlus", "ONEPLUS A0001").with(mtp), unknown},
		{"iPhone", composite(id(0x05ac, 0x12a8), "Apple Inc.", "iPhone", mtp, serialPort), unknown},
		{"Pixel", composite(id(0x18d1, 0x4ee2), "Google", "Pixel 7", mtp, adb), unknown},
		// A telephone of Huawei's in the table of usb_modeswitch: its own message goes to it when a person
		// asks for that, and no other.
		{"Huawei phone", cd(id(hw.HuaweiVendor, 0x1030), "HUAWEI", "U8220").with(adb), hw.RefusalMessage},
		{"Huawei phone, MTP", composite(id(hw.HuaweiVendor, 0x107e), "HUAWEI", "P20", mtp, adb), unknown},
	}
}

func disks() []Stranger {
	const zte = 0x19d2
	unknown, noCD := hw.RefusalUnknown, hw.RefusalNoCD
	u3 := disk(id(0x0781, 0x5406), "SanDisk", "U3 Cruzer Micro")
	u3.Interfaces[0].Drives = append(u3.Interfaces[0].Drives, Drive{Kind: CDDrive, Vendor: "SanDisk", Model: "U3 Cruzer Micro"})
	safe := disk(id(0x1953, 0x0201), "IronKey", "Secure Drive")
	safe.Interfaces[0].Drives = append([]Drive{{Vendor: "IronKey", Model: "Unlocker"}}, safe.Interfaces[0].Drives...)
	reader := disk(id(zte, 0x2000), "ZTE", "ZTE Mass Storage")
	reader.Interfaces[0].Drives = append(reader.Interfaces[0].Drives, Drive{Kind: CardSlot, Vendor: "ZTE", Model: "SD"})
	return []Stranger{
		{"flash drive", disk(id(0x0781, 0x5567), "SanDisk", "Cruzer Blade"), unknown},
		{"U3 flash drive", u3, unknown},
		{"flash drive with a safe", safe, unknown},
		{"Huawei card reader", disk(id(hw.HuaweiVendor, 0x1c0f), "HUAWEI", "Card Reader"), unknown},
		// Nothing but the missing CD drive tells these from a stick.
		{"card reader with a stick's ID", disk(id(hw.HuaweiVendor, 0x1f01), "HUAWEI", "Mass Storage"), noCD},
		{"card reader with ZTE's ID", reader, noCD},
		{"disk with Alcatel's ID", disk(id(0x1bbb, 0xf017), "TCL", "MMC Storage"), noCD},
		{"disk with Option's ID", disk(id(0x0af0, 0x6911), "Option", "MMC Storage"), noCD},
		{"disk with a made-up vendor's ID", disk(id(0x257a, 0xb000), "Generic", "USB Disk"), noCD},
		// Opcode 85 of these rows is ATA PASS-THROUGH on a disk behind a bridge (SAT-3, 12.2.2.3), 2a of
		// the last one WRITE.
		{"ATA disk, 0166", disk(id(zte, 0x0166), "ZTE", "USB Storage"), noCD},
		{"ATA disk, 1588", disk(id(zte, 0x1588), "ZTE", "USB Storage"), noCD},
		{"ATA disk, 1421", disk(id(zte, 0x1421), "ASMT", "2115"), noCD},
		{"disk with Quanta's ID", disk(id(0x0408, 0x1000), "Quanta", "MU-Q101"), hw.RefusalLeftDangerous},
	}
}

func discs() []Stranger {
	const zte = 0x19d2
	unknown, match := hw.RefusalUnknown, hw.RefusalMatch
	big, writable := cd(id(zte, 0x1225), "ZTE", "USB SCSI CD-ROM"), cd(id(0x257a, 0xa000), "Generic", "DVD-RAM")
	big.Interfaces[0].Drives[0].Bytes = 4 << 30
	writable.Interfaces[0].Drives[0].Writable = true
	burner := cd(id(0x13fd, 0x0840), "TSSTcorp", "CDDVDW SE-S084")
	burner.Interfaces[0].Drives[0].Writable = true
	return []Stranger{
		{"other CD drive", CD(id(0x0e8d, 0x1887), "MediaTek", "Slim Portable DVD", Drive{Vendor: "HL-DT-ST", Model: "DVDRAM GP65"}), unknown},
		{"burner", burner, unknown},
		{"disc of 4 GB with ZTE's ID", big, hw.RefusalTooBig},
		{"disc that can be written, with a made-up vendor's ID", writable, hw.RefusalWritable},
		{"disk with its software on a CD", CD(id(0x1058, 0x0748), "Western Digital", "My Passport", Drive{Kind: DiskDrive, Vendor: "WD", Model: "My Passport"}, Drive{Vendor: "WD", Model: "Virtual CD"}), unknown},
		{"Quanta's own CD", cd(id(0x0408, 0x1000), "Quanta", "MU-Q101"), hw.RefusalLeftDangerous},
		{"Samsung B1110", cd(id(0x04e8, 0x680c), "Samsung", "GT-B1110"), hw.RefusalLeftMethod},
		// The right ID and a CD, with other strings than the stick has.
		{"ZTE without WCDMA", cd(id(zte, 0x0083), "ZTE", "ZTE CDMA Technologies"), match},
		{"Philips of another maker", cd(id(0x0471, 0x1210), "NXP", "Demo Board"), match},
		{"Omega that is a modem already", cd(id(0x1c9e, 0x6061), "Longcheer", "WCDMA Modem"), match},
		{"CD in Qualcomm's ID", cd(id(0x05c6, 0x1000), "Acme", "CD"), match},
	}
}

// left are rows of the table that are no sticks.
func left() []Stranger {
	wifi, none, module := hw.RefusalLeftWiFi, hw.RefusalLeftNoModem, hw.RefusalLeftModule
	return []Stranger{
		{"HP printer with CD", cd(id(0x03f0, 0x002a), "HP", "LaserJet P1102"), none},
		{"HP printer with CD and Wi-Fi", cd(id(0x03f0, 0x032a), "HP", "LaserJet P1102w"), none},
		{"label printer", cd(id(0x0922, 0x1001), "DYMO", "LabelManager PnP"), none},
		{"smart card reader", cd(id(0x072f, 0x100d), "InfoCert", "Business Key"), none},
		{"projector", cd(id(0x1de1, 0x1101), "Philips", "PicoPix"), none},
		{"network adapter with CD", cd(id(0x2357, 0x0600), "TP-Link", "UE300"), none},
		{"steering wheel", composite(id(0x046d, 0xc261), "Logitech", "G920 Driving Force Racing Wheel", Interface{
			Class: 0xff, SubClass: 0x47, Protocol: 0xd0,
			Endpoints: []Endpoint{{0x81, interrupt, 64, 4}, {0x01, interrupt, 64, 4}},
		}), none},
		{"Realtek Wi-Fi", cd(id(0x0bda, 0x1a2b), "Realtek", "DISK"), wifi},
		{"Ralink Wi-Fi", cd(id(0x148f, 0x2878), "MediaTek", "Flash autorun"), wifi},
		{"Atheros Wi-Fi", cd(id(0x0cf3, 0x20ff), "ATHEROS", "USB Storage"), wifi},
		{"ZyDAS Wi-Fi", cd(id(0x0ace, 0x20ff), "ZyDAS", "USB CD"), wifi},
		{"AVM Wi-Fi", cd(id(0x057c, 0x84ff), "AVM", "FRITZ!WLAN USB Stick N"), wifi},
		{"MediaTek Wi-Fi", cd(id(0x0e8d, 0x2870), "MediaTek", "Flash autorun"), wifi},
		{"Cisco Wi-Fi", cd(id(0x1307, 0x1169), "Cisco", "AM10"), wifi},
		{"MediaTek WiMAX", cd(id(0x0e8d, 0x7109), "MediaTek", "WiMAX"), hw.RefusalLeftWiMAX},
		{"I-O Data WiMAX", cd(id(0x04bb, 0xbccd), "I-O DATA", "WMX2-U"), hw.RefusalLeftWiMAX},
		{"HP module", composite(id(0x03f0, 0x371d), "HP", "un2430", serialPort, serialPort), module},
		{"Dell module", composite(id(0x413c, 0x81a2), "Sierra Wireless", "DW5806", serialPort, serialPort), module},
		{"Sierra module", composite(id(0x1199, 0x9011), "Sierra Wireless", "MC8305", serialPort, serialPort), module},
		{"Ericsson module", composite(id(0x0bdb, 0x190d), "Ericsson", "F5521gw", acm(0)...), module},
	}
}

func others() []Stranger {
	unknown := hw.RefusalUnknown
	return []Stranger{
		{"keyboard", keyboard(), unknown},
		{"printer", composite(id(0x03f0, 0x002a), "HP", "LaserJet P1102", Interface{Class: 0x07, SubClass: 0x01, Protocol: 0x02}), hw.RefusalLeftNoModem},
		{"Arduino", composite(id(0x2341, 0x0043), "Arduino", "Uno", acm(0)...), unknown},
		{"GPS receiver", composite(id(0x1546, 0x01a7), "u-blox AG", "u-blox 7 - GPS/GNSS Receiver", acm(0)...), unknown},
		{"serial adapter", composite(id(0x1a86, 0x7523), "QinHeng", "USB Serial", Interface{Class: 0xff, SubClass: 0x01, Protocol: 0x02}), unknown},
		{"dock", cd(id(0x17e9, 0x6006), "DisplayLink", "USB3.0 Dock"), unknown},
		{"webcam", composite(id(0x046d, 0x082d), "Logitech", "C920", Interface{Class: 0x0e, SubClass: 0x01, Endpoints: []Endpoint{{0x81, interrupt, 16, 8}}}), unknown},
	}
}

// boot is the report descriptor of a boot keyboard (HID 1.11, appendix B.1).
var boot = []byte{
	0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01,
	0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08, 0x81, 0x01, 0x95, 0x05, 0x75, 0x01,
	0x05, 0x08, 0x19, 0x01, 0x29, 0x05, 0x91, 0x02, 0x95, 0x01, 0x75, 0x03, 0x91, 0x01, 0x95, 0x06,
	0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xc0,
}

func keyboard() Device {
	return composite(id(0x046d, 0xc31c), "Logitech", "Keyboard K120", Interface{
		Class: 0x03, SubClass: 0x01, Protocol: 0x01,
		Extra:     []byte{9, 0x21, 0x10, 0x01, 0, 1, 0x22, uint8(len(boot)), 0},
		Report:    boot,
		Endpoints: []Endpoint{{0x81, interrupt, 8, 10}},
	})
}
