package budget

import (
	"slices"
	"time"
)

// window is a time for which there is a limit.
type window struct {
	within time.Duration
	limit  int
	// alone says that a single order may have more, when nothing else went out within the time.
	alone bool
}

func (r Rules) windows() [3]window {
	return [3]window{
		{time.Minute, r.Minute, true}, {time.Hour, r.Hour, false}, {DayTime, r.Day, false},
	}
}

// limit refuses what is too much for the last minute, hour or day: for whichever has to be waited for
// longest.
func (r Rules) limit(parts int, spent []Spent, now time.Time) *Refusal {
	var worst *Refusal
	sorted := sorted(spent, now)
	for _, w := range r.windows() {
		refused := w.refuse(parts, sorted, now)
		switch {
		case refused == nil:
		case refused.RetryAfter == 0:
			return refused
		case worst == nil || refused.RetryAfter > worst.RetryAfter:
			worst = refused
		}
	}
	return worst
}

// ahead is how far the times of what was spent may be ahead of the clock. A clock is put right by some
// seconds now and then; what is further ahead was noted by a clock that was wrong, and would keep
// programs from sending until then.
const ahead = time.Minute

// sorted returns what counts, the oldest first.
func sorted(spent []Spent, now time.Time) []Spent {
	all := slices.DeleteFunc(slices.Clone(spent), func(s Spent) bool { return s.At.After(now.Add(ahead)) })
	for i := range all {
		if all[i].At.After(now) {
			all[i].At = now
		}
	}
	slices.SortStableFunc(all, func(a, b Spent) int { return a.At.Compare(b.At) })
	return all
}

// inside returns what of spent, which is sorted, is still within the window at a time.
func (w window) inside(spent []Spent, at time.Time) (rest []Spent, parts int) {
	first := slices.IndexFunc(spent, func(s Spent) bool { return at.Sub(s.At) < w.within })
	if first < 0 {
		return nil, 0
	}
	for _, s := range spent[first:] {
		parts += s.Parts
	}
	return spent[first:], parts
}

// refuse returns why so many parts more are too much, and how long that will be so.
func (w window) refuse(parts int, spent []Spent, now time.Time) *Refusal {
	refused := &Refusal{Reason: ReasonLimit, Limit: w.limit, Within: w.within}
	if parts > w.limit && (!w.alone || w.limit <= 0) {
		return refused
	}
	rest, used := w.inside(spent, now)
	var wait time.Time
	for used > 0 && used+parts > w.limit {
		wait = rest[0].At.Add(w.within)
		used -= rest[0].Parts
		rest = rest[1:]
	}
	if wait.IsZero() {
		return nil
	}
	refused.RetryAfter = seconds(wait.Sub(now))
	return refused
}

// Left is how many parts programs may still send.
type Left struct{ Minute, Hour, Day int }

// Left returns how many parts may still be sent within the running minute, hour and day. Spent is as for
// Decide.
func (r Rules) Left(spent []Spent, now time.Time) Left {
	all := sorted(spent, now)
	var left [3]int
	for i, w := range r.windows() {
		_, used := w.inside(all, now)
		left[i] = max(0, w.limit-used)
	}
	return Left{left[0], left[1], left[2]}
}
