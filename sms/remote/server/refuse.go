package server

import (
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
	"surfstick-sms/sms/remote"
)

// refusals are the errors of package sms, each with its reason and sentence.
var refusals = []struct {
	err      error
	reason   remote.Reason
	sentence string
}{
	{sms.ErrOff, remote.ReasonOff, "Programs are not let in: the switch is in the settings of Surfstick SMS, under Programs."},
	{sms.ErrDenied, remote.ReasonDenied, "The person at the window does not allow this program to do that."},
	{sms.ErrNobodyAnswered, remote.ReasonNobodyAnswered, "The person at the window was asked and has not answered."},
	{sms.ErrClosed, remote.ReasonClosed, "Surfstick SMS is being closed."},
	{sms.ErrReadOnly, remote.ReasonReadOnly, "The file with the messages was written by a newer version of Surfstick SMS; this one only reads it."},
	{sms.ErrNotFound, remote.ReasonNotFound, "There is no such message."},
	{sms.ErrNotNow, remote.ReasonNotNow, "It is too late: the message is not in the queue any more."},
	{sms.ErrNumber, remote.ReasonNumber, "No message can be sent to one of the numbers."},
	{sms.ErrTextEmpty, remote.ReasonText, "The text is empty."},
	{sms.ErrTextControl, remote.ReasonText, "The text has control characters."},
	{sms.ErrTextTooLong, remote.ReasonTooLong, "The text is longer than any message can be."},
	{sms.ErrKeyForm, remote.ReasonUsage, "A key has at most 128 characters of printable ASCII."},
	{sms.ErrKeyTaken, remote.ReasonConflict, "This key belongs to another text or other numbers; nothing was sent."},
	{sms.ErrUnderway, remote.ReasonInternal, "It took too long; ask again by the key whether it was taken."},
	{sms.ErrNoCard, remote.ReasonStick, "There is no stick with a SIM card that is ready."},
	{sms.ErrBadCode, remote.ReasonUsage, "This is not a code for the network."},
	{sms.ErrNotInMode, remote.ReasonInternal, "The stick does not do that in internet mode, but in modem mode."},
	{sms.ErrNotHere, remote.ReasonInternal, "This stick, SIM card or network does not do that."},
	{sms.ErrNoReply, remote.ReasonInternal, "The network has not answered."},
	{sms.ErrBusy, remote.ReasonInternal, "The network or the stick is busy; try again later."},
}

// refusal returns what is said of an error.
func (c *connection) refusal(err error) *remote.Error {
	var refused *remote.Error
	if errors.As(err, &refused) {
		return refused
	}
	var over *budget.Refusal
	if errors.As(err, &over) {
		return overBudget(over)
	}
	for _, r := range refusals {
		if errors.Is(err, r.err) {
			return remote.Refuse(r.reason, "%s", r.sentence)
		}
	}
	c.Log.Warn("call of a program failed", "program", c.program.Name(), "err", err)
	return remote.Refuse(remote.ReasonInternal, "It could not be done: %v.", err)
}

// inSettings says where what is refused can be allowed.
const inSettings = "It can be allowed in the settings of Surfstick SMS, under Programs."

// overBudget returns what is said of what the rules do not allow.
func overBudget(b *budget.Refusal) *remote.Error {
	reason, sentence := overBudgetWords(b)
	e := remote.Refuse(reason, "%s", sentence)
	e.Number, e.RetryAfter = string(b.Number), int(b.RetryAfter/time.Second)
	return e
}

func overBudgetWords(b *budget.Refusal) (remote.Reason, string) {
	switch b.Reason {
	case budget.ReasonRecipients:
		return remote.ReasonRecipients, fmt.Sprintf("One call may have %d numbers, unless more are meant (force).", b.Limit)
	case budget.ReasonTooLong:
		return remote.ReasonTooLong, fmt.Sprintf("The text takes %d SMS, and %d are allowed; more only where a long one is meant (long).", b.Parts, b.Limit)
	case budget.ReasonCost:
		return remote.ReasonCost, fmt.Sprintf("%s is %s. %s", b.Number, rates[b.Rate], inSettings)
	case budget.ReasonRoaming:
		return remote.ReasonRoaming, "The stick is in another operator's network (roaming), where messages may cost more. " + inSettings
	case budget.ReasonLoop:
		return remote.ReasonLoop, fmt.Sprintf("%s answers each message, as programs do: %d went there within an hour.", b.Number, b.Limit)
	case budget.ReasonRepeat:
		return remote.ReasonRepeat, fmt.Sprintf("The same text went to %s less than %.0f minutes ago; if it is meant, give it a key (id).",
			b.Number, b.Within.Minutes())
	case budget.ReasonLimit:
		return remote.ReasonLimit, fmt.Sprintf("Programs may send %d SMS %s, and this would be more.", b.Limit, within[b.Within])
	case budget.ReasonNone:
	}
	return remote.ReasonInternal, b.Error()
}

// rates say what a number is that may cost more.
var rates = map[sms.Rate]string{
	sms.RateShort:   "a short number, whose owner sets the price",
	sms.RatePremium: "a number that costs more than others",
	sms.RateForeign: "a number of another country",
}

var within = map[time.Duration]string{
	time.Minute: "a minute", time.Hour: "an hour", budget.DayTime: "a day",
}
