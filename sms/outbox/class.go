package outbox

import (
	"fmt"
	"time"

	"surfstick-sms/sms"
)

// Class is what to do about a text that was not sent.
type Class int

// The classes.
const (
	ClassUnknown   Class = iota
	ClassSoon            // temporary: 30 s, 2 min, 10 min
	ClassLong            // temporary, relatively long: from 10 min
	ClassPermanent       // never by itself
	ClassUser            // the user must do something about SIM card or settings: the queue pauses
	ClassAmbiguous       // it may have gone out
)

var classNames = [...]string{"unknown", "soon", "long", "permanent", "user", "ambiguous"}

// String names the class, for logs and tests.
func (c Class) String() string {
	if c < 0 || int(c) >= len(classNames) {
		return fmt.Sprintf("%d", int(c))
	}
	return classNames[c]
}

type classified struct {
	class  Class
	reason sms.Reason
}

// codes are the +CMS ERROR numbers that say something. Up to 127 they are causes of 3GPP TS 24.011
// annex E-2, from 300 on those of 3GPP TS 27.005 clause 3.2.5.
var codes = map[int]classified{
	1: {ClassPermanent, sms.ReasonNumber}, 28: {ClassPermanent, sms.ReasonNumber},
	30: {ClassPermanent, sms.ReasonNumber}, 96: {ClassPermanent, sms.ReasonNumber},

	8: {ClassPermanent, sms.ReasonBarred}, 10: {ClassPermanent, sms.ReasonBarred},
	21: {ClassPermanent, sms.ReasonBarred}, 29: {ClassPermanent, sms.ReasonBarred},
	50: {ClassPermanent, sms.ReasonBarred}, 69: {ClassPermanent, sms.ReasonBarred},

	17: {ClassSoon, sms.ReasonBusy}, 22: {ClassSoon, sms.ReasonBusy},
	41: {ClassSoon, sms.ReasonBusy}, 42: {ClassSoon, sms.ReasonBusy},
	47: {ClassSoon, sms.ReasonBusy}, 314: {ClassSoon, sms.ReasonBusy},

	38: {ClassLong, sms.ReasonLater}, 331: {ClassLong, sms.ReasonLater},

	310: {ClassUser, sms.ReasonSIM}, 311: {ClassUser, sms.ReasonSIM},
	312: {ClassUser, sms.ReasonSIM}, 313: {ClassUser, sms.ReasonSIM},
	315: {ClassUser, sms.ReasonSIM}, 316: {ClassUser, sms.ReasonSIM},
	317: {ClassUser, sms.ReasonSIM}, 318: {ClassUser, sms.ReasonSIM},
	322: {ClassUser, sms.ReasonFull}, 330: {ClassUser, sms.ReasonNoCentre},

	304: {ClassPermanent, sms.ReasonOurs}, 305: {ClassPermanent, sms.ReasonOurs},
	81: {ClassPermanent, sms.ReasonOurs}, 95: {ClassPermanent, sms.ReasonOurs},
	97: {ClassPermanent, sms.ReasonOurs}, 98: {ClassPermanent, sms.ReasonOurs},
	99: {ClassPermanent, sms.ReasonOurs}, 111: {ClassPermanent, sms.ReasonOurs},
}

// unclear are the codes that deny nothing once the PDU was handed over: operation not allowed,
// network time-out, unknown error. Before that they are known failures of the given class.
var unclear = map[int]classified{
	302: {ClassUser, sms.ReasonSIM},
	332: {ClassLong, sms.ReasonLater},
	500: {ClassLong, sms.ReasonLater},
}

// Classify returns what a failed Submit means. A code below zero is no answer at all.
func Classify(code int, written bool) (Class, sms.Reason) {
	if c, ok := codes[code]; ok {
		return c.class, c.reason
	}
	c, ok := unclear[code]
	switch {
	case written && (ok || code < 0):
		return ClassAmbiguous, sms.ReasonNoAnswer
	case ok:
		return c.class, c.reason
	case code < 0:
		return ClassSoon, sms.ReasonNoAnswer
	}
	return ClassPermanent, sms.ReasonVendor
}

// The waiting times before the first, second and third automatic try.
var (
	soonDelays = [...]time.Duration{30 * time.Second, 2 * time.Minute, 10 * time.Minute}
	longDelays = [...]time.Duration{10 * time.Minute, 10 * time.Minute, 10 * time.Minute}
)

// MaxTries is how many times a text is tried again by itself.
const MaxTries = len(soonDelays)

// delay is the wait after the given number of tries, spread by a tenth in both directions so that
// many texts do not all come back in the same second.
func delay(class Class, tries int, jitter float64) time.Duration {
	d := soonDelays[tries]
	if class == ClassLong {
		d = longDelays[tries]
	}
	return d + time.Duration((jitter-0.5)*0.2*float64(d))
}

// Refusal is why a part that was handed over was not accepted.
type Refusal struct {
	Code    int  // of +CMS ERROR, or -1
	Written bool // the PDU went to the modem, even in part
	Gone    bool // the backend went away: nothing that the text has to pay for
	// Jitter in [0, 1) spreads the time of the next try.
	Jitter float64
}

// Refused marks the part that was handed over as not accepted. The class says what else
// there is to do: ClassUser pauses the queue.
func (t Text) Refused(r Refusal, now time.Time) (Text, Class) {
	i := t.first(Handed)
	if i == len(t.Parts) {
		return t, ClassUnknown
	}
	class, reason := Classify(r.Code, r.Written)
	code := max(r.Code, 0)
	if class == ClassAmbiguous {
		return t.unconfirmed(code, now), class
	}
	p := t.Parts[i]
	p.State, p.At = Unsent, time.Time{}
	t = t.with(i, p)
	t.Reason, t.Code = reason, code
	switch {
	case r.Gone && r.Code < 0:
		t.Status, t.Reason = sms.Queued, sms.ReasonNone
	case class == ClassUser:
		t.Status = sms.Queued
	case class == ClassPermanent || t.Tries >= MaxTries:
		t.Status, t.DoneAt = sms.Failed, now
	default:
		t.Status, t.NextTry = sms.Waiting, now.Add(delay(class, t.Tries, r.Jitter))
		t.Tries++
	}
	return t, class
}
