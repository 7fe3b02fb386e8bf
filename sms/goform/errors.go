package goform

import (
	"fmt"
	"strconv"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
)

// refused is what a stick answers to all that it does not do, whatever the cause.
const refused = "failure"

// Error is what a stick answers in place of doing what it was asked for. It is a webstick.Refusal.
type Error struct {
	What   string // the goformId, such as SEND_SMS
	Result string // as the stick says it, "" when it said nothing
	// Meaning is what that stands for; webstick.ErrUnknown if nil.
	Meaning error
	// Locked is how long the stick wants to be left alone; 0 when it does not say.
	Locked time.Duration
}

var _ webstick.Refusal = (*Error)(nil)

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%s: %.20q: %v", e.What, e.Result, e.Unwrap()) }

// Unwrap returns the Meaning.
func (e *Error) Unwrap() error {
	if e.Meaning == nil {
		return webstick.ErrUnknown
	}
	return e.Meaning
}

// Number returns the Result if it is one, else -1.
func (e *Error) Number() int {
	if n, err := strconv.Atoi(e.Result); err == nil {
		return n
	}
	return -1
}

// Wait returns Locked.
func (e *Error) Wait() time.Duration { return e.Locked }

// Sort implements webstick.Refusal: a text is refused without a cause, so that later may help.
func (e *Error) Sort() (sms.Class, sms.Reason) {
	if e.Meaning == nil && e.What == sendID {
		return sms.ClassSoon, sms.ReasonStick
	}
	return sms.ClassUnknown, sms.ReasonNone
}
