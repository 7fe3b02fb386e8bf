package runner_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
)

// A person follows the advice of every page that comes up, and nothing else. With a stick that can
// become a modem this has to lead there, whichever piece of advice the person prefers.

// advice is what a person does upon one line of a page.
type advice func(b *bench)

func press(b *bench) { b.r.Do(b.facts.Recommended()) }

func wait(b *bench) { time.Sleep(20 * time.Second) }

func replug(b *bench) {
	b.stick.Unplug()
	time.Sleep(6 * time.Second)
	b.stick.Plug()
}

// otherPort is where Windows finds its driver in the end.
func otherPort(b *bench) {
	replug(b)
	b.stick.SetDriver(hw.DriverStorage)
}

func bindStorage(b *bench) { b.stick.BindWinUSB() }

func bindModem(b *bench) { b.stick.SetModemDriver(hw.DriverWinUSB) }

// useZadig takes the way with a driver as the page does.
func useZadig(b *bench) {
	b.r.Do(setup.DoChooseTransport{Transport: setup.TransportLibusb})
	b.stick.BindWinUSB()
}

func nothing(*bench) {}

// advised is what the pages advise, line by line, as the texts have it.
var advised = map[setup.Problem][]advice{
	setup.ProblemNoStick:           {(*bench).plug, replug},
	setup.ProblemScanFailed:        {press, wait},
	setup.ProblemCDMode:            {press},
	setup.ProblemNoStorageDriver:   {bindStorage, otherPort},
	setup.ProblemStickBusy:         {press, replug},
	setup.ProblemPassDenied:        {useZadig, useZadig},
	setup.ProblemNotSent:           {press, replug},
	setup.ProblemNoReaction:        {press, replug},
	setup.ProblemFirmwareRefuses:   {replug, nothing},
	setup.ProblemHiLink:            {replug, replug},
	setup.ProblemNotBack:           {replug, replug},
	setup.ProblemSwitchedToStorage: {press, replug},
	setup.ProblemDriverSearch:      {wait},
	setup.ProblemNoPort:            {bindModem, bindModem},
	setup.ProblemPortBusy:          {press, press, replug}, // to close programs and press are one
	setup.ProblemPortGone:          {replug, press},
	setup.ProblemPortSilent:        {press, replug},
	setup.ProblemPortStuck:         {replug},
	setup.ProblemPortNotModem:      {press},
	setup.ProblemPortInvalid:       {press},
}

// plug puts the stick in if it is not.
func (b *bench) plug() { b.stick.Plug() }

// TestAdviceIsThatOfThePages: a line that is added to a page is followed here, too.
func TestAdviceIsThatOfThePages(t *testing.T) {
	raw, err := os.ReadFile("../../../assets/translations/problem.en.json")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]any
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	for p, lines := range advised {
		n := 0
		for texts[fmt.Sprintf("problem.%v.do%d", p, n+1)] != nil {
			n++
		}
		if n != len(lines) {
			t.Errorf("%v: the page has %d lines of advice, the person knows %d", p, n, len(lines))
		}
	}
}

// preferences are persons: which of some lines of advice they follow the n-th time.
var preferences = map[string]func(lines, n int) int{
	"the first":      func(int, int) int { return 0 },
	"the last":       func(lines, _ int) int { return lines - 1 },
	"one by one":     func(lines, n int) int { return n % lines },
	"back and forth": func(lines, n int) int { return (n*7 + n/3) % lines },
}

// trial is a stick that can become a modem, and where.
type trial struct {
	name    string
	options func() fakestick.Options
	on      func(c *runner.Config, s *fakestick.Stick)
}

var allMessages = []string{"guide-modem", "classic-zero", "old-ppp", "variant", "alt"}

// onlyFor obeys one message; upon the others it has a temper.
func onlyFor(message string, others fakestick.Temper) func() fakestick.Options {
	return func() fakestick.Options {
		o := obedient()
		o.Reacts = func(m hw.Message) fakestick.Temper {
			if m.Name == message {
				return fakestick.Obedient
			}
			return others
		}
		return o
	}
}

// afterLosses obeys everything, after it went away without coming back some times.
func afterLosses(n int) func() fakestick.Options {
	return func() fakestick.Options {
		o, left := obedient(), n
		o.Reacts = func(hw.Message) fakestick.Temper {
			if left--; left >= 0 {
				return fakestick.Lost
			}
			return fakestick.Obedient
		}
		return o
	}
}

// onLinux has both ways, that through the CD drive without effect.
func onLinux(c *runner.Config, _ *fakestick.Stick) {
	c.Platform.PassThrough = true
	c.PassThrough = switcher(func(context.Context, hw.Stick, hw.Message) error { return nil })
}

func trials() []trial {
	all := []trial{
		{"pulled out once", afterLosses(1), nil},
		{"pulled out three times", afterLosses(3), nil},
		{"slow", func() fakestick.Options { o := obedient(); o.RestartTime = 45 * time.Second; return o }, nil},
		{"mute CD drive", obedient, onLinux},
		{"pulled out, Windows", afterLosses(1), asWindows},
		{"no driver, Windows", func() fakestick.Options {
			o := obedient()
			o.Driver, o.ModemDriver = hw.DriverNone, hw.DriverNone
			return o
		}, asWindows},
		{"denied, Windows", obedient, func(c *runner.Config, s *fakestick.Stick) {
			asWindows(c, s)
			c.PassThrough = switcher(func(context.Context, hw.Stick, hw.Message) error { return hw.ErrAccess })
		}},
		{"scan fails", obedient, func(_ *runner.Config, s *fakestick.Stick) { s.FailNextScan(errBroken) }},
	}
	for _, err := range []error{hw.ErrBusy, hw.ErrAccess, hw.ErrGone, errBroken} {
		all = append(all, trial{"sending: " + err.Error(), obedient, func(c *runner.Config, s *fakestick.Stick) {
			asWindows(c, s)
			for range 3 {
				s.FailNextSwitch(err)
			}
		}}, trial{"opening: " + err.Error(), obedient, func(c *runner.Config, s *fakestick.Stick) {
			asWindows(c, s)
			for range 60 {
				s.FailNextOpen(err)
			}
		}})
	}
	for _, message := range allMessages {
		for _, others := range []fakestick.Temper{
			fakestick.Deaf, fakestick.Refusing, fakestick.Relapsing, fakestick.Lost, fakestick.Network,
		} {
			name := "only " + message + ", else " + others.String()
			all = append(all, trial{name, onlyFor(message, others), nil},
				trial{name + ", Windows", onlyFor(message, others), asWindows})
		}
	}
	return all
}

func TestAdviceLeadsOn(t *testing.T) {
	for _, c := range trials() {
		for person, prefers := range preferences {
			t.Run(c.name+"/"+person, func(t *testing.T) {
				run(t, c.options(), newCard(""), c.on, func(b *bench) { b.follow(prefers) })
			})
		}
	}
}

// follow has a person follow the advice until the modem answers. Advice that ends at another stick is
// a failure: this one can become a modem.
func (b *bench) follow(prefers func(lines, n int) int) {
	b.t.Helper()
	met, given := map[setup.Problem]int{}, 0
	for range 80 {
		b.rest()
		p := b.facts.Problem()
		if s := b.facts.Step(); s >= setup.StepSIM {
			return
		}
		if p == setup.ProblemNone {
			if b.facts.Recommended() != nil {
				press(b)
			}
			continue
		}
		lines := advised[p]
		if len(lines) == 0 {
			b.t.Fatalf("no advice for %v", p)
		}
		if p == setup.ProblemFirmwareRefuses {
			if given++; given > 1 {
				b.t.Fatalf("given up: %v", b.facts.Run.Tries)
			}
			replug(b)
			continue
		}
		lines[prefers(len(lines), met[p])](b)
		met[p]++
	}
	b.t.Fatalf("nothing led on: step %v problem %v, met %v, tries %v",
		b.facts.Step(), b.facts.Problem(), met, b.facts.Run.Tries)
}

// rest lets the program do what it does by itself, until the page waits for the person.
func (b *bench) rest() {
	for range 120 {
		b.stays("", 2*time.Second, func(setup.Facts) bool { return true })
		f := b.facts
		_, _, busy := f.Busy()
		if f.Step() >= setup.StepSIM || !busy && (f.Problem() != setup.ProblemNone || f.Recommended() != nil) {
			return
		}
	}
}
