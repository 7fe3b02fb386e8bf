// Package sms holds the types that all of its sub-packages share: Number, Message, Status,
// Conversation, SIM, Link, Event, and Backend, the interface between texts and whatever carries
// them.
//
// It knows nothing about windows on a screen, about USB or about serial ports. Its sub-packages talk
// AT over any io.ReadWriteCloser (at, modem), encode and decode PDUs (pdu), keep texts in a file
// (store), and follow each text through its life (inbox, outbox, messenger).
package sms

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrUnderway is returned for a change whose context ended while the disk was already writing it. The
// change is made once, a moment later, and events report it as usual, unless the disk fails.
var ErrUnderway = errors.New("change is being written")

// Direction says whose text it is.
type Direction int

// The directions.
const (
	Incoming Direction = 0
	Outgoing Direction = 1
)

// Status is where a text is in its life. An outgoing one only ever moves forward, with two
// exceptions that the user asks for: Failed and Unconfirmed go back to Queued by Retry.
type Status int

// The states. The outgoing ones are those of the outbox.
const (
	StatusUnknown  Status = 0
	Received       Status = 1  // incoming, complete
	Incomplete     Status = 2  // incoming, parts missing for more than 10 minutes
	Damaged        Status = 3  // incoming, could not be decoded in full; the raw PDU is kept
	Service        Status = 4  // incoming, not a text (MMS notice, binary, port addressed)
	Queued         Status = 5  // waits for its turn, for the stick or for the network
	Sending        Status = 6  // the modem has it, or part of it
	Waiting        Status = 7  // temporary failure, will be tried again by itself
	Sent           Status = 8  // the network has it
	Delivered      Status = 9  // the recipient has it
	DeliveryFailed Status = 10 // the network gave up
	Failed         Status = 11 // not sent, and not tried again by itself
	Unconfirmed    Status = 12 // possibly sent: the answer never came
)

var statusNames = [...]string{
	"unknown", "received", "incomplete", "damaged", "service", "queued", "sending", "waiting",
	"sent", "delivered", "deliveryFailed", "failed", "unconfirmed",
}

// String returns the name of the status; it is the key of the words that are shown for it.
func (s Status) String() string {
	if s < 0 || int(s) >= len(statusNames) {
		return fmt.Sprintf("%d", int(s))
	}
	return statusNames[s]
}

// Reason is why a text was not sent, in classes that a person can act upon. Its String is the key of
// the words that are shown for it.
type Reason int

// The reasons.
const (
	ReasonNone       Reason = 0
	ReasonNumber     Reason = 1  // the number does not exist (CMS 1, 28, 30, 96)
	ReasonBarred     Reason = 2  // barred, or no credit (CMS 8, 10, 21, 29, 50, 69)
	ReasonBusy       Reason = 3  // network busy (CMS 17, 22, 41, 42, 47, 314)
	ReasonLater      Reason = 4  // network out of order for longer (CMS 38), no service (CMS 331)
	ReasonNoAnswer   Reason = 5  // the answer never came
	ReasonSIM        Reason = 6  // PIN, PUK, no SIM (CMS 310-318)
	ReasonFull       Reason = 7  // memory full (CMS 322)
	ReasonNoCentre   Reason = 8  // no message centre number (CMS 330)
	ReasonOurs       Reason = 9  // refused as malformed (CMS 304, 305, 81, 95-99, 111)
	ReasonVendor     Reason = 10 // any other code
	ReasonOtherSIM   Reason = 11 // another SIM card is in the stick now
	ReasonNotReached Reason = 12 // the network's report says that it was not delivered
)

var reasonNames = [...]string{
	"none", "number", "barred", "busy", "later", "noAnswer", "sim", "full", "noCentre", "ours",
	"vendor", "otherSIM", "notReached",
}

// String returns the name of the reason.
func (r Reason) String() string {
	if r < 0 || int(r) >= len(reasonNames) {
		return fmt.Sprintf("%d", int(r))
	}
	return reasonNames[r]
}

// Message is one text, whole: parts are joined.
type Message struct {
	ID        int64
	Number    Number // the other side
	Direction Direction
	Text      string // as sent or received; not sanitised for display
	Status    Status
	Reason    Reason
	// Code is the CMS error or TP-ST behind Reason, or the pdu.ServiceKind of a Service message;
	// 0 when there is none.
	Code int
	// Time is when it was written or received here (UTC). Messages are ordered by ID, which is
	// the order of arrival: clocks may be wrong.
	Time time.Time
	// SentAt is the service centre's time stamp of a received text with its own zone; zero when
	// it is missing or invalid.
	SentAt time.Time
	// DoneAt is when an outgoing text was sent, delivered or given up; zero before.
	DoneAt time.Time
	// NextTry is when a Waiting text is sent again; zero otherwise.
	NextTry time.Time
	// Parts is how many parts it has, Done how many are sent or have arrived.
	Parts, Done int
	Read        bool
}

// Conversation is one partner, with what the list of conversations shows.
type Conversation struct {
	Number Number
	Name   string // the contact's name, or ""
	Last   Message
	Unread int
	Draft  string
}

// Route is how a received PDU reached us.
type Route int

// The routes.
const (
	RouteStored Route = 0 // read from a memory slot of the SIM card or the modem
	RouteDirect Route = 1 // +CMT or +CDS, held by the modem until acknowledged
)

// Delivery is one received PDU, with all that is known about where it was.
type Delivery struct {
	// PDU is as the modem sent it, service centre address first, in hex, unchecked and possibly
	// damaged.
	PDU string
	// Length is the TPDU's length in octets as the header announced it; -1 when unknown.
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
}

// Backend is one way to talk to a stick. It carries TPDUs: the modem's way of sending and receiving
// texts. The suite in bench/contract checks what is promised here.
type Backend interface {
	// Identity returns which stick and which SIM card this is; these never change.
	Identity() Identity
	// Listen starts delivery into sink, beginning with what is stored already. It returns at once
	// and may be called once.
	Listen(sink Sink)
	// Submit sends one SMS-SUBMIT TPDU (3GPP TS 23.040 clause 9.2.2.2; without service centre
	// address) and returns its message reference (TP-MR), 0 to 255, or -1 when the network accepted
	// it without one. more reports whether another part follows at once. It may take 300 s. The error
	// is a *SubmitError.
	//
	// commit, if not nil, is called once, at the last moment at which the network cannot have the
	// text. When it fails nothing is sent, and the error wraps that of commit.
	Submit(ctx context.Context, tpdu []byte, more bool, commit func() error) (ref int, err error)
	// Done is closed when the Backend is gone, by Close or because the line broke. The sink is not
	// called any more then.
	Done() <-chan struct{}
	// Close ends it. It may be called more than once.
	Close() error
}

// SubmitError is why Submit did not succeed.
type SubmitError struct {
	// Written reports whether the text was handed to the stick, even in part, so that the network
	// may have it: without a Code that denies it, its fate is unknown.
	Written bool
	// Code is the +CMS ERROR number (3GPP TS 27.005 clause 3.2.5), or -1 when none came.
	Code int
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

// Event is a change that the window may want to show. The types below are the only events.
type Event interface{ event() }

// The events.
type (
	// MessageChanged reports that a text is new or changed its status.
	MessageChanged struct {
		Message Message
		New     bool
	}
	// ConversationsChanged reports that the list must be read again (read marks, names, drafts,
	// deletions).
	ConversationsChanged struct{}
	// LinkChanged reports a change of the link.
	LinkChanged struct{ Link Link }
	// MemoryChanged reports how full a memory of the SIM card or the stick is, when that changed.
	MemoryChanged struct {
		Memory      string // "SM", "ME" …
		Fill        Fill
		Used, Total int // slots; -1 when the stick does not say
	}
	// StoreFailed reports that texts cannot be stored at the moment (disk full, file locked): nothing
	// is deleted from the card meanwhile. Err nil means that it works again.
	StoreFailed struct{ Err error }
	// StickHangs reports that the modem is registered and yet answers to no text, so that a restart
	// may help; On false that this is over.
	StickHangs struct{ On bool }
	// SendingPaused reports that nothing is sent until Until, because the user has to do something about
	// the SIM card or the stick first; Messenger.Resume ends that at once. Reason is ReasonNone when it
	// is over. The texts that wait bear the same reason.
	SendingPaused struct {
		Reason Reason
		Code   int
		Until  time.Time
	}
	// OtherSIM reports that texts wait that were written for another SIM card; they are sent after
	// Messenger.Release, or not at all.
	OtherSIM struct{ Waiting int }
)

func (MessageChanged) event()       {}
func (ConversationsChanged) event() {}
func (LinkChanged) event()          {}
func (MemoryChanged) event()        {}
func (StoreFailed) event()          {}
func (StickHangs) event()           {}
func (SendingPaused) event()        {}
func (OtherSIM) event()             {}
