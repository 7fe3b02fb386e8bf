package virtualstick

import "surfstick-sms/hw"

// Foreign are devices that a program for surfsticks must leave alone, by name.
func Foreign() map[string]Device {
	return map[string]Device{
		"flash drive":    disk(hw.ID{Vendor: 0x0781, Product: 0x5567}, "SanDisk", "Cruzer Blade"),
		"other CD drive": otherDisc(),
		"keyboard":       keyboard(),
		"printer":        printer(),
		"Huawei phone":   phone(),
		"Huawei card reader": disk(
			hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1c0f}, "HUAWEI", "Card Reader"),
		// Nothing but the missing CD drive tells it from the guide's stick.
		"card reader with a stick's ID": disk(
			hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01}, "HUAWEI", "Mass Storage"),
	}
}

// storageDevice is a device with one mass storage interface.
func storageDevice(id hw.ID, maker, product string, drives ...Drive) Device {
	return Device{
		ID: id, Maker: maker, Product: product, Serial: "0123456789AB",
		Interfaces: []Interface{{
			Class: 0x08, SubClass: 0x06, Protocol: 0x50, Endpoints: bulkPair(1), Drives: drives,
		}},
	}
}

func disk(id hw.ID, maker, product string) Device {
	return storageDevice(id, maker, product,
		Drive{Kind: DiskDrive, Vendor: maker, Model: product})
}

func otherDisc() Device {
	return storageDevice(hw.ID{Vendor: 0x0e8d, Product: 0x1887}, "MediaTek", "Slim Portable DVD",
		Drive{Kind: CDDrive, Vendor: "HL-DT-ST", Model: "DVDRAM GP65"})
}

// boot is the report descriptor of a boot keyboard (HID 1.11, appendix B.1).
var boot = []byte{
	0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01,
	0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08, 0x81, 0x01, 0x95, 0x05, 0x75, 0x01,
	0x05, 0x08, 0x19, 0x01, 0x29, 0x05, 0x91, 0x02, 0x95, 0x01, 0x75, 0x03, 0x91, 0x01, 0x95, 0x06,
	0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xc0,
}

func keyboard() Device {
	return Device{
		ID: hw.ID{Vendor: 0x046d, Product: 0xc31c}, Maker: "Logitech", Product: "Keyboard K120",
		Interfaces: []Interface{{
			Class: 0x03, SubClass: 0x01, Protocol: 0x01,
			Extra:     []byte{9, 0x21, 0x10, 0x01, 0, 1, 0x22, uint8(len(boot)), 0},
			Report:    boot,
			Endpoints: []Endpoint{{0x81, interrupt, 8, 10}},
		}},
	}
}

func printer() Device {
	return Device{
		ID: hw.ID{Vendor: 0x03f0, Product: 0x002a}, Maker: "HP", Product: "LaserJet P1102",
		Interfaces: []Interface{{
			Class: 0x07, SubClass: 0x01, Protocol: 0x02, Endpoints: bulkPair(1),
		}},
	}
}

// phone is one that usb_modeswitch has in its table, with a CD drive and Android's debugging.
func phone() Device {
	d := storageDevice(hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1030}, "HUAWEI", "U8220",
		Drive{Kind: CDDrive, Vendor: "HUAWEI", Model: "Mass Storage"})
	d.Interfaces = append(d.Interfaces, Interface{
		Number: 1, Class: 0xff, SubClass: 0x42, Protocol: 0x01, Endpoints: bulkPair(2),
	})
	return d
}
