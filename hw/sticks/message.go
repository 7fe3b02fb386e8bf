package sticks

import (
	"encoding/hex"
	"fmt"
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

// bulk makes a message of 31 bytes in hexadecimal that begin with the signature of a command block
// wrapper.
func bulk(name, digits string) (hw.Message, bool) {
	m := hw.Message{Name: name}
	b, err := hex.DecodeString(digits)
	if err != nil || len(b) != len(m.Bulk) || string(b[:4]) != "USBC" {
		return hw.Message{}, false
	}
	copy(m.Bulk[:], b)
	return m, true
}

func mustBulk(name, digits string) hw.Message {
	m, ok := bulk(name, digits)
	if !ok {
		panic("sticks: message " + name + " is no command block wrapper")
	}
	return m
}

// Messages returns what may be sent automatically to a device with this ID in storage mode, in the
// order in which it is tried. A stick that can become a network card gets none that asks for that.
func Messages(id hw.ID) []hw.Message {
	m, ok := Lookup(id)
	switch {
	case !ok || !Switchable(id):
		return nil
	case m.Method != MethodMessage:
		return []hw.Message{m.Request}
	case m.strays():
		return slices.Clone(modemMessages)
	}
	return append([]hw.Message{newMode}, modemMessages...)
}

// Unasked reports whether a device with this ID may be sent a message without a person asking for
// it. A telephone may only be there to be charged, and a WiMAX card becomes no modem.
func Unasked(id hw.ID) bool {
	m, _ := Lookup(id)
	return Switchable(id) && !Phone(id) && m.Method != MethodEject
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

// Ours returns nil when a message may go to the stick as the scan saw it: the stick is in storage
// mode, in the table and not without a CD drive, and the message is one of its own. Otherwise the
// error wraps hw.ErrNotOurs. Every switcher calls it before it opens anything.
func Ours(s hw.Stick, m hw.Message) error {
	switch {
	case s.Mode != hw.ModeStorage:
		return fmt.Errorf("%w: it is in %s mode", hw.ErrNotOurs, s.Mode)
	case !Switchable(s.ID):
		return hw.ErrNotOurs
	case s.CD == hw.CDNone:
		return fmt.Errorf("%w: it has drives, but no CD drive", hw.ErrNotOurs)
	case !Allowed(s.ID, m):
		return fmt.Errorf("%w: message %s is none of its own", hw.ErrNotOurs, m.Name)
	}
	return nil
}

// Allowed reports whether a message may be sent to a device with this ID in storage mode: what
// Messages and Internet return, and what usb_modeswitch sends. The name does not count, every byte does.
func Allowed(id hw.ID, message hw.Message) bool {
	model, _ := Lookup(id)
	own := append(Messages(id), model.Request)
	own = append(own, Internet(id, NetworkECM)...)
	own = append(own, Internet(id, NetworkRNDIS)...)
	return Switchable(id) && slices.ContainsFunc(own,
		func(m hw.Message) bool {
			m.Name = message.Name
			return m == message
		})
}

// strays reports whether the stick can become a network card instead of a modem: newer sticks
// (12d1:1fxx), and those with such a target.
func (m Model) strays() bool {
	return m.Product&0xff00 == 0x1f00 || strings.Contains(m.Note, "Router") ||
		slices.ContainsFunc(m.Targets, isNetworkOnly)
}
