package wizard

import (
	"fmt"
	"net/url"
	"regexp"
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/bench/setups"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
)

// The words of one system that nobody may meet on another.
var (
	linuxWords   = regexp.MustCompile(`(?i)\b(linux|sudo|udev|dialout|usermod|libusb-1\.0-0)\b`)
	windowsWords = regexp.MustCompile(`\b(?i:zadig|winusb|device manager|geräte-manager|drivers?|` +
		`treibern?|treibers|remote desktop|remotedesktop)\b|\bWindows\b`)
)

// foreign returns a word in a text that is about another system than the platform's, or "".
func foreign(p setup.Platform, text string) string {
	if !p.Udev {
		if word := linuxWords.FindString(text); word != "" {
			return word
		}
	}
	if !p.DriverPage {
		return windowsWords.FindString(text)
	}
	return ""
}

// systems are the platforms with all that they can do.
var systems = map[string]setup.Platform{
	"windows": {DriverPage: true, PassThrough: true, Libusb: true},
	"linux":   {Udev: true, Rule: true, PassThrough: true, Libusb: true},
	"mac":     {Libusb: true},
}

// reader reads pages, each once: building one takes a while. Each system has a wizard of its own.
type reader struct {
	seen    map[string]bool
	open    func() *Wizard
	wizards map[[2]bool]*Wizard
}

func newReader(t *testing.T) reader {
	return reader{map[string]bool{}, func() *Wizard {
		w, _ := open(t, nil, noon)
		w.config.OpenURL = func(*url.URL) error { return nil }
		return w
	}, map[[2]bool]*Wizard{}}
}

// wizard returns that of a system.
func (r reader) wizard(p setup.Platform) *Wizard {
	system := [2]bool{p.DriverPage, p.Udev}
	if r.wizards[system] == nil {
		r.wizards[system] = r.open()
	}
	return r.wizards[system]
}

// check reads the page for the facts, and every page that its buttons lead to.
func (r reader) check(t interface{ Fatalf(string, ...any) }, f setup.Facts) {
	w := r.wizard(f.Platform)
	s := state{Facts: f, step: f.Step(), problem: f.Problem(), instructions: w.config.Instructions}
	page := fmt.Sprintf("%+v %+v", f.Platform, describe(s).comparable())
	if r.seen[page] {
		return
	}
	r.seen[page] = true
	read := func(at string) {
		text := words(w.root)
		if !f.Platform.Udev {
			text += linuxWords.FindString(w.details())
		}
		if bad := foreign(f.Platform, text); bad != "" {
			t.Fatalf("%+v, %v, %s: %q is on the page: %s", f.Platform, f.Problem(), at, bad, text)
		}
	}
	w.local = local{}
	w.Render(f)
	read("as it comes")
	for _, b := range append(w.page.Quiet, w.page.Primary) {
		if b.Key == "wizard.do.pick" {
			continue // a dialog for files
		}
		w.press(b)
		read(b.Key)
		w.back()
	}
}

// TestWordsOfTheSystem: after any events no page, and none that a button leads to, speaks of another
// system, in either language.
func TestWordsOfTheSystem(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		t.Run(code, func(t *testing.T) {
			inLanguage(t, code)
			r := newReader(t)
			rapid.Check(t, func(t *rapid.T) {
				f, now := setup.New(setups.Platform(t), sticks.Table{}), noon
				for range rapid.IntRange(1, 12).Draw(t, "events") {
					now = now.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "wait")) * time.Second)
					f = f.Apply(setups.Event(t, f, now))
				}
				r.check(t, f)
			})
		})
	}
}

// TestWordsOfEverySituation is the same for situations in order: each mode, driver, problem code and
// way of failing.
func TestWordsOfEverySituation(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		for name, p := range systems {
			t.Run(code+" "+name, func(t *testing.T) {
				inLanguage(t, code)
				r, reached := newReader(t), map[setup.Problem]bool{}
				for _, f := range situations(p) {
					reached[f.Problem()] = true
					r.check(t, f)
				}
				if len(reached) < 10 {
					t.Errorf("only %d problems reached: %v", len(reached), reached)
				}
			})
		}
	}
}

// situations are facts in order.
func situations(p setup.Platform) []setup.Facts {
	var all []setup.Facts
	for _, code := range []int{0, 10, 14, 22, 28, 39, 52} {
		for _, d := range []hw.Driver{hw.DriverNone, hw.DriverStorage, hw.DriverWinUSB, hw.DriverLibusb0} {
			cd, modem := cdStick, bareStick(code)
			cd.Driver, cd.Problem, cd.Accessible = d, code, code == 0
			for n := range modem.Interfaces {
				modem.Interfaces[n].Driver = d
			}
			all = append(all, storageSituations(p, cd)...)
			all = append(all, modemSituations(p, modem)...)
		}
	}
	return append(all, webSituations(p)...)
}

// webSituations are those of a stick in network mode: its card in every state, every answer of its web
// server, and every answer to a password.
func webSituations(p setup.Platform) []setup.Facts {
	p.Internet = true
	on := func(state hw.AdapterState, code int) setup.Facts {
		return setup.New(p, sticks.Table{}).Apply(seen(0, nil)).Apply(seen(1, nil, cardStick(state, code)))
	}
	var all []setup.Facts
	for state := hw.AdapterUnknown; state < hw.AdapterReady; state++ {
		for _, code := range []int{0, 10, 14, 22, 28} {
			f := on(state, code)
			all = append(all, f.Apply(setup.Ticked{At: at(3)}), f.Apply(setup.Ticked{At: at(40)}))
		}
	}
	ready := on(hw.AdapterReady, 0)
	line, _ := cardStick(hw.AdapterReady, 0).WebLine()
	for result := setup.ProbeSilent; result <= setup.ProbeNoStick; result++ {
		probed := setup.Probed{Probe: setup.Probe{Line: line, Result: result}}
		all = append(all, ready.Apply(setup.ProbeStarted{}).Apply(probed).Apply(setup.ProbeEnded{}).
			Apply(setup.Ticked{At: at(60)}))
	}
	wants := ready.Apply(setup.ProbeStarted{}).Apply(setup.SessionStarted{Line: line}).
		Apply(setup.LoginSeen{State: setup.LoginState{Wanted: true}, At: at(2)})
	for result := setup.LoginNone; result <= setup.LoginFailed; result++ {
		all = append(all, wants.Apply(setup.LoginStarted{}).
			Apply(setup.LoginEnded{Result: result, Wait: time.Minute, At: at(3)}))
		all = append(all, wants.Apply(setup.LoginStarted{}).Apply(setup.LoginEnded{Result: result, At: at(3)}))
	}
	return all
}

// storageSituations are those of a stick in storage mode: waiting, and every way not to send.
func storageSituations(p setup.Platform, cd hw.Stick) []setup.Facts {
	plain := setup.New(p, sticks.Table{}).Apply(seen(0, nil)).Apply(setup.Seen{
		Snapshot: hw.Snapshot{Sticks: []hw.Stick{cd}, LibusbKMissing: true}, At: at(1),
	})
	all := []setup.Facts{plain, plain.Apply(setup.Ticked{At: at(20)})}
	for _, err := range []error{
		nil, hw.ErrAccess, hw.ErrBusy, hw.ErrNoDriver, hw.ErrNoLibusb, hw.ErrNotOurs, hw.ErrUnsupported,
	} {
		for _, by := range []setup.Transport{setup.TransportPassThrough, setup.TransportLibusb} {
			f := plain.Apply(setup.TransportChosen{Transport: by}).
				Apply(setup.SwitchStarted{Message: "guide-modem", At: at(2)}).
				Apply(setup.SwitchEnded{Message: "guide-modem", Transport: by, Err: err, At: at(3)})
			all = append(all, f, f.Apply(setup.Ticked{At: at(40)}))
		}
	}
	return all
}

// modemSituations are those of a stick in modem mode: waiting, and every answer of every line.
func modemSituations(p setup.Platform, modem hw.Stick) []setup.Facts {
	serial := twoLines[0]
	direct := hw.Line{
		Kind: hw.LineUSB, Name: hw.USBLineName("1-1", 2), Location: "1-1", Interface: 2, Rank: 80,
	}
	var all []setup.Facts
	for _, installs := range []hw.Installs{hw.InstallsUnknown, hw.InstallsPending, hw.InstallsNone} {
		see := setup.Seen{Snapshot: hw.Snapshot{Sticks: []hw.Stick{modem}, Installs: installs}, At: at(1)}
		f := setup.New(p, sticks.Table{}).Apply(seen(0, nil)).Apply(see)
		for _, after := range []int{2, 15, 40, 100} {
			all = append(all, f.Apply(setup.Ticked{At: at(after)}))
		}
	}
	for _, line := range []hw.Line{serial, direct} {
		see := hw.Snapshot{Sticks: []hw.Stick{modem}, Lines: []hw.Line{line}, LibusbKMissing: true}
		f := setup.New(p, sticks.Table{}).Apply(setup.Seen{Snapshot: see, At: at(1)})
		for result := setup.ProbeSilent; result <= setup.ProbeStuck; result++ {
			probed := setup.Probed{Probe: setup.Probe{Line: line, Result: result}}
			all = append(all, f.Apply(setup.ProbeStarted{}).Apply(probed).Apply(setup.ProbeEnded{}).
				Apply(setup.Ticked{At: at(60)}))
		}
	}
	return all
}

// TestHelpOfTheSystem: the sheet with help has no words of another system either.
func TestHelpOfTheSystem(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		for name, p := range systems {
			inLanguage(t, code)
			w, window := open(t, nil, noon)
			w.Render(setup.New(p, sticks.Table{}))
			w.help()
			sheet := window.Canvas().Overlays().Top()
			if sheet == nil {
				t.Fatal("no help")
			}
			if bad := foreign(p, words(sheet)); bad != "" {
				t.Errorf("%s %s: %q in %s", code, name, bad, words(sheet))
			}
		}
	}
}
