package sticks

import (
	"encoding/hex"
	"slices"
	"strconv"
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

// bulk makes a message of 31 bytes in hexadecimal that begin with the signature of a command block
// wrapper.
func bulk(name, digits string) (hw.Message, bool) {
	b, err := hex.DecodeString(digits)
	if err != nil || len(b) != 31 || string(b[:4]) != "USBC" {
		return hw.Message{}, false
	}
	r := hw.Request{Kind: hw.RequestCommand, Wrapper: [31]byte(b)}
	return hw.Message{Name: name, Requests: []hw.Request{r}}, true
}

func mustBulk(name, digits string) hw.Message {
	m, ok := bulk(name, digits)
	if !ok {
		panic("sticks: message " + name + " is no command block wrapper")
	}
	return m
}

// feature is the control request SET_FEATURE(DEVICE_REMOTE_WAKEUP) (USB 2.0, tables 9-4 and 9-6),
// which sticks of the E220 generation take for a switch message.
var feature = hw.Message{Name: "huawei-mode", Requests: []hw.Request{{
	Kind: hw.RequestControl, Control: hw.Control{Request: 0x03, Value: 1},
}}}

func configuration(n int) hw.Message {
	return hw.Message{Name: "configuration-" + strconv.Itoa(n), Requests: []hw.Request{{
		Kind: hw.RequestConfiguration, Configuration: n,
	}}}
}

// Messages returns what may be sent automatically to a device like this one in storage mode, in the
// order in which it is tried. A stick that can become a network card gets none that asks for that.
func Messages(s hw.Stick) []hw.Message {
	m, ok := Lookup(s)
	switch {
	case !ok || !Switchable(s):
		return nil
	case m.Method != MethodMessage:
		return []hw.Message{m.Request}
	case m.strays():
		return slices.Clone(modemMessages)
	}
	return append([]hw.Message{newMode}, modemMessages...)
}

// Unasked reports whether a device like this one may be sent a message without a person asking for
// it. A telephone may only be there to be charged, and a WiMAX card becomes no modem.
func Unasked(s hw.Stick) bool {
	m, _ := Lookup(s)
	return Switchable(s) && !Phone(s.ID) && m.Method != MethodEject
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
	for _, m := range load().models {
		if m.Request.Name == name && name != "" {
			return m.Request, true
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
