package setup

import (
	"encoding/hex"
	"slices"

	"surfstick-sms/hw"
)

// messages are the known ways to ask a stick for modem mode, in the order in which they are tried:
// the guide's first, then what other firmware obeys (facts, switching, 3.2). The SCSI command
// inside is 11 06 <system> 00 00 <new PID> <CD> <NDIS> <HiLink>. Those with the HiLink byte set,
// Linux' own among them, lead newer firmware to network mode and are left out on purpose.
var messages = []hw.Message{
	message("guide-modem", "55534243123456780000000000000011062000000100000000000000000000"),
	message("classic-zero", "55534243123456780000000000000011060000000000000000000000000000"),
	message("old-ppp", "55534243123456780000000000000011063000000100000000000000000000"),
	message("variant", "55534243123456780000000000000011063000000100010000000000000000"),
	message("alt", "55534243123456780000000000000011063000000000010000000000000000"),
}

func message(name, digits string) hw.Message {
	m := hw.Message{Name: name}
	if n, err := hex.Decode(m.Bulk[:], []byte(digits)); err != nil || n != len(m.Bulk) {
		panic("setup: message " + name + " is not 31 bytes of hex")
	}
	return m
}

// Message finds a switch message by its name.
func Message(name string) (hw.Message, bool) {
	i := slices.IndexFunc(messages, func(m hw.Message) bool { return m.Name == name })
	if i < 0 {
		return hw.Message{}, false
	}
	return messages[i], true
}

// Messages gives the names of the switch messages, in the order in which they are tried.
func Messages() []string {
	names := make([]string, len(messages))
	for i, m := range messages {
		names[i] = m.Name
	}
	return names
}

// left gives the messages that are left to try on the chosen stick: first the one that worked
// before, never one that led to network mode.
func (f Facts) left() []string {
	if f.Last.Mode != hw.ModeStorage {
		return nil
	}
	var left []string
	for _, name := range Messages() {
		switch {
		case slices.Contains(f.Tried, name):
		case f.HiLinkAt == f.Last.Location && slices.Contains(f.HiLinkBy, name):
		case name == f.Worked:
			left = slices.Insert(left, 0, name)
		default:
			left = append(left, name)
		}
	}
	return left
}
