package outbox

import (
	"time"

	"surfstick-sms/sms"
)

// Entry is one text in the queue, as far as the order cares.
type Entry struct {
	ID      int64
	Status  sms.Status
	IMSI    string
	NextTry time.Time
}

// For tells whether the entry may go out through this SIM card. An unknown card cannot be told
// apart from the right one.
func (e Entry) For(imsi string) bool { return e.IMSI == "" || imsi == "" || e.IMSI == imsi }

// Turn is the answer of Next.
type Turn struct {
	// ID is the text whose turn it is; 0 for none.
	ID int64
	// Wake is when to ask again if nothing else happens; zero for never.
	Wake time.Time
	// Foreign is how many texts wait that were written for another SIM card.
	Foreign int
}

// Next picks the text whose turn it is: the oldest that is due and written for this SIM card.
func Next(entries []Entry, imsi string, now time.Time) Turn {
	var turn Turn
	for _, e := range entries {
		if e.Status != sms.Queued && e.Status != sms.Waiting {
			continue
		}
		if !e.For(imsi) {
			turn.Foreign++
			continue
		}
		if e.Status == sms.Waiting && now.Before(e.NextTry) {
			if turn.Wake.IsZero() || e.NextTry.Before(turn.Wake) {
				turn.Wake = e.NextTry
			}
			continue
		}
		if turn.ID == 0 || e.ID < turn.ID {
			turn.ID = e.ID
		}
	}
	return turn
}
