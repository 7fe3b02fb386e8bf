package setup

import (
	"encoding/hex"
	"slices"

	"surfstick-sms/hw"
)

// messages are the known ways to ask a stick for modem mode, in the order in which they are tried:
// the guide's first, then what other firmware obeys (facts, switching, 3.2). The SCSI command
// inside is 11 06 <system> 00 00 <new PID> <CD> <NDIS> <HiLink>; every one with the HiLink byte
// set is left out on purpose but for new-mode, which only old firmware gets (see newMode).
var messages = []hw.Message{
	message("guide-modem", "55534243123456780000000000000011062000000100000000000000000000"),
	message(newMode, "55534243123456780000000000000011062000000101000100000000000000"),
	message("classic-zero", "55534243123456780000000000000011060000000000000000000000000000"),
	message("old-ppp", "55534243123456780000000000000011063000000100000000000000000000"),
	message("variant", "55534243123456780000000000000011063000000100010000000000000000"),
	message("alt", "55534243123456780000000000000011063000000000010000000000000000"),
}

// newMode is Linux' own message. It leads HiLink firmware to network mode and older firmware to
// modem mode, so only the storage IDs of newModeIDs ever get it.
const newMode = "new-mode"

// newModeIDs are the storage-mode product IDs whose new-mode targets are modems with an AT port
// (usb-modeswitch-data 20191128, every target outside the HiLink range).
var newModeIDs = []uint16{
	0x1446, 0x1449, 0x14ad, 0x14b5, 0x14b7, 0x14ba, 0x14c1, 0x14c3, 0x14c4, 0x14c5, 0x14d1,
	0x14fe, 0x1505, 0x151a, 0x1520, 0x1521, 0x1523, 0x1526, 0x1553, 0x155a, 0x155b, 0x157c,
	0x15ca, 0x15cd, 0x15cf, 0x15e7, 0x1c0b, 0x1c1b,
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

// Messages gives the names of the messages that a stick with this storage-mode ID may get, in the
// order in which they are tried.
func Messages(id hw.ID) []string {
	names := make([]string, 0, len(messages))
	for _, m := range messages {
		if m.Name == newMode && !slices.Contains(newModeIDs, id.Product) {
			continue
		}
		names = append(names, m.Name)
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
	for _, name := range Messages(f.Last.ID) {
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
