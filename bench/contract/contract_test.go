package contract

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/hw"
)

// The suites run against good and bad implementations. A bad one must fail its suite; a test that
// passes cannot have a failing subtest, so each bad one runs in a process of its own.

const badVariable = "CONTRACT_BAD"

func TestSuitesAcceptGood(t *testing.T) {
	RunScanner(t, goodScanner)
	RunSwitcher(t, func(*testing.T) SwitcherSetup { return targetOf(goodSwitch) })
	RunOpener(t, func(*testing.T) OpenerSetup { return OpenerSetup{Opener: goodOpener, Line: hw.Line{Name: "x"}} })
	RunWatcher(t, func(*testing.T) WatcherSetup { return (&watcher{}).watched() })
}

func TestSuitesCatchBad(t *testing.T) {
	if os.Getenv(badVariable) != "" {
		t.Skip("this is the process of a bad one")
	}
	for name := range bad {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0], "-test.run=^TestBad$")
			cmd.Env = append(os.Environ(), badVariable+"="+name)
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || !strings.Contains(string(out), "--- FAIL: TestBad") {
				t.Errorf("the suite did not catch it: %v\n%s", err, out)
			}
		})
	}
}

func TestBad(t *testing.T) {
	run, ok := bad[os.Getenv(badVariable)]
	if !ok {
		t.Skip("runs in a process of its own")
	}
	run(t)
}

var bad = map[string]func(*testing.T){
	"scanner without order":   scanning(func(s *hw.Snapshot) { slices.Reverse(s.Sticks) }),
	"scanner with two in one": scanning(func(s *hw.Snapshot) { s.Sticks[1] = s.Sticks[0] }),
	"scanner of all vendors":  scanning(func(s *hw.Snapshot) { s.Sticks[0].ID.Vendor = 0x0781 }),
	"scanner, worst first":    scanning(func(s *hw.Snapshot) { slices.Reverse(s.Lines) }),
	"scanner, nameless line":  scanning(func(s *hw.Snapshot) { s.Lines[0].Name = "" }),
	"scanner that gives its own slice": func(t *testing.T) {
		snap := snapshot()
		RunScanner(t, scanFunc(func(ctx context.Context) (hw.Snapshot, error) {
			return snap, ctx.Err()
		}))
	},
	"scanner that cannot be cancelled": func(t *testing.T) {
		RunScanner(t, scanFunc(func(context.Context) (hw.Snapshot, error) {
			return snapshot(), nil
		}))
	},
	"switcher of other makers' telephones": switching(func(ctx context.Context, s hw.Stick) (bool, error) {
		if s.ID == otherStick.ID {
			return true, nil // whatever it shows beside its CD drive
		}
		return goodSwitch(ctx, s)
	}),
	"switcher of everything": switching(func(context.Context, hw.Stick) (bool, error) {
		return true, nil
	}),
	"switcher of nothing": switching(func(context.Context, hw.Stick) (bool, error) {
		return false, hw.ErrNotOurs
	}),
	"switcher that sends and refuses": switching(func(ctx context.Context, s hw.Stick) (bool, error) {
		_, err := goodSwitch(ctx, s)
		return true, err
	}),
	"switcher that cannot be cancelled": switching(
		func(_ context.Context, s hw.Stick) (bool, error) {
			return goodSwitch(context.Background(), s)
		}),
	"opener of everything": opening(func(context.Context, hw.Line) (io.ReadWriteCloser, error) {
		return &line{closed: make(chan struct{})}, nil
	}),
	"opener of nothing": opening(func(context.Context, hw.Line) (io.ReadWriteCloser, error) {
		return nil, hw.ErrGone
	}),
	"line that works after close": opening(
		func(ctx context.Context, l hw.Line) (io.ReadWriteCloser, error) {
			if l.Name != "x" || ctx.Err() != nil {
				return nil, hw.ErrGone
			}
			return immortal{}, nil
		}),
	"watcher that reports no beginning": watching(watchFaults{lateStart: true}),
	"watcher that reports no change":    watching(watchFaults{deaf: true}),
	"watcher that reports without end":  watching(watchFaults{restless: true}),
	"watcher that does not end":         watching(watchFaults{endless: true}),
	"watcher for one":                   watching(watchFaults{single: true}),
	"watcher that ends with an error":   watching(watchFaults{err: hw.ErrUnsupported}),
}

// watcher reports what is changed by its own method, or has one fault.
type watcher struct {
	watchFaults

	mu   sync.Mutex
	wake []chan struct{}
}

type watchFaults struct {
	lateStart, deaf, restless, endless, single bool
	err                                        error
}

func watching(f watchFaults) func(*testing.T) {
	return func(t *testing.T) {
		RunWatcher(t, func(*testing.T) WatcherSetup { return (&watcher{watchFaults: f}).watched() })
	}
}

func (w *watcher) watched() WatcherSetup { return WatcherSetup{Watcher: w, Change: w.change} }

func (w *watcher) change() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.wake {
		if !w.deaf {
			select {
			case c <- struct{}{}:
			default:
			}
		}
	}
}

func (w *watcher) Watch(ctx context.Context, changed func()) error {
	wake := make(chan struct{}, 1)
	w.mu.Lock()
	if w.wake = append(w.wake, wake); w.single {
		w.wake = []chan struct{}{wake}
	}
	w.mu.Unlock()
	if !w.lateStart {
		changed()
	}
	done := ctx.Done()
	if w.endless {
		done = nil
	}
	var tick <-chan time.Time
	if w.restless {
		tick = time.NewTicker(50 * time.Millisecond).C
	}
	for {
		select {
		case <-done:
			return w.err
		case <-wake:
		case <-tick:
		}
		changed()
	}
}

type scanFunc func(context.Context) (hw.Snapshot, error)

func (f scanFunc) Scan(ctx context.Context) (hw.Snapshot, error) { return f(ctx) }

func snapshot() hw.Snapshot {
	id := hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1001}
	return hw.Snapshot{
		Sticks: []hw.Stick{{Location: "1-1", ID: id}, {Location: "1-2", ID: id}},
		Lines: []hw.Line{
			{Name: "COM8", Location: "1-1", Interface: 2, Rank: 90}, {Name: "COM1", Interface: -1},
		},
	}
}

var goodScanner = scanFunc(func(ctx context.Context) (hw.Snapshot, error) {
	return snapshot(), ctx.Err()
})

func scanning(change func(*hw.Snapshot)) func(*testing.T) {
	return func(t *testing.T) {
		RunScanner(t, scanFunc(func(ctx context.Context) (hw.Snapshot, error) {
			s := snapshot()
			change(&s)
			return s, ctx.Err()
		}))
	}
}

// switchFunc reports whether it sent something, and returns the error of Switch.
type switchFunc func(context.Context, hw.Stick) (bool, error)

type countingSwitcher struct {
	do   switchFunc
	sent int
}

func (c *countingSwitcher) Switch(ctx context.Context, s hw.Stick, _ hw.Message) error {
	sent, err := c.do(ctx, s)
	if sent {
		c.sent++
	}
	return err
}

func goodSwitch(ctx context.Context, s hw.Stick) (bool, error) {
	switch {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case s.Mode != hw.ModeStorage || s.ID != storageStick.ID:
		return false, hw.ErrNotOurs
	case s.Location != storageStick.Location:
		return false, hw.ErrGone
	}
	return true, nil
}

func targetOf(do switchFunc) SwitcherSetup {
	c := &countingSwitcher{do: do}
	return SwitcherSetup{Switcher: c, Stick: storageStick, Sent: func() int { return c.sent }}
}

func switching(do switchFunc) func(*testing.T) {
	return func(t *testing.T) { RunSwitcher(t, func(*testing.T) SwitcherSetup { return targetOf(do) }) }
}

type openFunc func(context.Context, hw.Line) (io.ReadWriteCloser, error)

func (f openFunc) Open(ctx context.Context, l hw.Line) (io.ReadWriteCloser, error) {
	return f(ctx, l)
}

var goodOpener = openFunc(func(ctx context.Context, l hw.Line) (io.ReadWriteCloser, error) {
	if l.Name != "x" || ctx.Err() != nil {
		return nil, hw.ErrGone
	}
	return &line{closed: make(chan struct{})}, nil
})

func opening(open openFunc) func(*testing.T) {
	return func(t *testing.T) {
		RunOpener(t, func(*testing.T) OpenerSetup { return OpenerSetup{Opener: open, Line: hw.Line{Name: "x"}} })
	}
}

// line is an idle line that exists in memory only.
type line struct{ closed chan struct{} }

func (l *line) isClosed() bool {
	select {
	case <-l.closed:
		return true
	default:
		return false
	}
}

func (l *line) Read([]byte) (int, error) {
	if l.isClosed() {
		return 0, os.ErrClosed
	}
	return 0, nil
}

func (l *line) Write(b []byte) (int, error) {
	if l.isClosed() {
		return 0, os.ErrClosed
	}
	return len(b), nil
}

var closing = make(chan struct{}, 1)

func (l *line) Close() error {
	closing <- struct{}{}
	defer func() { <-closing }()
	if !l.isClosed() {
		close(l.closed)
	}
	return nil
}

// immortal still accepts writes after it was closed.
type immortal struct{}

func (immortal) Read([]byte) (int, error)    { return 0, os.ErrClosed }
func (immortal) Write(b []byte) (int, error) { return len(b), nil }
func (immortal) Close() error                { return nil }
