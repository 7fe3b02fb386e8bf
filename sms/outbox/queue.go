package outbox

import (
	"time"

	"surfstick-sms/sms"
)

// For reports whether the text may go out through this SIM card. An unknown card cannot be told apart
// from the right one.
func (t Text) For(imsi string) bool { return t.IMSI == "" || imsi == "" || t.IMSI == imsi }

// Turn is what Next returns.
type Turn struct {
	// ID is the text whose turn it is; 0 for none.
	ID int64
	// Wake is when to ask again if nothing else happens; zero for never.
	Wake time.Time
	// Foreign is how many texts wait that were written for another SIM card.
	Foreign int
}

// Next picks the text whose turn it is: the oldest that is due and written for this SIM card.
func Next(texts []Text, imsi string, now time.Time) Turn {
	var turn Turn
	for _, t := range texts {
		if t.Status != sms.Queued && t.Status != sms.Waiting {
			continue
		}
		if !t.For(imsi) {
			turn.Foreign++
			continue
		}
		if t.Status == sms.Waiting && now.Before(t.NextTry) {
			if turn.Wake.IsZero() || t.NextTry.Before(turn.Wake) {
				turn.Wake = t.NextTry
			}
			continue
		}
		if turn.ID == 0 || t.ID < turn.ID {
			turn.ID = t.ID
		}
	}
	return turn
}
