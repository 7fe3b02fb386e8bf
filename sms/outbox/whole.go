package outbox

import (
	"time"

	"surfstick-sms/sms"
)

// WholeRef is the Ref of a part that is handed over or sent with its whole text: the stick knows its
// reference, and nobody else.
const WholeRef = -2

// Begun reports whether a part of the text is out and others are not, so that they have to follow
// one by one.
func (t Text) Begun() bool { return t.next() < len(t.Parts) && t.Done() > 0 }

// wentWhole reports whether the text went out as a whole, as far as it did.
func (t Text) wentWhole() bool {
	for _, p := range t.Parts {
		if p.State != Unsent && p.Ref == WholeRef {
			return true
		}
	}
	return false
}

// HandWhole takes the whole text; commit the result before it goes to the stick. The note is by what
// the stick can be asked later. The answer is false and the text unchanged when it is not its turn, or
// when a part is out already.
func (t Text) HandWhole(now time.Time, note []byte) (Text, bool) {
	for _, p := range t.Parts {
		if p.State != Unsent {
			return t, false
		}
	}
	if len(t.Parts) == 0 || !t.Ready(now) {
		return t, false
	}
	t = t.each(Unsent, Part{State: Handed, Ref: WholeRef, At: now})
	t.Status, t.Reason, t.Code, t.NextTry = sms.Sending, sms.ReasonNone, 0, time.Time{}
	t.Note = note
	return t, true
}

// AcceptedWhole marks a text that was handed over as a whole as taken by the network.
func (t Text) AcceptedWhole(now time.Time) Text {
	if t.first(Handed) == len(t.Parts) {
		return t
	}
	return t.each(Handed, Part{State: Sent, Ref: WholeRef, At: now}).settled(now, 0)
}

// Resolved takes in what became of a text whose fate was unknown. One that is known not to have gone
// out waits for its next try, which jitter in [0, 1) spreads. The answer is false when that changes
// nothing: the text is not in doubt any more, or nothing is known yet.
func (t Text) Resolved(fate sms.Fate, jitter float64, now time.Time) (Text, bool) {
	if t.Status != sms.Unconfirmed || t.Note == nil || fate == sms.FatePending {
		return t, false
	}
	if fate == sms.FateSent {
		return t.AcceptedWhole(now), true
	}
	t.Note = nil
	switch {
	case fate == sms.FateFailed:
		t = t.withdrawn()
		t.Status, t.Reason, t.Code, t.DoneAt = sms.Failed, sms.ReasonStick, 0, now
	case fate == sms.FateNotSent && t.Done() == 0: // otherwise a report says that a part of it is out
		t = t.withdrawn().again(sms.ClassSoon, jitter, now)
	}
	return t, true
}

// withdrawn is the text with nothing handed over.
func (t Text) withdrawn() Text {
	t.Note = nil
	return t.each(Handed, Part{State: Unsent})
}

// anew is the text with none of its parts out.
func (t Text) anew() Text {
	for s := Handed; s <= Failed; s++ {
		t = t.each(s, Part{State: Unsent})
	}
	return t
}

// each is a copy with all parts in one state changed to what another part is like.
func (t Text) each(s PartState, like Part) Text {
	for i, p := range t.Parts {
		if p.State == s {
			like.TPDU = p.TPDU
			t = t.with(i, like)
		}
	}
	return t
}
