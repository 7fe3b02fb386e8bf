package hw

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// LineKind is how a Line reaches the stick.
type LineKind int

// The kinds of line.
const (
	LineSerial LineKind = iota // a COM port or tty
	LineUSB                    // the AT interface itself, by libusb ("Direct USB")
	LineWeb                    // the web server of a stick in network mode
)

// WebKind is the language of a stick's web server.
type WebKind int

// The languages.
const (
	WebHiLink WebKind = iota // Huawei's
	WebGoform                // ZTE's
)

var webNames = [...]string{"hilink", "zte"}

// String names the language: the word before the colon in the name of a line.
func (k WebKind) String() string { return name(webNames[:], int(k)) }

// webKinds are the languages of the makers that have one which is known.
var webKinds = map[uint16]WebKind{HuaweiVendor: WebHiLink, ZTEVendor: WebGoform}

// Line is one way to talk to a stick.
type Line struct {
	Kind LineKind
	// Name opens it: "COM8", "/dev/ttyUSB2"; for LineUSB "usb:<location>:<interface>". For LineWeb it
	// only tells one from another: two sticks may have the same Address.
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
	// Speed is that of a serial line in bits per second; 0 is DefaultSpeed. It matters only where
	// SpeedMatters says so.
	Speed int
	// Device tells the USB device behind a serial port from others, whatever the system calls the port:
	// vendor and product ID, and a serial number if the device has one. It is known of lines of rank 0
	// only, and "" for a port that is none of a USB device or where the system does not tell.
	Device string
	// Web is the language of the web server of a LineWeb.
	Web WebKind
	// Address is that of the web server of a LineWeb, with a port when that is not 80.
	Address string
	// Adapter is the network adapter that a LineWeb goes over, so that nothing else at Address is ever
	// asked. It is nil when a person named the address.
	Adapter *Adapter
}

// DefaultSpeed is that of most modems that do not find it out by themselves, in bits per second.
const DefaultSpeed = 115200

// SpeedMatters reports whether what is behind the line answers at one speed only. To a modem with a USB
// plug the speed means nothing; behind the port of a serial adapter or of the computer itself, which
// nothing speaks for, there are wires.
func (l Line) SpeedMatters() bool { return l.Kind == LineSerial && l.Rank == 0 }

// SpeedSetter is what an open line has besides whose speed can be changed while it is open.
type SpeedSetter interface {
	// SetSpeed sets the speed in bits per second; 0 is DefaultSpeed. An error that is not ErrGone says that
	// the line has no such speed; it goes on at the one of before.
	SetSpeed(speed int) error
}

// webRank is the rank of a LineWeb: it is the only one of its stick.
const webRank = 100

// WebLine returns the line to the web server of a stick in network mode; ok is false as long as its
// adapter is not ready, and for a maker whose web servers nobody here knows.
func (s Stick) WebLine() (l Line, ok bool) {
	a := s.Adapter
	kind, known := webKinds[s.ID.Vendor]
	if !known || s.Mode != ModeNetwork || a.State != AdapterReady || !a.Gateway.IsValid() {
		return Line{}, false
	}
	return Line{
		Kind: LineWeb, Web: kind, Name: kind.String() + ":" + s.Location, Label: a.Label, Location: s.Location,
		Interface: a.Interface, Rank: webRank, Address: a.Gateway.String(), Adapter: &a,
	}, true
}

// usualAddress is where sticks have their web servers unless a person or an operator has changed it.
var usualAddress = map[WebKind]string{WebHiLink: "192.168.8.1", WebGoform: "192.168.0.1"}

// ParseWebLine returns the line that a person names by "hilink:http://192.168.8.1" or, for a stick of
// ZTE's, "zte:http://192.168.0.1", with a port or without. ok is false for a name that begins with neither;
// err says what is wrong with one that does.
func ParseWebLine(name string) (l Line, ok bool, err error) {
	prefix, rest, _ := strings.Cut(name, ":")
	kind := WebKind(slices.Index(webNames[:], prefix))
	if kind < 0 || !strings.Contains(name, ":") {
		return Line{}, false, nil
	}
	u, err := url.Parse(rest)
	if err != nil || u.Scheme != "http" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" ||
		u.User != nil || u.RawQuery != "" || u.Fragment != "" || !validPort(u) {
		return Line{}, true, fmt.Errorf(
			"%.60q is no address of a stick: write it as %s:http://%s", name, kind, usualAddress[kind])
	}
	return Line{Kind: LineWeb, Web: kind, Name: name, Interface: -1, Rank: webRank, Address: u.Host}, true, nil
}

// validPort reports whether an address names no port or one that there is.
func validPort(u *url.URL) bool {
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	return u.Port() == "" && !strings.HasSuffix(u.Host, ":") || err == nil && n > 0
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
