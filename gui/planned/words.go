package planned

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"surfstick-sms/gui/tr"
	"surfstick-sms/sms/plan"
)

// when returns a moment to come in words: "tomorrow, 8:00 AM". Both are taken in the zone of now.
func when(t, now time.Time) string {
	t = t.In(now.Location())
	return tr.T("planned.when", tr.Data{"Day": day(plan.WallOf(t), plan.WallOf(now)), "Clock": tr.Clock(t)})
}

// day returns a day in words, as in the middle of a sentence.
func day(d, today plan.Wall) string {
	switch d.Day() {
	case today.Day():
		return tr.T("planned.today")
	case today.AddDays(1).Day():
		return tr.T("planned.tomorrow")
	case today.AddDays(-1).Day():
		return tr.T("planned.yesterday")
	}
	if days := d.Day().In(time.UTC).Sub(today.Day().In(time.UTC)); days > 0 && days < 7*24*time.Hour {
		return weekday(d)
	}
	return date(d, today)
}

func weekday(d plan.Wall) string {
	return tr.T("time.weekday." + strings.ToLower(d.Weekday().String()[:3]))
}

// date returns a day with its date: "Friday, 27 November".
func date(d, today plan.Wall) string {
	return tr.T("planned.date", tr.Data{"Weekday": weekday(d), "Date": tr.Date(d.In(time.UTC), today.In(time.UTC))})
}

// capital returns a sentence that begins with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// repeats are what can be chosen, in the order of the field.
var repeats = []plan.Repeat{
	{Unit: plan.Once},
	{Unit: plan.Daily},
	{Unit: plan.Weekdays},
	{Unit: plan.Weekly},
	{Unit: plan.Monthly},
	{Unit: plan.Monthly, Every: 3},
	{Unit: plan.Monthly, Every: 6},
	{Unit: plan.Monthly, Every: 12},
}

// repeatWords returns how often a text goes, in words.
func repeatWords(r plan.Repeat) string {
	every := max(1, r.Every)
	if every == 1 {
		return tr.T("planned.repeat." + r.Unit.String())
	}
	return tr.T("planned.every."+r.Unit.String(), tr.Data{"Every": every})
}

// same returns the place of a repeat in repeats, 0 when it is none of them.
func same(r plan.Repeat) int {
	for i, o := range repeats {
		if o.Unit == r.Unit && max(1, o.Every) == max(1, r.Every) {
			return i
		}
	}
	return 0
}

// dateField returns a date as it stands in the field: "27.11.2026" in German, "2026-11-27" otherwise,
// which nobody reads the wrong way round.
func dateField(d plan.Wall) string {
	y, m, day := d.Date()
	if tr.Language() == "de" {
		return fmt.Sprintf("%02d.%02d.%04d", day, int(m), y)
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, int(m), day)
}

func clockField(w plan.Wall) string {
	h, m := w.Clock()
	return fmt.Sprintf("%02d:%02d", h, m)
}

// parseDate reads a date as people type it: "27.11.", "27.11.26", "27.11.2026", "2026-11-27", "11/27/2026".
// Without a year it is the next such day.
func parseDate(s string, today plan.Wall) (plan.Wall, bool) {
	s = strings.TrimSpace(s)
	separator := strings.IndexAny(s, ".-/")
	if separator < 0 {
		return plan.Wall{}, false
	}
	kind := s[separator : separator+1]
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(".-/ ", r) })
	n := make([]int, len(parts))
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil {
			return plan.Wall{}, false
		}
	}
	y, m, d := 0, 0, 0
	switch {
	case kind == "-" && len(n) == 3:
		y, m, d = n[0], n[1], n[2]
	case kind == "/" && len(n) >= 2:
		m, d = n[0], n[1]
	case kind == "." && len(n) >= 2:
		d, m = n[0], n[1]
	default:
		return plan.Wall{}, false
	}
	if kind != "-" && len(n) == 3 {
		y = n[2]
	}
	return validDate(y, m, d, today, kind != "-" && len(n) == 2)
}

func validDate(y, m, d int, today plan.Wall, noYear bool) (plan.Wall, bool) {
	if noYear {
		y, _, _ = today.Date()
	}
	if y < 100 {
		y += 2000
	}
	w := plan.At(y, time.Month(m), d, 0, 0)
	if noYear && w.Before(today.Day()) {
		w = plan.At(y+1, time.Month(m), d, 0, 0)
	}
	_, gotMonth, gotDay := w.Date()
	ok := int(gotMonth) == m && gotDay == d && y >= 2000 && y < 2200
	return w, ok
}

// parseClock reads a time of day as people type it: "8", "8:00", "8.30", "0830", "8:30 pm".
func parseClock(s string) (hour, minute int, ok bool) {
	s = strings.ToLower(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "Uhr")))
	pm, am := strings.HasSuffix(s, "pm"), strings.HasSuffix(s, "am")
	if pm || am {
		s = strings.TrimSpace(s[:len(s)-2])
	}
	h, m, split := strings.Cut(strings.ReplaceAll(s, ".", ":"), ":")
	if !split && len(s) >= 3 {
		h, m = s[:len(s)-2], s[len(s)-2:]
	}
	hour, err := strconv.Atoi(h)
	if err != nil {
		return 0, 0, false
	}
	if m != "" {
		if minute, err = strconv.Atoi(m); err != nil {
			return 0, 0, false
		}
	}
	switch {
	case pm && hour < 12:
		hour += 12
	case am && hour == 12:
		hour = 0
	}
	return hour, minute, hour >= 0 && hour < 24 && minute >= 0 && minute < 60
}
