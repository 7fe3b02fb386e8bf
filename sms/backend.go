package sms

import (
	"context"
	"fmt"
	"time"
)

// Route is how a received text reached us.
type Route int

// The routes.
const (
	RouteStored Route = 0 // read from a memory slot of the SIM card or the stick
	RouteDirect Route = 1 // +CMT or +CDS, held by the modem until acknowledged
)

// Format is what the bytes of a Delivery are. The store holds its numbers; they never change.
type Format int

// The formats.
const (
	FormatPDU    Format = 0 // a PDU in hex, service centre address first
	FormatHiLink Format = 1 // the <Message> element of a HiLink stick's list, byte for byte
	FormatGoform Format = 2 // the object in the list of a ZTE stick, byte for byte
)

// String returns the name of the format for logs.
func (f Format) String() string {
	switch f {
	case FormatPDU:
		return "pdu"
	case FormatHiLink:
		return "hilink"
	case FormatGoform:
		return "goform"
	}
	return fmt.Sprintf("%d", int(f))
}

// Delivery is what was received at once, with all that is known about where it was: a PDU, or a text
// as a stick's web interface gives it.
type Delivery struct {
	// Raw is as the stick gave it, in Format, unchecked and possibly damaged.
	Raw    string
	Format Format
	// Length is the TPDU's length in octets as the header announced it; -1 when unknown, and for
	// every format but a PDU.
	Length int
	Route  Route
	Memory string // "SM", "ME", "SR" …; "" for RouteDirect
	Index  int    // slot; 0 is a valid one
	// Old reports whether it was stored before Listen.
	Old bool
	// Read reports whether it was stored as read: a person has seen it with another program or
	// in a telephone. Only one that is Old can be.
	Read bool
}

// Sink receives what a Backend delivers. Its methods are called one at a time, until the Backend's
// Done is closed; they may close the Backend.
type Sink interface {
	// Keep stores a delivery. A nil error means that it is safe on disk; only then is it deleted from
	// its memory or acknowledged to the network. After an error it is delivered again later. A text
	// may come more than once in any case, such as after a crash between Keep and the deletion.
	Keep(d Delivery) error
	// LinkChanged reports a change of the link.
	LinkChanged(l Link)
	// MemoryChanged reports that a memory has become nearly full or full, so that texts may wait in
	// the network, or that it no longer is. A memory is free until something else is reported.
	MemoryChanged(m MemoryChanged)
	// Called reports a call that has ended without an answer.
	Called(c Call)
}

// Call is a call that came in and was not answered.
type Call struct {
	// From is the number of the caller as the network gave it, with a plus when it is international; ""
	// when it was withheld.
	From string
	At   time.Time // of the first ring
}

// Backend is one way to talk to a stick. It is a PartBackend or a TextBackend, too. The suite in
// bench/contract checks what is promised here.
type Backend interface {
	// Identity returns which stick and which SIM card this is; these never change.
	Identity() Identity
	// Listen starts delivery into sink, beginning with what is stored already. It returns at once
	// and may be called once.
	Listen(sink Sink)
	// Done is closed when the Backend is gone, by Close or because the line broke. The sink is not
	// called any more then.
	Done() <-chan struct{}
	// Close ends it. It may be called more than once.
	Close() error
}

// PartBackend is a Backend that carries TPDUs: the modem's way of sending. A long text is cut here, and
// each part has its own answer.
type PartBackend interface {
	Backend
	// Submit sends one SMS-SUBMIT TPDU (3GPP TS 23.040 clause 9.2.2.2; without service centre
	// address) and returns its message reference (TP-MR), 0 to 255, or -1 when the network accepted
	// it without one. more reports whether another part follows at once. It may take 300 s. The error
	// is a *SubmitError.
	//
	// commit, if not nil, is called once, at the last moment at which the network cannot have the
	// text. When it fails nothing is sent, and the error wraps that of commit.
	Submit(ctx context.Context, tpdu []byte, more bool, commit func() error) (ref int, err error)
}

// TextBackend is a Backend that carries whole texts, as a stick's web interface does: the stick cuts
// and joins long ones by itself.
type TextBackend interface {
	Backend
	// SendText sends a whole text and returns nil when the stick says that the network has it. It may
	// take 7 minutes. The error is a *SubmitError: one with Written, without a Class and without a Code
	// leaves the fate of the text unknown, and so does ClassAmbiguous; Resolve may find it out later.
	//
	// commit, if not nil, is called once, at the last moment at which the stick cannot have the text,
	// with a note by which Resolve finds the text again, also after a crash of the program: opaque to
	// the caller, not empty, at most MaxNote bytes. When it fails nothing is sent, and the error wraps
	// that of commit.
	SendText(ctx context.Context, t WholeText, commit func(note []byte) error) error
	// Resolve finds out what became of a text whose fate SendText left unknown, perhaps through another
	// stick or before the program ended. An error means that it cannot be asked for now: ask again later.
	Resolve(ctx context.Context, t WholeText, note []byte) (Fate, error)
}

// MaxNote is the most bytes that a note about a text may have.
const MaxNote = 4 << 10

// WholeText is a text that is not cut into parts.
type WholeText struct {
	To   Number
	Text string
}

// Fate is what became of a text that was handed over as a whole.
type Fate int

// The fates.
const (
	FateUnknown Fate = iota // nobody can know any more, such as in another stick: it is not asked again
	FatePending             // the stick still works on it, or it is too early to say: ask again in 10 s
	FateSent                // the network has it
	FateNotSent             // the stick never took it, or kept it as a draft: it may be sent again by itself
	FateFailed              // the stick could not send it; parts may be out, so it is never sent again by itself
)

// String returns the name of the fate for logs.
func (f Fate) String() string {
	switch f {
	case FateUnknown:
		return "unknown"
	case FatePending:
		return "pending"
	case FateSent:
		return "sent"
	case FateNotSent:
		return "notSent"
	case FateFailed:
		return "failed"
	}
	return fmt.Sprintf("%d", int(f))
}

// Class is what to do about a text that was not sent.
type Class int

// The classes.
const (
	ClassUnknown   Class = iota
	ClassSoon            // temporary: 30 s, 2 min, 10 min
	ClassLong            // temporary, relatively long: from 10 min
	ClassPermanent       // never by itself
	// ClassUser means that the user must do something about SIM card, stick or settings: sending pauses.
	// Its reasons are ReasonSIM, ReasonFull, ReasonNoCentre and ReasonPassword.
	ClassUser
	ClassAmbiguous // it may have gone out
)

var classNames = [...]string{"unknown", "soon", "long", "permanent", "user", "ambiguous"}

// String returns the name of the class for logs.
func (c Class) String() string {
	if c < 0 || int(c) >= len(classNames) {
		return fmt.Sprintf("%d", int(c))
	}
	return classNames[c]
}

// SubmitError is why Submit or SendText did not succeed.
type SubmitError struct {
	// Written reports whether the text was handed to the stick, even in part, so that the network
	// may have it: without a Code or a Class that denies it, its fate is unknown.
	Written bool
	// Code is the +CMS ERROR number (3GPP TS 27.005 clause 3.2.5), or -1 when none came. Beside a
	// Class it is the stick's own number, which is shown behind the reason.
	Code int
	// Class and Reason are what a TextBackend makes of the stick's answer; ClassUnknown leaves it to
	// the Code.
	Class  Class
	Reason Reason
	// Gone reports whether the backend has ended, which is not a failure of the text. Done may be
	// closed a moment later.
	Gone bool
	// Err is the cause, never nil.
	Err error
}

// Error implements error.
func (e *SubmitError) Error() string {
	return fmt.Sprintf("submit (written %t, code %d): %v", e.Written, e.Code, e.Err)
}

// Unwrap returns the cause.
func (e *SubmitError) Unwrap() error { return e.Err }
