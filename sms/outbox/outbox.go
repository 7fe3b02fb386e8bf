// Package outbox is the life of a text on its way out, as a value. A Text knows its parts and how
// far each has come; Hand, Accepted, Refused, Reported, Recover and Retry answer with the changed
// Text, which the caller commits to disk before the modem acts on it. Next picks the text whose
// turn it is, Match finds the part that a status report speaks of, Classify turns a +CMS ERROR into
// what to do about it.
//
// A text goes out part by part, or as a whole through what cuts long texts by itself (HandWhole,
// AcceptedWhole). It bears a note then, by which its fate can be found out later: Resolved takes that
// in. Which of the two ways a queued text takes is open until its first part is out.
//
// Two rules stand above all others. A text is sent again by itself only when it is known that it
// did not go out; when that cannot be known it is Unconfirmed, and only the user may send it again.
// And a text never moves backwards: what the network has taken is not queued again.
//
// It is pure: no input or output, no goroutine, no clock and no chance (time and jitter come in as
// arguments).
package outbox

import (
	"fmt"
	"time"

	"surfstick-sms/sms"
)

// PartState is how far one part of a text has come.
type PartState int

// The states of a part. Handed is also the state of a part whose fate is unknown: it was given to
// the modem, and the answer has not come, or never came.
const (
	Unsent    PartState = 0
	Handed    PartState = 1
	Sent      PartState = 2
	Delivered PartState = 3
	Failed    PartState = 4 // the network gave up delivering it
)

var partStateNames = [...]string{"unsent", "handed", "sent", "delivered", "failed"}

// String names the state, for logs and tests.
func (s PartState) String() string {
	if s < 0 || int(s) >= len(partStateNames) {
		return fmt.Sprintf("%d", int(s))
	}
	return partStateNames[s]
}

// Part is one SMS-SUBMIT of a text.
type Part struct {
	// TPDU is encoded once, when the text is written, so that a text that is resumed after a crash
	// keeps its reference number and its cuts.
	TPDU  []byte
	State PartState
	// Ref is the message reference of +CMGS; it means something from Sent on. See WholeRef.
	Ref int
	// At is when it was handed over or sent; zero before.
	At time.Time
}

// Text is one outgoing text with all that decides what may happen to it next. Methods return a
// changed copy; the parts of the original are not touched.
type Text struct {
	ID     int64
	To     sms.Number
	Body   string // what the user wrote
	IMSI   string // the SIM card that it was written for; "" for any
	Status sms.Status
	Reason sms.Reason
	Code   int
	// Tries is how many temporary failures it has had since it was queued.
	Tries int
	// NextTry is when a Waiting text is tried again.
	NextTry time.Time
	// DoneAt is when it was sent, delivered or given up.
	DoneAt time.Time
	Parts  []Part
	// Note is by what the stick can be asked what became of the text. It is nil, unless the text was
	// handed over as a whole and its fate is not known yet.
	Note []byte
}

// New is a text in its first state, queued.
func New(to sms.Number, imsi string, tpdus [][]byte) Text {
	t := Text{To: to, IMSI: imsi, Status: sms.Queued, Parts: make([]Part, len(tpdus))}
	for i := range tpdus {
		t.Parts[i].TPDU = tpdus[i]
	}
	return t
}

// Done is how many parts the network has taken.
func (t Text) Done() int {
	n := 0
	for _, p := range t.Parts {
		if p.State >= Sent {
			n++
		}
	}
	return n
}

// next is the first part that was not sent; len(t.Parts) when there is none.
func (t Text) next() int { return t.first(Unsent) }

// first is the first part in the given state; len(t.Parts) when there is none.
func (t Text) first(s PartState) int {
	for i, p := range t.Parts {
		if p.State == s {
			return i
		}
	}
	return len(t.Parts)
}

// with is a copy with one part changed.
func (t Text) with(i int, p Part) Text {
	parts := make([]Part, len(t.Parts))
	copy(parts, t.Parts)
	parts[i] = p
	t.Parts = parts
	return t
}

// Ready reports whether the text may be taken from the queue now.
func (t Text) Ready(now time.Time) bool {
	return t.Status == sms.Queued || t.Status == sms.Waiting && !now.Before(t.NextTry)
}

// Hand takes the next part in turn; commit the result before the part goes to the modem. The index
// is -1 and the text unchanged when there is nothing to hand over.
func (t Text) Hand(now time.Time) (Text, int) {
	i := t.next()
	sendable := t.Status == sms.Sending || t.Ready(now)
	if !sendable || i == len(t.Parts) || t.first(Handed) < len(t.Parts) {
		return t, -1
	}
	p := t.Parts[i]
	p.State, p.Ref, p.At = Handed, 0, now
	t = t.with(i, p)
	t.Status, t.Reason, t.Code, t.NextTry = sms.Sending, sms.ReasonNone, 0, time.Time{}
	return t, i
}

// Accepted marks the part that was handed over as taken by the network under this reference.
func (t Text) Accepted(ref int, now time.Time) Text {
	i := t.first(Handed)
	if i == len(t.Parts) {
		return t
	}
	p := t.Parts[i]
	p.State, p.Ref, p.At = Sent, ref, now
	t.Reason, t.Code = sms.ReasonNone, 0
	return t.with(i, p).settled(now, 0)
}

// Recover is what becomes of a text that was being sent when the program ended: with a part handed
// over its fate is unknown, else it goes on with the next part.
func (t Text) Recover(now time.Time) Text {
	if t.Status != sms.Sending {
		return t
	}
	if t.first(Handed) < len(t.Parts) {
		return t.unconfirmed(0, now)
	}
	if t.next() == len(t.Parts) {
		return t.settled(now, 0)
	}
	t.Status, t.Reason, t.Code = sms.Queued, sms.ReasonNone, 0
	return t
}

// Slow marks a text that is being sent and has no answer yet, long after it was handed over.
func (t Text) Slow() Text {
	if t.Status == sms.Sending {
		t.Reason = sms.ReasonNoAnswer
	}
	return t
}

// Paused marks a text of the queue that waits because nothing can be sent, and why; it is due as soon
// as the pause ends. A text that is not in the queue stays as it is.
func (t Text) Paused(reason sms.Reason, code int) Text {
	if t.Status == sms.Queued || t.Status == sms.Waiting {
		t.Status, t.NextTry = sms.Queued, time.Time{}
		t.Reason, t.Code = reason, code
	}
	return t
}

// Stopped is what becomes of a text of the queue that the user deletes: it does not go out by itself any more,
// also when it is restored. A text that is not in the queue stays as it is.
func (t Text) Stopped(now time.Time) Text {
	if t.Status == sms.Queued || t.Status == sms.Waiting {
		t.Status, t.Reason, t.Code = sms.Failed, sms.ReasonStopped, 0
		t.NextTry, t.DoneAt = time.Time{}, now
	}
	return t
}

// Retry is the user's wish to send again: a failed or unconfirmed text is queued, and so is one
// that waits for its time. It resumes at the first part that the network does not have; one that went
// out as a whole begins anew. The answer is false when there is nothing to send again.
func (t Text) Retry() (Text, bool) {
	switch t.Status {
	case sms.Failed, sms.Unconfirmed, sms.Waiting, sms.Queued:
	default:
		return t, false
	}
	if t.wentWhole() {
		t = t.anew()
	}
	t = t.withdrawn()
	if t.next() == len(t.Parts) {
		return t, false
	}
	t.Status, t.Reason, t.Code, t.Tries = sms.Queued, sms.ReasonNone, 0, 0
	t.NextTry, t.DoneAt = time.Time{}, time.Time{}
	return t, true
}

// unconfirmed is the text as possibly sent.
func (t Text) unconfirmed(code int, now time.Time) Text {
	t.Status, t.Reason, t.Code = sms.Unconfirmed, sms.ReasonNoAnswer, code
	t.NextTry, t.DoneAt = time.Time{}, now
	return t
}

// settled derives the status from the parts once the network has them all; code is the TP-ST of a
// report that says no.
func (t Text) settled(now time.Time, code int) Text {
	status := sms.Delivered
	for _, p := range t.Parts {
		switch {
		case p.State < Sent:
			return t
		case p.State == Failed:
			status = sms.DeliveryFailed
		case p.State == Sent && status == sms.Delivered:
			status = sms.Sent
		}
	}
	if status == t.Status {
		return t
	}
	t.Status, t.Reason, t.Code, t.DoneAt, t.NextTry = status, sms.ReasonNone, 0, now, time.Time{}
	t.Note = nil
	if status == sms.DeliveryFailed {
		t.Reason, t.Code = sms.ReasonNotReached, code
	}
	return t
}
