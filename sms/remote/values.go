package remote

import "time"

// Direction says whose text it is.
type Direction string

// The directions.
const (
	In  Direction = "in"
	Out Direction = "out"
)

// State is where a text is in its life.
type State string

// The states of a text on its way out.
const (
	Checked     State = "checked"     // the answer to a dry run: it could be sent
	Queued      State = "queued"      // waits for its turn, for the stick or for the network
	Sending     State = "sending"     // the stick has it, or part of it
	Sent        State = "sent"        // the network has it
	Delivered   State = "delivered"   // the recipient has it
	Failed      State = "failed"      // not sent or not delivered, and not tried again by itself
	Unconfirmed State = "unconfirmed" // possibly sent: the answer never came
	Cancelled   State = "cancelled"   // not sent, because somebody said so
	Deleted     State = "deleted"     // only its key is left
)

// The states of a received text.
const (
	Complete   State = "complete"
	Incomplete State = "incomplete" // parts are missing; it comes again when they arrive
	Damaged    State = "damaged"    // could not be read in full
	Service    State = "service"    // not a text for people (MMS notice, binary)
	Call       State = "call"       // no text at all: a call that was not answered
)

// Final reports whether nothing changes any more by itself. A sent text is not final: its delivery report
// may still come.
func (s State) Final() bool {
	switch s {
	case Queued, Sending, Sent, Incomplete:
		return false
	default:
		return true
	}
}

// Reached reports whether a text in state s is as far as until, or can never get there.
func (s State) Reached(until State) bool {
	switch until {
	case Delivered:
		return s.Final()
	case Sent:
		return s.Final() || s == Sent
	default:
		return true
	}
}

// Text is a message, whole. Which fields are there depends on its direction.
type Text struct {
	ID        int64     `json:"id,omitempty"` // 0 for a dry run
	Direction Direction `json:"direction,omitempty"`
	To        string    `json:"to,omitempty"`   // the number that an outgoing one goes to
	From      string    `json:"from,omitempty"` // the number or name that a received one came from
	Name      string    `json:"name,omitempty"` // of the contact with that number
	State     State     `json:"state"`
	// Reason is why it failed, or why it waits.
	Reason Cause  `json:"reason,omitempty"`
	Text   string `json:"text"`
	Parts  int    `json:"parts"`          // each is paid for
	Done   int    `json:"done,omitempty"` // parts that are sent or have arrived
	// Time is when it was written or received here (UTC), Sent the service centre's time stamp of a
	// received one in that centre's zone, Changed when it was sent, delivered or given up.
	Time    time.Time `json:"time,omitzero"`
	Sent    time.Time `json:"sent,omitzero"`
	Changed time.Time `json:"changed,omitzero"`
	Key     string    `json:"key,omitempty"`
	Program string    `json:"program,omitempty"` // the name of the program that wrote it, such as "python.exe"
}

// Received is a message that came in. It can come again: with the same ID and a greater Seq when parts
// arrived late, with the same Seq after a listener asked for it once more.
type Received struct {
	Seq      int64     `json:"seq"` // only grows
	ID       int64     `json:"id"`
	From     string    `json:"from"`
	Name     string    `json:"name,omitempty"`
	Text     string    `json:"text"`
	Received time.Time `json:"received"`
	Sent     time.Time `json:"sent,omitzero"`
	Parts    int       `json:"parts"`
	State    State     `json:"state"`
}

// Info is the answer to InfoParams.
type Info struct {
	V       int    `json:"v"`
	Version string `json:"version"`
	Demo    bool   `json:"demo"`
	// Ready is whether a message would go out now. State says what is missing in one word of the States
	// below, Words the same in a sentence.
	Ready    bool      `json:"ready"`
	State    LinkState `json:"state"`
	Words    string    `json:"words,omitempty"`
	Stick    string    `json:"stick,omitempty"` // maker and model
	Number   string    `json:"number,omitempty"`
	Operator string    `json:"operator,omitempty"`
	// Generation is "2G", "3G", "4G" or "5G". Signal is in percent, nil when it is not known.
	Generation string `json:"generation,omitempty"`
	Signal     *int   `json:"signal,omitempty"`
	Roaming    bool   `json:"roaming"`
	Queued     int    `json:"queued"` // messages that wait, of persons and of programs
	// Seq is that of the newest message that came in, for listening from now on; 0 for who may not read.
	Seq int64 `json:"seq,omitempty"`
	// Left is how many parts programs may still send.
	Left Left `json:"left"`
	// May is what the program that asks may do.
	May May `json:"may"`
}

// LinkState is what the way to the network lacks, if anything.
type LinkState string

// The states of the link.
const (
	LinkReady     LinkState = "ready"
	LinkNoStick   LinkState = "no_stick"   // none is plugged in and set up
	LinkSearching LinkState = "searching"  // looking for a network
	LinkNoNetwork LinkState = "no_network" // not registered, and not looking
	LinkPaused    LinkState = "paused"     // the person at the window has to do something first
)

// Left is how many parts may still be sent within the running minute, hour and day.
type Left struct {
	Minute int `json:"minute"`
	Hour   int `json:"hour"`
	Day    int `json:"day"`
}

// Answer is what the person at the window has said about a permission.
type Answer string

// The answers.
const (
	Yes Answer = "yes"
	No  Answer = "no"
	Ask Answer = "ask" // asks when the first call comes
)

// May is what a program may do.
type May struct {
	Send Answer `json:"send"`
	Read Answer `json:"read"`
	USSD Answer `json:"ussd"`
}
