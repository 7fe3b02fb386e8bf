package runner_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
)

// rule is a runner.Rule from a function.
type rule func(context.Context, uint16) error

func (r rule) Install(ctx context.Context, vendor uint16) error { return r(ctx, vendor) }

// TestInstallRule: the right to open the stick is asked for once, by the user; afterwards the
// set-up goes on.
func TestInstallRule(t *testing.T) {
	declined := errors.New("declined")
	for name, answer := range map[string]func() error{
		"granted":  func() error { return nil },
		"declined": func() error { return declined },
		"panics":   func() error { panic("no such file") },
	} {
		t.Run(name, func(t *testing.T) {
			asked := make(chan struct{}, 10)
			on := func(c *runner.Config, s *fakestick.Stick) {
				c.Rule = rule(func(_ context.Context, vendor uint16) error {
					if vendor != hw.HuaweiVendor {
						t.Errorf("for vendor %04x", vendor)
					}
					asked <- struct{}{}
					return answer()
				})
			}
			run(t, obedient(), newCard(""), on, func(b *bench) {
				b.until("the offer", 3*time.Second, func(f setup.Facts) bool { return f.Platform.Rule })
				b.r.Do(setup.DoInstallRule{})
				b.until("the end", 10*time.Second, func(f setup.Facts) bool {
					return len(asked) == 1 && !f.Runs(setup.JobRule) && (f.Help.RuleErr == nil) == (name == "granted")
				})
			})
		})
	}
}

// TestInstallRuleCancelled: somebody who does not know the password gets away again.
func TestInstallRuleCancelled(t *testing.T) {
	on := func(c *runner.Config, _ *fakestick.Stick) {
		c.Rule = rule(func(ctx context.Context, _ uint16) error {
			<-ctx.Done()
			return ctx.Err()
		})
	}
	run(t, obedient(), newCard(""), on, func(b *bench) {
		b.r.Do(setup.DoInstallRule{})
		b.until("the question", 3*time.Second, func(f setup.Facts) bool { return f.Runs(setup.JobRule) })
		b.r.Do(setup.DoInstallRule{}) // once is enough
		b.r.Do(setup.DoCancel{})
		b.until("the end", 3*time.Second, func(f setup.Facts) bool { return !f.Runs(setup.JobRule) })
	})
}

// TestNoRule: where there is nothing to install, nothing is offered.
func TestNoRule(t *testing.T) {
	run(t, obedient(), newCard(""), nil, func(b *bench) {
		b.r.Do(setup.DoInstallRule{})
		b.stays("nothing", 5*time.Second, func(f setup.Facts) bool {
			return !f.Platform.Rule && !f.Runs(setup.JobRule)
		})
	})
}

// TestDirectUSB: a stick for which there is no port is reached over its AT interface by itself, as
// Windows has it with a driver of libusb's.
func TestDirectUSB(t *testing.T) {
	o := obedient()
	o.ModemDriver = hw.DriverWinUSB
	on := func(c *runner.Config, s *fakestick.Stick) {
		asWindows(c, s)
		c.Auto = true
	}
	run(t, o, newCard(""), on, func(b *bench) {
		b.step(setup.StepChat, 30*time.Second)
		b.until("the line", time.Second, func(f setup.Facts) bool {
			line, ok := f.Line()
			return ok && line.Kind == hw.LineUSB && line.Interface == 2
		})
	})
}
