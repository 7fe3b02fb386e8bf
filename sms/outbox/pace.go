package outbox

import "time"

// paceBurst is how many parts may go out in a row before the pace is kept, and paceLongest how many
// parts one text may have beyond that.
const (
	paceBurst   = 5
	paceLongest = 255
)

// Pace spaces out what is sent, because networks take a stick that sends much at once for a
// spammer: some parts in a row, and from then on one in so long. The zero value holds nothing back.
type Pace struct {
	Every time.Duration
	due   time.Time // when the parts sent so far would be out, had all kept the pace
}

// Free is when the next text may go: not after now when it may go at once.
func (p Pace) Free(now time.Time) time.Time {
	if p.idle(now) {
		return now
	}
	return p.due.Add(-(paceBurst - 1) * p.Every)
}

// Took notes a part that goes out.
func (p Pace) Took(now time.Time) Pace {
	if p.idle(now) {
		p.due = now
	}
	p.due = p.due.Add(max(p.Every, 0))
	return p
}

// idle reports whether nothing is to be waited for. A clock that was put back does not hold texts for
// longer than the pace can.
func (p Pace) idle(now time.Time) bool {
	return p.Every <= 0 || p.due.Before(now) ||
		p.due.Sub(now) > (paceBurst+paceLongest)*p.Every
}
