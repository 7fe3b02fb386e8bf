package outbox

import (
	"time"

	"surfstick-sms/sms"
)

// For reports whether the text may go out through this SIM card. An unknown card cannot be told apart
// from the right one.
func (t Text) For(imsi string) bool { return t.IMSI == "" || imsi == "" || t.IMSI == imsi }

// Way is how texts go out at the moment.
type Way struct {
	IMSI  string // the SIM card that is there, "" when that is unknown
	Whole bool   // whole texts, not part by part
}

// Bars returns why a text of the queue cannot go this way, ReasonNone when it can.
func (w Way) Bars(t Text) sms.Reason {
	switch {
	case !t.For(w.IMSI):
		return sms.ReasonOtherSIM
	case w.Whole && t.Begun():
		return sms.ReasonBegun
	}
	return sms.ReasonNone
}

// Turn is what Next returns.
type Turn struct {
	// ID is the text whose turn it is; 0 for none.
	ID int64
	// Wake is when to ask again if nothing else happens; zero for never.
	Wake time.Time
}

// Next picks the text whose turn it is: the oldest that is due and can go this way.
func Next(texts []Text, way Way, now time.Time) Turn {
	var turn Turn
	for _, t := range texts {
		if t.Status != sms.Queued && t.Status != sms.Waiting {
			continue
		}
		if way.Bars(t) != sms.ReasonNone {
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
