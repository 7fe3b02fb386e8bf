package runner_test

import (
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
)

// switched is a stick in modem mode with something behind its AT port; "" is silence.
func switched(answer string) fakestick.Options {
	o := fakestick.Options{Mode: hw.ModeModem}
	if answer != "" {
		o.Dial = dial(answer)
	}
	return o
}

func TestWhatIsOnTheLine(t *testing.T) {
	for _, c := range []struct {
		answer  string
		problem setup.Problem
	}{
		{"", setup.ProblemPortSilent},
		{"a printer", setup.ProblemPortNotModem},
		{"stuck", setup.ProblemPortStuck},
	} {
		t.Run(c.problem.String(), func(t *testing.T) {
			run(t, switched(c.answer), newCard(""), nil, func(b *bench) {
				b.until("first answer", 15*time.Second, func(f setup.Facts) bool {
					return len(f.Boot.Probes) > 0
				})
				if p := b.facts.Problem(); p != setup.ProblemNone {
					t.Errorf("%v while the stick starts", p)
				}
				b.problem(c.problem, 60*time.Second)
				b.stays("told", time.Hour, func(f setup.Facts) bool { return f.Problem() == c.problem })
				b.r.Do(b.facts.Recommended())
				b.until("next round", time.Second, func(f setup.Facts) bool { return f.Runs(setup.JobProbe) })
				b.problem(c.problem, 60*time.Second)
			})
		})
	}
}

func TestLineErrors(t *testing.T) {
	for _, c := range []struct {
		err     error
		problem setup.Problem
	}{
		{hw.ErrBusy, setup.ProblemPortBusy},
		{hw.ErrAccess, setup.ProblemPortPermission},
		{hw.ErrNotSerial, setup.ProblemPortInvalid},
		{hw.ErrGone, setup.ProblemPortGone},
		{io.EOF, setup.ProblemPortGone},
		{hw.ErrNoLibusb, setup.ProblemPortInvalid},
		{hw.ErrNoDriver, setup.ProblemPortInvalid},
		{errBroken, setup.ProblemPortSilent},
	} {
		t.Run(c.problem.String(), func(t *testing.T) {
			door := &door{err: c.err}
			on := func(cfg *runner.Config, s *fakestick.Stick) {
				door.Opener = s
				openBy(cfg, door)
			}
			run(t, switched("modem"), newCard(""), on, func(b *bench) {
				b.problem(c.problem, 40*time.Second)
				if p := b.facts.Boot.Probes[0]; !errors.Is(p.Err, c.err) {
					t.Errorf("error %v", p.Err)
				}
				door.unlock()
				b.r.Do(b.facts.Recommended())
				b.step(setup.StepTest, 5*time.Second)
			})
		})
	}
}

// door is an opener that fails until it is unlocked.
type door struct {
	hw.Opener
	mu  sync.Mutex
	err error
}

func (d *door) unlock() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.err = nil
}

func (d *door) Open(ctx context.Context, l hw.Line) (io.ReadWriteCloser, error) {
	d.mu.Lock()
	err := d.err
	d.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return d.Opener.Open(ctx, l)
}

// Another program holds the port for a moment after plugging in, as ModemManager does.
func TestBusyWhileItStarts(t *testing.T) {
	run(t, switched("modem"), newCard(""), nil, func(b *bench) {
		for range 9 {
			b.stick.FailNextOpen(hw.ErrBusy)
		}
		b.step(setup.StepTest, 15*time.Second)
	})
}

func TestConnectorHangs(t *testing.T) {
	run(t, switched("hang"), newCard(""), nil, func(b *bench) {
		b.until("probe", 3*time.Second, func(f setup.Facts) bool { return f.Runs(setup.JobProbe) })
		b.r.Do(setup.DoCancel{})
		b.until("cancelled", time.Second, func(f setup.Facts) bool { return !f.Runs(setup.JobProbe) })
		time.Sleep(time.Second)
		if open := b.stick.Handles(); len(open) > 0 {
			t.Errorf("still open: %v", open)
		}
		b.stays("waiting for the user", time.Minute, func(f setup.Facts) bool { return !f.Runs(setup.JobProbe) })
		b.r.Do(setup.DoProbe{})
		b.until("probe", time.Second, func(f setup.Facts) bool { return f.Runs(setup.JobProbe) })
	})
}

// deaf is a Connector that hangs whatever becomes of its context, and then comes back with a
// session that nobody wants any more.
type deaf struct {
	connector
	wait time.Duration
}

func (d deaf) Connect(ctx context.Context, line hw.Line) (runner.Session, error) {
	rw, err := d.opener.Open(ctx, line)
	if err != nil {
		return nil, err
	}
	time.Sleep(d.wait)
	return newSession(rw, d.card), nil
}

// openBy has the lines opened by another opener.
func openBy(c *runner.Config, o hw.Opener) {
	by := c.Connector.(connector)
	by.opener = o
	c.Connector = by
}

func TestLateSessionIsClosed(t *testing.T) {
	card := newCard("")
	on := func(c *runner.Config, s *fakestick.Stick) {
		c.Connector = deaf{connector{s, card}, 5 * time.Second}
	}
	run(t, switched("modem"), card, on, func(b *bench) {
		b.until("probe", 3*time.Second, func(f setup.Facts) bool { return f.Runs(setup.JobProbe) })
		b.r.Do(setup.DoCancel{})
		b.until("cancelled", time.Second, func(f setup.Facts) bool { return !f.Runs(setup.JobProbe) })
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if open := b.stick.Handles(); len(open) > 0 || card.open != 0 {
			t.Errorf("still open: %v, %d sessions", open, card.open)
		}
	})
}

func TestChoosingALine(t *testing.T) {
	o := switched("modem")
	o.DialModem = dial("modem")
	run(t, o, newCard(""), nil, func(b *bench) {
		b.step(setup.StepTest, 5*time.Second)
		best, _ := b.facts.Line()
		second := b.facts.Lines()[1]
		b.r.Do(setup.DoConnect{Name: second.Name})
		b.until("other line", 5*time.Second, func(f setup.Facts) bool {
			l, _ := f.Line()
			return f.Session.Connected && l.Name == second.Name
		})
		b.stick.Unplug()
		b.step(setup.StepStick, 5*time.Second)
		b.stick.Plug()
		b.until("same line again", 5*time.Second, func(f setup.Facts) bool { return f.Session.Connected })
		if l, _ := b.facts.Line(); l.Interface != second.Interface {
			t.Errorf("took %s although %s was chosen", l.Name, second.Name)
		}
		b.r.Do(setup.DoConnect{Name: "/dev/ttyS99"})
		b.r.Do(setup.DoConnect{Name: best.Name})
		b.until("first line", 5*time.Second, func(f setup.Facts) bool {
			l, _ := f.Line()
			return f.Session.Connected && l.Name == best.Name && f.Step() == setup.StepTest
		})
	})
}

func TestWhichPort(t *testing.T) {
	on := func(c *runner.Config, s *fakestick.Stick) {
		c.Scanner = eye(func(ctx context.Context) (hw.Snapshot, error) {
			seen, err := s.Scan(ctx)
			seen.Lines = append(seen.Lines, hw.Line{Name: "COM3", Label: "Arduino", Interface: -1})
			return seen, err
		})
	}
	o := switched("modem")
	o.ModemDriver = hw.DriverNone
	run(t, o, newCard(""), on, func(b *bench) {
		b.problem(setup.ProblemWhichPort, 15*time.Second)
		b.stays("not asking it unasked", time.Minute, func(f setup.Facts) bool {
			return !f.Runs(setup.JobProbe) && len(f.Boot.Probes) == 0
		})
		b.r.Do(setup.DoConnect{Name: "COM3"})
		b.problem(setup.ProblemPortGone, 5*time.Second)
	})
}

func TestPortFlag(t *testing.T) {
	stick := fakestick.New(switched("modem"))
	snapshot, err := stick.Scan(context.Background())
	if err != nil || len(snapshot.Lines) == 0 {
		t.Fatal(snapshot, err)
	}
	var there *fakestick.Stick
	on := func(c *runner.Config, s *fakestick.Stick) {
		c.Scanner, c.Libusb, c.Fixed, there = nil, nil, &snapshot.Lines[0], s
		c.Platform = windows
	}
	run(t, switched("modem"), newCard(""), on, func(b *bench) {
		b.step(setup.StepChat, 5*time.Second)
		there.Unplug()
		b.step(setup.StepConnection, 2*time.Second)
		b.problem(setup.ProblemPortGone, 10*time.Second)
		there.Plug()
		b.step(setup.StepChat, 60*time.Second)
	})
}

func TestReconnects(t *testing.T) {
	run(t, switched("modem"), newCard(""), auto, func(b *bench) {
		b.step(setup.StepChat, 5*time.Second)
		time.Sleep(2 * time.Minute)
		b.stick.SetModemDriver(hw.DriverSerial) // breaks open lines, the stick stays
		b.until("loss", 3*time.Second, func(f setup.Facts) bool { return !f.Session.Connected })
		if !b.facts.InChat() {
			t.Error("thrown out of the chat")
		}
		b.step(setup.StepChat, 3*time.Second)
	})
}

// All lines are asked at once: a better one that is silent for seconds holds nobody up, a better
// one that is a little slower is still taken.
func TestBestOfSeveralModems(t *testing.T) {
	for _, c := range []struct {
		name, pcui, modem string
		best              int // place of the line taken
		within            time.Duration
	}{
		{"both", "modem", "modem", 0, time.Second},
		{"the better one is silent", "", "modem", 1, 2 * time.Second},
		{"the better one takes its time", "slow modem", "modem", 1, 2 * time.Second},
		{"the worse one takes its time", "modem", "slow modem", 0, time.Second},
		{"the better one is none", "a printer", "modem", 1, time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := switched(c.pcui)
			o.DialModem = dial(c.modem)
			run(t, o, newCard(""), nil, func(b *bench) {
				b.until("session", c.within, func(f setup.Facts) bool { return f.Session.Connected })
				lines := b.facts.Lines()
				if l, _ := b.facts.Line(); l.Name != lines[c.best].Name {
					t.Errorf("took %s of %v", l.Name, lines)
				}
				time.Sleep(5 * time.Second)
				synctest.Wait()
				if open := b.stick.Handles(); len(open) != 1 || b.card.open != 1 {
					t.Errorf("open: %v, %d sessions", open, b.card.open)
				}
			})
		})
	}
}

// In the chat the banner keeps saying what is wrong while the line is asked again and again.
func TestBannerDoesNotFlicker(t *testing.T) {
	door := &door{}
	on := func(c *runner.Config, s *fakestick.Stick) {
		door.Opener, c.Auto = s, true
		openBy(c, door)
	}
	run(t, switched("modem"), newCard(""), on, func(b *bench) {
		b.step(setup.StepChat, 5*time.Second)
		time.Sleep(2 * time.Minute)
		door.mu.Lock()
		door.err = hw.ErrBusy
		door.mu.Unlock()
		b.stick.SetModemDriver(hw.DriverSerial) // breaks open lines, the stick stays
		b.problem(setup.ProblemPortBusy, 10*time.Second)
		b.stays("told", 10*time.Minute, func(f setup.Facts) bool {
			return f.Problem() == setup.ProblemPortBusy
		})
		door.unlock()
		b.step(setup.StepChat, 31*time.Second)
	})
}
