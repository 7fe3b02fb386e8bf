package runner_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/hw/runner"
	"surfstick-sms/hw/setup"
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
