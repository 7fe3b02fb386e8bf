// Package plan is the rules for texts that are written now and sent later: when one is due, how it
// repeats, and what becomes of one whose time has passed while nothing could be sent.
//
// A text that goes once has a moment. One that repeats has a time on the clock on the wall: 8:00 stays
// 8:00 when the clocks change, and where the computer travels to. What is to be done is not kept but
// computed from the time and from the occurrences that are done with, so that a clock that was wrong
// for a while does no lasting harm, and no occurrence comes twice.
//
// It is pure: no input or output, no goroutine and no clock.
package plan

import (
	"fmt"
	"time"

	"surfstick-sms/sms"
)

// Unit is how a planned text repeats. The numbers are those in the file.
type Unit int

// The units.
const (
	Once     Unit = 0
	Daily    Unit = 1
	Weekdays Unit = 2 // Monday to Friday
	Weekly   Unit = 3
	Monthly  Unit = 4 // the 31st is the last day of a shorter month
)

var unitNames = [...]string{"once", "daily", "weekdays", "weekly", "monthly"}

// String returns the name of the unit; it is part of the key of the words that are shown for it.
func (u Unit) String() string {
	if u < 0 || int(u) >= len(unitNames) {
		return fmt.Sprintf("%d", int(u))
	}
	return unitNames[u]
}

// Repeat is how often a text goes: every so many units. Every below 1 counts as 1, and Weekdays and
// Once know no other.
type Repeat struct {
	Unit  Unit
	Every int
}

// MaxEvery is the greatest number of units between two occurrences.
const MaxEvery = 99

// step returns Every within its bounds.
func (r Repeat) step() int { return max(1, min(r.Every, MaxEvery)) }

// Text is a planned text.
type Text struct {
	ID   int64
	To   sms.Number
	Body string
	// At is the moment of a text that goes once.
	At time.Time
	// Start is the first time of one that repeats; of one that goes once it is At on the clock of the
	// zone in which it was planned, and only its name.
	Start  Wall
	Repeat Repeat
	// Ask says that it never goes by itself: at its time the user is asked, because it costs something.
	Ask bool
	// Since is when it was planned or changed last; what would have been due before is not made up for.
	Since time.Time
}

// Patience is how late a text goes by itself. After that the user is asked.
const Patience = 24 * time.Hour

// Verdict is what is to be done about a planned text.
type Verdict int

// The verdicts.
const (
	Wait  Verdict = iota // its time has not come
	Go                   // it is due: send it as soon as that is possible
	Ask                  // it is due, and the user has to say whether it goes
	Ended                // nothing is left to send
)

var verdictNames = [...]string{"wait", "go", "ask", "ended"}

// String names the verdict, for logs and tests.
func (v Verdict) String() string { return verdictNames[v] }

// Turn is how things stand with a planned text.
type Turn struct {
	Verdict Verdict
	// Occurrence is the one that is due, or the next one; it is zero when the text has Ended.
	Occurrence Wall
	// Due is its moment.
	Due time.Time
	// Late says that it is due and has been for longer than Patience.
	Late bool
}

// Turn returns what is to be done about the text at a moment, in the zone of now. done reports whether
// an occurrence was sent or skipped. Of several occurrences that were missed only the last one counts.
func (t Text) Turn(now time.Time, done func(Wall) bool) Turn {
	if t.Repeat.Unit == Once {
		if done(t.Start) {
			return Turn{Verdict: Ended}
		}
		return t.turn(t.Start, t.At.In(now.Location()), now)
	}
	zone := now.Location()
	if last, ok := t.last(now); ok && !done(last) && !last.In(zone).Before(t.since(zone)) {
		return t.turn(last, last.In(zone), now)
	}
	next := t.next(WallOf(now).AddDays(-1))
	for !next.IsZero() && (done(next) || !next.In(zone).After(now)) {
		next = t.next(next)
	}
	if next.IsZero() {
		return Turn{Verdict: Ended}
	}
	return t.turn(next, next.In(zone), now)
}

// since is Since to the minute, as occurrences are.
func (t Text) since(zone *time.Location) time.Time {
	return t.Since.In(zone).Truncate(time.Minute)
}

// turn returns what is to be done about an occurrence.
func (t Text) turn(occurrence Wall, due, now time.Time) Turn {
	turn := Turn{Occurrence: occurrence, Due: due}
	late := now.Sub(due)
	switch {
	case late < 0:
		return turn
	case late >= Patience:
		turn.Verdict, turn.Late = Ask, true
	case t.Ask:
		turn.Verdict = Ask
	default:
		turn.Verdict = Go
	}
	return turn
}

// Next returns when to look at the text again, zero for never: when it becomes due, or when it is so
// late that it no longer goes by itself.
func (t Turn) Next() time.Time {
	switch t.Verdict {
	case Wait:
		return t.Due
	case Go:
		return t.Due.Add(Patience)
	case Ask, Ended: // only the user changes that
	}
	return time.Time{}
}

// Planned is a planned text and how things stand with it.
type Planned struct {
	Text
	Turn Turn
}
