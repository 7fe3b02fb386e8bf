package budget_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/sms/budget"
)

// within adds up what was spent in the time before a moment.
func within(spent []budget.Spent, at time.Time, d time.Duration) (parts int) {
	for _, s := range spent {
		if age := at.Sub(s.At); age >= 0 && age < d {
			parts += s.Parts
		}
	}
	return parts
}

// TestNothingGoesBeyondTheRules has programs order what they like, whenever they like: no hour and no day
// ever sees more than is allowed, and no minute unless a single order has it alone.
func TestNothingGoesBeyondTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := budget.Default()
		r.Minute = rapid.IntRange(0, 8).Draw(t, "minute")
		r.Hour = rapid.IntRange(0, 40).Draw(t, "hour")
		r.Day = rapid.IntRange(0, 120).Draw(t, "day")
		now := noon
		var spent []budget.Spent
		for range rapid.IntRange(1, 80).Draw(t, "orders") {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 700, 15_000, 61_000, 600_000, 4_000_000}).
				Draw(t, "wait")) * time.Millisecond)
			o := to(rapid.IntRange(1, 6).Draw(t, "numbers"))
			o.Parts = rapid.IntRange(1, 3).Draw(t, "parts")
			parts := o.Parts * len(o.To)
			refused := r.Decide(o, spent, now)
			if refused == nil {
				alone := within(spent, now, time.Minute) == 0
				spent = append(spent, budget.Spent{At: now, Parts: parts})
				if n := within(spent, now, time.Minute); n > r.Minute && !alone || r.Minute == 0 {
					t.Fatalf("%d parts in a minute", n)
				}
				if h, d := within(spent, now, time.Hour), within(spent, now, 24*time.Hour); h > r.Hour || d > r.Day {
					t.Fatalf("%d parts in an hour, %d in a day", h, d)
				}
				continue
			}
			// What is said of waiting is true: not a second earlier, and then at once.
			if refused.RetryAfter == 0 {
				if r.Decide(o, nil, now) == nil {
					t.Fatalf("time alone would help: %+v", *refused)
				}
				continue
			}
			later := now.Add(refused.RetryAfter)
			if again := r.Decide(o, spent, later); again != nil {
				t.Fatalf("after %v still %+v", refused.RetryAfter, *again)
			}
			if early := later.Add(-time.Second); !early.Before(now) && r.Decide(o, spent, early) == nil {
				t.Fatalf("%v was too long", refused.RetryAfter)
			}
		}
	})
}
