package outbox

import (
	"cmp"
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

// Refusal is why what was handed over was not accepted.
type Refusal struct {
	Code    int  // of +CMS ERROR, or -1
	Written bool // it went to the stick, even in part
	Gone    bool // the backend went away: nothing that the text has to pay for
	// Class and Reason are those of the backend, if it knows better than the Code.
	Class  sms.Class
	Reason sms.Reason
	// Jitter in [0, 1) spreads the time of the next try.
	Jitter float64
}

// classify returns what a refusal means.
func (r Refusal) classify() (sms.Class, sms.Reason) {
	if r.Class == sms.ClassUnknown {
		return Classify(r.Code, r.Written)
	}
	return r.Class, cmp.Or(r.Reason, sms.ReasonStick)
}

// Refused marks what was handed over as not accepted. The class says what else there is to do:
// sms.ClassUser pauses the queue.
func (t Text) Refused(r Refusal, now time.Time) (Text, sms.Class) {
	if t.first(Handed) == len(t.Parts) {
		return t, sms.ClassUnknown
	}
	class, reason := r.classify()
	code := max(r.Code, 0)
	if class == sms.ClassAmbiguous {
		return t.unconfirmed(code, now), class
	}
	t = t.withdrawn()
	t.Reason, t.Code = reason, code
	switch {
	case r.Gone && r.Code < 0 && r.Class == sms.ClassUnknown:
		t.Status, t.Reason = sms.Queued, sms.ReasonNone
	case class == sms.ClassUser:
		t.Status = sms.Queued
	case class == sms.ClassPermanent:
		t.Status, t.DoneAt = sms.Failed, now
	default:
		t = t.again(class, r.Jitter, now)
	}
	return t, class
}

// again is the text as waiting for its next try, or as failed when it has had all of them.
func (t Text) again(class sms.Class, jitter float64, now time.Time) Text {
	if t.Tries >= MaxTries {
		t.Status, t.DoneAt = sms.Failed, now
		return t
	}
	t.Status, t.NextTry, t.DoneAt = sms.Waiting, now.Add(delay(class, t.Tries, jitter)), time.Time{}
	t.Tries++
	return t
}
