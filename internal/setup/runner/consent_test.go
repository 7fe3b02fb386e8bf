package runner_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
)

// ofMaker is a stick of another maker that behaves, with a modem behind its AT port.
func ofMaker(m fakestick.Maker) fakestick.Options {
	o := m.Options()
	o.RestartTime, o.PortDelay, o.Dial = 4*time.Second, time.Second, dial("modem")
	return o
}

// remembering gives Windows, the flag -auto and a memory.
func remembering(kept *notes) func(*runner.Config, *fakestick.Stick) {
	return func(c *runner.Config, s *fakestick.Stick) {
		asWindows(c, s)
		c.Auto, c.Memory = true, kept
	}
}

// agree is what the button does that lets the chosen stick be switched.
func agree(f setup.Facts) setup.Action {
	return setup.DoAgree{Device: setup.DeviceKey(f.Chosen.Stick)}
}

const zteKey = "consent:19d2:2000 FAKE0123456789 ZTE-Modem"

// TestConsent: nothing goes to a stick of another maker before the button is pressed, one message after it;
// it is remembered, so that a replug and the next start need nobody.
func TestConsent(t *testing.T) {
	kept, o := &notes{}, ofMaker(fakestick.ZTE)
	run(t, o, newCard(""), remembering(kept), func(b *bench) {
		b.until("the question", 5*time.Second, setup.Facts.AsksConsent)
		b.stays("waiting for the user", time.Minute, setup.Facts.AsksConsent)
		if len(b.stick.Sent()) != 0 || b.facts.Step() != setup.StepSwitch {
			t.Fatalf("sent %v, step %v", names(b.stick.Sent()), b.facts.Step())
		}
		b.r.Do(setup.DoSwitch{})
		b.r.Do(setup.DoAgree{Device: "19d2:2000 another"}) // was there when the button was pressed
		b.stays("still waiting", time.Minute, setup.Facts.AsksConsent)
		if len(b.stick.Sent()) != 0 {
			t.Fatalf("sent %v", names(b.stick.Sent()))
		}
		b.r.Do(agree(b.facts))
		b.step(setup.StepChat, time.Minute)
		if got := kept.Get(zteKey); got != "switch" || len(b.stick.Sent()) != 1 {
			t.Errorf("remembered %q, sent %v", got, names(b.stick.Sent()))
		}
		b.stick.Unplug()
		b.until("unplugged", 10*time.Second, func(f setup.Facts) bool { return !f.Present() })
		time.Sleep(5 * time.Second)
		b.stick.Plug()
		b.until("back again", time.Minute, func(f setup.Facts) bool { return f.Session.Connected })
	})
	run(t, o, newCard(""), remembering(kept), func(b *bench) {
		b.step(setup.StepChat, time.Minute)
		if len(b.stick.Sent()) != 1 {
			t.Errorf("sent %v", names(b.stick.Sent()))
		}
	})
	o.Serial = "another"
	run(t, o, newCard(""), remembering(kept), func(b *bench) {
		b.until("the question", 5*time.Second, setup.Facts.AsksConsent)
		b.stays("waiting for the user", time.Minute, setup.Facts.AsksConsent)
		if len(b.stick.Sent()) != 0 {
			t.Errorf("sent %v", names(b.stick.Sent()))
		}
	})
}

// TestDeafOther: a stick of another maker that does not obey gets one message for each press of a button.
func TestDeafOther(t *testing.T) {
	o := ofMaker(fakestick.DLink)
	o.Temper = fakestick.Deaf
	run(t, o, newCard(""), func(c *runner.Config, s *fakestick.Stick) {
		asWindows(c, s)
		c.Auto, c.Libusb = true, nil
	}, func(b *bench) {
		b.until("the question", 5*time.Second, setup.Facts.AsksConsent)
		b.r.Do(agree(b.facts))
		b.problem(setup.ProblemFirmwareRefuses, time.Minute)
		b.stays("left alone", 10*time.Minute, func(f setup.Facts) bool { return !f.Switching() })
		if len(b.stick.Sent()) != 1 {
			t.Errorf("sent %v", names(b.stick.Sent()))
		}
	})
}

// TestDriveOfAnother: when the open CD drive shows that it is no stick's, nothing goes out by libusb either,
// which sees the interface only.
func TestDriveOfAnother(t *testing.T) {
	tried := 0
	run(t, ofMaker(fakestick.DLink), newCard(""), func(c *runner.Config, _ *fakestick.Stick) {
		c.Platform.PassThrough = true
		c.PassThrough = switcher(func(context.Context, hw.Stick, hw.Message) error {
			tried++
			return fmt.Errorf("%w: a DVD", hw.ErrNotOurs)
		})
	}, func(b *bench) {
		b.until("the question", 5*time.Second, setup.Facts.AsksConsent)
		b.until("a way", 5*time.Second, setup.Facts.CanSwitch)
		if all := b.facts.Transports(); len(all) != 2 {
			t.Fatalf("transports %v", all)
		}
		b.r.Do(agree(b.facts))
		b.stays("left alone", time.Minute, func(f setup.Facts) bool { return !f.Session.Connected })
		if tried != 1 || len(b.stick.Sent()) != 0 {
			t.Errorf("tried %d times, sent %v", tried, names(b.stick.Sent()))
		}
	})
}

// strangely is what a scan sees where the stick is a device that looks like a modem and is in no table.
func strangely(snap hw.Snapshot) hw.Snapshot {
	for _, stick := range snap.Sticks {
		stick.ID, stick.Mode = hw.ID{Vendor: 0xbeef, Product: 1}, hw.ModeUnknown
		snap.Unsupported = append(snap.Unsupported, stick)
	}
	snap.Sticks, snap.Lines = nil, slices.Clone(snap.Lines)
	for i := range snap.Lines {
		snap.Lines[i].Rank = 0
	}
	return snap
}

const strangeKey = "consent:beef:0001 FAKE0123456789 HUAWEI-Mobile"

// TestTry: the ports of a strange device are opened after the user wants that, and not before; after a
// success also at the next start. No message ever goes to it.
func TestTry(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		want   string // what is remembered
	}{
		"a modem": {"modem", "try"},
		"none":    {"noise", ""},
	} {
		t.Run(name, func(t *testing.T) {
			kept := &notes{}
			o := fakestick.Options{Mode: storageIsModem, Dial: dial(c.answer)}
			change := func(cfg *runner.Config, s *fakestick.Stick) {
				asWindows(cfg, s)
				cfg.Memory, cfg.Auto = kept, true
				cfg.Scanner = eye(func(ctx context.Context) (hw.Snapshot, error) {
					snap, err := s.Scan(ctx)
					return strangely(snap), err
				})
			}
			run(t, o, newCard(""), change, func(b *bench) {
				b.problem(setup.ProblemTry, 5*time.Second)
				b.stays("not opened", time.Minute, func(f setup.Facts) bool { return len(f.Boot.Probes) == 0 })
				device := strings.TrimPrefix(strangeKey, "consent:")
				b.r.Do(setup.DoTry{Location: "1-1", Device: "3566:1001 another"}) // was there when the button was pressed
				b.stays("not opened", time.Minute, func(f setup.Facts) bool { return len(f.Boot.Probes) == 0 })
				b.r.Do(setup.DoTry{Location: "1-1", Device: device})
				if c.want == "" {
					b.problem(setup.ProblemNoModem, time.Minute)
					b.r.Do(setup.DoEndTry{})
					b.problem(setup.ProblemTry, 5*time.Second)
				} else {
					b.step(setup.StepChat, time.Minute)
				}
				if got := kept.Get(strangeKey); got != c.want || len(b.stick.Sent()) > 0 {
					t.Errorf("remembered %q, sent %v", got, names(b.stick.Sent()))
				}
			})
			run(t, o, newCard(""), change, func(b *bench) {
				if c.want == "" {
					b.problem(setup.ProblemTry, 5*time.Second)
					b.stays("not opened", time.Minute, func(f setup.Facts) bool { return !f.Tried() })
					return
				}
				b.step(setup.StepChat, time.Minute)
			})
		})
	}
}

// TestCDMA: a modem for CDMA networks is said to be one, be it that it is known at once or only when the
// card is ready, and is not asked again.
func TestCDMA(t *testing.T) {
	late := newCard("")
	late.startErr = fmt.Errorf("CMGF: %w", sms.ErrCDMA)
	for name, c := range map[string]struct {
		answer string
		card   *card
	}{
		"at once":    {"cdma", newCard("")},
		"when ready": {"modem", late},
	} {
		t.Run(name, func(t *testing.T) {
			o := fakestick.Options{Mode: storageIsModem, Dial: dial(c.answer)}
			run(t, o, c.card, nil, func(b *bench) {
				b.problem(setup.ProblemCDMA, time.Minute)
				b.stays("left alone", 10*time.Minute, func(f setup.Facts) bool {
					return f.Problem() == setup.ProblemCDMA
				})
			})
		})
	}
}
