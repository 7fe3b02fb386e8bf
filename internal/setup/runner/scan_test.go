package runner_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
)

// scanLog notes when a scanner was called.
type scanLog struct {
	mu sync.Mutex
	at []time.Time
}

// of puts the log before a scanner.
func (l *scanLog) of(s hw.Scanner) hw.Scanner {
	return eye(func(ctx context.Context) (hw.Snapshot, error) {
		l.mu.Lock()
		l.at = append(l.at, time.Now())
		l.mu.Unlock()
		return s.Scan(ctx)
	})
}

// since counts the scans from a moment on.
func (l *scanLog) since(from time.Time) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, at := range l.at {
		if !at.Before(from) {
			n++
		}
	}
	return n
}

// in counts the scans of the time that follows.
func (l *scanLog) in(d time.Duration) int {
	from := time.Now()
	time.Sleep(d)
	return l.since(from)
}

// watched is the automatic runner with a log of its scans and the stick itself as its watcher.
func watched(l *scanLog) func(*runner.Config, *fakestick.Stick) {
	return func(c *runner.Config, s *fakestick.Stick) {
		auto(c, s)
		c.Scanner, c.Watcher = l.of(c.Scanner), s
	}
}

// TestLooksAtOnce: while a stick is to come back it is looked for several times a second, so that
// the way goes on as soon as it is there. In the chat the system reports what changes.
func TestLooksAtOnce(t *testing.T) {
	var l scanLog
	run(t, obedient(), newCard(""), watched(&l), func(b *bench) {
		b.until("switching", 20*time.Second, func(f setup.Facts) bool { return f.Switching() })
		if n := l.in(time.Second); n < 5 || n > 10 {
			t.Errorf("%d scans in the first second after the message", n)
		}
		b.step(setup.StepChat, 20*time.Second)
		time.Sleep(20 * time.Second)
		if n := l.in(time.Minute); n < 3 || n > 5 {
			t.Errorf("%d scans in a minute of chat without a change", n)
		}
		at := time.Now()
		b.stick.Unplug()
		b.until("loss", time.Second, func(f setup.Facts) bool { return !f.Session.Connected })
		synctest.Wait() // the loss and the scan come in either order, at the same time
		if n := l.since(at); n < 1 {
			t.Error("no scan after the stick was unplugged")
		}
		time.Sleep(3 * time.Minute)
		if n := l.in(time.Minute); n < 3 || n > 5 {
			t.Errorf("%d scans in a minute without a stick", n)
		}
	})
}

// TestSeesPlugInAtOnce: a stick is on the page long before the next scan by the clock.
func TestSeesPlugInAtOnce(t *testing.T) {
	o := obedient()
	o.Absent = true
	var l scanLog
	change := func(c *runner.Config, s *fakestick.Stick) {
		watched(&l)(c, s)
		c.Auto = false
		c.Platform = windows
	}
	run(t, o, newCard(""), change, func(b *bench) {
		b.problem(setup.ProblemNoStick, time.Minute)
		time.Sleep(20 * time.Second)
		b.stick.Plug()
		b.step(setup.StepDriver, 300*time.Millisecond)
	})
}

// TestScansByTheClock: without a watcher, or with one that fails, nothing is missed.
func TestScansByTheClock(t *testing.T) {
	for name, watcher := range map[string]hw.Watcher{
		"none": nil, "fails": watcher(func(context.Context, func()) error { return errBroken }),
		"stops": watcher(func(_ context.Context, changed func()) error {
			changed()
			time.Sleep(time.Minute)
			return errBroken
		}),
		"panics": watcher(func(context.Context, func()) error { panic("zero-length message") }),
	} {
		t.Run(name, func(t *testing.T) {
			var l scanLog
			change := func(c *runner.Config, s *fakestick.Stick) {
				watched(&l)(c, s)
				c.Watcher = watcher
			}
			run(t, obedient(), newCard(""), change, func(b *bench) {
				b.step(setup.StepChat, 40*time.Second)
				time.Sleep(2 * time.Minute)
				if n := l.in(time.Minute); n < 29 || n > 31 {
					t.Errorf("%d scans in a minute of chat", n)
				}
			})
		})
	}
}

type watcher func(context.Context, func()) error

func (w watcher) Watch(ctx context.Context, changed func()) error { return w(ctx, changed) }

// TestScansAgain: what changes while a scan is under way is seen by one right after it.
func TestScansAgain(t *testing.T) {
	o := obedient()
	o.Absent = true
	slow := func(c *runner.Config, s *fakestick.Stick) {
		c.Platform, c.Watcher = windows, s
		c.Scanner = eye(func(ctx context.Context) (hw.Snapshot, error) {
			snapshot, err := s.Scan(ctx)
			time.Sleep(2 * time.Second)
			return snapshot, err
		})
	}
	run(t, o, newCard(""), slow, func(b *bench) {
		time.Sleep(time.Minute)
		b.r.Do(setup.DoScan{})
		time.Sleep(time.Second)
		b.stick.Plug()
		b.step(setup.StepDriver, 3500*time.Millisecond)
	})
}

// TestSleepsWhenNothingIsAwaited: the runner wakes by the clock only where time changes something.
func TestSleepsWhenNothingIsAwaited(t *testing.T) {
	var l scanLog
	matters := func(b *bench, when string, want bool) {
		b.t.Helper()
		synctest.Wait()
		select {
		case b.facts = <-b.r.Facts():
		default:
		}
		if got := runner.TimeMatters(b.facts); got != want {
			b.t.Errorf("%s: time matters %v, want %v", when, got, want)
		}
	}
	o := obedient()
	o.Absent = true
	run(t, o, newCard(""), watched(&l), func(b *bench) {
		time.Sleep(time.Second)
		matters(b, "the first seconds without a stick", true)
		b.problem(setup.ProblemNoStick, time.Minute)
		matters(b, "without a stick", false)
		b.stick.Plug()
		b.until("switching", 20*time.Second, func(f setup.Facts) bool { return f.Switching() })
		matters(b, "while the stick restarts", true)
		b.step(setup.StepChat, 40*time.Second)
		time.Sleep(time.Minute)
		matters(b, "in the chat", false)
		b.card.change(func(c *card) { c.network = sms.Link{Registration: sms.RegSearching} })
		b.until("searching", time.Minute, func(f setup.Facts) bool { return !f.Session.Link.Registered() })
		matters(b, "while the network is sought", true)
		b.problem(setup.ProblemNoNetwork, 2*time.Minute)
	})
}
