package sms

import (
	"errors"
	"fmt"
	"strings"
)

// The errors of asking whether a modem is on a line, and of finding out how it receives. Those who
// talk to one wrap them.
var (
	// ErrSilent means that nothing at all came back.
	ErrSilent = errors.New("no answer")
	// ErrNotModem means that something came back, but no answer of a modem that can send texts.
	ErrNotModem = errors.New("not a modem")
	// ErrCDMA means that a modem answers which is made for CDMA networks (CDMA2000, EV-DO). Messages there
	// have another form (3GPP2 C.S0015), in which nothing can be sent or received here.
	ErrCDMA = errors.New("modem for CDMA networks")
	// ErrStuck means that a write did not end.
	ErrStuck = errors.New("line is stuck")
	// ErrCannotReceive means that texts cannot be received in a mode, or in none.
	ErrCannotReceive = errors.New("texts cannot be received")
)

// Identity is which stick and which SIM card a Backend stands for.
type Identity struct {
	IMEI, IMSI                    string // "" when the stick does not say
	Manufacturer, Model, Firmware string
	// OwnNumber is the number stored on the SIM card, often "".
	OwnNumber string
}

// Name returns maker and model in words, "" when the stick says neither. A maker whose name has only small letters gets
// a capital: Huawei's modems call theirs "huawei".
func (id Identity) Name() string {
	maker := id.Manufacturer
	if maker != "" && maker == strings.ToLower(maker) {
		maker = strings.ToUpper(maker[:1]) + maker[1:]
	}
	return strings.TrimSpace(maker + " " + id.Model)
}

// Registration is the state of the network registration (3GPP TS 27.007 clause 7.2).
type Registration int

// The registrations.
const (
	RegUnknown   Registration = iota // not asked yet
	RegSearching                     // not registered, looking for a network
	RegHome
	RegRoaming
	RegDenied
	RegNone // not registered, and not looking
)

// String returns the name of the registration for logs.
func (r Registration) String() string {
	switch r {
	case RegUnknown:
		return "unknown"
	case RegSearching:
		return "searching"
	case RegHome:
		return "home"
	case RegRoaming:
		return "roaming"
	case RegDenied:
		return "denied"
	case RegNone:
		return "none"
	}
	return fmt.Sprintf("%d", int(r))
}

// Link is the connection to the network.
type Link struct {
	Up           bool // a backend is attached
	Registration Registration
	Operator     string
	Signal       int // percent, -1 unknown
	Tech         Tech
	// Lacks is what the stick refuses to do in every way that is known to ask for it.
	Lacks Lack
}

// Registered reports whether texts can be sent and received.
func (l Link) Registered() bool {
	return l.Registration == RegHome || l.Registration == RegRoaming
}

// Lack is a set of functions that a stick does not have.
type Lack int

// The functions.
const (
	// LackReading means that stored messages cannot be read.
	LackReading Lack = 1 << iota
	// LackReports means that the network's delivery reports do not arrive.
	LackReports
	// LackRadio means that the radio stays switched off.
	LackRadio
)

// Lacks are the single functions.
var Lacks = []Lack{LackReading, LackReports, LackRadio}

var lackNames = map[Lack]string{
	LackReading: "reading", LackReports: "reports", LackRadio: "radio",
}

// String returns the names of the functions, "" for none; that of a single one is the key of the words
// that are shown for it.
func (l Lack) String() string {
	var names []string
	for _, one := range Lacks {
		if l.Has(one) {
			names = append(names, lackNames[one])
		}
	}
	return strings.Join(names, ", ")
}

// Has reports whether one of the functions is missing.
func (l Lack) Has(one Lack) bool { return l&one != 0 }

// Memory is a place where the SIM card or the stick keeps texts.
type Memory struct {
	Name        string // "SM" is the SIM card, any other the stick
	Used, Total int    // slots; -1 when the stick does not say
	// Own is how many of them did not come from the network: drafts and sent texts that some program stored
	// there, which are neither shown nor deleted by themselves; -1 when the stick does not say.
	Own int
}

// Fill is how full a memory for texts is.
type Fill int

// The fills.
const (
	FillFree   Fill = iota
	FillNearly      // four fifths of the slots or more are used
	FillFull        // no slot is free
)

// String returns the name of the fill; it is part of the key of the words shown for it.
func (f Fill) String() string {
	switch f {
	case FillFree:
		return "free"
	case FillNearly:
		return "nearly"
	case FillFull:
		return "full"
	}
	return fmt.Sprintf("%d", int(f))
}

// FillOf returns how full a memory with so many slots is, FillFree when their number is not known.
func FillOf(used, total int) Fill {
	switch {
	case total <= 0 || used*5 < total*4:
		return FillFree
	case used < total:
		return FillNearly
	}
	return FillFull
}

// ReceiveMode is how texts come in. Its String is kept in settings and must not change.
type ReceiveMode int

// The modes, in the order in which they are tried.
const (
	ReceiveUnknown  ReceiveMode = iota
	ReceiveNotified             // the stick reports a stored text, which is then read
	ReceiveDirect               // the stick hands the text itself over
	ReceivePolling              // the stick reports nothing: its memories are looked through
)

// String returns the name of the mode; ParseReceiveMode reads it back.
func (m ReceiveMode) String() string {
	switch m {
	case ReceiveNotified:
		return "notices"
	case ReceiveDirect:
		return "direct"
	case ReceivePolling:
		return "looking"
	case ReceiveUnknown:
	}
	return "unknown"
}

// ParseReceiveMode returns the mode with a name, ReceiveUnknown when there is none.
func ParseReceiveMode(name string) ReceiveMode {
	for m := ReceiveNotified; m <= ReceivePolling; m++ {
		if m.String() == name {
			return m
		}
	}
	return ReceiveUnknown
}
