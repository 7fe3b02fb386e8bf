package simcard_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// TestGreyButtonsSayWhy: every grey button of these cards has a reason and says it when it is
// pressed, while something runs as well.
func TestGreyButtonsSayWhy(t *testing.T) {
	open := map[string]func(*bench){
		"balance": func(b *bench) { b.cards.Balance() },
		"PIN":     func(b *bench) { b.cards.PIN() },
	}
	states := map[string]func(*card){
		"ready":    func(*card) {},
		"last try": func(c *card) { c.state.Tries = 1 },
		"no try":   func(c *card) { c.state.Tries = 0 },
		"off":      func(c *card) { c.state.Wanted = false },
		"failing":  func(c *card) { c.err = sms.ErrBusy },
		"running":  func(c *card) { c.hang = make(chan struct{}) },
	}
	for name, show := range open {
		for state, set := range states {
			t.Run(name+" "+state, func(t *testing.T) {
				b := newBench(t, "en", "light")
				set(b.card)
				show(b)
				if b.card.hang == nil {
					b.settle()
				} else {
					defer close(b.card.hang)
				}
				for _, button := range b.grey() {
					if button.Why() == "" {
						t.Errorf("%q is grey without a reason", button.Text)
					}
					test.Tap(button)
					b.sees(button.Why())
				}
			})
		}
	}
}

// grey returns the buttons that cannot be pressed.
func (b *bench) grey() (all []*look.Button) {
	b.walk(func(o fyne.CanvasObject) {
		if button, ok := o.(*look.Button); ok && button.Disabled() && button.Text != "" {
			all = append(all, button)
		}
	})
	return all
}
