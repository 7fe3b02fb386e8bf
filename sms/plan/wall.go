package plan

import (
	"fmt"
	"time"
)

// Wall is a date and a time of day as a clock on the wall shows them, to the minute, without a time
// zone. The zero value is no time.
type Wall struct{ t time.Time } // in UTC, without seconds

// wallLayout is how a Wall is written; the order of such strings is the order of the times.
const wallLayout = "2006-01-02 15:04"

// At returns a date and a time of day. Days and months beyond their end count on, as in time.Date.
func At(year int, month time.Month, day, hour, minute int) Wall {
	return Wall{time.Date(year, month, day, hour, minute, 0, 0, time.UTC)}
}

// WallOf returns what the clock on the wall shows at t, in t's own zone.
func WallOf(t time.Time) Wall {
	return At(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute())
}

// ParseWall reads what String wrote.
func ParseWall(s string) (Wall, error) {
	t, err := time.Parse(wallLayout, s)
	if err != nil {
		return Wall{}, fmt.Errorf("time %q: %w", s, err)
	}
	return Wall{t}, nil
}

// String returns the time as "2026-11-27 08:00"; it is the name of an occurrence on disk.
func (w Wall) String() string { return w.t.Format(wallLayout) }

// IsZero reports whether it is no time.
func (w Wall) IsZero() bool { return w.t.IsZero() }

// In returns the moment at which a clock in the zone shows the time. When it shows it twice, because
// the clock is put back, the first one counts; when it never does, because the clock is put forward,
// it is as much later as the clock jumps: 2:30 becomes 3:30. That is the rule of calendars (RFC 5545
// clause 3.3.5).
func (w Wall) In(zone *time.Location) time.Time {
	// The zone's offset before and after any change that could be near.
	before, after := offset(w.t.AddDate(0, 0, -1), zone), offset(w.t.AddDate(0, 0, 1), zone)
	early := w.t.Add(-before)
	if WallOf(early.In(zone)) == w {
		return early.In(zone)
	}
	late := w.t.Add(-after)
	if WallOf(late.In(zone)) == w {
		return late.In(zone)
	}
	return early.In(zone)
}

// offset returns how far a zone is ahead of UTC.
func offset(t time.Time, zone *time.Location) time.Duration {
	_, seconds := t.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}

// Day returns the midnight that begins the day of w.
func (w Wall) Day() Wall { return At(w.t.Year(), w.t.Month(), w.t.Day(), 0, 0) }

// Weekday returns the day of the week.
func (w Wall) Weekday() time.Weekday { return w.t.Weekday() }

// Date returns year, month and day of the month.
func (w Wall) Date() (year int, month time.Month, day int) { return w.t.Date() }

// Clock returns hour and minute.
func (w Wall) Clock() (hour, minute int) { return w.t.Hour(), w.t.Minute() }

// AddDays returns the same time of day so many days later.
func (w Wall) AddDays(n int) Wall { return Wall{w.t.AddDate(0, 0, n)} }

// On returns the time of day of w on the day of another.
func (w Wall) On(day Wall) Wall {
	y, m, d := day.Date()
	return At(y, m, d, w.t.Hour(), w.t.Minute())
}

// Before reports whether w is earlier than another.
func (w Wall) Before(other Wall) bool { return w.t.Before(other.t) }

// days returns the number of days from the date of w to that of another.
func (w Wall) days(to Wall) int { return int((to.Day().t.Unix() - w.Day().t.Unix()) / (24 * 60 * 60)) }

// addMonths returns the same day so many months later, or the last day of a month that is shorter.
func (w Wall) addMonths(n int) Wall {
	first := time.Date(w.t.Year(), w.t.Month()+time.Month(n), 1, w.t.Hour(), w.t.Minute(), 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Wall{first.AddDate(0, 0, min(w.t.Day(), last)-1)}
}
