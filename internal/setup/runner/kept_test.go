package runner_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// CardID implements runner.Session.
func (s *session) CardID(context.Context) (id string) {
	s.card.change(func(c *card) { id = c.id })
	return id
}

// KeptPIN implements runner.Session.
func (s *session) KeptPIN(context.Context) string {
	s.card.mu.Lock()
	defer s.card.mu.Unlock()
	s.card.asked++
	return s.card.kept
}

// CanKeepPIN implements runner.Session.
func (s *session) CanKeepPIN(context.Context) (possible, on bool) {
	s.card.mu.Lock()
	defer s.card.mu.Unlock()
	return !s.card.noKeys, s.card.keeps
}

// KeepPIN implements runner.Session.
func (s *session) KeepPIN(context.Context) error {
	s.card.change(func(c *card) { c.keeps = true })
	return nil
}

// The page may offer to keep the PIN where that can be done and was not asked for; what is asked
// for there is done.
func TestOfferToKeep(t *testing.T) {
	for name, change := range map[string]func(*card){
		"offer": func(*card) {}, "no keys": func(c *card) { c.noKeys = true },
		"kept already": func(c *card) { c.keeps = true },
	} {
		t.Run(name, func(t *testing.T) {
			card0 := newCard("1234")
			change(card0)
			run(t, switched("modem"), card0, auto, func(b *bench) {
				b.problem(setup.ProblemPIN, 10*time.Second)
				if name == "offer" {
					b.until("offer", time.Second, func(f setup.Facts) bool { return f.Session.PINOffer })
				} else {
					b.stays("no offer", 5*time.Second, func(f setup.Facts) bool { return !f.Session.PINOffer })
				}
				b.r.Do(setup.DoUnlock{PIN: "1234", Keep: name == "offer"})
				b.step(setup.StepChat, 10*time.Second)
				if card0.keeps == card0.noKeys {
					t.Errorf("kept: %v", card0.keeps)
				}
			})
		})
	}
}

// A kept PIN is tried once in the life of the program, and only with tries to spare.
func TestKeptPIN(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(c *card)
		tried   []string
		problem setup.Problem
	}{
		{"right", func(*card) {}, []string{"1234"}, setup.ProblemNone},
		{"wrong", func(c *card) { c.pin = "9999" }, []string{"1234"}, setup.ProblemPINWrong},
		{"two tries", func(c *card) { c.tries = 2 }, []string{"1234"}, setup.ProblemNone},
		{"one try", func(c *card) { c.tries = 1 }, nil, setup.ProblemPINLast},
		{"tries unknown", func(c *card) { c.tries = -1 }, nil, setup.ProblemPIN},
		{"none", func(c *card) { c.kept = "" }, nil, setup.ProblemPIN},
		{"nonsense", func(c *card) { c.kept = "12\r34" }, nil, setup.ProblemPIN},
		{"no PIN wanted", func(c *card) { c.locked = false }, nil, setup.ProblemNone},
	} {
		t.Run(c.name, func(t *testing.T) {
			card0 := newCard("1234")
			card0.kept = "1234"
			c.change(card0)
			run(t, switched("modem"), card0, auto, func(b *bench) {
				b.until("the card", 10*time.Second, func(f setup.Facts) bool {
					return f.Session.SIM.State != sms.SIMUnknown
				})
				time.Sleep(10 * time.Minute)
				b.problem(c.problem, time.Second)
				if b.facts.Session.PINStale != (c.problem == setup.ProblemPINWrong) {
					t.Errorf("said to be stale: %v", b.facts.Session.PINStale)
				}
				if got := card0.tried(); !slices.Equal(got, c.tried) {
					t.Errorf("the card got %q, want %q", got, c.tried)
				}
				if card0.asked > 1 {
					t.Errorf("the PIN was asked for %d times", card0.asked)
				}
			})
		})
	}
}

// A replug does not try it again.
func TestKeptPINOncePerStart(t *testing.T) {
	card0 := newCard("1234")
	card0.kept = "5555"
	run(t, switched("modem"), card0, auto, func(b *bench) {
		b.problem(setup.ProblemPINWrong, 10*time.Second)
		for range 3 {
			b.stick.Unplug()
			b.step(setup.StepStick, 5*time.Second)
			card0.change(func(c *card) { c.tries = 3 })
			b.stick.Plug()
			b.step(setup.StepSIM, 10*time.Second)
			time.Sleep(time.Minute)
		}
		if got := card0.tried(); len(got) != 1 {
			t.Errorf("the card got %v", got)
		}
	})
}
