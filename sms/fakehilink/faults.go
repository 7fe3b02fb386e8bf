package fakehilink

import (
	"time"

	"surfstick-sms/sms/fakeweb"
)

// Quirks are habits of a firmware.
type Quirks struct {
	Outbox Outbox
	// ReuseIndex gives the number of a deleted text to the next one.
	ReuseIndex bool
	// KeepDeleted answers a deletion with OK and deletes nothing.
	KeepDeleted bool
	// Fail has every text fail on the radio; NeverDone has none come to an end.
	Fail, NeverDone bool
	// LateCopy has a text that is being sent while the stick is pulled out or restarts be in the network,
	// and no copy of it in the stick.
	LateCopy bool
	// NoReports has the network send no delivery reports.
	NoReports bool
	// SessionLife ends a session that was not used for so long, SessionRequests after so many requests.
	SessionLife     time.Duration
	SessionRequests int
	// CookieForAll refuses every request without a session.
	CookieForAll bool
	// NoNextToken has no answer bring a token.
	NoNextToken bool
	// HidesLogin says that no password is wanted, and wants one.
	HidesLogin bool
	// OnlySCRAM refuses the password in any other way; NoChallenge offers the challenge and has none.
	OnlySCRAM, NoChallenge bool
	// OtherSIMStates says 256, 258 and 259 for no card, the PIN and the PUK, as some firmware is said to.
	OtherSIMStates bool
}

// Outbox is what a stick keeps of a text that it sent.
type Outbox int

// The habits.
const (
	OutboxOurDate Outbox = iota // with the date that the request named
	OutboxOwnDate               // with its own
	OutboxNothing
	OutboxDrafts // as a draft, although it was sent
)

// What goes wrong with one request.
type (
	// How is what happens in place of an answer.
	How = fakeweb.How
	// Disturbance is what goes wrong with one request.
	Disturbance = fakeweb.Disturbance
)

// The ways.
const (
	Answered      = fakeweb.Answered
	Reset         = fakeweb.Reset
	Half          = fakeweb.Half
	InternalError = fakeweb.InternalError
	PageInstead   = fakeweb.PageInstead
	Redirected    = fakeweb.Redirected
	SlowHeaders   = fakeweb.SlowHeaders
	Endless       = fakeweb.Endless
	Instead       = fakeweb.Instead
)

// Disturb has the next requests to an endpoint, such as "sms/send-sms" or "/" for the start page, go
// wrong, one after the other.
func (s *Server) Disturb(endpoint string, what ...Disturbance) { s.faults.Add(endpoint, what...) }

// Calm forgets what Disturb has left: nothing goes wrong any more.
func (s *Server) Calm() { s.faults.Calm() }
