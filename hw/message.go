package hw

import (
	"encoding/binary"
	"slices"
	"time"
)

// Message is one way to ask a stick to change its mode: requests that go out in order.
type Message struct {
	// Name is a stable identifier for logs and settings, such as "guide-modem".
	Name     string
	Requests []Request
	// After is the name of the message that must have gone out since the stick was plugged in, or "":
	// some sticks come back as a CD drive from the first one and want a second.
	After string
}

// RequestKind is what kind of request it is.
type RequestKind int

// The kinds, after usb_modeswitch.
const (
	RequestCommand       RequestKind = iota // 31 bytes to the bulk OUT endpoint of the CD drive
	RequestControl                          // a control request to the device
	RequestConfiguration                    // SET_CONFIGURATION
	RequestWait                             // nothing goes out for a while
)

var requestNames = [...]string{"command", "control", "configuration", "wait"}

// String names the kind for logs.
func (k RequestKind) String() string { return name(requestNames[:], int(k)) }

// Request is one of the requests of a message. Only the field of its kind counts.
type Request struct {
	Kind RequestKind
	// Wrapper is the command block wrapper of RequestCommand (USB Mass Storage Class, Bulk-Only
	// Transport, 5.1), byte for byte as usb_modeswitch sends it.
	Wrapper [31]byte
	Control Control
	// Configuration is the number for RequestConfiguration. usb_modeswitch takes the device out of
	// its present configuration first (-1 for libusb), waits 100 ms and then sends the number.
	Configuration int
	Wait          time.Duration
}

// Control is a control request (USB 2.0, 9.3).
type Control struct {
	// Type is bmRequestType: with bit 80 the device sends Length bytes, without it Data goes out.
	Type, Request        uint8
	Value, Index, Length uint16
	Data                 string
}

// Command is a SCSI command as a driver of CD drives passes it through.
type Command struct {
	// CDB is the command: 6, 10, 12 or 16 bytes.
	CDB []byte
	// Unit is the logical unit that it is for. Pass-through goes to the drive of that unit.
	Unit byte
	// In is how many bytes the device sends back.
	In int
}

// Equal reports whether two messages ask for the same, byte for byte. The names do not count.
func (m Message) Equal(o Message) bool { return slices.Equal(m.Requests, o.Requests) }

// Waits returns how long nothing goes out in all.
func (m Message) Waits() time.Duration {
	var all time.Duration
	for _, r := range m.Requests {
		if r.Kind == RequestWait {
			all += r.Wait
		}
	}
	return all
}

// Commands returns the SCSI commands that drivers of drives can pass through, in order. None when one
// of the requests, waits aside, is anything else.
func (m Message) Commands() []Command {
	var all []Command
	for _, r := range m.Requests {
		if r.Kind == RequestWait {
			continue
		}
		c, ok := r.command()
		if !ok {
			return nil
		}
		all = append(all, c)
	}
	return all
}

// command reads the command out of the wrapper. It is none when it is not the signature of a wrapper
// that it begins with, or when the host would have to send data along, which no message has.
func (r Request) command() (Command, bool) {
	w := r.Wrapper
	data := int(binary.LittleEndian.Uint32(w[8:]))
	in := w[12]&0x80 != 0
	if r.Kind != RequestCommand || string(w[:4]) != "USBC" || data > 0 && !in || data > maxData {
		return Command{}, false
	}
	return Command{CDB: w[15 : 15+padded(int(w[14]))], Unit: w[13] & 0x0f, In: data}, true
}

// maxData is more than any message has the device send.
const maxData = 4096

// padded returns the length that a command of so many bytes is given: commands have 6, 10, 12 or 16
// (SPC-4, 4.3). Most messages have 0 or 17 bytes here, which the firmware ignores.
func padded(length int) int {
	for _, n := range []int{6, 10, 12} {
		if length > 0 && length <= n {
			return n
		}
	}
	return 16
}

// Eject returns the message that ejects the medium on logical units 0 and 1: allow removal (SPC-2,
// 7.12) and eject (MMC-3, 6.40), with usb_modeswitch's tags.
func Eject() Message {
	m := Message{Name: "eject"}
	for unit := range byte(2) {
		m.Requests = append(m.Requests,
			ejectRequest(0x87, unit, [6]byte{0x1e}), ejectRequest(0x97, unit, [6]byte{0x1b, 4: 0x02}))
	}
	return m
}

func ejectRequest(tag, unit byte, cdb [6]byte) Request {
	w := [31]byte{'U', 'S', 'B', 'C', tag, 0x65, 0x43, 0x21, 13: unit, 14: byte(len(cdb))}
	copy(w[15:], cdb[:])
	return Request{Kind: RequestCommand, Wrapper: w}
}

// Eject reports whether the message begins with that of the function Eject, waits aside.
func (m Message) Eject() bool {
	all, eject := m.Requests, Eject().Requests
	for len(all) > 0 && all[0].Kind == RequestWait {
		all = all[1:]
	}
	return len(all) >= len(eject) && slices.Equal(all[:len(eject)], eject)
}

// Passes reports whether the message can go through the drivers of the stick's own drives: it is
// commands only, and there is a drive for each. Of an eject, the one of the CD drive is enough.
func (m Message) Passes(s Stick) bool { return len(m.Passed(s)) > 0 }

// Passed returns the commands that go through the drivers of the stick's drives, in order: those of
// Commands, of an eject without those for a unit that has no drive. None when the message cannot go
// that way.
func (m Message) Passed(s Stick) []Command {
	all := m.Commands()
	var passed []Command
	for i, c := range all {
		switch {
		case c.Unit == 0, c.Unit == 1 && s.Unit1 != "":
			passed = append(passed, c)
		case m.Eject() && i < len(Eject().Requests):
		default:
			return nil
		}
	}
	return passed
}
