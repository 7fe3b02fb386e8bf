package runner_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
)

func TestCardStates(t *testing.T) {
	for state, problem := range map[sms.SIMState]setup.Problem{
		sms.SIMMissing:          setup.ProblemNoSIM,
		sms.SIMFaulty:           setup.ProblemSIMFault,
		sms.SIMDead:             setup.ProblemSIMDead,
		sms.SIMLockedToOperator: setup.ProblemSIMLock,
	} {
		t.Run(problem.String(), func(t *testing.T) {
			card0 := newCard("")
			card0.state = state
			run(t, switched("modem"), card0, auto, func(b *bench) {
				b.problem(problem, 5*time.Second)
				if card0.started != 0 {
					t.Error("texts flow without a card")
				}
				card0.change(func(c *card) { c.state = sms.SIMUnknown })
				b.step(setup.StepChat, 5*time.Second)
			})
		})
	}
}

func TestNetwork(t *testing.T) {
	card0 := lonelyCard()
	run(t, switched("modem"), card0, auto, func(b *bench) {
		b.step(setup.StepSIM, 5*time.Second)
		b.problem(setup.ProblemNoNetwork, 65*time.Second)
		card0.change(func(c *card) { c.network.Registration = sms.RegDenied })
		b.problem(setup.ProblemNetworkDenied, 10*time.Second)
		card0.change(func(c *card) { c.network.Registration = sms.RegRoaming })
		b.step(setup.StepChat, 10*time.Second)
		card0.change(func(c *card) { c.network.Registration = sms.RegSearching })
		b.problem(setup.ProblemNoNetwork, 90*time.Second)
		if b.facts.Step() != setup.StepChat || !b.facts.InChat() {
			t.Errorf("step %v", b.facts.Step())
		}
	})
}

// A modem that stops answering is disconnected and connected again.
func TestModemStopsAnswering(t *testing.T) {
	for name, fault := range map[string]func(*card, error){
		"the card":   func(c *card, err error) { c.simErr = err },
		"setting up": func(c *card, err error) { c.startErr = err },
	} {
		t.Run(name, func(t *testing.T) {
			card0 := newCard("")
			card0.change(func(c *card) { fault(c, errBroken) })
			run(t, switched("modem"), card0, auto, func(b *bench) {
				b.until("session", 5*time.Second, func(f setup.Facts) bool { return f.Session.Connected })
				b.until("loss", 15*time.Second, func(f setup.Facts) bool { return !f.Session.Connected })
				b.until("session", 15*time.Second, func(f setup.Facts) bool { return f.Session.Connected })
				card0.change(func(c *card) { fault(c, nil) })
				b.step(setup.StepChat, 15*time.Second)
			})
		})
	}
}

// A modem that is busy with a text leaves questions open for minutes and is not disconnected for that.
func TestBusyModemIsKept(t *testing.T) {
	card0 := newCard("")
	run(t, switched("modem"), card0, auto, func(b *bench) {
		b.step(setup.StepChat, 5*time.Second)
		card0.change(func(c *card) { c.simErr = context.DeadlineExceeded })
		b.stays("connected", 5*time.Minute, func(f setup.Facts) bool { return f.Session.Connected })
		b.until("loss", 2*time.Minute, func(f setup.Facts) bool { return !f.Session.Connected })
	})
}

// A card whose state is not known for a moment has not been changed: texts keep flowing.
func TestUnknownCardForAMoment(t *testing.T) {
	for state, started := range map[sms.SIMState]int{sms.SIMUnknown: 1, sms.SIMMissing: 2} {
		card0 := newCard("")
		run(t, switched("modem"), card0, auto, func(b *bench) {
			b.step(setup.StepChat, 5*time.Second)
			card0.change(func(c *card) { c.state, c.veiled = state, true })
			b.until("state", 15*time.Second, func(f setup.Facts) bool { return f.Session.SIM.State == state })
			card0.change(func(c *card) { c.state, c.veiled = sms.SIMUnknown, false })
			b.step(setup.StepChat, 15*time.Second)
			time.Sleep(time.Minute)
			if card0.started != started {
				t.Errorf("started %d times after %v", card0.started, state)
			}
		})
	}
}

func TestSelfTest(t *testing.T) {
	for _, c := range []struct {
		err   error
		state setup.TestState
		step  setup.Step
	}{
		{nil, setup.TestPassed, setup.StepChat},
		{fmt.Errorf("test: %w", sms.ErrCannotReceive), setup.TestLost, setup.StepTest},
		{errBroken, setup.TestFailed, setup.StepTest},
	} {
		t.Run(c.state.String(), func(t *testing.T) {
			card0 := newCard("")
			card0.test = c.err
			run(t, switched("modem"), card0, nil, func(b *bench) {
				b.step(setup.StepTest, 5*time.Second)
				b.r.Do(setup.DoTest{Number: "0171"})
				b.until("end", 10*time.Second, func(f setup.Facts) bool { return f.Test.State == c.state })
				if b.facts.Step() != c.step {
					t.Errorf("step %v", b.facts.Step())
				}
				found := map[bool]sms.ReceiveMode{true: sms.ReceivePolling}[c.err == nil]
				if b.facts.Test.Found != found {
					t.Errorf("found %v, want %v", b.facts.Test.Found, found)
				}
			})
		})
	}
}

func TestCancelSelfTest(t *testing.T) {
	run(t, switched("modem"), newCard(""), nil, func(b *bench) {
		b.step(setup.StepTest, 5*time.Second)
		b.r.Do(setup.DoTest{Number: "0171"})
		b.until("test", time.Second, func(f setup.Facts) bool { return f.Test.State == setup.TestRunning })
		b.r.Do(setup.DoCancel{})
		b.until("cancelled", time.Second, func(f setup.Facts) bool { return f.Test.State == setup.TestOpen })
		b.stays("open", time.Minute, func(f setup.Facts) bool { return f.Test.State == setup.TestOpen })
	})
}

func TestMemory(t *testing.T) {
	kept := &notes{}
	on := func(c *runner.Config, _ *fakestick.Stick) { c.Memory = kept }
	run(t, switched("modem"), newCard("1234"), on, func(b *bench) {
		b.problem(setup.ProblemPIN, 5*time.Second)
		b.r.Do(setup.DoUnlock{PIN: "1234"})
		b.step(setup.StepTest, 5*time.Second)
		b.r.Do(setup.DoSkipTest{})
		b.r.Do(setup.DoAuto{On: true})
		b.until("auto", time.Second, func(f setup.Facts) bool { return f.Intent.Auto && f.Test.Done })
	})
	want := map[string]string{"auto": "on", "tested:" + imei: "skipped"}
	if got := kept.all(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("remembered %v, want %v and no PIN", got, want)
	}
	run(t, obedient(), newCard(""), on, func(b *bench) {
		b.until("chat", 20*time.Second, func(f setup.Facts) bool {
			return f.Step() == setup.StepChat && f.Holds(setup.StepTest)
		})
		b.r.Do(setup.DoAuto{})
		b.until("not auto", time.Second, func(f setup.Facts) bool { return !f.Intent.Auto })
	})
	if got := kept.Get("auto"); got != "" {
		t.Errorf("auto is %q", got)
	}
}

func TestWizardOverTheChat(t *testing.T) {
	run(t, switched("modem"), newCard(""), auto, func(b *bench) {
		b.step(setup.StepChat, 5*time.Second)
		b.r.Do(setup.DoShowSetup{On: true})
		b.until("wizard", time.Second, func(f setup.Facts) bool { return !f.InChat() })
		b.r.Do(setup.DoShowSetup{})
		b.until("chat", time.Second, func(f setup.Facts) bool { return f.InChat() })
	})
}

// The test can be had again from the chat, and leads back there.
func TestSelfTestAgain(t *testing.T) {
	run(t, switched("modem"), newCard(""), auto, func(b *bench) {
		b.step(setup.StepChat, 5*time.Second)
		for _, end := range []setup.Action{setup.DoTest{Number: "0171"}, setup.DoSkipTest{}} {
			b.r.Do(setup.DoAskTest{})
			b.until("page", time.Second, func(f setup.Facts) bool {
				return f.Step() == setup.StepTest && !f.InChat()
			})
			b.r.Do(end)
			b.until("chat", 10*time.Second, func(f setup.Facts) bool {
				return f.Step() == setup.StepChat && f.InChat()
			})
		}
		b.r.Do(setup.DoAskTest{})
		b.until("page", time.Second, func(f setup.Facts) bool { return !f.InChat() })
		b.r.Do(setup.DoShowSetup{})
		b.until("chat", time.Second, func(f setup.Facts) bool {
			return f.Step() == setup.StepChat && f.InChat()
		})
	})
}
