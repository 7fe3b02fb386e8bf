package main

import (
	"context"
	"errors"
	"fmt"

	"surfstick-sms/internal/door"
	"surfstick-sms/sms/remote"
)

// fail tells what went wrong and returns the exit code.
func (t *tool) fail(err error, name string) int {
	e := refusal(err)
	if t.json {
		t.printJSON(errorLine{remote.Version, valueOf(e)})
	}
	fmt.Fprintf(t.err, "surfstick: %s\n", plain(e.Message))
	if h := hintFor(e, name); h != "" {
		t.hint("%s", h)
	}
	return e.Reason.Exit()
}

func valueOf(e *remote.Error) errorValue {
	return errorValue{e.Reason, e.Message, e.RetryAfter, e.Number}
}

// refusal returns any error as one with a reason.
func refusal(err error) *remote.Error {
	var e *remote.Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, door.ErrNotRunning):
		return remote.Refuse(remote.ReasonNotRunning, "Surfstick SMS is not running, or it lets no programs in.")
	case errors.Is(err, door.ErrForeign):
		return remote.Refuse(remote.ReasonForeignServer, "Another user's program answers instead of Surfstick SMS (%v).", err)
	case errors.Is(err, door.ErrAccess):
		return remote.Refuse(remote.ReasonAccess, "Surfstick SMS runs, but this program may not talk to it (%v).", err)
	case errors.Is(err, context.Canceled):
		return remote.Refuse(remote.ReasonClosed, "Stopped.")
	case errors.Is(err, context.DeadlineExceeded):
		return remote.Refuse(remote.ReasonClosed, "Surfstick SMS does not answer.")
	}
	return remote.Refuse(remote.ReasonInternal, "%v", err)
}

// settingsPage is where a person allows something, in the words of the window.
const settingsPage = `Settings, "Programs on this computer may send and read messages"`

// hints say what to do about a refusal.
var hints = map[remote.Reason]string{
	remote.ReasonNotRunning:     "start it, or use --start; what lets programs in is in its " + settingsPage,
	remote.ReasonOff:            "switch it on in Surfstick SMS: " + settingsPage,
	remote.ReasonDenied:         "what a program may do is chosen in Surfstick SMS: " + settingsPage,
	remote.ReasonNobodyAnswered: "Surfstick SMS asks in its window whether this program may do that; answer it and try again",
	remote.ReasonTooLong:        "each part is paid for; --long allows up to 10 of them",
	remote.ReasonRecipients:     "--force sends to more numbers in one call",
	remote.ReasonRepeat:         "where the same is meant to be sent again, give each call its own --id",
	remote.ReasonCost:           "such numbers can be allowed in Surfstick SMS: " + settingsPage,
	remote.ReasonRoaming:        "sending abroad can be allowed in Surfstick SMS: " + settingsPage,
	remote.ReasonConflict:       "a new message needs a new --id",
	remote.ReasonForeignServer:  "nothing was sent; start both programs as the same user",
	remote.ReasonAccess:         "start both as the same user, and both as administrator or neither",
	remote.ReasonBusy:           "end other programs that talk to Surfstick SMS, such as surfstick listen",
	remote.ReasonNotFound:       "surfstick list shows the messages with their IDs",
	remote.ReasonStick:          "plug the stick in and look at the window of Surfstick SMS",
	remote.ReasonText:           "--text - reads the message from standard input, as UTF-8",
}

// hintFor returns what to do about a refusal, "" for nothing.
func hintFor(e *remote.Error, name string) string {
	switch {
	case e.RetryAfter > 0:
		return fmt.Sprintf("try again in %d seconds; the limits are in Surfstick SMS: %s", e.RetryAfter, settingsPage)
	case e.Reason == remote.ReasonUsage && verbs[name].run != nil && name != "help":
		return "surfstick help " + name
	case e.Reason == remote.ReasonUsage:
		return "surfstick help"
	}
	return hints[e.Reason]
}
