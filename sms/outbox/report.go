package outbox

import (
	"time"

	"surfstick-sms/sms"
)

// Window is how long after a part was sent a report may still be about it. The message reference
// has 8 bits only, so it comes round again.
const Window = 48 * time.Hour

// Buffer is how long a report that matches nothing is kept, because it can overtake the +CMGS that
// has its reference.
const Buffer = 60 * time.Second

// Outcome is what a status report says (TP-ST, 3GPP TS 23.040 clause 9.2.3.15).
type Outcome int

// The outcomes.
const (
	Trying       Outcome = iota // 0x20-0x3f: nothing final
	WasDelivered                // 0x00-0x1f
	WasGivenUp                  // the rest: reserved values mean that the service was rejected
)

// OutcomeOf reads a TP-ST.
func OutcomeOf(status byte) Outcome {
	switch {
	case status < 0x20:
		return WasDelivered
	case status < 0x40:
		return Trying
	}
	return WasGivenUp
}

// Report is a status report.
type Report struct {
	Ref    int
	To     sms.Number
	Status byte
	At     time.Time // when it came in here
}

// Candidate is a part that a report may be about.
type Candidate struct {
	Text  int64
	Part  int // index
	To    sms.Number
	State PartState
	Ref   int
	At    time.Time // when it was handed over or sent
}

// Match finds the part that a report is about: same reference, same last eight digits, within the
// window, newest first, not yet final. A part whose answer never came has no reference; it is
// taken when nothing else, final or not, bears the reference and there is only one such part, since
// then the report can hardly be about anything but it. inFlight is the text whose answer is still
// awaited: the report may be about that one, so that no guess is made before its reference is known.
func Match(r Report, candidates []Candidate, inFlight int64) (Candidate, bool) {
	var best, unknown Candidate
	known := false
	for _, c := range candidates {
		if !sameNumber(r.To, c.To) || r.At.Sub(c.At) > Window {
			continue
		}
		switch {
		case c.State == Handed && c.Text == inFlight:
			known = true
		case c.State == Handed:
			known = known || unknown.Text != 0 // about which of them?
			unknown = c
		case c.State >= Sent && c.Ref == r.Ref:
			known = true
			if c.State == Sent && newer(c, best) {
				best = c
			}
		}
	}
	if best.Text != 0 {
		return best, true
	}
	return unknown, !known && unknown.Text != 0
}

// Certainty is what MatchNumber knows.
type Certainty int

// The certainties.
const (
	Nobody    Certainty = iota // nothing is open, or more than one text: nobody can know
	Undecided                  // it may be about the text in flight: ask again when that has its answer
	Certain
)

// MatchNumber finds the part that a report is about which names a number only, as those of a stick
// that sends whole texts do. It is certain only when a single text to that number is open, that is,
// may be out and has no final report, and went out as a whole. Each report speaks of one part, the
// first one that is open.
func MatchNumber(r Report, candidates []Candidate, inFlight int64) (Candidate, Certainty) {
	var open Candidate
	several, flying := false, false
	for _, c := range candidates {
		if !r.mayEnd(c) {
			continue
		}
		flying = flying || c.Text == inFlight
		several = several || open.Text != 0 && open.Text != c.Text
		if open.Text == 0 || c.Text == open.Text && c.Part < open.Part {
			open = c
		}
	}
	switch {
	case flying:
		return Candidate{}, Undecided
	case several || open.Text == 0 || open.Ref != WholeRef:
		return Candidate{}, Nobody
	}
	return open, Certain
}

// mayEnd reports whether a report that names a number may be about a part.
func (r Report) mayEnd(c Candidate) bool {
	return (c.State == Handed || c.State == Sent) && sameNumber(r.To, c.To) && r.At.Sub(c.At) <= Window
}

// newer reports whether a was sent after b; anything is newer than nothing.
func newer(a, b Candidate) bool {
	switch {
	case b.Text == 0:
		return true
	case a.Text != b.Text:
		return a.Text > b.Text
	}
	return a.Part > b.Part
}

// sameNumber compares the last eight digits: service centres write the recipient with or without
// country code. Of shorter numbers all digits must agree.
func sameNumber(a, b sms.Number) bool {
	x, y := digits(a), digits(b)
	n := min(8, len(x), len(y))
	return n > 0 && x[len(x)-n:] == y[len(y)-n:]
}

func digits(n sms.Number) string {
	d := make([]byte, 0, len(n))
	for i := range len(n) {
		if n[i] >= '0' && n[i] <= '9' {
			d = append(d, n[i])
		}
	}
	return string(d)
}

// Reported applies a status report to one part. Final parts stay as they are, and a report that
// says that the network still tries changes nothing but the fate of an unconfirmed part.
func (t Text) Reported(i int, status byte, now time.Time) (Text, bool) {
	if i < 0 || i >= len(t.Parts) {
		return t, false
	}
	p := t.Parts[i]
	before := p.State
	if before != Handed && before != Sent {
		return t, false
	}
	switch OutcomeOf(status) {
	case WasDelivered:
		p.State = Delivered
	case WasGivenUp:
		p.State = Failed
	case Trying:
		p.State = Sent
	}
	if p.State == before {
		return t, false
	}
	return t.with(i, p).settled(now, int(status)), true
}
