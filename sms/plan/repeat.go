package plan

import "time"

// lastYear bounds how far ahead occurrences are looked for; a clock beyond it is broken.
const lastYear = 9000

// last returns the latest occurrence that is not after now; false when there was none.
func (t Text) last(now time.Time) (Wall, bool) {
	zone := now.Location()
	// What the wall shows may be behind what an occurrence in a gap stands for, so a day more is looked at.
	w, ok := t.before(WallOf(now).AddDays(2))
	for ok && w.In(zone).After(now) {
		w, ok = t.before(w)
	}
	return w, ok
}

// before returns the latest occurrence before a time.
func (t Text) before(limit Wall) (Wall, bool) {
	n := t.count(limit)
	for ; n >= 0; n-- {
		if w := t.nth(n); w.Before(limit) {
			return w, true
		}
	}
	return Wall{}, false
}

// next returns the first occurrence after a time, the zero Wall when there is none.
func (t Text) next(after Wall) Wall {
	for n := max(0, t.count(after)-3); ; n++ {
		w := t.nth(n)
		if year, _, _ := w.Date(); year > lastYear {
			return Wall{}
		}
		if after.Before(w) {
			return w
		}
	}
}

// count returns about how many occurrences lie before a time: never fewer than there are, and at most
// two more.
func (t Text) count(limit Wall) int {
	every := t.Repeat.step()
	days := t.first().days(limit)
	switch t.Repeat.Unit {
	case Daily:
		return days/every + 1
	case Weekdays:
		// Of seven days in a row five are weekdays; the rest of the last week is counted in full.
		return days/7*5 + min(days%7, 5) + 1
	case Weekly:
		return days/(7*every) + 1
	case Monthly:
		y1, m1, _ := t.first().Date()
		y2, m2, _ := limit.Date()
		return ((y2-y1)*12+int(m2-m1))/every + 1
	case Once:
	}
	return 0
}

// nth returns an occurrence by its number; the first one has 0.
func (t Text) nth(n int) Wall {
	first, every := t.first(), t.Repeat.step()
	switch t.Repeat.Unit {
	case Daily:
		return first.AddDays(n * every)
	case Weekdays:
		return weekday(first, n)
	case Weekly:
		return first.AddDays(7 * n * every)
	case Monthly:
		return first.addMonths(n * every)
	case Once:
	}
	return first
}

// first returns the first occurrence: Start, or for Weekdays the first weekday from then on.
func (t Text) first() Wall {
	w := t.Start
	for t.Repeat.Unit == Weekdays && weekend(w) {
		w = w.AddDays(1)
	}
	return w
}

// weekday returns the weekday that is n weekdays after a weekday.
func weekday(from Wall, n int) Wall {
	since := int(from.Weekday()-time.Monday) + n // weekdays since that Monday
	return from.AddDays(since/5*7 + since%5 - int(from.Weekday()-time.Monday))
}

func weekend(w Wall) bool { return w.Weekday() == time.Saturday || w.Weekday() == time.Sunday }
