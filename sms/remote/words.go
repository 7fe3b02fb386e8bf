package remote

import "fmt"

// Reason is why a call was refused.
type Reason string

// The reasons of a refusal.
const (
	ReasonUsage          Reason = "usage"           // the request makes no sense
	ReasonNumber         Reason = "number"          // not a number that messages can be sent to
	ReasonText           Reason = "text"            // empty, or with control characters
	ReasonConflict       Reason = "conflict"        // the key belongs to another text or other numbers
	ReasonTooLong        Reason = "too_long"        // more parts than are allowed
	ReasonLimit          Reason = "limit"           // as much was sent as programs may
	ReasonRepeat         Reason = "repeat"          // the same to the same number a moment ago
	ReasonCost           Reason = "cost"            // a number that may cost more
	ReasonRoaming        Reason = "roaming"         // in a network abroad
	ReasonRecipients     Reason = "recipients"      // more numbers than are allowed in one call
	ReasonLoop           Reason = "loop"            // two programs that answer each other
	ReasonDenied         Reason = "denied"          // the person at the window does not want it
	ReasonNobodyAnswered Reason = "nobody_answered" // the person at the window was asked and said nothing
	ReasonOff            Reason = "off"             // programs are not let in at all
	ReasonNotRunning     Reason = "not_running"     // there is nobody to ask
	ReasonForeignServer  Reason = "foreign_server"  // another user's program answers
	ReasonAccess         Reason = "access"          // the system does not let us in
	ReasonStick          Reason = "stick"           // there is no stick, and it does not wait for one
	ReasonNotFound       Reason = "not_found"       // no such text
	ReasonNotNow         Reason = "not_now"         // too late: it has left the queue
	ReasonBusy           Reason = "busy"            // too many connections
	ReasonClosed         Reason = "closed"          // the other side has ended the connection
	ReasonReadOnly       Reason = "read_only"       // nothing can be kept
	ReasonInternal       Reason = "internal"        // anything else
)

// The exit codes of the command line program. What a script may do after each stands in the help of the
// program.
const (
	ExitDone        = 0
	ExitOther       = 1
	ExitUsage       = 2
	ExitRefused     = 3
	ExitNotRunning  = 4
	ExitQueued      = 5 // not as far as was asked for when the time was up
	ExitFailed      = 6
	ExitUnconfirmed = 7
)

// Exit returns the exit code for a refusal.
func (r Reason) Exit() int {
	switch r {
	case ReasonUsage, ReasonNumber, ReasonText, ReasonConflict:
		return ExitUsage
	case ReasonTooLong, ReasonLimit, ReasonRepeat, ReasonCost, ReasonRoaming, ReasonRecipients, ReasonLoop,
		ReasonDenied, ReasonNobodyAnswered:
		return ExitRefused
	case ReasonOff, ReasonNotRunning, ReasonForeignServer, ReasonAccess:
		return ExitNotRunning
	case ReasonStick:
		return ExitQueued
	default:
		return ExitOther
	}
}

// Exit returns the exit code for a text that was to reach a state: until is Queued, Sent or Delivered.
func (s State) Exit(until State) int {
	switch {
	case s == Failed, s == Cancelled, s == Deleted:
		return ExitFailed
	case s == Unconfirmed:
		return ExitUnconfirmed
	case s.Reached(until):
		return ExitDone
	}
	return ExitQueued
}

// Cause is why a text failed or waits.
type Cause string

// The causes.
const (
	CauseNumber     Cause = "number"      // the number does not exist
	CauseBarred     Cause = "barred"      // barred, or no credit
	CauseBusy       Cause = "busy"        // the network is busy
	CauseLater      Cause = "later"       // no service, or out of order for longer
	CauseNoAnswer   Cause = "no_answer"   // the answer never came
	CauseSIM        Cause = "sim"         // the SIM card is missing, locked or faulty
	CauseFull       Cause = "full"        // the memory of the stick is full
	CauseNoCentre   Cause = "no_centre"   // no number of a message centre
	CauseMalformed  Cause = "malformed"   // the stick or the network did not take its form
	CauseOther      Cause = "other"       // a code that says nothing more
	CauseOtherSIM   Cause = "other_sim"   // another SIM card is in the stick now
	CauseNotReached Cause = "not_reached" // the network reports that it was not delivered
	CauseStick      Cause = "stick"       // the stick could not send it
	CauseBegun      Cause = "begun"       // begun in parts, and the way for parts is gone
	CausePassword   Cause = "password"    // the stick wants the password of its web page
	CauseTooLong    Cause = "too_long"    // more parts than the stick sends
	CauseStopped    Cause = "stopped"     // stopped by the person at the window or by a program
)

// Error is a refusal.
type Error struct {
	// Code is that of JSON-RPC: CodeRefused, or what was wrong with the request itself.
	Code    int
	Reason  Reason
	Message string // a sentence in English
	// RetryAfter is in how many seconds it may be tried again; 0 when time alone does not help.
	RetryAfter int
	Number     string // the number that it is about; "" when it is about none alone
}

// The codes of JSON-RPC 2.0 (clause 5.1), and the one of this protocol.
const (
	CodeParse   = -32700 // not JSON
	CodeRequest = -32600 // not a request
	CodeMethod  = -32601 // no such method
	CodeParams  = -32602 // wrong params
	CodeRefused = -32000 // Reason says why
)

// Error returns the sentence.
func (e *Error) Error() string { return e.Message }

// Refuse returns a refusal with a reason and a sentence.
func Refuse(r Reason, format string, args ...any) *Error {
	return &Error{Code: CodeRefused, Reason: r, Message: fmt.Sprintf(format, args...)}
}

// badRequest returns what is wrong with a request itself.
func badRequest(code int, format string, args ...any) *Error {
	return &Error{Code: code, Reason: ReasonUsage, Message: fmt.Sprintf(format, args...)}
}
