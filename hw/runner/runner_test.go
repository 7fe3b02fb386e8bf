package runner_test

import (
	"testing"
	"time"

	"surfstick-sms/hw/fakestick"
	"surfstick-sms/hw/runner"
	"surfstick-sms/hw/setup"
)

func TestWholePath(t *testing.T) {
	run(t, obedient(), newCard("1234"), nil, func(b *bench) {
		b.step(setup.StepSwitch, 3*time.Second)
		b.stays("waiting for the user", 30*time.Second, func(f setup.Facts) bool {
			return f.Step() == setup.StepSwitch && !f.Switching
		})
		b.r.Do(setup.DoSwitch{})
		b.until("switching", time.Second, func(f setup.Facts) bool { return f.Switching })
		b.step(setup.StepConnection, 6*time.Second)
		b.step(setup.StepSIM, 8*time.Second)
		b.problem(setup.ProblemPIN, 3*time.Second)
		b.stays("waiting for the PIN", time.Minute, func(f setup.Facts) bool {
			return f.Problem() == setup.ProblemPIN
		})
		b.r.Do(setup.DoUnlock{PIN: "1234"})
		b.step(setup.StepTest, 3*time.Second)
		b.r.Do(setup.DoTest{Number: "0171"})
		b.step(setup.StepChat, 10*time.Second)
		if b.card.started != 1 || len(b.stick.Sent()) != 1 {
			t.Errorf("started %d times, %d messages", b.card.started, len(b.stick.Sent()))
		}
	})
}

func TestAutoWithoutPIN(t *testing.T) {
	auto := func(c *runner.Config, s *fakestick.Stick) {
		c.Platform, c.Auto = windows, true
		c.PassThrough, c.Libusb = s.PassThrough(), s.Libusb()
	}
	run(t, obedient(), newCard(""), auto, func(b *bench) {
		b.step(setup.StepChat, 20*time.Second)
		if f := b.facts; !f.InChat() || f.Way != setup.WayPassThrough {
			t.Errorf("in chat %v by %v", f.InChat(), f.Way)
		}
	})
}
