// Package webstick is a stick that texts go through by its web server, whatever the server's language is:
// it looks for new texts, hands texts over, follows them, and finds out later what became of them. What
// a maker's server is asked in is behind the interface Server: sms/hilink speaks Huawei's, sms/goform ZTE's.
//
// What it promises:
//   - Nothing is changed or sent before the Server has met the stick, and nothing to another device that
//     answers in its place.
//   - A text is handed over once. When nobody knows whether the stick has it, that is said, and only what
//     lies in the stick's boxes decides later.
//   - A text that came in is first kept and then deleted, and only where it still lies as it was seen.
//
// A Stick is a sms.TextBackend.
package webstick

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/wire"
)

// The errors of a stick's web server that package sms has no word for. Where it has one, that is
// wrapped: sms.ErrBusy, sms.ErrNotHere, sms.ErrNoCard, sms.ErrPINRefused, sms.ErrNoReply.
var (
	// ErrNotStick means that what answers at the address is no stick of the kind that was asked for.
	ErrNotStick = errors.New("not a stick in network mode")
	// ErrRouter means that a home router answers. Nothing was sent to it.
	ErrRouter = errors.New("a router, not a stick")
	// ErrUnproved means that no stick was met yet, so that nothing may be changed or sent.
	ErrUnproved = errors.New("not known to be a stick")
	// ErrLogin means that the stick wants its password first.
	ErrLogin = errors.New("the stick wants its password")
	// ErrPassword means that user name or password are wrong: one try less.
	ErrPassword = errors.New("password refused by the stick")
	// ErrLocked means that there were too many wrong passwords. LockTime says for how long.
	ErrLocked = errors.New("locked after wrong passwords")
	// ErrNewPassword means that a new password must be chosen on the stick's page first.
	ErrNewPassword = errors.New("the stick wants a new password to be set")
	// ErrInUse means that somebody else is logged in, such as the user in a web browser.
	ErrInUse = errors.New("somebody else is logged in to the stick")
	// ErrSession means that the stick took neither of two sessions and tokens.
	ErrSession = errors.New("session refused by the stick")
	// ErrSending means that the stick still sends the text before.
	ErrSending = errors.New("the stick still sends another text")
	// ErrFull means that the stick has no room for another text.
	ErrFull = errors.New("the memory of the stick is full")
	// ErrNoCentre means that the SIM card has no number of a service centre.
	ErrNoCentre = errors.New("no number of a service centre")
	// ErrNumber means that the stick takes the number or the length of the text to be wrong.
	ErrNumber = errors.New("number or text refused by the stick")
	// ErrFormat means that the stick does not understand a request. That is our fault.
	ErrFormat = errors.New("request not understood by the stick")
	// ErrOvertime means that a text took the stick too long: whether it went out, nobody knows.
	ErrOvertime = errors.New("the stick took too long to send")
	// ErrUSSDOpen means that another session with the network is open.
	ErrUSSDOpen = errors.New("another code is being answered")
	// ErrUnknown means that the stick names no cause.
	ErrUnknown = wire.ErrUnknown
	// ErrClosed means that the Stick was closed.
	ErrClosed = wire.ErrClosed
)

// Refusal is an error with which a stick answers in place of what it was asked for. What it means are the
// errors that it wraps.
type Refusal interface {
	error
	// Number is the stick's own of it, -1 for none.
	Number() int
	// Sort is what it means for a text that the stick has not taken, where that is not what the errors
	// that it wraps say: sms.ClassUnknown leaves it to them.
	Sort() (sms.Class, sms.Reason)
	// Wait is how long the stick wants to be left alone; 0 when it does not say.
	Wait() time.Duration
}

// IsRefusal reports whether an error is an answer of a stick.
func IsRefusal(err error) bool {
	var refused Refusal
	return errors.As(err, &refused)
}

// LockTime returns how long a stick wants no password after an error, 0 when it does not say.
func LockTime(err error) time.Duration {
	var refused Refusal
	if errors.As(err, &refused) {
		return refused.Wait()
	}
	return 0
}

// SendError is why a text was not handed over.
type SendError struct {
	// Perhaps reports whether the stick may have taken the text nonetheless: the answer is missing or
	// makes no sense. Otherwise the stick has not taken it, and it may be sent again.
	Perhaps bool
	Err     error // never nil
}

// Error implements error.
func (e *SendError) Error() string {
	return fmt.Sprintf("send (perhaps taken %t): %v", e.Perhaps, e.Err)
}

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }

// Text is a text to send. A stick cuts long ones into parts by itself.
type Text struct {
	Phone   string // one recipient: of several, some firmware sends to the last one only
	Content string
	// Date is noted in the stick's copy, in the clock of its zone and in whole seconds: a mark by which
	// the text can be found again. The network does not see it.
	Date time.Time
}

// Dialable returns the number as a stick takes it, or sms.ErrBadCode: a plus and 1 to 20 digits, stars
// and hashes.
func Dialable(n sms.Number) (string, error) {
	s := string(n)
	rest := strings.TrimPrefix(s, "+")
	if rest == "" || len(rest) > 20 || strings.Trim(rest, "0123456789*#") != "" {
		return "", fmt.Errorf("number with %d characters: %w", len(s), sms.ErrBadCode)
	}
	return s, nil
}

// First returns the first of some words that is not empty, without white space around it.
func First(words ...string) string {
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" {
			return w
		}
	}
	return ""
}

// Differ reports whether two things are told, and are not the same.
func Differ(a, b string) bool { return a != "" && b != "" && a != b }

// LeftWithout takes a missing answer for success: the stick has read the request and is gone.
func LeftWithout(err error) error {
	var lost *wire.Error
	if errors.As(err, &lost) && lost.Written && !errors.Is(err, context.Canceled) && !errors.Is(err, ErrClosed) {
		return nil
	}
	return err
}
