package runner_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
)

func TestConfigIsChecked(t *testing.T) {
	if err := runner.New(runner.Config{}).Run(context.Background()); err == nil {
		t.Error("runs on nothing")
	}
}

// eye is a scanner from a function.
type eye func(context.Context) (hw.Snapshot, error)

func (e eye) Scan(ctx context.Context) (hw.Snapshot, error) { return e(ctx) }

func TestScannerFails(t *testing.T) {
	for name, scan := range map[string]eye{
		"error": func(context.Context) (hw.Snapshot, error) { return hw.Snapshot{}, errBroken },
		"panic": func(context.Context) (hw.Snapshot, error) { panic("zero-length value") },
		"hangs": func(ctx context.Context) (hw.Snapshot, error) {
			<-ctx.Done()
			return hw.Snapshot{}, ctx.Err()
		},
	} {
		t.Run(name, func(t *testing.T) {
			on := func(c *runner.Config, _ *fakestick.Stick) { c.Scanner = scan }
			run(t, switched("modem"), newCard(""), on, func(b *bench) {
				b.problem(setup.ProblemScanFailed, 12*time.Second)
				b.r.Do(b.facts.Recommended())
				time.Sleep(time.Minute)
			})
		})
	}
}

func TestScanErrorsInTheChatDoNoHarm(t *testing.T) {
	run(t, switched("modem"), newCard(""), auto, func(b *bench) {
		b.step(setup.StepChat, 5*time.Second)
		for range 20 {
			b.stick.FailNextScan(errors.New("sysfs changed while it was read"))
		}
		b.stays("in the chat", 5*time.Minute, func(f setup.Facts) bool {
			return f.Step() == setup.StepChat && f.Problem() == setup.ProblemNone
		})
	})
}

// Nobody takes the facts, and the runner goes its way; whoever looks later sees the latest.
func TestNobodyLooks(t *testing.T) {
	run(t, obedient(), newCard(""), auto, func(b *bench) {
		time.Sleep(time.Minute)
		b.facts = <-b.r.Facts()
		if b.facts.Step() != setup.StepChat {
			t.Errorf("the facts are stale: step %v", b.facts.Step())
		}
	})
}

func TestQuietInTheChat(t *testing.T) {
	run(t, obedient(), newCard(""), auto, func(b *bench) {
		b.step(setup.StepChat, 20*time.Second)
		time.Sleep(5 * time.Second)
		synctest.Wait()
		select {
		case <-b.r.Facts():
		default:
		}
		b.stays("quiet", time.Hour, func(setup.Facts) bool { return false })
	})
}

// Nothing that a device says ends the program, even if it makes the layers below panic.
func TestPanicsBelow(t *testing.T) {
	card0 := newCard("1234")
	run(t, switched("modem"), card0, nil, func(b *bench) {
		b.problem(setup.ProblemPIN, 5*time.Second)
		card0.change(func(c *card) { c.panics = true })
		b.r.Do(setup.DoUnlock{PIN: "1234"})
		b.until("unlock to end", 5*time.Second, func(f setup.Facts) bool {
			return !f.Runs(setup.JobUnlock) && f.Session.CodeErr != nil
		})
		b.until("loss", 30*time.Second, func(f setup.Facts) bool { return !f.Session.Connected })
		card0.change(func(c *card) { c.panics = false })
		b.problem(setup.ProblemPIN, 60*time.Second)
	})
	run(t, switched("panic"), newCard(""), nil, func(b *bench) {
		b.problem(setup.ProblemPortSilent, 60*time.Second)
	})
	broken := func(c *runner.Config, s *fakestick.Stick) {
		asWindows(c, s)
		c.Drivers = help{install: func(context.Context, hw.DriverJob) error { panic("no such file") }}
	}
	run(t, obedient(), newCard(""), broken, func(b *bench) {
		b.step(setup.StepDriver, 3*time.Second)
		b.r.Do(setup.DoInstallDriver{})
		b.until("end", 5*time.Second, func(f setup.Facts) bool {
			return !f.Runs(setup.JobInstall) && f.Help.InstallErr != nil
		})
	})
}

// stuckDoor is an opener that hangs until its context ends.
type stuckDoor struct{}

func (stuckDoor) Open(ctx context.Context, _ hw.Line) (io.ReadWriteCloser, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestUnplugWhileOpening(t *testing.T) {
	on := func(c *runner.Config, _ *fakestick.Stick) { openBy(c, stuckDoor{}) }
	run(t, switched("modem"), newCard(""), on, func(b *bench) {
		b.until("probe", 3*time.Second, func(f setup.Facts) bool { return f.Runs(setup.JobProbe) })
		b.stick.Unplug()
		b.until("end", 5*time.Second, func(f setup.Facts) bool {
			return f.Step() == setup.StepStick && !f.Runs(setup.JobProbe)
		})
	})
}
