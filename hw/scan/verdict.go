package scan

import (
	"regexp"
	"slices"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// verdict is what a device is to this program.
type verdict int

const (
	notAStick verdict = iota
	supported
	unknownStick // looks like a stick; shown, never touched
)

func verdictOn(s hw.Stick) verdict {
	switch {
	case isPhone(s):
		return notAStick
	case s.ID.Vendor == hw.HuaweiVendor:
		return huaweiVerdict(s)
	}
	return otherVerdict(s)
}

// huaweiVerdict takes a stick that is not in the table, too, when it is in modem mode and the system
// itself made serial ports of it, or an interface says by its code that it takes AT commands:
// neither needs a message to be sent to the device.
func huaweiVerdict(s hw.Stick) verdict {
	switch {
	case sticks.Known(s.ID):
		return supported
	case s.Mode == hw.ModeModem && (s.Driver == hw.DriverSerial || sticks.Modem(s.ID, s.Interfaces)):
		return supported
	case s.Mode != hw.ModeUnknown:
		return unknownStick
	}
	return notAStick
}

// otherVerdict is the one on devices of other makers. What the tables do not know is never taken for a
// modem because of its serial ports: Arduinos, GPS receivers and 3D printers have the same.
func otherVerdict(s hw.Stick) verdict {
	switch {
	case s.Mode == hw.ModeStorage:
		return storageVerdict(s)
	case s.Mode == hw.ModeModem && sticks.Modem(s.ID, s.Interfaces),
		s.Mode == hw.ModeNetwork && sticks.Web(s.ID):
		return supported
	case !builtIn(s) && looksLikeModem(s):
		return unknownStick
	}
	return notAStick
}

// storageVerdict is that on a device with a CD drive. The drive appears a moment after the device: as
// long as none is seen, it may still come.
func storageVerdict(s hw.Stick) verdict {
	switch sticks.Refusal(s) {
	case hw.RefusalNone:
		return supported
	case hw.RefusalNoCD:
		if s.CD == hw.CDUnknown {
			return supported
		}
	case hw.RefusalLeftDangerous, hw.RefusalLeftWiMAX, hw.RefusalLeftMethod:
		return unknownStick
	case hw.RefusalUnknown, hw.RefusalMatch, hw.RefusalNotStorage, hw.RefusalMessage:
		if !builtIn(s) && looksLikeModem(s) {
			return unknownStick
		}
	case hw.RefusalPhone, hw.RefusalTooBig, hw.RefusalWritable, hw.RefusalLeftModule,
		hw.RefusalLeftWiFi, hw.RefusalLeftPhone, hw.RefusalLeftNoModem:
	}
	return notAStick
}

// builtIn reports whether a device is a module inside a computer, which Windows drives by MBIM: those
// of computer makers, and those of makers of modules that show nothing else.
func builtIn(s hw.Stick) bool {
	if sticks.Laptop(s.ID.Vendor) || sticks.Refusal(s) == hw.RefusalLeftModule {
		return true
	}
	mbim := func(i hw.Interface) bool { return i.Class == classComm && i.SubClass == 0x0e }
	other := func(i hw.Interface) bool { return isNetwork(s.ID, i) && !mbim(i) }
	return s.Mode == hw.ModeNetwork && sticks.WithADB(s.ID) && !slices.ContainsFunc(s.Interfaces, other)
}

// looksLikeModem reports whether a device that is in no table looks like a modem: its maker builds
// little else, its name says so, or it has a port for AT commands beside a network card.
func looksLikeModem(s hw.Stick) bool {
	if s.Mode == hw.ModeUnknown {
		return false
	}
	return sticks.MakesModems(s.ID.Vendor) || modemWords.MatchString(s.Name) || dialsUp(s)
}

var modemWords = regexp.MustCompile(
	`(?i)\b(modem|lte|3g|4g|gsm|hspa|hsdpa|hsupa|umts|wcdma|wwan|data ?card|mobile broadband|surf ?stick)\b`)

// dialsUp reports whether a device has a CDC ACM port for the AT commands of V.250 (protocol 01) beside
// a network card. Telephones and small computers that lend their network have that, too.
func dialsUp(s hw.Stick) bool {
	at := func(i hw.Interface) bool { return sticks.ACM(i) && i.Protocol == 0x01 }
	card := func(i hw.Interface) bool { return isNetwork(s.ID, i) }
	return slices.ContainsFunc(s.Interfaces, at) && slices.ContainsFunc(s.Interfaces, card) &&
		!slices.Contains(lenders, s.ID.Vendor)
}

// lenders are makers of telephones and of Linux' own gadgets, which lend their network.
var lenders = []uint16{
	0x1d6b, 0x0525, // Linux Foundation, Netchip
	0x04e8, 0x18d1, 0x2717, 0x22b8, 0x0fce, 0x2a70, 0x05ac, 0x0bb4, 0x1004, 0x2d95, 0x22d9, 0x29a9,
}

// isPhone reports whether a device is a telephone or tablet: they show a camera (PTP, MTP) or
// Android's debugging. Those in the table of Huawei's sticks are modems, too, and so are modules with
// Android's firmware.
func isPhone(s hw.Stick) bool {
	adb := sticks.WithADB(s.ID)
	return !sticks.Phone(s.ID) && slices.ContainsFunc(s.Interfaces, func(i hw.Interface) bool {
		return i.Class == classImage || i.Class == classVendor && i.SubClass == 0x42 && !adb
	})
}

// mayBeStick reports whether a device is worth a closer look, by what is read of it first. Composite
// devices say what they are interface by interface (class 00, or ef for associations of interfaces).
func mayBeStick(s hw.Stick, class uint8) bool {
	return sticks.Maker(s.ID.Vendor) ||
		class == classComm || class == classMisc || modemWords.MatchString(s.Name)
}
