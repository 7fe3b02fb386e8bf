package runner_test

import (
	"testing"
	"time"

	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
)

func auto(c *runner.Config, _ *fakestick.Stick) { c.Auto = true }

// asWindows gives the stick's two ways and the Driver page.
func asWindows(c *runner.Config, s *fakestick.Stick) {
	c.Platform = windows
	c.PassThrough, c.Libusb = s.PassThrough(), s.Libusb()
}

func TestWholePath(t *testing.T) {
	run(t, obedient(), newCard("1234"), nil, func(b *bench) {
		b.step(setup.StepSwitch, 3*time.Second)
		b.stays("waiting for the user", 30*time.Second, func(f setup.Facts) bool {
			return f.Step() == setup.StepSwitch && !f.Switching()
		})
		b.r.Do(setup.DoSwitch{})
		b.until("switching", time.Second, func(f setup.Facts) bool { return f.Switching() })
		b.step(setup.StepConnection, 6*time.Second)
		b.step(setup.StepSIM, 8*time.Second)
		b.problem(setup.ProblemPIN, 3*time.Second)
		b.stays("waiting for the PIN", time.Minute, func(f setup.Facts) bool {
			return f.Problem() == setup.ProblemPIN
		})
		b.r.Do(setup.DoUnlock{PIN: "1234"})
		b.step(setup.StepTest, 3*time.Second)
		b.r.Do(setup.DoTest{Number: "0171"})
		b.until("test", time.Second, func(f setup.Facts) bool { return f.Test.State == setup.TestRunning })
		b.step(setup.StepChat, 10*time.Second)
		if b.card.started != 1 || len(b.stick.Sent()) != 1 {
			t.Errorf("started %d times, %d messages", b.card.started, len(b.stick.Sent()))
		}
	})
}

// TestOwnNumberIsRead: the card's own number, known only once the card is ready, reaches the facts.
func TestOwnNumberIsRead(t *testing.T) {
	run(t, switched("modem"), newCard(""), auto, func(b *bench) {
		b.until("number", 10*time.Second, func(f setup.Facts) bool {
			return f.Session.Identity.OwnNumber == "+491713920055"
		})
	})
}

func TestWindowsPath(t *testing.T) {
	run(t, obedient(), newCard(""), asWindows, func(b *bench) {
		b.problem(setup.ProblemCDMode, 3*time.Second)
		b.r.Do(b.facts.Recommended())
		b.step(setup.StepTest, 20*time.Second)
		b.r.Do(setup.DoSkipTest{})
		b.step(setup.StepChat, time.Second)
	})
}

func TestWindowsWithZadig(t *testing.T) {
	run(t, obedient(), newCard(""), asWindows, func(b *bench) {
		b.problem(setup.ProblemCDMode, 3*time.Second)
		b.r.Do(setup.DoChooseTransport{Transport: setup.TransportLibusb})
		b.problem(setup.ProblemNone, time.Second)
		b.stays("waiting for Zadig", 10*time.Second, func(f setup.Facts) bool {
			return f.Step() == setup.StepDriver
		})
		b.stick.BindWinUSB()
		b.step(setup.StepSwitch, 2*time.Second)
		b.r.Do(setup.DoSwitch{})
		b.step(setup.StepTest, 20*time.Second)
	})
}

func TestAutoWithoutPIN(t *testing.T) {
	autoWindows := func(c *runner.Config, s *fakestick.Stick) {
		asWindows(c, s)
		c.Auto = true
	}
	run(t, obedient(), newCard(""), autoWindows, func(b *bench) {
		b.step(setup.StepChat, 12*time.Second)
		if f := b.facts; !f.InChat() || f.Intent.Transport != setup.TransportPassThrough {
			t.Errorf("in chat %v by %v", f.InChat(), f.Intent.Transport)
		}
	})
}

// The stick may show its ports before the modem answers; our own share of waiting stays short.
func TestAnswersSoonAfterStarting(t *testing.T) {
	o := obedient()
	o.Mode = storageIsModem
	o.PortDelay = 7 * time.Second
	run(t, o, newCard(""), nil, func(b *bench) {
		begun := time.Now()
		b.step(setup.StepTest, 20*time.Second)
		if took := time.Since(begun) - o.PortDelay; took > time.Second {
			t.Errorf("waited %v of our own", took)
		}
	})
}

// states is a way into each state that the stick can be pulled out of.
var states = []struct {
	name string
	card func() *card
	on   func(*runner.Config, *fakestick.Stick)
	to   func(b *bench)
}{
	{"storage", free, nil, func(b *bench) { b.step(setup.StepSwitch, 3*time.Second) }},
	{"driver", free, asWindows, func(b *bench) { b.step(setup.StepDriver, 3*time.Second) }},
	{"sending", free, nil, func(b *bench) {
		b.step(setup.StepSwitch, 3*time.Second)
		b.r.Do(setup.DoSwitch{})
	}},
	{"modem without ports", free, auto, func(b *bench) {
		b.step(setup.StepConnection, 20*time.Second)
	}},
	{"asking", free, auto, func(b *bench) {
		b.until("probe", 20*time.Second, func(f setup.Facts) bool { return f.Runs(setup.JobProbe) })
	}},
	{"PIN", locked, auto, func(b *bench) { b.problem(setup.ProblemPIN, 20*time.Second) }},
	{"unlocking", slowCard, auto, func(b *bench) {
		b.problem(setup.ProblemPIN, 20*time.Second)
		b.r.Do(setup.DoUnlock{PIN: "1234"})
		b.until("unlocking", time.Second, func(f setup.Facts) bool { return f.Runs(setup.JobUnlock) })
	}},
	{"searching", lonelyCard, auto, func(b *bench) {
		b.problem(setup.ProblemNoNetwork, 90*time.Second)
	}},
	{"test page", free, nil, func(b *bench) { b.toTest() }},
	{"testing", free, nil, func(b *bench) {
		b.toTest()
		b.r.Do(setup.DoTest{Number: "0171"})
		b.until("test", time.Second, func(f setup.Facts) bool { return f.Test.State == setup.TestRunning })
	}},
	{"chat", free, auto, func(b *bench) { b.step(setup.StepChat, 20*time.Second) }},
	{"chat for long", free, auto, func(b *bench) {
		b.step(setup.StepChat, 20*time.Second)
		time.Sleep(time.Hour)
	}},
}

func free() *card { return newCard("") }

func locked() *card { return newCard("1234") }

// patient is obedient with a modem that takes its time to answer.
func patient() fakestick.Options {
	o := obedient()
	o.Dial = dial("slow modem")
	return o
}

func slowCard() *card {
	c := newCard("1234")
	c.slow = 20 * time.Second
	return c
}

func lonelyCard() *card {
	c := newCard("")
	c.network = sms.Link{Registration: sms.RegSearching}
	return c
}

// toTest goes by hand, so that the test is not passed over.
func (b *bench) toTest() {
	b.step(setup.StepSwitch, 3*time.Second)
	b.r.Do(setup.DoSwitch{})
	b.step(setup.StepTest, 20*time.Second)
}

func TestUnplugAnywhere(t *testing.T) {
	for _, c := range states {
		t.Run(c.name, func(t *testing.T) {
			card0 := c.card()
			run(t, patient(), card0, c.on, func(b *bench) {
				c.to(b)
				arrived := b.facts.Run.Arrived
				b.stick.Unplug()
				b.gone()
				b.stays("without a stick", 20*time.Second, func(f setup.Facts) bool {
					return !f.Session.Connected && !f.Runs(setup.JobUnlock) && f.InChat() == arrived
				})
				if open := b.stick.Handles(); len(open) > 0 || card0.open != 0 {
					t.Errorf("still open: %v, %d sessions", open, card0.open)
				}
				card0.change(func(c *card) { c.slow, c.network.Registration = 0, sms.RegHome })
				b.again(arrived)
			})
		})
	}
}

// gone waits for the page that asks for a stick. After a message was sent a stick that is away is
// first taken for one that restarts.
func (b *bench) gone() {
	b.t.Helper()
	if b.facts.Switching() {
		b.until("not back", 35*time.Second, func(f setup.Facts) bool {
			return f.Problem() == setup.ProblemNotBack || f.Step() == setup.StepStick
		})
		return
	}
	b.step(setup.StepStick, 5*time.Second)
}

// again plugs the stick in and goes the way once more, by hand where nothing goes by itself.
func (b *bench) again(arrived bool) {
	b.t.Helper()
	b.stick.Plug()
	if !arrived {
		b.r.Do(setup.DoAuto{On: true})
		b.until("switch or PIN", 60*time.Second, func(f setup.Facts) bool {
			return f.Step() == setup.StepChat || f.Problem() == setup.ProblemPIN
		})
		if b.facts.Problem() == setup.ProblemPIN {
			b.r.Do(setup.DoUnlock{PIN: "1234"})
		}
	}
	b.step(setup.StepChat, 20*time.Second)
}

func TestStopAnywhere(t *testing.T) {
	for _, c := range states {
		t.Run(c.name, func(t *testing.T) {
			run(t, patient(), c.card(), c.on, func(b *bench) {
				c.to(b)
				begun := time.Now()
				b.end()
				if took := time.Since(begun); took > 3*time.Second {
					t.Errorf("took %v to stop", took)
				}
			})
		})
	}
}

// TestPlatform: what nobody gave is not offered, from the start.
func TestPlatform(t *testing.T) {
	r := runner.New(runner.Config{Platform: windows})
	if want := (setup.Platform{DriverPage: true}); r.Platform() != want {
		t.Errorf("%+v, want %+v", r.Platform(), want)
	}
}
