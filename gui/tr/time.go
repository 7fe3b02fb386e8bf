package tr

import (
	"fmt"
	"time"
)

// Clock returns the time of day: "14:02" in German, "2:02 PM" in English.
func Clock(t time.Time) string {
	if current == "de" {
		return t.Format("15:04")
	}
	return t.Format("3:04 PM")
}

// Day returns the day of t as a heading: today, yesterday, the weekday within the last week, then
// the date, with the year when it is not this one.
func Day(t, now time.Time) string {
	switch days := daysBetween(t, now); {
	case days == 0:
		return T("time.today")
	case days == 1:
		return T("time.yesterday")
	case days > 1 && days < 7:
		return T("time.weekday." + weekdays[t.Weekday()])
	}
	return Date(t, now)
}

// Short returns the time of the last text for a list: the time of day if it was today, then the
// short weekday, then the date in figures.
func Short(t, now time.Time) string {
	switch days := daysBetween(t, now); {
	case days == 0:
		return Clock(t)
	case days == 1:
		return T("time.yesterday")
	case days > 1 && days < 7:
		return T("time.short." + weekdays[t.Weekday()])
	}
	if current == "de" {
		return t.Format("02.01.06")
	}
	return t.Format("1/2/06")
}

// Since returns when something began: the time of day, with the day unless that is today.
func Since(t, now time.Time) string {
	t = t.In(now.Location())
	if daysBetween(t, now) == 0 {
		return Clock(t)
	}
	return Day(t, now) + ", " + Clock(t)
}

// Date returns "3. Mai" or "3 May", with the year when it is not that of now.
func Date(t, now time.Time) string {
	month := T(fmt.Sprintf("time.month.%d", int(t.Month())))
	text := fmt.Sprintf("%d %s", t.Day(), month)
	if current == "de" {
		text = fmt.Sprintf("%d. %s", t.Day(), month)
	}
	if t.Year() != now.Year() {
		text += fmt.Sprintf(" %d", t.Year())
	}
	return text
}

// Exact returns day and time to the second, with the year and the weekday.
func Exact(t time.Time) string {
	clock := t.Format("3:04:05 PM")
	if current == "de" {
		clock = t.Format("15:04:05")
	}
	return T("time.weekday."+weekdays[t.Weekday()]) + ", " + Date(t, time.Time{}) + ", " + clock
}

var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// Weekday returns the name of a day of the week.
func Weekday(d time.Weekday) string { return T("time.weekday." + weekdays[d]) }

// daysBetween counts midnights from t to now in now's zone; negative when t is later.
func daysBetween(t, now time.Time) int {
	t = t.In(now.Location())
	a := time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	b := time.Date(now.Year(), now.Month(), now.Day(), 12, 0, 0, 0, time.UTC)
	return int(b.Sub(a).Hours() / 24)
}
