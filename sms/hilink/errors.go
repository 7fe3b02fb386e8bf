package hilink

import (
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
)

// The errors of a stick's web server that package sms has no word for. Where it has one, that is
// wrapped: sms.ErrBusy, sms.ErrNotHere, sms.ErrNoCard, sms.ErrPINRefused, sms.ErrNoReply.
var (
	// ErrNotHiLink means that what answers at the address is no stick in HiLink mode.
	ErrNotHiLink = errors.New("not a stick in HiLink mode")
	// ErrRouter means that a home router answers. Nothing was sent to it.
	ErrRouter = errors.New("a router, not a stick")
	// ErrUnproved means that Prove has not succeeded yet, so that nothing may be changed or sent.
	ErrUnproved = errors.New("not known to be a stick")
	// ErrLogin means that the stick wants its password first.
	ErrLogin = errors.New("the stick wants its password")
	// ErrPassword means that user name or password are wrong: one try less.
	ErrPassword = errors.New("password refused by the stick")
	// ErrLocked means that there were too many wrong passwords. Error.Wait says for how long.
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
	ErrUnknown = errors.New("error without a cause")
	// ErrClosed means that the Client was closed.
	ErrClosed = errors.New("closed")
)

// Codes that are looked at one by one.
const (
	codeNotSupported = 100002
	codeNoRight      = 100003
	codeLocked       = 108007
	codeUSSDPending  = 111019
	codeUSSDOvertime = 111020
	codeOvertime     = 113018
)

// meanings are what the codes stand for. Two programs for routers list most of them by name; 113004
// was seen on an E3372h-320 only.
var meanings = map[int]error{
	-1: ErrUnknown, 100001: ErrUnknown, codeNotSupported: sms.ErrNotHere, codeNoRight: ErrLogin,
	100004: sms.ErrBusy, 100005: ErrFormat, 100006: ErrFormat,
	101001: sms.ErrNoCard, 101002: sms.ErrNoCard, 101003: sms.ErrNoCard, 101004: sms.ErrNoCard,
	101005: sms.ErrNoCard, 101006: sms.ErrNoCard, 101007: sms.ErrNoCard, 101008: sms.ErrNoCard,
	101009: sms.ErrNoCard,
	103002: sms.ErrPINRefused, 103004: sms.ErrPINRefused, 103008: sms.ErrBusy, 103011: sms.ErrNoCard,
	108001: ErrPassword, 108002: ErrPassword, 108006: ErrPassword, codeLocked: ErrLocked,
	108003: ErrInUse, 108005: ErrInUse, 108009: ErrInUse, 108010: ErrInUse, 115002: ErrNewPassword,
	111013: ErrUSSDOpen, codeUSSDPending: sms.ErrNoReply, codeUSSDOvertime: sms.ErrNoReply,
	111022: sms.ErrNotHere,
	112005: sms.ErrBusy, 112008: sms.ErrBusy,
	113004: ErrSending, 113017: ErrNumber, 113054: ErrNumber, codeOvertime: ErrOvertime,
	113020: sms.ErrBusy, 113036: sms.ErrBusy, 113047: sms.ErrBusy, 113031: ErrNoCentre, 113053: ErrFull,
	125001: ErrSession, 125002: ErrSession, 125003: ErrSession,
}

// Error is what a stick answers in place of what it was asked for.
type Error struct {
	Path string // the endpoint, such as sms/send-sms
	Code int
	// Wait is how long the stick wants to be left alone; 0 when it does not say.
	Wait time.Duration
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%s: error %d: %v", e.Path, e.Code, e.Unwrap()) }

// Unwrap returns what the code means, ErrUnknown when that is not known.
func (e *Error) Unwrap() error {
	if err, ok := meanings[e.Code]; ok {
		return err
	}
	return ErrUnknown
}
