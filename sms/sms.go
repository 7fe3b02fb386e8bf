// Package sms holds the types that all of its sub-packages share: Number, Message, Status,
// Conversation, SIM, Link, Event, and Backend, the interface between texts and whatever carries
// them: a PartBackend carries the parts of a text, a TextBackend whole texts.
//
// It knows nothing about windows on a screen, about USB or about serial ports. Its sub-packages talk
// AT over any io.ReadWriteCloser (at, modem), encode and decode PDUs (pdu), keep texts in a file
// (store), and follow each text through its life (inbox, outbox, messenger).
package sms

import (
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
// exceptions: Failed and Unconfirmed go back to Queued when the user asks for it, and Unconfirmed goes
// back to Waiting when the stick says that it never took the text.
type Status int

// The states. The outgoing ones are those of the outbox.
const (
	StatusUnknown  Status = 0
	Received       Status = 1  // incoming, complete
	Incomplete     Status = 2  // incoming, parts missing for more than 10 minutes
	Damaged        Status = 3  // incoming, could not be decoded in full; what came is kept
	Service        Status = 4  // incoming, not a text (MMS notice, binary, port addressed)
	Queued         Status = 5  // waits for its turn, for the stick or for the network
	Sending        Status = 6  // the stick has it, or part of it
	Waiting        Status = 7  // temporary failure, will be tried again by itself
	Sent           Status = 8  // the network has it
	Delivered      Status = 9  // the recipient has it
	DeliveryFailed Status = 10 // the network gave up
	Failed         Status = 11 // not sent, and not tried again by itself
	Unconfirmed    Status = 12 // possibly sent: the answer never came
	Called         Status = 13 // incoming, no text at all: a call that was not answered
)

var statusNames = [...]string{
	"unknown", "received", "incomplete", "damaged", "service", "queued", "sending", "waiting",
	"sent", "delivered", "deliveryFailed", "failed", "unconfirmed", "called",
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
	ReasonStick      Reason = 13 // the stick says that it could not send it, and not why
	ReasonBegun      Reason = 14 // begun in parts: the rest can go only through what carries parts
	ReasonPassword   Reason = 15 // the stick wants the password of its web page
	ReasonTooLong    Reason = 16 // it has more parts than the stick sends
	// ReasonStopped is of a text that waited when the user deleted it, and was restored since, or when
	// its sending was cancelled.
	ReasonStopped Reason = 17
)

var reasonNames = [...]string{
	"none", "number", "barred", "busy", "later", "noAnswer", "sim", "full", "noCentre", "ours",
	"vendor", "otherSIM", "notReached", "stick", "begun", "password", "tooLong", "stopped",
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
	// Time is when it was written or received here (UTC). Messages stand in the order of arrival, since
	// clocks may be wrong; an imported one stands where its Time says.
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
	// Imported is true for a text that was read from another program's file or from an export.
	Imported bool
	// DeletedAt is when it was put into the bin; zero for a text that is not there.
	DeletedAt time.Time
	// Program is what had an outgoing text sent; "" for the person at the window.
	Program Program
}

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
	// PlannedChanged reports that the list of planned texts must be read again: one is new, was changed
	// or handed to the queue, or the user has to be asked about one.
	PlannedChanged struct{}
	// JobsChanged reports that one of the texts to many people has come further, pauses or has ended.
	JobsChanged struct{}
	// PeopleChanged reports that the list of contacts must be read again. ConversationsChanged comes, too.
	PeopleChanged struct{}
)

func (MessageChanged) event()       {}
func (ConversationsChanged) event() {}
func (LinkChanged) event()          {}
func (MemoryChanged) event()        {}
func (StoreFailed) event()          {}
func (StickHangs) event()           {}
func (SendingPaused) event()        {}
func (OtherSIM) event()             {}
func (PlannedChanged) event()       {}
func (JobsChanged) event()          {}
func (PeopleChanged) event()        {}
