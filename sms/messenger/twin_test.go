package messenger_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
)

// TestSameTextBothWays: a text that comes by AT and by HiLink is shown once, in both orders, also over a
// restart, also long ones, and also when it was deleted meanwhile.
func TestSameTextBothWays(t *testing.T) {
	at := noon
	one := func(udh []byte, text string, at time.Time) sms.Delivery {
		return delivery(incoming(annaDigits, udh, text, at))
	}
	long := strings.Repeat("0123456789", 6)
	e := func(text string, at time.Time) sms.Delivery { return entry(text, at).delivery() }
	parts := []sms.Delivery{one(part(9, 2, 1), long, at), one(part(9, 2, 2), "end", at.Add(2*time.Second))}
	for _, c := range []struct {
		name string
		all  []sms.Delivery
		want int
	}{
		{"modem first", []sms.Delivery{one(nil, "hello", at), e("hello", at)}, 1},
		{"HiLink first", []sms.Delivery{e("hello", at), one(nil, "hello", at)}, 1},
		{"again and again", []sms.Delivery{e("hello", at), one(nil, "hello", at), e("hello", at), one(nil, "hello", at)}, 1},
		{"another second", []sms.Delivery{e("hello", at), one(nil, "hello", at.Add(time.Second))}, 2},
		{"another text", []sms.Delivery{e("hello", at), one(nil, "hallo", at)}, 2},
		{"long, time of the first part", append(parts[:2:2], e(long+"end", at)), 1},
		{"long, time of the last part", append(parts[:2:2], e(long+"end", at.Add(2*time.Second))), 1},
		{"long, HiLink first", append([]sms.Delivery{e(long+"end", at)}, parts...), 1},
		{"long, another time", append(parts[:2:2], e(long+"end", at.Add(time.Second))), 2},
		{"not the same as a part", []sms.Delivery{parts[0], e(long, at), parts[1]}, 2},
	} {
		for _, restarts := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, restarts %v", c.name, restarts), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					b := start(t)
					defer func() { b.close() }()
					s := newTextStick()
					b.Attach(s)
					for _, d := range c.all {
						s.keep(t, d)
						if restarts {
							b = b.restart()
							s = newTextStick()
							b.Attach(s)
						}
					}
					if all := b.with(anna); len(all) != c.want {
						t.Fatalf("%d shown, want %d: %+v", len(all), c.want, all)
					}
				})
			})
		}
	}
}

// TestDeletedTextDoesNotComeBackOtherwise: what was deleted here is not shown because the stick shows it
// in another mode.
func TestDeletedTextDoesNotComeBackOtherwise(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.keep(t, entry("hello", noon).delivery())
		if err := b.Delete(b.t.Context(), b.one(anna).ID); err != nil {
			t.Fatal(err)
		}
		after(24 * time.Hour)
		s.keep(t, delivery(incoming(annaDigits, nil, "hello", noon)))
		if all := b.with(anna); len(all) != 0 {
			t.Fatalf("came back: %+v", all)
		}
	})
}
