package runner_test

import (
	"slices"
	"testing"
	"time"

	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

func TestWrongPIN(t *testing.T) {
	run(t, switched("modem"), newCard("1234"), auto, func(b *bench) {
		b.problem(setup.ProblemPIN, 5*time.Second)
		for i, c := range []struct {
			pin     string
			tries   int
			problem setup.Problem
		}{
			{"0000", 2, setup.ProblemPINWrong},
			{"1111", 1, setup.ProblemPINLast},
			{"2222", 0, setup.ProblemPUK},
		} {
			b.r.Do(setup.DoUnlock{PIN: c.pin})
			b.problem(c.problem, 5*time.Second)
			b.stays("waiting", 10*time.Minute, func(f setup.Facts) bool {
				return f.Problem() == c.problem && f.Session.SIM.PINTries == c.tries
			})
			if got := b.card.tried(); len(got) != i+1 {
				t.Fatalf("the card got %v", got)
			}
		}
		b.r.Do(setup.DoUnlock{PIN: "1234"}) // a PIN does not help any more
		b.r.Do(setup.DoUnblock{PUK: "87654321", PIN: "4321"})
		b.problem(setup.ProblemPUKWrong, 5*time.Second)
		b.r.Do(setup.DoUnblock{PUK: "12345678", PIN: "4321"})
		b.step(setup.StepChat, 10*time.Second)
		want := []string{"0000", "1111", "2222", "87654321 4321", "12345678 4321"}
		if got := b.card.tried(); !slices.Equal(got, want) {
			t.Errorf("the card got %v, want %v", got, want)
		}
	})
}

func TestNoOtherByteReachesTheCard(t *testing.T) {
	run(t, switched("modem"), newCard("1234"), nil, func(b *bench) {
		b.problem(setup.ProblemPIN, 5*time.Second)
		for _, pin := range []string{
			"", "123", "123456789", "12 34", "1234\"\r", "12\x1a4", "١٢٣٤", "12345\x00",
		} {
			b.r.Do(setup.DoUnlock{PIN: pin})
			b.until("refusal", 2*time.Second, func(f setup.Facts) bool {
				return !f.Runs(setup.JobUnlock) && f.Session.CodeErr != nil && f.Problem() == setup.ProblemPIN
			})
		}
		b.card.change(func(c *card) { c.tries = 0 })
		b.problem(setup.ProblemPUK, 5*time.Second)
		b.r.Do(setup.DoUnblock{PUK: "1234567", PIN: "1234"})
		b.r.Do(setup.DoUnblock{PUK: "12345678", PIN: "12\r4"})
		time.Sleep(5 * time.Second)
		if got := b.card.tried(); len(got) != 0 {
			t.Errorf("the card got %q", got)
		}
	})
}

// The PIN typed in this run is tried once after a replug, on the same card in the same modem, while
// the card has all the tries it had when the PIN was typed. Where the card's number cannot be read
// before the PIN, nothing tells one card from another, so that none is tried.
func TestPINAfterReplug(t *testing.T) {
	for _, c := range []struct {
		name    string
		before  func(c *card)
		change  func(c *card)
		typed   int // how often a PIN has reached the card in the end
		problem setup.Problem
	}{
		{"same card", nil, func(*card) {}, 2, setup.ProblemNone},
		{"another PIN", nil, func(c *card) { c.pin = "9999" }, 2, setup.ProblemPINWrong},
		{"one try left", nil, func(c *card) { c.tries = 1 }, 1, setup.ProblemPINLast},
		{"fewer tries than before", nil, func(c *card) { c.tries = 2 }, 1, setup.ProblemPIN},
		{"tries unknown", nil, func(c *card) { c.tries = -1 }, 1, setup.ProblemPIN},
		{"another modem", nil, func(c *card) { c.imei = "2" }, 1, setup.ProblemPIN},
		{"typed at two tries", func(c *card) { c.tries = 2 }, func(*card) {}, 2, setup.ProblemNone},
		{"no IMEI", func(c *card) { c.imei = "" }, func(*card) {}, 1, setup.ProblemPIN},
		{"another card", nil, func(c *card) { c.id, c.pin = "8950", "9999" }, 1, setup.ProblemPIN},
		{"another card, same PIN", nil, func(c *card) { c.id = "8950" }, 1, setup.ProblemPIN},
		{"a card without a number", func(c *card) { c.id = "" }, func(*card) {}, 1, setup.ProblemPIN},
		{"a number that is gone", nil, func(c *card) { c.id = "" }, 1, setup.ProblemPIN},
	} {
		t.Run(c.name, func(t *testing.T) {
			card0 := newCard("1234")
			if c.before != nil {
				c.before(card0)
			}
			run(t, switched("modem"), card0, auto, func(b *bench) {
				b.problem(setup.ProblemPIN, 5*time.Second)
				b.r.Do(setup.DoUnlock{PIN: "1234"})
				b.step(setup.StepChat, 5*time.Second)
				b.stick.Unplug()
				b.step(setup.StepStick, 5*time.Second)
				card0.change(func(k *card) { k.locked = true })
				card0.change(c.change)
				b.stick.Plug()
				b.until("end", 10*time.Second, func(f setup.Facts) bool {
					return f.Session.Connected && f.Session.SIM.State != sms.SIMUnknown && !f.Runs(setup.JobUnlock) &&
						f.Problem() == c.problem && (f.Step() == setup.StepChat) == (c.problem == 0)
				})
				time.Sleep(10 * time.Minute)
				if got := card0.tried(); len(got) != c.typed {
					t.Errorf("the card got %v", got)
				}
				if stale := b.facts.Session.PINStale; stale != (c.problem == setup.ProblemPINWrong) {
					t.Errorf("said to be the program's try: %v", stale)
				}
			})
		})
	}
}

// A card that is exchanged while the stick stays plugged in is another card, too.
func TestCardExchangedInside(t *testing.T) {
	card0 := newCard("1234")
	run(t, switched("modem"), card0, auto, func(b *bench) {
		b.problem(setup.ProblemPIN, 5*time.Second)
		b.r.Do(setup.DoUnlock{PIN: "1234"})
		b.step(setup.StepChat, 5*time.Second)
		card0.change(func(c *card) { c.state = sms.SIMMissing })
		b.problem(setup.ProblemNoSIM, 30*time.Second)
		card0.change(func(c *card) {
			c.state, c.id, c.pin, c.locked = sms.SIMUnknown, "8950", "9999", true
		})
		b.problem(setup.ProblemPIN, 30*time.Second)
		time.Sleep(10 * time.Minute)
		if got := card0.tried(); len(got) != 1 {
			t.Errorf("the card got %v", got)
		}
	})
}

// A refused PIN is forgotten for good: no further replug tries it again.
func TestRefusedPINIsForgotten(t *testing.T) {
	card0 := newCard("1234")
	run(t, switched("modem"), card0, auto, func(b *bench) {
		b.problem(setup.ProblemPIN, 5*time.Second)
		b.r.Do(setup.DoUnlock{PIN: "1234"})
		b.step(setup.StepChat, 5*time.Second)
		card0.change(func(c *card) { c.pin = "9999" })
		for range 3 {
			b.stick.Unplug()
			b.step(setup.StepStick, 5*time.Second)
			card0.change(func(c *card) { c.locked = true })
			b.stick.Plug()
			b.step(setup.StepSIM, 10*time.Second)
			time.Sleep(time.Minute)
		}
		if got := card0.tried(); len(got) != 2 {
			t.Errorf("the card got %v", got)
		}
	})
}

// A cancelled try may have reached the card. The next one is not sent before that is known.
func TestCancelUnlock(t *testing.T) {
	card0 := newCard("1234")
	card0.slow = 20 * time.Second
	run(t, switched("modem"), card0, nil, func(b *bench) {
		b.problem(setup.ProblemPIN, 5*time.Second)
		b.r.Do(setup.DoUnlock{PIN: "0000"})
		b.until("unlocking", time.Second, func(f setup.Facts) bool { return f.Runs(setup.JobUnlock) })
		time.Sleep(2 * time.Second)
		b.r.Do(setup.DoCancel{})
		b.r.Do(setup.DoUnlock{PIN: "1111"})
		b.until("the truth", 10*time.Second, func(f setup.Facts) bool {
			return !f.Runs(setup.JobUnlock) && f.Session.SIM.PINTries == 2
		})
		time.Sleep(time.Minute)
		if got := card0.tried(); !slices.Equal(got, []string{"0000"}) {
			t.Errorf("the card got %v", got)
		}
	})
}
