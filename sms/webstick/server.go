package webstick

import (
	"context"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/wire"
)

// Server is the web server of one stick, in the language of its maker. Its methods may be called from any
// goroutine; they take turns. An error that is an answer of the stick is a Refusal.
type Server interface {
	// Wire leads to it.
	Wire() *wire.Wire
	// Format is that of Entry.Raw.
	Format() sms.Format
	// ReportsApart reports whether delivery reports lie in BoxReports, and not among the texts.
	ReportsApart() bool

	// Meet finds out whether a stick answers and who it is, as far as it says so without its password. Before
	// that everything that would change something is ErrUnproved. The errors are ErrRouter, ErrNotStick, and
	// what else comes of a question.
	Meet(ctx context.Context) (sms.Identity, error)
	// MeetAgain looks whether the same stick still answers, when a connection broke since it last did.
	MeetAgain(ctx context.Context) error
	// Present returns the IMEI and how many seconds the stick has been running; "" and -1 when it does not say.
	// It is ErrNotStick when another one answers than the one that was met.
	Present(ctx context.Context) (imei string, seconds int, err error)
	// Identity asks which stick and which SIM card this is.
	Identity(ctx context.Context) (sms.Identity, error)
	// Traits are what Stick.Traits returns.
	Traits(ctx context.Context) []Trait

	LoginState(ctx context.Context) (LoginState, error)
	// Login gives the stick its password, once. user may be "".
	Login(ctx context.Context, user, password string) error
	// HasPassword reports whether there is a password that the stick took, to log in again with.
	HasPassword(ctx context.Context) bool

	Settings(ctx context.Context) (Settings, error)
	// AskForReports has the network asked for delivery reports, and leaves the other settings as they are.
	AskForReports(ctx context.Context, now Settings) error

	// Counts and Notices ask how many texts there are; Notices is the cheaper question.
	Counts(ctx context.Context) (Counts, error)
	Notices(ctx context.Context) (Notices, error)
	// List returns the texts in a box, the newest first; Newest at least the newest ones.
	List(ctx context.Context, box Box) ([]Entry, error)
	Newest(ctx context.Context, box Box) ([]Entry, error)
	// Delete deletes entries of a box that List returned, where they still lie as they were, and returns
	// those that are left.
	Delete(ctx context.Context, box Box, entries []Entry) (left []Entry, err error)

	// Sendable returns a text as the stick keeps it.
	Sendable(text string) string
	// Send hands a text to the stick; nil means that it has it, any error is a *SendError. commit is called
	// once, at the last moment at which the stick cannot have the text; when it fails nothing is sent.
	Send(ctx context.Context, t Text, commit func() error) error
	// SendStatus asks what became of the last text; sms.ErrNotHere where the firmware does not know it.
	SendStatus(ctx context.Context) (SendStatus, error)

	// Status asks for the connection to the network; the operator only if that is wanted for what was found.
	Status(ctx context.Context, operator func(Status) bool) (Status, error)
	MobileData(ctx context.Context) (bool, error)
	SetMobileData(ctx context.Context, on bool) error
	// SwitchToModem is sms.ErrNotHere when the firmware knows no way. Restart returns when the stick has the
	// request.
	SwitchToModem(ctx context.Context) error
	Restart(ctx context.Context) error

	SIM(ctx context.Context) (sms.SIM, error)
	EnterPIN(ctx context.Context, pin string) (sms.SIM, error)
	EnterPUK(ctx context.Context, puk, pin string) (sms.SIM, error)
	PINState(ctx context.Context) (sms.PINState, error)
	ChangePIN(ctx context.Context, old, pin string, last bool) (sms.PINState, error)
	SetPINWanted(ctx context.Context, on bool, pin string, last bool) (sms.PINState, error)
	CardID(ctx context.Context) string
	SendUSSD(ctx context.Context, code string) (sms.ServiceAnswer, error)
	EndUSSD(ctx context.Context) error
}

// Trait is one thing that a stick says about itself.
type Trait struct{ Name, Value string }

// LoginState is what a stick says about its password.
type LoginState struct {
	// Wanted reports whether texts cannot be read or sent without the password.
	Wanted bool
	// LoggedIn reports whether this session has given it.
	LoggedIn bool
	User     string // "" when the stick does not say
	// Wait is how long it takes no password, after too many wrong ones; it counts in minutes.
	Wait time.Duration
}

// Settings are how the stick sends. What the others mean is the stick's affair; they are kept.
type Settings struct {
	SaveMode, Validity int
	Centre             string // number of the service centre; without it nothing can be sent
	Reports            bool   // the network is asked for delivery reports
	SendType           int    // 1 keeps a copy of what is sent
	Priority           int
}

// SendStatus is what became of the last text that anybody handed to the stick.
type SendStatus struct {
	Phone        string // being sent to; "" when the stick is done
	Sent, Failed []string
	Total        int // recipients
	Current      int
	// AnyNumber reports that the stick does not say to whom it was, so that the next text may leave the same
	// behind, whoever it is for.
	AnyNumber bool `json:",omitempty"`
}

// Counts are the texts in the boxes; -1 for what the stick does not say.
type Counts struct {
	Unread, In, Sent, Draft, Max      int // in the stick; Max is for all of its boxes together
	SIMUnread, SIMIn, SIMUsed, SIMMax int
}

// NoCounts are those of a stick that says nothing.
func NoCounts() Counts { return Counts{-1, -1, -1, -1, -1, -1, -1, -1, -1} }

// Notices is what a stick says to whoever looks in now and then.
type Notices struct {
	Unread int  // texts that nobody has read yet
	Full   bool // nothing more is received
}

// Status is the stick's connection to the network.
type Status struct {
	sms.Link
	Online bool // mobile data is on and connected
	// Card is what the stick says of its SIM card beside that; what its values mean is the stick's affair.
	Card int
}
