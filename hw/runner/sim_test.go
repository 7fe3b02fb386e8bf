package runner_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"surfstick-sms/hw/fakestick"
	"surfstick-sms/hw/runner"
	"surfstick-sms/hw/setup"
)

func TestWrongPIN(t *testing.T) {
	run(t, switched("modem"), newCard("1234"), auto, func(b *bench) {
		b.problem(setup.ProblemPIN, 5*time.Second)
		for i, c := range []struct {
			pin     string
			tries   int
			problem setup.Problem
		}{
			{"0000", 2, setup.ProblemPINWrong},
			{"1111", 1, setup.ProblemPINLast},
			{"2222", 0, setup.ProblemPUK},
		} {
			b.r.Do(setup.DoUnlock{PIN: c.pin})
			b.problem(c.problem, 5*time.Second)
			b.stays("waiting", 10*time.Minute, func(f setup.Facts) bool {
				return f.Problem() == c.problem && f.SIM.PINTries == c.tries
			})
			if got := b.card.tried(); len(got) != i+1 {
				t.Fatalf("the card got %v", got)
			}
		}
		b.r.Do(setup.DoUnlock{PIN: "1234"}) // a PIN does not help any more
		b.r.Do(setup.DoUnblock{PUK: "87654321", PIN: "4321"})
		b.problem(setup.ProblemPUKWrong, 5*time.Second)
		b.r.Do(setup.DoUnblock{PUK: "12345678", PIN: "4321"})
		b.step(setup.StepChat, 10*time.Second)
		want := []string{"0000", "1111", "2222", "87654321 4321", "12345678 4321"}
		if got := b.card.tried(); !slices.Equal(got, want) {
			t.Errorf("the card got %v, want %v", got, want)
		}
	})
}

func TestNoOtherByteReachesTheCard(t *testing.T) {
	run(t, switched("modem"), newCard("1234"), nil, func(b *bench) {
		b.problem(setup.ProblemPIN, 5*time.Second)
		for _, pin := range []string{
			"", "123", "123456789", "12 34", "1234\"\r", "12\x1a4", "١٢٣٤", "12345\x00",
		} {
			b.r.Do(setup.DoUnlock{PIN: pin})
			b.until("refusal", 2*time.Second, func(f setup.Facts) bool {
				return !f.Unlocking && f.SIMErr != "" && f.Problem() == setup.ProblemPIN
			})
		}
		b.card.change(func(c *card) { c.tries = 0 })
		b.problem(setup.ProblemPUK, 5*time.Second)
		b.r.Do(setup.DoUnblock{PUK: "1234567", PIN: "1234"})
		b.r.Do(setup.DoUnblock{PUK: "12345678", PIN: "12\r4"})
		time.Sleep(5 * time.Second)
		if got := b.card.tried(); len(got) != 0 {
			t.Errorf("the card got %q", got)
		}
	})
}

// The PIN typed in this run is tried once after a replug, on the same modem, while the card has
// all the tries it had when the PIN was typed.
func TestPINAfterReplug(t *testing.T) {
	for _, c := range []struct {
		name    string
		before  func(c *card)
		change  func(c *card)
		typed   int // how often a PIN has reached the card in the end
		problem setup.Problem
	}{
		{"same card", nil, func(*card) {}, 2, setup.ProblemNone},
		{"another PIN", nil, func(c *card) { c.pin = "9999" }, 2, setup.ProblemPINWrong},
		{"one try left", nil, func(c *card) { c.tries = 1 }, 1, setup.ProblemPINLast},
		{"fewer tries than before", nil, func(c *card) { c.tries = 2 }, 1, setup.ProblemPIN},
		{"tries unknown", nil, func(c *card) { c.tries = -1 }, 1, setup.ProblemPIN},
		{"another modem", nil, func(c *card) { c.imei = "2" }, 1, setup.ProblemPIN},
		{"typed at two tries", func(c *card) { c.tries = 2 }, func(*card) {}, 2, setup.ProblemNone},
		{"no IMEI", func(c *card) { c.imei = "" }, func(*card) {}, 1, setup.ProblemPIN},
	} {
		t.Run(c.name, func(t *testing.T) {
			card0 := newCard("1234")
			if c.before != nil {
				c.before(card0)
			}
			run(t, switched("modem"), card0, auto, func(b *bench) {
				b.problem(setup.ProblemPIN, 5*time.Second)
				b.r.Do(setup.DoUnlock{PIN: "1234"})
				b.step(setup.StepChat, 5*time.Second)
				b.stick.Unplug()
				b.step(setup.StepStick, 5*time.Second)
				card0.change(func(k *card) { k.locked = true })
				card0.change(c.change)
				b.stick.Plug()
				b.until("end", 10*time.Second, func(f setup.Facts) bool {
					return f.Connected && f.SIM.State != setup.SIMUnknown && !f.Unlocking &&
						f.Problem() == c.problem && (f.Step() == setup.StepChat) == (c.problem == 0)
				})
				time.Sleep(10 * time.Minute)
				if got := card0.tried(); len(got) != c.typed {
					t.Errorf("the card got %v", got)
				}
			})
		})
	}
}

// A refused PIN is forgotten for good: no further replug tries it again.
func TestRefusedPINIsForgotten(t *testing.T) {
	card0 := newCard("1234")
	run(t, switched("modem"), card0, auto, func(b *bench) {
		b.problem(setup.ProblemPIN, 5*time.Second)
		b.r.Do(setup.DoUnlock{PIN: "1234"})
		b.step(setup.StepChat, 5*time.Second)
		card0.change(func(c *card) { c.pin = "9999" })
		for range 3 {
			b.stick.Unplug()
			b.step(setup.StepStick, 5*time.Second)
			card0.change(func(c *card) { c.locked = true })
			b.stick.Plug()
			b.step(setup.StepSIM, 10*time.Second)
			time.Sleep(time.Minute)
		}
		if got := card0.tried(); len(got) != 2 {
			t.Errorf("the card got %v", got)
		}
	})
}

// A cancelled try may have reached the card. The next one is not sent before that is known.
func TestCancelUnlock(t *testing.T) {
	card0 := newCard("1234")
	card0.slow = 20 * time.Second
	run(t, switched("modem"), card0, nil, func(b *bench) {
		b.problem(setup.ProblemPIN, 5*time.Second)
		b.r.Do(setup.DoUnlock{PIN: "0000"})
		b.until("unlocking", time.Second, func(f setup.Facts) bool { return f.Unlocking })
		time.Sleep(2 * time.Second)
		b.r.Do(setup.DoCancel{})
		b.r.Do(setup.DoUnlock{PIN: "1111"})
		b.until("the truth", 10*time.Second, func(f setup.Facts) bool {
			return !f.Unlocking && f.SIM.PINTries == 2
		})
		time.Sleep(time.Minute)
		if got := card0.tried(); !slices.Equal(got, []string{"0000"}) {
			t.Errorf("the card got %v", got)
		}
	})
}

func TestCardStates(t *testing.T) {
	for state, problem := range map[setup.SIMState]setup.Problem{
		setup.SIMMissing:          setup.ProblemNoSIM,
		setup.SIMFaulty:           setup.ProblemSIMFault,
		setup.SIMDead:             setup.ProblemSIMDead,
		setup.SIMLockedToOperator: setup.ProblemSIMLock,
	} {
		t.Run(problem.String(), func(t *testing.T) {
			card0 := newCard("")
			card0.state = state
			run(t, switched("modem"), card0, auto, func(b *bench) {
				b.problem(problem, 5*time.Second)
				if card0.started != 0 {
					t.Error("texts flow without a card")
				}
				card0.change(func(c *card) { c.state = setup.SIMUnknown })
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
		card0.change(func(c *card) { c.network.Registration = setup.RegDenied })
		b.problem(setup.ProblemNetworkDenied, 10*time.Second)
		card0.change(func(c *card) { c.network.Registration = setup.RegRoaming })
		b.step(setup.StepChat, 10*time.Second)
		card0.change(func(c *card) { c.network.Registration = setup.RegSearching })
		b.problem(setup.ProblemNoNetwork, 90*time.Second)
		if b.facts.Step() != setup.StepChat || !b.facts.InChat() {
			t.Errorf("step %v", b.facts.Step())
		}
	})
}

// A modem that stops answering is let go and connected to anew.
func TestModemStopsAnswering(t *testing.T) {
	for name, fault := range map[string]func(*card, error){
		"the card":   func(c *card, err error) { c.simErr = err },
		"setting up": func(c *card, err error) { c.startErr = err },
	} {
		t.Run(name, func(t *testing.T) {
			card0 := newCard("")
			card0.change(func(c *card) { fault(c, errBroken) })
			run(t, switched("modem"), card0, auto, func(b *bench) {
				b.until("session", 5*time.Second, func(f setup.Facts) bool { return f.Connected })
				b.until("loss", 15*time.Second, func(f setup.Facts) bool { return !f.Connected })
				b.until("session", 15*time.Second, func(f setup.Facts) bool { return f.Connected })
				card0.change(func(c *card) { fault(c, nil) })
				b.step(setup.StepChat, 15*time.Second)
			})
		})
	}
}

// A modem that is busy with a text leaves questions open for minutes and is not let go for that.
func TestBusyModemIsKept(t *testing.T) {
	card0 := newCard("")
	run(t, switched("modem"), card0, auto, func(b *bench) {
		b.step(setup.StepChat, 5*time.Second)
		card0.change(func(c *card) { c.simErr = context.DeadlineExceeded })
		b.stays("connected", 5*time.Minute, func(f setup.Facts) bool { return f.Connected })
		b.until("loss", 2*time.Minute, func(f setup.Facts) bool { return !f.Connected })
	})
}

// A card whose state is not known for a moment has not been changed: texts keep flowing.
func TestUnknownCardForAMoment(t *testing.T) {
	for state, started := range map[setup.SIMState]int{setup.SIMUnknown: 1, setup.SIMMissing: 2} {
		card0 := newCard("")
		run(t, switched("modem"), card0, auto, func(b *bench) {
			b.step(setup.StepChat, 5*time.Second)
			card0.change(func(c *card) { c.state, c.veiled = state, true })
			b.until("state", 15*time.Second, func(f setup.Facts) bool { return f.SIM.State == state })
			card0.change(func(c *card) { c.state, c.veiled = setup.SIMUnknown, false })
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
		{fmt.Errorf("test: %w", runner.ErrTestLost), setup.TestLost, setup.StepTest},
		{errBroken, setup.TestFailed, setup.StepTest},
	} {
		t.Run(c.state.String(), func(t *testing.T) {
			card0 := newCard("")
			card0.test = c.err
			run(t, switched("modem"), card0, nil, func(b *bench) {
				b.step(setup.StepTest, 5*time.Second)
				b.r.Do(setup.DoTest{Number: "0171"})
				b.until("end", 10*time.Second, func(f setup.Facts) bool { return f.Test == c.state })
				if b.facts.Step() != c.step {
					t.Errorf("step %v", b.facts.Step())
				}
			})
		})
	}
}

func TestCancelSelfTest(t *testing.T) {
	run(t, switched("modem"), newCard(""), nil, func(b *bench) {
		b.step(setup.StepTest, 5*time.Second)
		b.r.Do(setup.DoTest{Number: "0171"})
		b.until("test", time.Second, func(f setup.Facts) bool { return f.Test == setup.TestRunning })
		b.r.Do(setup.DoCancel{})
		b.until("cancelled", time.Second, func(f setup.Facts) bool { return f.Test == setup.TestOpen })
		b.stays("open", time.Minute, func(f setup.Facts) bool { return f.Test == setup.TestOpen })
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
		b.until("auto", time.Second, func(f setup.Facts) bool { return f.Auto && f.TestDone })
	})
	want := map[string]string{"auto": "true", "tested:" + imei: "skipped"}
	if got := kept.all(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("remembered %v, want %v and no PIN", got, want)
	}
	run(t, obedient(), newCard(""), on, func(b *bench) {
		b.until("chat", 20*time.Second, func(f setup.Facts) bool {
			return f.Step() == setup.StepChat && f.Holds(setup.StepTest)
		})
		b.r.Do(setup.DoAuto{})
		b.until("not auto", time.Second, func(f setup.Facts) bool { return !f.Auto })
	})
	if got := kept.Get("auto"); got != "false" {
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
