package runner_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
)

// both gives a platform on which a stick in network mode can be talked to, as Windows or as Linux, and a
// memory.
func both(kept *notes, asWin bool) func(*runner.Config, *fakestick.Stick) {
	return func(c *runner.Config, s *fakestick.Stick) {
		if asWin {
			asWindows(c, s)
		}
		c.Platform.Internet, c.Platform.RNDIS, c.Memory = true, asWin, kept
	}
}

func alsoAuto(change func(*runner.Config, *fakestick.Stick)) func(*runner.Config, *fakestick.Stick) {
	return func(c *runner.Config, s *fakestick.Stick) {
		change(c, s)
		c.Auto = true
	}
}

func mode(m hw.Mode) func(setup.Facts) bool {
	return func(f setup.Facts) bool { return f.Present() && f.Chosen.Stick.Mode == m }
}

const modelKey = "way:12d1:1f01"

// TestInternetMode: on Windows the choice is one click, the message for RNDIS goes through the CD drive,
// and what was chosen is remembered for the model.
func TestInternetMode(t *testing.T) {
	kept := &notes{}
	o := fakestick.Options{RestartTime: 4 * time.Second, NoECM: true}
	run(t, o, newCard(""), both(kept, true), func(b *bench) {
		b.until("the choice", 3*time.Second, setup.Facts.Chooses)
		b.stays("waiting for the user", 30*time.Second, setup.Facts.Chooses)
		b.r.Do(setup.DoChooseWay{Way: setup.WayInternet})
		b.until("network mode", 20*time.Second, mode(hw.ModeNetwork))
		if got := names(b.stick.Sent()); !slices.Equal(got, []string{"rndis"}) {
			t.Errorf("sent %v", got)
		}
		if s, _ := b.facts.Stick(); s.Adapter.State != hw.AdapterReady {
			t.Errorf("adapter %v", s.Adapter.State)
		}
		if got := kept.Get(modelKey); got != "internet" {
			t.Errorf("remembered %q", got)
		}
	})
}

// TestAutoTakesTheShorterWay: internet mode on a fresh Windows, modem mode on Linux, and what is
// remembered before both.
func TestAutoTakesTheShorterWay(t *testing.T) {
	for _, c := range []struct {
		name    string
		windows bool
		known   string
		want    hw.Mode
		sent    string
		after   string // what is remembered then
	}{
		{"fresh Windows", true, "", hw.ModeNetwork, "rndis", ""},
		{"Linux", false, "", hw.ModeModem, "guide-modem", "works"},
		{"modem chosen", true, "modem", hw.ModeModem, "guide-modem", "modem works"},
		{"internet chosen", false, "internet", hw.ModeNetwork, "new-mode", "internet"},
		{"no network card", true, "nocard", hw.ModeModem, "guide-modem", "nocard works"},
		{"chosen, but no network card", true, "internet nocard", hw.ModeModem, "guide-modem", "internet nocard works"},
		{"a modem works", true, "works", hw.ModeModem, "guide-modem", "works"},
	} {
		t.Run(c.name, func(t *testing.T) {
			kept := &notes{m: map[string]string{modelKey: c.known}}
			run(t, obedient(), newCard(""), alsoAuto(both(kept, c.windows)), func(b *bench) {
				b.until(c.want.String(), 30*time.Second, mode(c.want))
				if c.want == hw.ModeModem {
					b.step(setup.StepChat, 20*time.Second)
				}
				if got := names(b.stick.Sent()); !slices.Equal(got, []string{c.sent}) {
					t.Errorf("sent %v", got)
				}
				if got := kept.Get(modelKey); got != c.after {
					t.Errorf("remembered %q, want %q", got, c.after)
				}
			})
		})
	}
}

// TestNoNetworkCard: no driver (28), one that does not start (10), and CDC Ethernet on Windows are seen
// within 20 s; modem mode is the way out, also after the program was started again, and internet mode is
// not recommended any more.
func TestNoNetworkCard(t *testing.T) {
	for name, o := range map[string]fakestick.Options{
		"no driver":      {NetworkProblem: 28},
		"does not start": {NetworkProblem: 10},
	} {
		t.Run(name, func(t *testing.T) {
			kept := &notes{}
			o.RestartTime, o.Dial = 4*time.Second, dial("modem")
			run(t, o, newCard(""), both(kept, true), func(b *bench) {
				b.until("the choice", 3*time.Second, setup.Facts.Chooses)
				b.r.Do(setup.DoChooseWay{Way: setup.WayInternet})
				b.until("network mode", 20*time.Second, mode(hw.ModeNetwork))
				b.problem(setup.ProblemNoCard, 20*time.Second)
				b.r.Do(setup.DoChooseWay{Way: setup.WayModem})
				b.until("the way out", time.Second, setup.Facts.Changing)
				b.stick.Unplug()
				b.until("unplugged", 10*time.Second, func(f setup.Facts) bool { return !f.Present() })
				if !b.facts.Changing() {
					t.Error("nothing is shown while it is out")
				}
				time.Sleep(5 * time.Second)
				b.stick.Plug()
				b.until("modem", 30*time.Second, mode(hw.ModeModem))
				b.step(setup.StepTest, 20*time.Second)
				if got := names(b.stick.Sent()); !slices.Equal(got, []string{"rndis", "guide-modem"}) {
					t.Errorf("sent %v", got)
				}
				if got := kept.Get(modelKey); got != "modem nocard works" {
					t.Errorf("remembered %q", got)
				}
			})
			run(t, o, newCard(""), both(kept, true), func(b *bench) {
				b.until("the choice", 3*time.Second, setup.Facts.Chooses)
				if b.facts.RecommendedWay() != setup.WayModem || b.facts.PreferredWay() != setup.WayModem {
					t.Errorf("recommends %v, prefers %v", b.facts.RecommendedWay(), b.facts.PreferredWay())
				}
			})
		})
	}
}

// TestECMOnWindows: a stick that shows CDC Ethernet whatever it is asked for has no network card there.
func TestECMOnWindows(t *testing.T) {
	o := fakestick.Options{Mode: hw.ModeNetwork, NoECM: true}
	run(t, o, newCard(""), both(&notes{}, true), func(b *bench) {
		b.problem(setup.ProblemNoCard, 20*time.Second)
	})
}

// TestDenied: where the CD drive is out of reach, internet mode needs Zadig, too, and says so before.
func TestDeniedForInternet(t *testing.T) {
	run(t, obedient(), newCard(""), both(&notes{}, true), func(b *bench) {
		b.until("the choice", 3*time.Second, setup.Facts.Chooses)
		if c := b.facts.Cost(setup.WayInternet); c.Admin || c.Steps != 1 {
			t.Errorf("cost %+v", c)
		}
		b.stick.FailNextSwitch(hw.ErrAccess)
		b.r.Do(setup.DoChooseWay{Way: setup.WayInternet})
		b.problem(setup.ProblemPassDenied, 10*time.Second)
		b.r.Do(setup.DoChooseWay{})
		b.until("the choice again", 2*time.Second, setup.Facts.Chooses)
	})
}

// TestFirmwareWithoutInternet: it becomes a modem upon any message, and is used as one.
func TestFirmwareWithoutInternet(t *testing.T) {
	kept := &notes{}
	o := obedient()
	o.Temper = fakestick.ModemOnly
	run(t, o, newCard(""), both(kept, true), func(b *bench) {
		b.until("the choice", 3*time.Second, setup.Facts.Chooses)
		b.r.Do(setup.DoChooseWay{Way: setup.WayInternet})
		b.step(setup.StepTest, 30*time.Second)
		if got := kept.Get(modelKey); got != "modem works" {
			t.Errorf("remembered %q", got)
		}
	})
}

// TestNoReactionToInternet: the next message for internet mode is tried, and never one for a modem.
func TestNoReactionToInternet(t *testing.T) {
	o := obedient()
	o.Temper = fakestick.Deaf
	run(t, o, newCard(""), both(&notes{}, false), func(b *bench) {
		b.until("the choice", 3*time.Second, setup.Facts.Chooses)
		b.r.Do(setup.DoChooseWay{Way: setup.WayInternet})
		b.problem(setup.ProblemNoReaction, time.Minute)
		b.r.Do(setup.DoSwitch{})
		b.problem(setup.ProblemFirmwareRefuses, time.Minute)
		if got := names(b.stick.Sent()); !slices.Equal(got, []string{"new-mode", "guide-hilink"}) {
			t.Errorf("sent %v", got)
		}
		b.r.Do(setup.DoChooseWay{Way: setup.WayModem})
		b.until("the modem's message", 10*time.Second, setup.Facts.Switching)
		if time.Sleep(time.Second); names(b.stick.Sent())[2] != "guide-modem" {
			t.Errorf("sent %v", names(b.stick.Sent()))
		}
	})
}

// TestStaysAsItWas: a stick that comes back from replugging in the mode of before says so.
func TestStaysAsItWas(t *testing.T) {
	o := fakestick.Options{Mode: hw.ModeNetwork}
	run(t, o, newCard(""), both(&notes{}, false), func(b *bench) {
		b.until("network mode", 3*time.Second, mode(hw.ModeNetwork))
		b.r.Do(setup.DoChooseWay{Way: setup.WayModem})
		b.until("the change", time.Second, setup.Facts.Changing)
		b.stick.Unplug()
		b.until("unplugged", 10*time.Second, func(f setup.Facts) bool { return !f.Present() })
		b.stick.Plug()
		b.until("the same", 15*time.Second, func(f setup.Facts) bool { return f.Change.Same })
		b.r.Do(setup.DoChooseWay{Way: setup.WayInternet})
		b.until("left at that", time.Second, func(f setup.Facts) bool { return !f.Changing() })
	})
}

// online is a stick in internet mode that is connected to.
func online(w *web, kept *notes) func(*runner.Config, *fakestick.Stick) {
	return func(c *runner.Config, s *fakestick.Stick) {
		both(kept, false)(c, s)
		withWeb(w, kept)(c, s)
	}
}

// TestToModemAndBack: a stick whose firmware can comes back as a modem by itself; replugged, it goes into
// internet mode again.
func TestToModemAndBack(t *testing.T) {
	c, kept := newCard(""), &notes{}
	w := &web{card: c}
	o := obedient()
	run(t, o, c, online(w, kept), func(b *bench) {
		w.become = func() { b.stick.BecomeModem() }
		b.until("the choice", 3*time.Second, setup.Facts.Chooses)
		b.r.Do(setup.DoChooseWay{Way: setup.WayInternet})
		b.step(setup.StepTest, 30*time.Second)
		b.r.Do(setup.DoChooseWay{Way: setup.WayModem})
		b.until("asked", 2*time.Second, func(f setup.Facts) bool { return f.Runs(setup.JobMode) || f.Changing() })
		b.until("a modem", 20*time.Second, mode(hw.ModeModem))
		b.step(setup.StepTest, 20*time.Second)
		if b.facts.Change != (setup.Change{}) || len(b.stick.Sent()) != 1 {
			t.Errorf("%+v, sent %v", b.facts.Change, names(b.stick.Sent()))
		}
		b.r.Do(setup.DoChooseWay{Way: setup.WayInternet})
		b.until("the way back", time.Second, setup.Facts.Changing)
		pullAndPlug(b)
		b.until("network mode", 30*time.Second, mode(hw.ModeNetwork))
		if got := names(b.stick.Sent()); !slices.Equal(got, []string{"new-mode", "new-mode"}) {
			t.Errorf("sent %v", got)
		}
	})
}

func pullAndPlug(b *bench) {
	b.t.Helper()
	b.stick.Unplug()
	b.until("unplugged", 10*time.Second, func(f setup.Facts) bool { return !f.Present() })
	time.Sleep(5 * time.Second)
	b.stick.Plug()
}

// TestToModemRefused: firmware that knows no way (10.x, 11.x) says so; then it is replugged, and the
// message for a modem goes out.
func TestToModemRefused(t *testing.T) {
	c, kept := newCard(""), &notes{}
	w := &web{card: c}
	run(t, obedient(), c, online(w, kept), func(b *bench) {
		b.until("the choice", 3*time.Second, setup.Facts.Chooses)
		b.r.Do(setup.DoChooseWay{Way: setup.WayInternet})
		b.step(setup.StepTest, 30*time.Second)
		c.change(func(*card) { w.fails = sms.ErrNotHere })
		b.r.Do(setup.DoChooseWay{Way: setup.WayModem})
		b.until("the refusal", 5*time.Second, func(f setup.Facts) bool { return f.Change.Err != nil })
		if !b.facts.Session.Connected {
			t.Error("the connection was given up")
		}
		pullAndPlug(b)
		b.until("a modem", 30*time.Second, mode(hw.ModeModem))
		b.step(setup.StepTest, 20*time.Second)
		if got := names(b.stick.Sent()); !slices.Equal(got, []string{"new-mode", "guide-modem"}) {
			t.Errorf("sent %v", got)
		}
		if got := kept.Get(modelKey); got != "modem works" {
			t.Errorf("remembered %q", got)
		}
	})
}

// TestToModemWithoutEffect: a page came that does nothing.
func TestToModemWithoutEffect(t *testing.T) {
	c := newCard("")
	run(t, fakestick.Options{Mode: hw.ModeNetwork}, c, online(&web{card: c}, &notes{}), func(b *bench) {
		b.step(setup.StepTest, 30*time.Second)
		b.r.Do(setup.DoChooseWay{Way: setup.WayModem})
		b.until("no effect", 40*time.Second, func(f setup.Facts) bool {
			return errors.Is(f.Change.Err, setup.ErrUnmoved)
		})
		b.r.Do(setup.DoChooseWay{Way: setup.WayInternet})
		b.until("left at that", time.Second, func(f setup.Facts) bool { return !f.Changing() })
		if !b.facts.Session.Connected {
			t.Error("the connection was given up")
		}
	})
}
