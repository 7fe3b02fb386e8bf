package sticks

import (
	"slices"
	"strings"

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

// InterfaceRole returns what an interface of the vendor class ff is for. RoleUnknown is a serial
// interface of the older numbering (ff/ff/ff), which says nothing; other classes are RoleForeign.
func InterfaceRole(i hw.Interface) Role {
	if i.Class != 0xff || i.SubClass == 0x42 { // ff/42: Android's adb and fastboot
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
// 02/02/ff is what 12d1:1442 has (Linux' option table) and RNDIS, too; there the ID decides.
func Serial(id hw.ID, i hw.Interface) bool {
	if i.Class == 0x02 {
		return i.SubClass == 0x02 && i.Protocol == 0xff && Hint(id) == hw.ModeModem
	}
	role := InterfaceRole(i)
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
	RankGPS     = 15
	RankDiag    = 20
)

// Rank returns how likely a port is the AT port with notifications; 0 when nothing suggests that
// it belongs to a stick at all.
func Rank(p Port) int {
	if p.ID.Vendor != hw.HuaweiVendor && !strings.Contains(strings.ToLower(p.Label), "huawei") {
		return 0
	}
	role := LabelRole(p.Label)
	if role == RoleUnknown {
		role = InterfaceRole(p.Interface)
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

// brands are makers of surfsticks whose vendor ID stands for little else.
var brands = map[uint16]string{
	0x3566: "Brovi", 0x19d2: "ZTE", 0x1c9e: "Longcheer", 0x1bbb: "Alcatel", 0x0af0: "Option",
	0x1199: "Sierra Wireless", 0x1410: "Novatel", 0x16d8: "CMOTECH", 0x106c: "Pantech",
	0x1e0e: "Qualcomm/SIMCom", 0x2357: "TP-Link", 0x2001: "D-Link", 0x1a8d: "BandRich",
}

// Brand names the maker of surfsticks behind a vendor ID, "" when it is none that is known.
func Brand(vendor uint16) string { return brands[vendor] }
