package hilink

import (
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
)

// The errors of a stick's web server that package sms has no word for.
var (
	ErrNotHiLink   = webstick.ErrNotStick
	ErrRouter      = webstick.ErrRouter
	ErrUnproved    = webstick.ErrUnproved
	ErrLogin       = webstick.ErrLogin
	ErrPassword    = webstick.ErrPassword
	ErrLocked      = webstick.ErrLocked
	ErrNewPassword = webstick.ErrNewPassword
	ErrInUse       = webstick.ErrInUse
	ErrSession     = webstick.ErrSession
	ErrSending     = webstick.ErrSending
	ErrFull        = webstick.ErrFull
	ErrNoCentre    = webstick.ErrNoCentre
	ErrNumber      = webstick.ErrNumber
	ErrFormat      = webstick.ErrFormat
	ErrOvertime    = webstick.ErrOvertime
	ErrUSSDOpen    = webstick.ErrUSSDOpen
	ErrUnknown     = webstick.ErrUnknown
	ErrClosed      = webstick.ErrClosed
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

// sorts are the codes that say something else for a text than their meaning in general does.
var sorts = map[int]struct {
	class  sms.Class
	reason sms.Reason
}{
	112005: {sms.ClassLong, sms.ReasonLater}, // not registered in the network
	103011: {sms.ClassUser, sms.ReasonSIM},
}

// Error is what a stick answers in place of what it was asked for. It is a webstick.Refusal.
type Error struct {
	Path string // the endpoint, such as sms/send-sms
	Code int
	// Locked is how long the stick wants to be left alone; 0 when it does not say.
	Locked time.Duration
}

var _ webstick.Refusal = (*Error)(nil)

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%s: error %d: %v", e.Path, e.Code, e.Unwrap()) }

// Unwrap returns what the code means, ErrUnknown when that is not known.
func (e *Error) Unwrap() error {
	if err, ok := meanings[e.Code]; ok {
		return err
	}
	return ErrUnknown
}

// Number returns the Code.
func (e *Error) Number() int { return e.Code }

// Wait returns Locked.
func (e *Error) Wait() time.Duration { return e.Locked }

// Sort implements webstick.Refusal.
func (e *Error) Sort() (sms.Class, sms.Reason) { return sorts[e.Code].class, sorts[e.Code].reason }
