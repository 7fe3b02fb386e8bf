package sticks

import (
	"slices"
	"strings"

	"surfstick-sms/hw"
)

// Network is what kind of network card a stick makes of itself in internet mode (HiLink).
type Network int

// The kinds. Linux has drivers for both, macOS for CDC Ethernet only, Windows for RNDIS only
// (Microsoft, "USB device class drivers included in Windows": ef/04/01 is Rndismp.sys; there is none
// for CDC Ethernet).
const (
	NetworkECM   Network = iota // CDC Ethernet, class 02/06
	NetworkRNDIS                // Remote NDIS, classes ef/04/01, e0/01/03 or 02/02/ff
)

// internetMessages ask for internet mode, for each kind of network card in the order in which they are
// tried. Their ninth byte, which Huawei calls green mode, is 1. The third byte says for which system:
// 20, Linux, makes the firmware show CDC Ethernet; 00, Windows, RNDIS. Firmware that knows no HiLink answers
// every one of them by becoming a modem.
var internetMessages = map[Network][]hw.Message{
	NetworkECM: {
		// usb_modeswitch's HuaweiNewMode and Linux' usb_stor_huawei_scsi_init; 1f01 to 14db or 14dc
		// (usb_modeswitch-data, 12d1:1f01).
		newMode,
		// E303 and E3135 to 14dc (github.com/mmaeusezahl/python-windows-surfstick-guide).
		mustBulk("guide-hilink", "55534243123456780000000000000a11062000000000000100000000000000"),
	},
	NetworkRNDIS: {
		// Windows and green mode, nothing else: known from reports, without product IDs. The meaning of
		// the bytes is that of Huawei's kernel sources.
		mustBulk("rndis", "55534243123456780000000000000011060000000100000100000000000000"),
		// What Huawei says its own software for Windows sends (LKML, 2013-03-05).
		mustBulk("windows", "55534243123456780000000000000011060000000101000100000000000000"),
	},
}

// Both reports whether a stick like this one in storage mode may become a modem as well as a network
// card: sticks whose target in usb_modeswitch's table is one. Hand-held routers are left out; they are
// no modem in any mode.
func Both(s hw.Stick) bool {
	m, ok := Lookup(s)
	return ok && m.Method == MethodMessage && !m.router() && slices.ContainsFunc(m.Targets, isNetworkOnly)
}

// Internet returns what may be sent to a stick in storage mode to have it become a network card of a
// kind, in the order in which it is tried; none where it is not known that it can.
func Internet(s hw.Stick, n Network) []hw.Message {
	if !Both(s) {
		return nil
	}
	return slices.Clone(internetMessages[n])
}

func isNetworkOnly(id hw.ID) bool {
	return id.Vendor == hw.HuaweiVendor && slices.Contains(networkOnly, id.Product)
}

// wirelessRouters are rows that are routers though their note does not say so: hotspots with a
// battery and Wi-Fi (E5377, HWD12, R226, R216, R218h).
var wirelessRouters = []uint16{0x1f02, 0x1f03, 0x1f07, 0x1f09, 0x1f0a}

func (m Model) router() bool {
	return strings.Contains(m.Note, "Router") || slices.Contains(wirelessRouters, m.Product)
}
