package sticks

import (
	"slices"
	"strings"
	"sync"

	"surfstick-sms/hw"
)

// Role is what an interface or a port of a stick in modem mode is for.
type Role int

// The roles.
const (
	RoleUnknown Role = iota
	RolePCUI         // AT commands and notifications: the one that this program wants
	RoleModem        // AT commands and dial-up data
	RoleDiag         // diagnostics; answers nothing or binary
	RoleGPS
	RoleNetwork // NDIS, NCM, MBIM: no serial port
	RoleForeign // Android debugging and the like
	RoleOther   // audio and other ports that take no AT commands
)

// The protocol codes of Huawei's vendor class. The first of each row are in ModemManager's udev
// rules and Linux' drivers; the others follow Huawei's numbering and are believed, not proved.
var (
	pcuiCodes    = []uint8{0x02, 0x12, 0x62, 0x32}
	modemCodes   = []uint8{0x01, 0x31, 0x61, 0x10}
	diagCodes    = []uint8{0x03, 0x33, 0x63, 0x13}
	gpsCodes     = []uint8{0x05, 0x14, 0x35, 0x65}
	networkCodes = []uint8{ // Linux' huawei_cdc_ncm, cdc_ether and qmi_wwan
		0x07, 0x08, 0x09, 0x16, 0x17, 0x37, 0x38, 0x39,
		0x46, 0x47, 0x67, 0x68, 0x69, 0x76, 0x77,
	}
)

// InterfaceRole returns what an interface of the vendor class ff is for: at Huawei by its code, at
// others by its number where the tables know it. RoleUnknown is a serial interface that says nothing,
// such as one of Huawei's older numbering (ff/ff/ff); other classes are RoleForeign.
func InterfaceRole(id hw.ID, i hw.Interface) Role {
	switch {
	case foreign(i):
		return RoleForeign
	case id.Vendor == hw.HuaweiVendor:
		return huaweiRole(i)
	}
	l, _ := layoutOf(id)
	return l.role(i)
}

// foreign reports whether an interface is of another class, or Android's adb or fastboot (ff/42).
func foreign(i hw.Interface) bool { return i.Class != 0xff || i.SubClass == 0x42 }

func huaweiRole(i hw.Interface) Role {
	if foreign(i) {
		return RoleForeign
	}
	if i.SubClass == 0 || i.SubClass > 0x06 {
		return RoleUnknown
	}
	for role, codes := range map[Role][]uint8{
		RolePCUI: pcuiCodes, RoleModem: modemCodes, RoleDiag: diagCodes, RoleGPS: gpsCodes,
		RoleNetwork: networkCodes,
	} {
		if slices.Contains(codes, i.Protocol) {
			return role
		}
	}
	return RoleUnknown
}

// Serial reports whether an interface of a stick with this ID is a serial one, whatever it is for.
// 02/02/ff is what 12d1:1442 has (Linux' option table) and RNDIS, too; there the ID decides. Of makers
// other than Huawei it is true for modems that the tables know only.
func Serial(id hw.ID, i hw.Interface) bool {
	if id.Vendor != hw.HuaweiVendor {
		l, ok := layoutOf(id)
		return ok && l.serial(i)
	}
	if i.Class == 0x02 {
		return i.SubClass == 0x02 && i.Protocol == 0xff && Hint(id) == hw.ModeModem
	}
	role := huaweiRole(i)
	return role != RoleNetwork && role != RoleForeign
}

// LabelRole reads the role out of a friendly name, such as
// "HUAWEI Mobile Connect - 3G PC UI Interface (COM8)".
func LabelRole(label string) Role {
	l := strings.ToLower(label)
	switch {
	case strings.Contains(l, "pc ui"), strings.Contains(l, "pcui"):
		return RolePCUI
	case strings.Contains(l, "application"), strings.Contains(l, "diag"):
		return RoleDiag
	case strings.Contains(l, "gps"):
		return RoleGPS
	case strings.Contains(l, "modem"):
		return RoleModem
	}
	return RoleUnknown
}

// Port is what is known of a serial port without opening it.
type Port struct {
	// ID is that of the USB device behind it; zero when it is none or not known.
	ID hw.ID
	// Label is the operating system's friendly name, or "".
	Label string
	// Interface is the USB interface; its Number is -1 when it is not known.
	Interface hw.Interface
}

// The ranks that ports of a stick get, best first. Anything else has rank 0.
const (
	RankPCUI    = 90
	RankHinted  = 80 // the table says that the AT port is this interface
	RankModem   = 60
	RankUnknown = 40
	RankDiag    = 20
	RankGPS     = 15
	RankOther   = 10
)

// Rank returns how likely a port is the AT port with notifications; 0 when nothing suggests that
// it belongs to a stick at all.
func Rank(p Port) int {
	l, ok := layoutOf(p.ID)
	if ok || p.ID == (hw.ID{}) && namedByDriver(p.Label) {
		return l.rank(p)
	}
	if p.ID.Vendor != hw.HuaweiVendor && !strings.Contains(strings.ToLower(p.Label), "huawei") {
		return 0
	}
	role := LabelRole(p.Label)
	if role == RoleUnknown {
		role = huaweiRole(p.Interface)
	}
	switch role {
	case RolePCUI:
		return RankPCUI
	case RoleModem:
		return RankModem
	case RoleDiag:
		return RankDiag
	case RoleGPS:
		return RankGPS
	default:
		return hintedRank(p)
	}
}

// namedByDriver reports whether a name is one that the drivers of other makers give ports on macOS, where
// that is all that is known of them: /dev/cu.ZTEUSBATPort_, /dev/cu.sierra04.
func namedByDriver(label string) bool {
	l := strings.ToLower(label)
	return strings.HasPrefix(l, "/dev/") && (strings.Contains(l, ".zteusb") || strings.Contains(l, ".sierra0"))
}

func hintedRank(p Port) int {
	at, ok := load().atPort[p.ID.Product]
	switch {
	case ok && p.Interface.Number == at:
		return RankHinted
	case p.Interface.Number == 0:
		return RankModem
	}
	return RankUnknown
}

// brands are makers whose names are not in the table of modems.
var brands = map[uint16]string{0x3566: "Brovi", 0x106c: "Pantech", 0x1e0e: "Qualcomm/SIMCom"}

// Brand names the maker of sticks or modems behind a vendor ID, "" when it is none that is known.
func Brand(vendor uint16) string {
	if name, ok := brands[vendor]; ok {
		return name
	}
	return loadModems().names[vendor]
}

// Maker reports whether there are sticks or modems with this vendor ID in the tables.
func Maker(vendor uint16) bool {
	return vendor == hw.HuaweiVendor || Brand(vendor) != "" || loadMakers()[vendor]
}

var loadMakers = sync.OnceValue(func() map[uint16]bool {
	makers := map[uint16]bool{}
	for id := range loadModems().layouts {
		makers[id.Vendor] = true
	}
	for id := range loadTargets() {
		makers[id.Vendor] = true
	}
	for id := range loadOther() {
		makers[id.Vendor] = true
	}
	return makers
})

// MakesModems reports whether the vendor ID stands for little else than sticks and modems.
func MakesModems(vendor uint16) bool {
	_, made := loadModems().makers[vendor]
	return made || slices.Contains([]uint16{0x3566, hw.ZTEVendor, 0x1bbb, 0x0af0, 0x106c, 0x1e0e}, vendor)
}

// Laptop reports whether the vendor ID is one of a maker of computers, who builds modems into them.
func Laptop(vendor uint16) bool {
	return slices.Contains([]uint16{0x413c, 0x03f0, 0x0bdb, 0x0930, 0x0489, 0x8087}, vendor)
}
