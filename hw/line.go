package hw

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// LineKind is how a Line reaches the stick.
type LineKind int

// The kinds of line.
const (
	LineSerial LineKind = iota // a COM port or tty
	LineUSB                    // the AT interface itself, by libusb ("Direct USB")
)

// Line is one way to talk to a stick.
type Line struct {
	Kind LineKind
	// Name opens it: "COM8", "/dev/ttyUSB2"; for LineUSB "usb:<location>:<interface>".
	Name string
	// Label is the operating system's friendly name, such as
	// "HUAWEI Mobile Connect - 3G PC UI Interface (COM8)", or "".
	Label string
	// Location is that of the stick it belongs to, or "" when that is not known.
	Location string
	// Interface is the USB interface number, or -1.
	Interface int
	// Rank sorts lines: higher is likelier to be the AT port with notifications. 0 means that
	// nothing speaks for it being a stick at all.
	Rank int
}

const usbLinePrefix = "usb:"

// USBLineName returns the name of the line over an interface of the stick at a location.
func USBLineName(location string, number int) string {
	return usbLinePrefix + location + ":" + strconv.Itoa(number)
}

// ParseUSBLine returns what USBLineName made a name of; ok is false for any other name.
func ParseUSBLine(name string) (location string, number int, ok bool) {
	rest, ok := strings.CutPrefix(name, usbLinePrefix)
	at := strings.LastIndex(rest, ":")
	if !ok || at < 0 {
		return "", 0, false
	}
	number, err := strconv.Atoi(rest[at+1:])
	return rest[:at], number, err == nil && number >= 0 && at > 0
}

// Openers is an Opener that leaves every kind of line to an opener of its own.
type Openers map[LineKind]Opener

// Open implements Opener.
func (o Openers) Open(ctx context.Context, l Line) (io.ReadWriteCloser, error) {
	by, ok := o[l.Kind]
	if !ok {
		return nil, fmt.Errorf("open %s: %w", l.Name, ErrUnsupported)
	}
	return by.Open(ctx, l)
}
