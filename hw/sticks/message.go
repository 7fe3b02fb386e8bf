package sticks

import (
	"slices"
	"strings"

	"surfstick-sms/hw"
)

// newMode is the message of usb_modeswitch and of Linux' own driver. Its last byte asks for
// Huawei's network mode, which firmware that has one obeys; other firmware becomes a modem.
var newMode = mustBulk("new-mode",
	"55534243123456780000000000000011062000000101000100000000000000")

// modemMessages are the known ways to ask a stick for modem mode, in the order in which they are
// tried: the one that most sticks obey first, then those for other firmware. The SCSI command
// inside is 11 06 <system> 00 00 <new PID> <CD> <NDIS> <HiLink>; none has the HiLink byte.
var modemMessages = []hw.Message{
	// E3531 and E3135 to 1001 (github.com/mmaeusezahl/python-windows-surfstick-guide).
	mustBulk("guide-modem", "55534243123456780000000000000011062000000100000000000000000000"),
	// E3131 and E3372 to 1442, E303 to 1001.
	mustBulk("classic-zero", "55534243123456780000000000000011060000000000000000000000000000"),
	mustBulk("old-ppp", "55534243123456780000000000000011063000000100000000000000000000"),
	// E3533 to 1001 (OpenWrt ticket 28744).
	mustBulk("variant", "55534243123456780000000000000011063000000100010000000000000000"),
	mustBulk("alt", "55534243123456780000000000000011063000000000010000000000000000"),
}

// Messages returns what may be sent automatically to a device like this one in storage mode, in the
// order in which it is tried. A stick that can become a network card gets none that asks for that.
func Messages(s hw.Stick) []hw.Message {
	m, _ := Lookup(s)
	switch {
	case !m.switchable():
		return nil
	case m.Method == MethodSony:
		return []hw.Message{m.Request, m.Second}
	case m.other():
		return append([]hw.Message{m.Request}, maybe(s, m)...)
	case m.Method != MethodMessage:
		return []hw.Message{m.Request}
	case m.strays():
		return slices.Clone(modemMessages)
	}
	return append([]hw.Message{newMode}, modemMessages...)
}

// maybe returns the messages of further rows with the ID of a row that needs no string, when the system
// does not tell the strings that these need: Windows knows no manufacturer.
func maybe(s hw.Stick, m Model) []hw.Message {
	var all []hw.Message
	for _, row := range loadOther()[s.ID] {
		if has, _ := row.shown(s); m.Match == "" && row.Match != "" && has == "" && row.switchable() {
			all = append(all, row.Request)
		}
	}
	return all
}

// Unasked reports whether a device like this one may be sent a message without a person asking for
// it: Huawei's sticks only. A telephone may only be there to be charged, a WiMAX card becomes no modem,
// and what other makers' IDs stand for is not known as well.
func Unasked(s hw.Stick) bool {
	m, _ := Lookup(s)
	return m.switchable() && m.Vendor == hw.HuaweiVendor && !Phone(s.ID) && m.Method != MethodEject
}

// Message finds a switch message by its name.
func Message(name string) (hw.Message, bool) {
	all := slices.Concat([]hw.Message{newMode}, modemMessages, internetMessages[NetworkECM],
		internetMessages[NetworkRNDIS])
	for _, m := range all {
		if m.Name == name {
			return m, true
		}
	}
	for _, row := range Models() {
		for _, m := range []hw.Message{row.Request, row.Second} {
			if m.Name == name && name != "" {
				return m, true
			}
		}
	}
	return hw.Message{}, false
}

// strays reports whether the stick can become a network card instead of a modem: newer sticks
// (12d1:1fxx), and those with such a target.
func (m Model) strays() bool {
	return m.Product&0xff00 == 0x1f00 || strings.Contains(m.Note, "Router") ||
		slices.ContainsFunc(m.Targets, isNetworkOnly)
}
