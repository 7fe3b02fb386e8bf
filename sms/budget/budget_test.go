package budget_test

import (
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
)

const anna = sms.Number("+491711234567")

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// ago is what was spent so long before noon.
func ago(d time.Duration, parts int) budget.Spent {
	return budget.Spent{At: noon.Add(-d), Parts: parts}
}

// to is an order of one part to so many numbers.
func to(n int) budget.Order {
	o := budget.Order{Parts: 1}
	for range n {
		o.To = append(o.To, budget.Recipient{Number: anna})
	}
	return o
}

// with is an order of one part to Anna, of whom something is known.
func with(r budget.Recipient) budget.Order {
	r.Number = anna
	return budget.Order{Parts: 1, To: []budget.Recipient{r}}
}

// times are so many times within the last minutes, a minute apart, the oldest first.
func times(n int) (all []time.Time) {
	for i := n; i > 0; i-- {
		all = append(all, noon.Add(-time.Duration(i)*time.Minute))
	}
	return all
}

func TestDecide(t *testing.T) {
	long := func(parts int, long bool) budget.Order {
		o := to(1)
		o.Parts, o.Long = parts, long
		return o
	}
	keyed := with(budget.Recipient{Same: noon.Add(-time.Minute)})
	keyed.Keyed = true
	forced := to(21)
	forced.Force = true
	abroad := to(1)
	abroad.Roaming = true
	for name, c := range map[string]struct {
		order budget.Order
		spent []budget.Spent
		want  budget.Reason
		after time.Duration
	}{
		"one text":                    {order: to(1)},
		"20 numbers":                  {order: to(20)},
		"21 numbers":                  {order: to(21), want: budget.ReasonRecipients},
		"21 numbers, meant":           {order: forced},
		"3 parts":                     {order: long(3, false)},
		"4 parts":                     {order: long(4, false), want: budget.ReasonTooLong},
		"10 parts, meant":             {order: long(10, true)},
		"11 parts, meant":             {order: long(11, true), want: budget.ReasonTooLong},
		"short code":                  {order: with(budget.Recipient{Rate: sms.RateShort}), want: budget.ReasonCost},
		"premium":                     {order: with(budget.Recipient{Rate: sms.RatePremium}), want: budget.ReasonCost},
		"abroad":                      {order: with(budget.Recipient{Rate: sms.RateForeign}), want: budget.ReasonCost},
		"roaming":                     {order: abroad, want: budget.ReasonRoaming},
		"the same 9 min ago":          {order: with(budget.Recipient{Same: noon.Add(-9 * time.Minute)}), want: budget.ReasonRepeat, after: time.Minute},
		"the same 10 min ago":         {order: with(budget.Recipient{Same: noon.Add(-10 * time.Minute)})},
		"the same with a key":         {order: keyed},
		"fifth answer":                {order: with(budget.Recipient{Writes: true, Lately: times(4)})},
		"sixth answer":                {order: with(budget.Recipient{Writes: true, Lately: times(5)}), want: budget.ReasonLoop, after: 55 * time.Minute},
		"eighth answer":               {order: with(budget.Recipient{Writes: true, Lately: times(7)}), want: budget.ReasonLoop, after: 55 * time.Minute},
		"sixth to who is silent":      {order: with(budget.Recipient{Lately: times(5)})},
		"fifth part in a minute":      {order: to(1), spent: []budget.Spent{ago(30*time.Second, 4)}},
		"sixth part in a minute":      {order: to(1), spent: []budget.Spent{ago(30*time.Second, 5)}, want: budget.ReasonLimit, after: 30 * time.Second},
		"two, of which one must wait": {order: to(1), spent: []budget.Spent{ago(50*time.Second, 1), ago(20*time.Second, 4)}, want: budget.ReasonLimit, after: 10 * time.Second},
		"20 numbers after one":        {order: to(20), spent: []budget.Spent{ago(59500*time.Millisecond, 1)}, want: budget.ReasonLimit, after: time.Second},
		"30 parts in an hour":         {order: to(1), spent: []budget.Spent{ago(30*time.Minute, 29)}},
		"31 parts in an hour":         {order: to(1), spent: []budget.Spent{ago(30*time.Minute, 30)}, want: budget.ReasonLimit, after: 30 * time.Minute},
		"100 parts a day":             {order: to(1), spent: []budget.Spent{ago(20*time.Hour, 99)}},
		"101 parts a day":             {order: to(1), spent: []budget.Spent{ago(20*time.Hour, 100)}, want: budget.ReasonLimit, after: 4 * time.Hour},
		"a minute and a day":          {order: to(1), spent: []budget.Spent{ago(time.Second, 5), ago(20*time.Hour, 95)}, want: budget.ReasonLimit, after: 4 * time.Hour},
		"yesterday":                   {order: to(1), spent: []budget.Spent{ago(24*time.Hour, 100)}},
		"clock put right by seconds":  {order: to(1), spent: []budget.Spent{ago(-2*time.Second, 5)}, want: budget.ReasonLimit, after: time.Minute},
		"clock was wrong for a while": {order: to(1), spent: []budget.Spent{ago(-100*time.Hour, 100)}},
	} {
		t.Run(name, func(t *testing.T) {
			got := budget.Default().Decide(c.order, c.spent, noon)
			if c.want == budget.ReasonNone {
				if got != nil {
					t.Fatalf("%+v", *got)
				}
				return
			}
			if got == nil || got.Reason != c.want || got.RetryAfter != c.after {
				t.Fatalf("got %+v, want %v after %v", got, c.want, c.after)
			}
		})
	}
}

func TestWhatTheWindowAllows(t *testing.T) {
	r := budget.Default()
	r.Short, r.Premium, r.Foreign, r.Roaming = true, true, true, true
	for _, rate := range []sms.Rate{sms.RateUsual, sms.RateShort, sms.RatePremium, sms.RateForeign} {
		o := with(budget.Recipient{Rate: rate})
		o.Roaming = true
		if got := r.Decide(o, nil, noon); got != nil {
			t.Errorf("%v: %+v", rate, *got)
		}
	}
	r.Hour = 0
	if got := r.Decide(to(1), nil, noon); got == nil || got.Reason != budget.ReasonLimit || got.RetryAfter != 0 {
		t.Errorf("nothing is allowed, and yet %+v", got)
	}
}

// TestMoreThanEver: what is more than a whole hour has does not become possible by waiting.
func TestMoreThanEver(t *testing.T) {
	o := to(31)
	o.Force = true
	got := budget.Default().Decide(o, []budget.Spent{ago(time.Second, 5)}, noon)
	if got == nil || got.Reason != budget.ReasonLimit || got.RetryAfter != 0 || got.Within != time.Hour || got.Limit != 30 {
		t.Errorf("got %+v", got)
	}
}

func TestRefusalSaysWhichNumber(t *testing.T) {
	o := to(1)
	o.To = append(o.To, budget.Recipient{Number: "0900123", Rate: sms.RatePremium})
	got := budget.Default().Decide(o, nil, noon)
	if got == nil || got.Number != "0900123" || got.Rate != sms.RatePremium || got.Error() != "refused: cost" {
		t.Errorf("got %+v", got)
	}
}

func TestLeft(t *testing.T) {
	spent := []budget.Spent{ago(2*time.Hour, 40), ago(30*time.Minute, 20), ago(time.Second, 7)}
	if got, want := budget.Default().Left(spent, noon), (budget.Left{Minute: 0, Hour: 3, Day: 33}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
