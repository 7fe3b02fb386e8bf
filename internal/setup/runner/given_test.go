package runner_test

import (
	"slices"
	"testing"
	"time"

	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
)

// given has a PIN at hand, whatever card is in.
func given(pin string) func(*runner.Config, *fakestick.Stick) {
	return func(c *runner.Config, _ *fakestick.Stick) { c.Auto, c.PIN = true, pin }
}

// A given PIN opens the card each time that it asks, also one whose number cannot be read before. Once it is
// refused it is not tried again.
func TestGivenPIN(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(c *card)
		tried   []string // over three times that the stick is plugged in
		problem setup.Problem
	}{
		{"right", func(*card) {}, []string{"1234", "1234", "1234"}, setup.ProblemNone},
		{"no number", func(c *card) { c.id = "" }, []string{"1234", "1234", "1234"}, setup.ProblemNone},
		{"kept too", func(c *card) { c.kept = "1234" }, []string{"1234", "1234", "1234"}, setup.ProblemNone},
		{"wrong", func(c *card) { c.pin = "9999" }, []string{"1234"}, setup.ProblemPIN},
		{"another is kept", func(c *card) { c.kept = "5555" }, []string{"1234", "1234", "1234"}, setup.ProblemNone},
		{"one try", func(c *card) { c.tries = 1 }, nil, setup.ProblemPINLast},
		{"tries unknown", func(c *card) { c.tries = -1 }, nil, setup.ProblemPIN},
	} {
		t.Run(c.name, func(t *testing.T) {
			card0 := newCard("1234")
			c.change(card0)
			run(t, switched("modem"), card0, given("1234"), func(b *bench) {
				for i := range 3 {
					if i > 0 {
						b.stick.Unplug()
						b.until("gone", 20*time.Second, func(f setup.Facts) bool { return !f.Session.Connected })
						card0.change(func(c *card) { c.locked = true })
						b.stick.Plug()
					}
					time.Sleep(5 * time.Minute)
				}
				b.problem(c.problem, time.Second)
				if got := card0.tried(); !slices.Equal(got, c.tried) {
					t.Errorf("the card got %q, want %q", got, c.tried)
				}
			})
		})
	}
}
