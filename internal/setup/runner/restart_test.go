package runner_test

import (
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
)

// onStick lets a restart do to the stick what it does to a real one.
func onStick(card0 *card, more func(*runner.Config, *fakestick.Stick)) func(*runner.Config, *fakestick.Stick) {
	return func(c *runner.Config, s *fakestick.Stick) {
		card0.change(func(c *card) { c.onRestart = s.Restart })
		if more != nil {
			more(c, s)
		}
	}
}

// restartTo tells the stick to restart and waits until it is in the chat again.
func (b *bench) restartTo(card0 *card, limit time.Duration) {
	b.t.Helper()
	b.r.Do(setup.DoRestart{})
	b.until("restart", time.Second, func(f setup.Facts) bool { return f.Restarts() })
	b.until("loss", 50*time.Second, func(f setup.Facts) bool { return !f.Session.Connected })
	b.until("chat", limit, func(f setup.Facts) bool { return f.Step() == setup.StepChat })
	if card0.restarts != 1 || b.facts.Restarts() {
		b.t.Errorf("restarted %d times, still at it: %v", card0.restarts, b.facts.Restarts())
	}
}

// A stick comes back from its restart as a CD drive or as a modem, and is connected to unasked; the
// PIN that was typed is tried again.
func TestRestart(t *testing.T) {
	for mode, o := range map[hw.Mode]fakestick.Options{
		hw.ModeModem: switched("modem"), hw.ModeStorage: obedient(),
	} {
		t.Run(mode.String(), func(t *testing.T) {
			o.RestartTime = 5 * time.Second
			card0 := newCard("1234")
			run(t, o, card0, onStick(card0, auto), func(b *bench) {
				b.problem(setup.ProblemPIN, 40*time.Second)
				b.r.Do(setup.DoUnlock{PIN: "1234"})
				b.step(setup.StepChat, 20*time.Second)
				b.restartTo(card0, 40*time.Second)
			})
		})
	}
}

// A stick that cannot be told goes on.
func TestRestartRefused(t *testing.T) {
	card0 := newCard("")
	card0.restartErr = errBroken
	run(t, switched("modem"), card0, onStick(card0, auto), func(b *bench) {
		b.step(setup.StepChat, 5*time.Second)
		b.r.Do(setup.DoRestart{})
		b.until("refusal", 5*time.Second, func(f setup.Facts) bool { return f.Restart.Err != nil })
		b.stays("connected", time.Minute, func(f setup.Facts) bool { return f.Session.Connected })
	})
}

// Where nothing answers any more, the lines of the stick are told, though somebody asks them now.
func TestRestartOfASilentStick(t *testing.T) {
	card0 := newCard("")
	on := onStick(card0, auto)
	run(t, switched(""), card0, on, func(b *bench) {
		b.until("silence", 90*time.Second, func(f setup.Facts) bool { return f.Hangs() })
		b.r.Do(setup.DoRestart{})
		b.until("restart", 30*time.Second, func(f setup.Facts) bool { return f.Restart.Returning })
		if card0.restarts != 1 {
			t.Errorf("restarted %d times", card0.restarts)
		}
		b.until("silence again", 3*time.Minute, func(f setup.Facts) bool { return f.Hangs() })
	})
}

// Without a stick there is nothing to restart.
func TestNothingToRestart(t *testing.T) {
	card0 := newCard("")
	run(t, fakestick.Options{Absent: true}, card0, nil, func(b *bench) {
		b.problem(setup.ProblemNoStick, 20*time.Second)
		b.r.Do(setup.DoRestart{})
		b.stays("no restart", time.Minute, func(f setup.Facts) bool { return !f.Restarts() })
	})
}
