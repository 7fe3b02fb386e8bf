package runner_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
)

// bench is a runner at work on fakes, inside a synctest bubble.
type bench struct {
	t     *testing.T
	r     *runner.Runner
	stick *fakestick.Stick
	card  *card
	facts setup.Facts
	end   func()
}

var (
	linux   = setup.Platform{Libusb: true, Udev: true}
	windows = setup.Platform{DriverPage: true, PassThrough: true, Libusb: true}
)

// obedient is a stick that behaves, with a modem behind its AT port.
func obedient() fakestick.Options {
	return fakestick.Options{RestartTime: 4 * time.Second, PortDelay: time.Second, Dial: dial("modem")}
}

// run calls test with a bench in a bubble, and checks that nothing is left open.
func run(
	t *testing.T, o fakestick.Options, c *card, change func(*runner.Config, *fakestick.Stick),
	test func(b *bench),
) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		stick := fakestick.New(o)
		cfg := runner.Config{
			Platform: linux, Table: sticks.Table{}, Scanner: stick, Libusb: stick,
			Connector: connector{stick, c},
		}
		if change != nil {
			change(&cfg, stick)
		}
		b := &bench{t: t, r: runner.New(cfg), stick: stick, card: c}
		b.begin()
		test(b)
		b.end()
		if open := stick.Handles(); len(open) > 0 || c.open != 0 {
			t.Errorf("left open: %v, %d sessions", open, c.open)
		}
	})
}

func (b *bench) begin() {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.r.Run(ctx) }()
	b.end = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			b.t.Error(err)
		}
		synctest.Wait()
	})
	b.t.Cleanup(b.end)
}

// until waits for facts that fit, on the bubble's clock, and fails after a while.
func (b *bench) until(what string, limit time.Duration, fits func(setup.Facts) bool) {
	b.t.Helper()
	late := time.After(limit)
	for !fits(b.facts) {
		select {
		case b.facts = <-b.r.Facts():
		case <-late:
			b.t.Fatalf("no %s within %v: step %v problem %v next %#v probes %v",
				what, limit, b.facts.Step(), b.facts.Problem(), b.facts.Next(), b.facts.Boot.Probes)
		}
	}
}

func (b *bench) step(s setup.Step, limit time.Duration) {
	b.t.Helper()
	b.until(s.String(), limit, func(f setup.Facts) bool { return f.Step() == s })
}

func (b *bench) problem(p setup.Problem, limit time.Duration) {
	b.t.Helper()
	b.until(p.String(), limit, func(f setup.Facts) bool { return f.Problem() == p })
}

// stays checks that the facts keep fitting for a while.
func (b *bench) stays(what string, d time.Duration, fits func(setup.Facts) bool) {
	b.t.Helper()
	end := time.After(d)
	for {
		select {
		case b.facts = <-b.r.Facts():
			if !fits(b.facts) {
				b.t.Fatalf("not %s: step %v problem %v", what, b.facts.Step(), b.facts.Problem())
			}
		case <-end:
			return
		}
	}
}

var errBroken = errors.New("broken")

// storageIsModem is the mode of a stick that somebody else has switched already.
const storageIsModem = hw.ModeModem
