package webstick

import (
	"errors"

	"surfstick-sms/sms"
)

// kind is what to do about a text that was refused, and why.
type kind struct {
	class  sms.Class
	reason sms.Reason
}

// kinds are what the meanings of refusals are for a text; the first that fits counts.
var kinds = []struct {
	is error
	kind
}{
	{ErrLogin, kind{sms.ClassUser, sms.ReasonPassword}},
	{ErrPassword, kind{sms.ClassUser, sms.ReasonPassword}},
	{ErrLocked, kind{sms.ClassUser, sms.ReasonPassword}},
	{ErrNewPassword, kind{sms.ClassUser, sms.ReasonPassword}},
	{sms.ErrNoCard, kind{sms.ClassUser, sms.ReasonSIM}},
	{sms.ErrPINRefused, kind{sms.ClassUser, sms.ReasonSIM}},
	{ErrNoCentre, kind{sms.ClassUser, sms.ReasonNoCentre}},
	{ErrFull, kind{sms.ClassUser, sms.ReasonFull}},
	{ErrNumber, kind{sms.ClassPermanent, sms.ReasonNumber}},
	{ErrFormat, kind{sms.ClassPermanent, sms.ReasonOurs}},
	{sms.ErrNotHere, kind{sms.ClassPermanent, sms.ReasonVendor}},
	{ErrSending, kind{sms.ClassSoon, sms.ReasonBusy}},
	{ErrInUse, kind{sms.ClassSoon, sms.ReasonBusy}},
	{ErrSession, kind{sms.ClassSoon, sms.ReasonBusy}},
	{sms.ErrBusy, kind{sms.ClassSoon, sms.ReasonBusy}},
	{ErrOvertime, kind{sms.ClassSoon, sms.ReasonNoAnswer}}, // as an answer to the text itself it is SendError.Perhaps
}

// Classify returns what an error means for a text that the stick has not taken, with the stick's own
// number, -1 for none. An error that is no answer of the stick has no class.
func Classify(err error) (sms.Class, sms.Reason, int) {
	var refused Refusal
	if !errors.As(err, &refused) {
		if errors.Is(err, ErrLogin) || errors.Is(err, ErrSending) {
			return kindOf(err).class, kindOf(err).reason, -1
		}
		return sms.ClassUnknown, sms.ReasonNone, -1
	}
	if class, reason := refused.Sort(); class != sms.ClassUnknown {
		return class, reason, refused.Number()
	}
	k := kindOf(refused)
	return k.class, k.reason, refused.Number()
}

// kindOf returns what the meaning of a refusal is for a text. One that is not known names no cause: it comes
// from a question before the text, and so later may help.
func kindOf(err error) kind {
	for _, k := range kinds {
		if errors.Is(err, k.is) {
			return k.kind
		}
	}
	return kind{sms.ClassSoon, sms.ReasonVendor}
}
