package scan

import (
	"slices"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// USB class codes (usb.org, defined class codes).
const (
	classComm     = 0x02
	classImage    = 0x06
	classStorage  = 0x08
	classData     = 0x0a
	classHub      = 0x09
	classWireless = 0xe0
	classMisc     = 0xef
	classVendor   = 0xff
)

// modeOf decides the mode by the interface classes. A stick with serial interfaces is a modem
// whatever else it shows: many keep their CD drive beside the ports.
func modeOf(id hw.ID, interfaces []hw.Interface) hw.Mode {
	switch {
	case id.Vendor == hw.HuaweiVendor && id.Product == sticks.Rescue:
		return hw.ModeRescue
	case slices.ContainsFunc(interfaces, func(i hw.Interface) bool { return isSerial(id, i) }):
		return hw.ModeModem
	case slices.ContainsFunc(interfaces, func(i hw.Interface) bool { return isNetwork(id, i) }):
		return hw.ModeNetwork
	case slices.ContainsFunc(interfaces, isStorage):
		return hw.ModeStorage
	case len(interfaces) > 0:
		return hw.ModeUnknown
	case sticks.Hint(id) == hw.ModeStorage:
		return hw.ModeUnknown // interfaces not there yet: nothing may be sent
	}
	return sticks.Hint(id)
}

func isStorage(i hw.Interface) bool { return i.Class == classStorage }

// isSerial reports whether an interface is a serial one: those of the vendor class are, the first of a
// CDC ACM port of a modem that is known or has a driver is, and 02/02/ff, which 12d1:1442 uses for its
// ports (Linux' option table) and RNDIS for its network card; there the driver or, when none is bound,
// the product ID decides.
func isSerial(id hw.ID, i hw.Interface) bool {
	if i.Class == classVendor {
		role := sticks.InterfaceRole(id, i)
		return role != sticks.RoleNetwork && role != sticks.RoleForeign
	}
	if i.Class != classComm || i.SubClass != 0x02 {
		return i.Class == classData && sticks.Serial(id, i)
	}
	switch {
	case i.Driver == hw.DriverSerial, i.Driver == hw.DriverNetwork:
		return i.Driver == hw.DriverSerial
	case id.Vendor == hw.HuaweiVendor:
		return sticks.Hint(id) == hw.ModeModem
	}
	return sticks.Serial(id, i)
}

// isNetwork reports whether an interface is a network card: CDC Ethernet, NCM and MBIM, RNDIS in
// its four disguises (Linux, drivers/net/usb/rndis_host.c; Windows goes by ef/04/01), and Huawei's own.
func isNetwork(id hw.ID, i hw.Interface) bool {
	switch i.Class {
	case classComm:
		return i.SubClass == 0x06 || i.SubClass == 0x0d || i.SubClass == 0x0e ||
			i.SubClass == 0x02 && i.Protocol == 0xff || i.Driver == hw.DriverNetwork
	case classWireless:
		return i.SubClass == 0x01 && i.Protocol == 0x03
	case classMisc:
		return i.Protocol == 0x01 && (i.SubClass == 0x04 || i.SubClass == 0x01)
	case classVendor:
		return sticks.InterfaceRole(id, i) == sticks.RoleNetwork
	}
	return false
}

// mainDriver is the driver that counts: of the CD drive in storage mode, of the first serial
// interface in modem mode, of the network card in network mode, else of interface 0.
func mainDriver(s hw.Stick) hw.Driver {
	counts := func(i hw.Interface) bool { return i.Number == 0 }
	switch s.Mode {
	case hw.ModeStorage:
		counts = isStorage
	case hw.ModeModem:
		counts = func(i hw.Interface) bool { return isSerial(s.ID, i) }
	case hw.ModeNetwork:
		counts = func(i hw.Interface) bool { return isNetwork(s.ID, i) }
	default: // interface 0
	}
	at := slices.IndexFunc(s.Interfaces, counts)
	if at < 0 {
		return s.Driver
	}
	return s.Interfaces[at].Driver
}

// betterCD joins what two interfaces or nodes of a device say of its CD drive.
func betterCD(a, b hw.CD) hw.CD {
	if a == hw.CDPresent || b == hw.CDUnknown {
		return a
	}
	return b
}
