package outbox

import (
	"time"

	"surfstick-sms/sms"
)

type classified struct {
	class  sms.Class
	reason sms.Reason
}

// codes are the +CMS ERROR numbers that say something. Up to 127 they are causes of 3GPP TS 24.011
// annex E-2, from 300 on those of 3GPP TS 27.005 clause 3.2.5.
var codes = map[int]classified{
	1: {sms.ClassPermanent, sms.ReasonNumber}, 28: {sms.ClassPermanent, sms.ReasonNumber},
	30: {sms.ClassPermanent, sms.ReasonNumber}, 96: {sms.ClassPermanent, sms.ReasonNumber},

	8: {sms.ClassPermanent, sms.ReasonBarred}, 10: {sms.ClassPermanent, sms.ReasonBarred},
	21: {sms.ClassPermanent, sms.ReasonBarred}, 29: {sms.ClassPermanent, sms.ReasonBarred},
	50: {sms.ClassPermanent, sms.ReasonBarred}, 69: {sms.ClassPermanent, sms.ReasonBarred},

	17: {sms.ClassSoon, sms.ReasonBusy}, 22: {sms.ClassSoon, sms.ReasonBusy},
	41: {sms.ClassSoon, sms.ReasonBusy}, 42: {sms.ClassSoon, sms.ReasonBusy},
	47: {sms.ClassSoon, sms.ReasonBusy}, 314: {sms.ClassSoon, sms.ReasonBusy},

	38: {sms.ClassLong, sms.ReasonLater}, 331: {sms.ClassLong, sms.ReasonLater},

	310: {sms.ClassUser, sms.ReasonSIM}, 311: {sms.ClassUser, sms.ReasonSIM},
	312: {sms.ClassUser, sms.ReasonSIM}, 313: {sms.ClassUser, sms.ReasonSIM},
	315: {sms.ClassUser, sms.ReasonSIM}, 316: {sms.ClassUser, sms.ReasonSIM},
	317: {sms.ClassUser, sms.ReasonSIM}, 318: {sms.ClassUser, sms.ReasonSIM},
	322: {sms.ClassUser, sms.ReasonFull}, 330: {sms.ClassUser, sms.ReasonNoCentre},

	304: {sms.ClassPermanent, sms.ReasonOurs}, 305: {sms.ClassPermanent, sms.ReasonOurs},
	81: {sms.ClassPermanent, sms.ReasonOurs}, 95: {sms.ClassPermanent, sms.ReasonOurs},
	97: {sms.ClassPermanent, sms.ReasonOurs}, 98: {sms.ClassPermanent, sms.ReasonOurs},
	99: {sms.ClassPermanent, sms.ReasonOurs}, 111: {sms.ClassPermanent, sms.ReasonOurs},
}

// unclear are the codes that deny nothing once the PDU was handed over: operation not allowed,
// network time-out, unknown error. Before that they are known failures of the given class.
var unclear = map[int]classified{
	302: {sms.ClassUser, sms.ReasonSIM},
	332: {sms.ClassLong, sms.ReasonLater},
	500: {sms.ClassLong, sms.ReasonLater},
}

// Classify returns what a failed Submit means. A code below zero is no answer at all.
func Classify(code int, written bool) (sms.Class, sms.Reason) {
	if c, ok := codes[code]; ok {
		return c.class, c.reason
	}
	c, ok := unclear[code]
	switch {
	case written && (ok || code < 0):
		return sms.ClassAmbiguous, sms.ReasonNoAnswer
	case ok:
		return c.class, c.reason
	case code < 0:
		return sms.ClassSoon, sms.ReasonNoAnswer
	}
	return sms.ClassPermanent, sms.ReasonVendor
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
func delay(class sms.Class, tries int, jitter float64) time.Duration {
	d := soonDelays[tries]
	if class == sms.ClassLong {
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
// there is to do: sms.ClassUser pauses the queue.
func (t Text) Refused(r Refusal, now time.Time) (Text, sms.Class) {
	i := t.first(Handed)
	if i == len(t.Parts) {
		return t, sms.ClassUnknown
	}
	class, reason := Classify(r.Code, r.Written)
	code := max(r.Code, 0)
	if class == sms.ClassAmbiguous {
		return t.unconfirmed(code, now), class
	}
	p := t.Parts[i]
	p.State, p.At = Unsent, time.Time{}
	t = t.with(i, p)
	t.Reason, t.Code = reason, code
	switch {
	case r.Gone && r.Code < 0:
		t.Status, t.Reason = sms.Queued, sms.ReasonNone
	case class == sms.ClassUser:
		t.Status = sms.Queued
	case class == sms.ClassPermanent || t.Tries >= MaxTries:
		t.Status, t.DoneAt = sms.Failed, now
	default:
		t.Status, t.NextTry = sms.Waiting, now.Add(delay(class, t.Tries, r.Jitter))
		t.Tries++
	}
	return t, class
}
