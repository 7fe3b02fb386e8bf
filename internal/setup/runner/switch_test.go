package runner_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
)

func names(messages []hw.Message) []string {
	var names []string
	for _, m := range messages {
		names = append(names, m.Name)
	}
	return names
}

func TestTempers(t *testing.T) {
	for _, c := range []struct {
		temper  fakestick.Temper
		problem setup.Problem
		sent    []string
	}{
		{
			fakestick.Deaf, setup.ProblemFirmwareRefuses,
			[]string{"guide-modem", "classic-zero", "old-ppp", "variant", "alt"},
		},
		{fakestick.Lost, setup.ProblemNotBack, []string{"guide-modem"}},
		{fakestick.Network, setup.ProblemHiLink, []string{"guide-modem"}},
		{
			fakestick.Relapsing, setup.ProblemFirmwareRefuses,
			[]string{"guide-modem", "classic-zero", "old-ppp", "variant", "alt"},
		},
	} {
		t.Run(c.temper.String(), func(t *testing.T) {
			o := obedient()
			o.Temper = c.temper
			run(t, o, newCard(""), auto, func(b *bench) {
				b.problem(c.problem, 3*time.Minute)
				b.stays("told", time.Hour, func(f setup.Facts) bool { return f.Problem() == c.problem })
				if got := names(b.stick.Sent()); !slices.Equal(got, c.sent) {
					t.Errorf("sent %v, want %v", got, c.sent)
				}
			})
		})
	}
	for temper, sent := range map[fakestick.Temper][]string{
		fakestick.Obedient: {"guide-modem"},
		fakestick.Stubborn: {"guide-modem", "classic-zero"},
		fakestick.Picky:    {"guide-modem", "classic-zero"},
	} {
		t.Run(temper.String(), func(t *testing.T) {
			o := obedient()
			o.Temper = temper
			run(t, o, newCard(""), auto, func(b *bench) {
				b.step(setup.StepChat, time.Minute)
				if got := names(b.stick.Sent()); !slices.Equal(got, sent) {
					t.Errorf("sent %v, want %v", got, sent)
				}
			})
		})
	}
}

// A stick that says it does not know the command is not waited for, and what every way answered is
// kept as evidence.
func TestRefusedCommand(t *testing.T) {
	o := obedient()
	o.Reacts = func(m hw.Message) fakestick.Temper {
		if m.Name == "variant" {
			return fakestick.Obedient
		}
		return fakestick.Refusing
	}
	run(t, o, newCard(""), auto, func(b *bench) {
		begun := time.Now()
		b.step(setup.StepConnection, 25*time.Second)
		if took := time.Since(begun); took > 3*(3*time.Second)+8*time.Second {
			t.Errorf("took %v", took)
		}
		var tries []string
		for _, try := range b.facts.Run.Tries {
			tries = append(tries, try.String())
		}
		want := []string{
			"guide-modem by libusb: code 0, status 2, sense 5:20:00",
			"classic-zero by libusb: code 0, status 2, sense 5:20:00",
			"old-ppp by libusb: code 0, status 2, sense 5:20:00",
			"variant by libusb: code 31, no answer",
		}
		if !slices.Equal(tries, want) {
			t.Errorf("evidence %q", tries)
		}
	})
}

// What could not be sent is evidence, too: the error of each way.
func TestEvidenceOfFailure(t *testing.T) {
	on := func(c *runner.Config, _ *fakestick.Stick) {
		c.Platform.PassThrough = true
		c.PassThrough = switcher(func(ctx context.Context, _ hw.Stick, _ hw.Message) error {
			hw.TellAnswer(ctx, hw.Answer{Code: 170})
			return hw.ErrBusy
		})
	}
	run(t, obedient(), newCard(""), on, func(b *bench) {
		b.stick.FailNextSwitch(errBroken)
		b.step(setup.StepSwitch, 3*time.Second)
		b.r.Do(setup.DoSwitch{})
		b.problem(setup.ProblemNotSent, 2*time.Second)
		tries := b.facts.Run.Tries
		if len(tries) != 2 ||
			tries[0].String() != "guide-modem by passThrough: code 170: not sent, in use by another program" ||
			!errors.Is(tries[1].Err, errBroken) {
			t.Errorf("evidence %v", tries)
		}
	})
}

// By hand the second message is the user's, too; after starting over the first one comes again.
func TestNoReactionByHand(t *testing.T) {
	o := obedient()
	o.Temper = fakestick.Deaf
	run(t, o, newCard(""), nil, func(b *bench) {
		b.step(setup.StepSwitch, 3*time.Second)
		for range 5 {
			b.r.Do(setup.DoSwitch{})
			b.r.Do(setup.DoSwitch{}) // a double click is one message
			b.until("switching", time.Second, func(f setup.Facts) bool { return f.Switching() })
			b.until("end", 25*time.Second, func(f setup.Facts) bool { return !f.Switching() })
			b.stays("waiting", time.Minute, func(f setup.Facts) bool { return !f.Switching() })
		}
		b.problem(setup.ProblemFirmwareRefuses, time.Second)
		if got := len(b.stick.Sent()); got != 5 {
			t.Errorf("%d messages", got)
		}
		b.r.Do(b.facts.Recommended())
		b.until("start over", time.Second, func(f setup.Facts) bool {
			m, _ := f.NextMessage()
			return m.Name == "guide-modem"
		})
	})
}

func TestHiLinkThenReplug(t *testing.T) {
	o := obedient()
	o.Temper = fakestick.Network
	run(t, o, newCard(""), auto, func(b *bench) {
		b.problem(setup.ProblemHiLink, time.Minute)
		b.stick.Unplug()
		b.step(setup.StepStick, 5*time.Second)
		b.stick.Plug()
		b.until("next message", 10*time.Second, func(f setup.Facts) bool {
			return f.Boot.Switch.Phase == setup.SwitchWaiting
		})
		if got := names(b.stick.Sent()); got[1] != "classic-zero" {
			t.Errorf("sent %v", got)
		}
	})
}

func TestSwitchErrors(t *testing.T) {
	for _, c := range []struct {
		name    string
		err     error
		problem setup.Problem
	}{
		{"busy", hw.ErrBusy, setup.ProblemStickBusy},
		{"access", hw.ErrAccess, setup.ProblemNoPermission},
		{"no libusb", hw.ErrNoLibusb, setup.ProblemLibusbFailed},
		{"other", errBroken, setup.ProblemNotSent},
	} {
		t.Run(c.name, func(t *testing.T) {
			run(t, obedient(), newCard(""), nil, func(b *bench) {
				b.stick.FailNextSwitch(c.err)
				b.step(setup.StepSwitch, 3*time.Second)
				b.r.Do(setup.DoSwitch{})
				b.problem(c.problem, time.Second)
				b.r.Do(setup.DoSwitch{})
				b.step(setup.StepTest, 20*time.Second)
			})
		})
	}
}

func TestRetriesUnasked(t *testing.T) {
	run(t, obedient(), newCard(""), auto, func(b *bench) {
		b.stick.FailNextSwitch(hw.ErrBusy)
		b.stick.FailNextSwitch(hw.ErrBusy)
		b.step(setup.StepChat, 20*time.Second)
	})
}

// switcher is a hw.Switcher from a function.
type switcher func(context.Context, hw.Stick, hw.Message) error

func (f switcher) Switch(ctx context.Context, s hw.Stick, m hw.Message) error {
	return f(ctx, s, m)
}

func TestPassThroughFirstThenLibusb(t *testing.T) {
	for _, err := range []error{hw.ErrAccess, hw.ErrUnsupported, errBroken, nil} {
		var tried int
		on := func(c *runner.Config, _ *fakestick.Stick) {
			c.Auto, c.Platform.PassThrough = true, true
			c.PassThrough = switcher(func(context.Context, hw.Stick, hw.Message) error {
				tried++
				return err
			})
		}
		run(t, obedient(), newCard(""), on, func(b *bench) {
			b.step(setup.StepChat, 60*time.Second)
			sent := names(b.stick.Sent())
			if tried != 1 || !slices.Equal(sent, []string{"guide-modem"}) {
				t.Errorf("%v: passed through %d times, then sent %v", err, tried, sent)
			}
		})
	}
}

func TestPassThroughDenied(t *testing.T) {
	on := func(c *runner.Config, s *fakestick.Stick) {
		asWindows(c, s)
		c.PassThrough = switcher(func(context.Context, hw.Stick, hw.Message) error {
			return hw.ErrAccess
		})
	}
	run(t, obedient(), newCard(""), on, func(b *bench) {
		b.problem(setup.ProblemCDMode, 3*time.Second)
		b.r.Do(b.facts.Recommended())
		b.problem(setup.ProblemPassDenied, 5*time.Second)
		b.r.Do(b.facts.Recommended())
		b.until("Zadig", time.Second, func(f setup.Facts) bool { return f.Intent.Transport == setup.TransportLibusb })
		b.stick.BindWinUSB()
		b.step(setup.StepSwitch, 2*time.Second)
		b.r.Do(setup.DoSwitch{})
		b.step(setup.StepTest, 20*time.Second)
	})
}

// A switcher that hangs is given up, by the user at once and by itself in the end. Nobody knows then
// whether the message went out, so the stick has its time to react, and the user is not told that
// the message could not be sent.
func TestSwitcherHangs(t *testing.T) {
	for _, name := range []string{"obeys the context", "does not"} {
		t.Run(name, func(t *testing.T) {
			on := func(c *runner.Config, _ *fakestick.Stick) {
				c.Libusb = switcher(func(ctx context.Context, _ hw.Stick, _ hw.Message) error {
					if name == "does not" {
						time.Sleep(50 * time.Second)
					}
					<-ctx.Done()
					return ctx.Err()
				})
			}
			run(t, obedient(), newCard(""), on, func(b *bench) {
				b.step(setup.StepSwitch, 3*time.Second)
				b.r.Do(setup.DoSwitch{})
				b.until("switching", time.Second, func(f setup.Facts) bool { return f.Switching() })
				b.r.Do(setup.DoCancel{})
				b.until("cancelled", time.Second, func(f setup.Facts) bool { return !f.Switching() })
				b.r.Do(setup.DoSwitch{})
				b.until("switching", time.Second, func(f setup.Facts) bool { return f.Switching() })
				b.until("handed over", 30*time.Second, func(f setup.Facts) bool {
					return f.Boot.Switch.Phase == setup.SwitchWaiting
				})
				b.problem(setup.ProblemNoReaction, 30*time.Second)
				time.Sleep(time.Minute)
			})
		})
	}
}

func TestSwitcherPanics(t *testing.T) {
	on := func(c *runner.Config, _ *fakestick.Stick) {
		c.Libusb = switcher(func(context.Context, hw.Stick, hw.Message) error {
			panic("index out of range")
		})
	}
	run(t, obedient(), newCard(""), on, func(b *bench) {
		b.step(setup.StepSwitch, 3*time.Second)
		b.r.Do(setup.DoSwitch{})
		b.problem(setup.ProblemNotSent, 2*time.Second)
	})
}

func TestCancelWaiting(t *testing.T) {
	o := obedient()
	o.RestartTime = time.Minute
	run(t, o, newCard(""), auto, func(b *bench) {
		b.until("restart", 5*time.Second, func(f setup.Facts) bool {
			return f.Boot.Switch.Phase == setup.SwitchWaiting
		})
		b.r.Do(setup.DoCancel{})
		b.until("cancelled", time.Second, func(f setup.Facts) bool { return !f.Switching() })
		b.step(setup.StepStick, 5*time.Second)
		b.step(setup.StepChat, 90*time.Second)
	})
}

// help is a runner.Drivers from functions.
type help struct {
	install func(context.Context, hw.DriverJob) error
	check   func(context.Context, string) (hw.DriverFile, error)
}

func (h help) Install(ctx context.Context, job hw.DriverJob) error { return h.install(ctx, job) }

func (h help) Check(ctx context.Context, path string) (hw.DriverFile, error) {
	return h.check(ctx, path)
}

func TestInstallDriver(t *testing.T) {
	for _, c := range []struct {
		name string
		help func(context.Context, hw.DriverJob) error
		err  error
	}{
		{"works", func(_ context.Context, job hw.DriverJob) error {
			if job.Zadig != `C:\zadig.exe` || job.Interface != 0 ||
				job.Stick.Mode != hw.ModeStorage {
				return errors.New("another job")
			}
			time.Sleep(5 * time.Second)
			return nil
		}, nil},
		{"fails", func(context.Context, hw.DriverJob) error { return errBroken }, errBroken},
		{"not there", nil, hw.ErrUnsupported},
	} {
		t.Run(c.name, func(t *testing.T) {
			on := func(cfg *runner.Config, s *fakestick.Stick) {
				asWindows(cfg, s)
				if c.help != nil {
					cfg.Drivers = help{install: c.help}
				}
			}
			run(t, obedient(), newCard(""), on, func(b *bench) {
				b.step(setup.StepDriver, 3*time.Second)
				b.r.Do(setup.DoInstallDriver{Zadig: `C:\zadig.exe`})
				b.until("end", 10*time.Second, func(f setup.Facts) bool {
					return f.Help.Before == nil && !f.Runs(setup.JobInstall) && errors.Is(f.Help.InstallErr, c.err)
				})
			})
		})
	}
}

func TestCheckDriverFile(t *testing.T) {
	for _, c := range []struct {
		name  string
		check func(context.Context, string) (hw.DriverFile, error)
		want  hw.DriverFile
		err   error
	}{
		{"right", func(_ context.Context, path string) (hw.DriverFile, error) {
			time.Sleep(3 * time.Second)
			if path != "data.bin" {
				return hw.DriverFileNone, hw.ErrGone
			}
			return hw.DriverFileData, nil
		}, hw.DriverFileData, nil},
		{
			"panics", func(context.Context, string) (hw.DriverFile, error) { panic("?") },
			hw.DriverFileNone, nil,
		},
		{"not there", nil, hw.DriverFileNone, hw.ErrUnsupported},
	} {
		t.Run(c.name, func(t *testing.T) {
			on := func(cfg *runner.Config, _ *fakestick.Stick) {
				if c.check != nil {
					cfg.Drivers = help{check: c.check}
				}
			}
			run(t, obedient(), newCard(""), on, func(b *bench) {
				b.r.Do(setup.DoCheckDriverFile{Path: "data.bin"})
				b.until("end", 10*time.Second, func(f setup.Facts) bool {
					told := f.Help.FileErr != nil || f.Help.File != hw.DriverFileNone
					return told && !f.Runs(setup.JobFile) && f.Help.File == c.want &&
						(c.err == nil || errors.Is(f.Help.FileErr, c.err))
				})
			})
		})
	}
}

// pair is two sticks side by side, in order of their locations.
type pair [2]*fakestick.Stick

func (p pair) Scan(ctx context.Context) (hw.Snapshot, error) {
	seen, err := p[0].Scan(ctx)
	if err != nil {
		return hw.Snapshot{}, err
	}
	more, err := p[1].Scan(ctx)
	seen.Sticks = append(seen.Sticks, more.Sticks...)
	seen.Lines = append(seen.Lines, more.Lines...)
	return seen, err
}

// Switch hands the message to the second where the first is not the one that is meant.
func (p pair) Switch(ctx context.Context, s hw.Stick, m hw.Message) error {
	if err := p[0].Switch(ctx, s, m); !errors.Is(err, hw.ErrGone) {
		return err
	}
	return p[1].Switch(ctx, s, m)
}

func (p pair) Open(ctx context.Context, l hw.Line) (io.ReadWriteCloser, error) {
	if rw, err := p[0].Open(ctx, l); !errors.Is(err, hw.ErrGone) {
		return rw, err
	}
	return p[1].Open(ctx, l)
}

func TestTwoSticks(t *testing.T) {
	one := obedient()
	two := one
	two.Location, two.FirstPort = "1-2", 20
	other := fakestick.New(two)
	on := func(c *runner.Config, s *fakestick.Stick) {
		both := pair{s, other}
		c.Scanner, c.Libusb, c.Auto = both, both, true
		openBy(c, both)
	}
	run(t, one, newCard(""), on, func(b *bench) {
		b.problem(setup.ProblemSeveral, 3*time.Second)
		b.stays("waiting for the choice", time.Minute, func(f setup.Facts) bool {
			return f.Problem() == setup.ProblemSeveral
		})
		b.r.Do(setup.DoChooseStick{Location: "1-2"})
		b.step(setup.StepChat, 20*time.Second)
		if len(b.stick.Sent()) != 0 || len(other.Sent()) != 1 {
			t.Errorf("sent %d and %d", len(b.stick.Sent()), len(other.Sent()))
		}
		other.Unplug()
		b.step(setup.StepStick, 5*time.Second)
		other.Plug()
		b.step(setup.StepChat, 20*time.Second)
		if len(b.stick.Sent()) != 0 {
			t.Error("the other stick was touched")
		}
	})
	if open := other.Handles(); len(open) > 0 {
		t.Errorf("left open: %v", open)
	}
}
