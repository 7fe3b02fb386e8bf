package runner_test

import (
	"context"
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
)

// wires are the serial ports of a computer: what is plugged in, and at which speed a modem answers.
type wires struct {
	connector
	mu     sync.Mutex
	lines  []hw.Line
	speeds map[string]int // by device; 0 is a modem that is off, none is a device that sends nonsense
	asked  []hw.Line      // every line that was opened, with its speed
}

var (
	ch340   = hw.Line{Name: "COM5", Label: "USB-SERIAL CH340 (COM5)", Interface: -1, Device: "1a86:7523"}
	ftdi    = hw.Line{Name: "COM6", Label: "USB Serial Port (COM6)", Interface: -1, Device: "0403:6001 A5"}
	onboard = hw.Line{Name: "COM1", Interface: -1}
)

func newWires(speeds map[string]int, lines ...hw.Line) *wires {
	return &wires{connector: connector{card: newCard("")}, lines: lines, speeds: speeds}
}

func (w *wires) change(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

func (w *wires) seen() []hw.Line {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.asked)
}

// on has a Config use the wires beside the stick.
func (w *wires) on(c *runner.Config, s *fakestick.Stick) {
	c.Scanner = eye(func(ctx context.Context) (hw.Snapshot, error) {
		seen, err := s.Scan(ctx)
		w.change(func() { seen.Lines = append(seen.Lines, w.lines...) })
		return seen, err
	})
	w.opener = s
	c.Connector = w
}

// Connect implements runner.Connector.
func (w *wires) Connect(ctx context.Context, l hw.Line) (runner.Session, error) {
	if l.Device == "" && l.Name != onboard.Name {
		return w.connector.Connect(ctx, l)
	}
	s, _, err := w.at(ctx, l)
	return s, err
}

// Search implements runner.Searcher.
func (w *wires) Search(ctx context.Context, l hw.Line, trying func(int)) (runner.Session, int, error) {
	first := l.Speed
	var last error
	for _, speed := range []int{first, 115200, 9600} {
		if speed == 0 {
			continue
		}
		trying(speed)
		l.Speed = speed
		s, found, err := w.at(ctx, l)
		if s != nil {
			return s, found, nil
		}
		last = err
	}
	return nil, 0, last
}

// at asks at one speed, for a second.
func (w *wires) at(ctx context.Context, l hw.Line) (runner.Session, int, error) {
	w.mu.Lock()
	there := slices.ContainsFunc(w.lines, func(o hw.Line) bool { return o.Name == l.Name })
	speed, modem := w.speeds[l.Device]
	w.asked = append(w.asked, l)
	w.mu.Unlock()
	if !there {
		return nil, 0, hw.ErrGone
	}
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		return nil, 0, ctx.Err()
	}
	switch {
	case !modem:
		return nil, 0, runner.ErrGarbled
	case speed == 0 || speed != l.Speed:
		return nil, 0, sms.ErrSilent
	}
	near, far := io.Pipe()
	return newSession(pipeEnd{near, far}, w.card), speed, nil
}

// pipeEnd is an open line that says nothing until it is closed.
type pipeEnd struct {
	*io.PipeReader
	far *io.PipeWriter
}

func (p pipeEnd) Write(b []byte) (int, error) { return len(b), nil }

func (p pipeEnd) Close() error { _ = p.far.Close(); return p.PipeReader.Close() }

// unplugged is a stick that is not there.
func unplugged() fakestick.Options { return fakestick.Options{Absent: true} }

// TestSerialPort: a port that the user picks is asked at one speed after the other, and no other port
// ever; what was found is where the next start goes, without a detour.
func TestSerialPort(t *testing.T) {
	memory := &notes{}
	w := newWires(map[string]int{ch340.Device: 9600}, onboard, ch340, ftdi)
	with := func(c *runner.Config, s *fakestick.Stick) { w.on(c, s); c.Memory = memory }
	run(t, unplugged(), w.card, with, func(b *bench) {
		b.problem(setup.ProblemNoStick, 15*time.Second)
		b.stays("asking nothing", time.Minute, func(setup.Facts) bool { return len(w.seen()) == 0 })
		b.r.Do(setup.DoUseSerial{Name: "COM5"})
		b.until("first speed", 2*time.Second, func(f setup.Facts) bool { return f.Boot.Speed == 115200 })
		b.until("second speed", 2*time.Second, func(f setup.Facts) bool { return f.Boot.Speed == 9600 })
		b.step(setup.StepTest, 5*time.Second)
		b.r.Do(setup.DoSkipTest{})
		b.step(setup.StepChat, time.Second)
		for _, l := range w.seen() {
			if l.Name != "COM5" {
				t.Errorf("opened %s", l.Name)
			}
		}
	})
	w.change(func() { w.asked = nil })
	run(t, unplugged(), w.card, with, func(b *bench) {
		b.step(setup.StepChat, 5*time.Second)
		if got := w.seen(); len(got) != 1 || got[0].Name != "COM5" || got[0].Speed != 9600 {
			t.Errorf("the second start asked %+v", got)
		}
	})
}

// TestSerialWithoutModem: it is said, tried again at the press of a button only, and forgotten at the end.
func TestSerialWithoutModem(t *testing.T) {
	for name, c := range map[string]struct {
		pick    string
		problem setup.Problem
	}{
		"nothing":  {"COM5", setup.ProblemPortSilent},
		"nonsense": {"COM6", setup.ProblemPortGarbled},
	} {
		t.Run(name, func(t *testing.T) {
			memory := &notes{}
			w := newWires(map[string]int{ch340.Device: 0}, ch340, ftdi)
			with := func(c *runner.Config, s *fakestick.Stick) { w.on(c, s); c.Memory = memory }
			run(t, unplugged(), w.card, with, func(b *bench) {
				b.problem(setup.ProblemNoStick, 15*time.Second)
				b.r.Do(setup.DoUseSerial{Name: c.pick})
				b.problem(c.problem, 10*time.Second)
				asked := len(w.seen())
				b.stays("leaving it alone", time.Hour, func(setup.Facts) bool { return len(w.seen()) == asked })
				w.change(func() { w.speeds = map[string]int{ch340.Device: 115200, ftdi.Device: 9600} })
				b.r.Do(b.facts.Recommended())
				b.step(setup.StepTest, 10*time.Second)
			})
			w.change(func() { w.speeds, w.asked = nil, nil })
			memory.Set("serial", "")
			run(t, unplugged(), w.card, with, func(b *bench) {
				b.stays("asking nothing", time.Minute, func(setup.Facts) bool { return len(w.seen()) == 0 })
			})
		})
	}
}

// TestSerialReturns: an adapter that comes back is connected to again, at the speed that was found.
func TestSerialReturns(t *testing.T) {
	moved := ch340
	moved.Name, moved.Label = "COM9", "USB-SERIAL CH340 (COM9)"
	w := newWires(map[string]int{ch340.Device: 9600}, ch340)
	run(t, unplugged(), w.card, w.on, func(b *bench) {
		b.problem(setup.ProblemNoStick, 15*time.Second)
		b.r.Do(setup.DoUseSerial{Name: "COM5"})
		b.step(setup.StepTest, 10*time.Second)
		w.change(func() { w.lines, w.asked = []hw.Line{ftdi}, nil })
		b.problem(setup.ProblemPortGone, 5*time.Second)
		b.stays("waiting", time.Minute, func(setup.Facts) bool { return len(w.seen()) == 0 })
		w.change(func() { w.lines = []hw.Line{ftdi, moved} })
		b.step(setup.StepTest, 5*time.Second)
		if got := w.seen(); len(got) != 1 || got[0].Name != "COM9" || got[0].Speed != 9600 {
			t.Errorf("asked %+v", got)
		}
	})
}

// TestSerialCancel: the search is given up at once, and nothing goes on by itself.
func TestSerialCancel(t *testing.T) {
	w := newWires(map[string]int{ch340.Device: 9600}, ch340)
	run(t, unplugged(), w.card, w.on, func(b *bench) {
		b.problem(setup.ProblemNoStick, 15*time.Second)
		b.r.Do(setup.DoUseSerial{Name: "COM5"})
		b.until("search", time.Second, func(f setup.Facts) bool { return f.Boot.Speed != 0 })
		b.r.Do(setup.DoCancel{})
		b.until("cancelled", time.Second, func(f setup.Facts) bool { return !f.Runs(setup.JobProbe) })
		asked := len(w.seen())
		b.stays("waiting", time.Minute, func(f setup.Facts) bool {
			return len(w.seen()) == asked && f.Boot.Speed == 0
		})
	})
}

// TestSerialAndStick: from a stick that is connected to a serial port, and back.
func TestSerialAndStick(t *testing.T) {
	memory := &notes{}
	w := newWires(map[string]int{ch340.Device: 9600}, ch340)
	with := func(c *runner.Config, s *fakestick.Stick) { w.on(c, s); c.Memory = memory }
	run(t, switched("modem"), w.card, with, func(b *bench) {
		b.step(setup.StepTest, 5*time.Second)
		stick, _ := b.facts.Line()
		b.r.Do(setup.DoUseSerial{Name: stick.Name}) // its ports are no serial ports of others
		b.r.Do(setup.DoUseSerial{Name: "COM5"})
		b.until("serial port", 10*time.Second, func(f setup.Facts) bool {
			return f.OnSerial() && f.Session.Connected
		})
		if open := b.stick.Handles(); len(open) > 0 {
			t.Errorf("still open: %v", open)
		}
		if memory.Get("serial") == "" {
			t.Error("not remembered")
		}
		b.r.Do(setup.DoLeaveSerial{})
		b.until("stick", 10*time.Second, func(f setup.Facts) bool {
			return !f.OnSerial() && f.Session.Connected && f.Present()
		})
		if kept := memory.Get("serial"); kept != "" {
			t.Errorf("still remembered: %q", kept)
		}
	})
}

// TestNamedPortIsRemembered: the next start with the same port begins at the speed that was found.
func TestNamedPortIsRemembered(t *testing.T) {
	memory := &notes{}
	w := newWires(map[string]int{ch340.Device: 9600}, ch340)
	line := ch340
	with := func(cfg *runner.Config, s *fakestick.Stick) {
		w.on(cfg, s)
		cfg.Scanner, cfg.Fixed, cfg.Memory = nil, &line, memory
	}
	for _, want := range [][]int{{115200, 9600}, {9600}} {
		w.change(func() { w.asked = nil })
		run(t, unplugged(), w.card, with, func(b *bench) { b.step(setup.StepChat, time.Minute) })
		var speeds []int
		for _, l := range w.seen() {
			speeds = append(speeds, l.Speed)
		}
		if !slices.Equal(speeds, want) {
			t.Errorf("asked at %v, want %v", speeds, want)
		}
	}
}

// TestNamedPort: the speed of the line of -port is looked for, unasked and again and again; a speed that
// was named is the only one.
func TestNamedPort(t *testing.T) {
	for name, c := range map[string]struct{ named, found int }{"to be found": {0, 9600}, "named": {9600, 9600}} {
		t.Run(name, func(t *testing.T) {
			w := newWires(map[string]int{ch340.Device: 0}, ch340)
			line := ch340
			line.Speed = c.named
			with := func(cfg *runner.Config, s *fakestick.Stick) {
				w.on(cfg, s)
				cfg.Scanner, cfg.Fixed = nil, &line
			}
			run(t, unplugged(), w.card, with, func(b *bench) {
				b.problem(setup.ProblemPortSilent, 15*time.Second)
				w.change(func() { w.speeds = map[string]int{ch340.Device: c.found} })
				b.step(setup.StepChat, time.Minute)
				if l, _ := b.facts.Line(); l.Speed != c.found {
					t.Errorf("speed %d", l.Speed)
				}
				for _, l := range w.seen() {
					if c.named != 0 && l.Speed != c.named {
						t.Errorf("asked at %d", l.Speed)
					}
				}
			})
		})
	}
}
