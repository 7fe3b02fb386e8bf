package runner_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"surfstick-sms/hw/setup"
)

// KeptPIN makes a session of the fakes a runner.PINKeeper.
func (s *session) KeptPIN(context.Context) string {
	s.card.mu.Lock()
	defer s.card.mu.Unlock()
	s.card.asked++
	return s.card.kept
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
					return f.SIM.State != setup.SIMUnknown
				})
				time.Sleep(10 * time.Minute)
				b.problem(c.problem, time.Second)
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
