package hw

import (
	"context"
	"fmt"
	"strings"
)

// Answer is what came back for a switch message, as evidence: whether the stick obeyed shows in the
// scans only.
type Answer struct {
	// Code is what the system's call returned: 0 for success, else Windows' error code (winerror.h)
	// or errno.
	Code int
	// Call is the same in words, or how a transfer of libusb ended, such as "no device"; may be "".
	Call string
	// Lost is true when the device went away under the command, so that there is no status.
	Lost bool
	// Answered is true when the drive answered: Status is its SCSI status then (SAM-5, 5.3.1: 0 is
	// good, 2 "check condition").
	Answered bool
	Status   int
	// Sensed is true when it also said why: sense key, additional code and its qualifier (SPC-4,
	// 4.5).
	Sensed         bool
	Key, ASC, ASCQ int
	// Host is the adapter's part of the answer on Linux (scsi.h, DID_…): 0 is fine, 3 "time-out",
	// 7 "error".
	Host int
}

// The sense data of a drive that does not know the command (SPC-4, table 49 and annex D.2): "illegal
// request", "invalid command operation code".
const (
	checkCondition = 2
	illegalRequest = 5
	invalidCommand = 0x20
)

// Refused reports whether the drive said that it does not know the command. It has not obeyed then.
func (a Answer) Refused() bool {
	return a.Answered && a.Status == checkCondition && a.Sensed &&
		a.Key == illegalRequest && a.ASC == invalidCommand
}

// String is the answer for logs, such as "code 0, status 2, sense 5:20:00". It has no slashes, with
// which it would be masked like a phone number.
func (a Answer) String() string {
	parts := []string{fmt.Sprint("code ", a.Code)}
	switch {
	case a.Call != "" && a.Code == 0:
		parts = []string{a.Call}
	case a.Call != "":
		parts[0] += " (" + a.Call + ")"
	}
	if a.Lost {
		parts = append(parts, "no answer")
	}
	if a.Answered {
		parts = append(parts, fmt.Sprint("status ", a.Status))
	}
	if a.Sensed {
		parts = append(parts, fmt.Sprintf("sense %X:%02X:%02X", a.Key, a.ASC, a.ASCQ))
	}
	if a.Host != 0 {
		parts = append(parts, fmt.Sprint("host ", a.Host))
	}
	return strings.Join(parts, ", ")
}

type answerKey struct{}

// WithAnswer returns a context in which a Switcher tells what came back, as long as it runs: once for
// every command of the message, and from any goroutine.
func WithAnswer(ctx context.Context, tell func(Answer)) context.Context {
	return context.WithValue(ctx, answerKey{}, tell)
}

// TellAnswer tells what came back to whoever wants to know it.
func TellAnswer(ctx context.Context, a Answer) {
	if tell, ok := ctx.Value(answerKey{}).(func(Answer)); ok {
		tell(a)
	}
}
