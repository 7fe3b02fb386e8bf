package wizard

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/hw/udev"
	"surfstick-sms/internal/setup"
)

// onLinux returns the facts of a computer where the rule can be installed, or only copied.
func onLinux(rule bool, events ...setup.Event) setup.Facts {
	f := setup.New(setup.Platform{PassThrough: true, Libusb: true, Udev: true, Rule: rule}, sticks.Table{})
	for _, e := range events {
		f = f.Apply(e)
	}
	return f
}

// refusedStates are the two places where rights are missing: the stick, and its port.
func refusedStates(rule bool, more ...setup.Event) []named {
	locked := cdStick
	locked.Accessible, locked.CDDrive = false, ""
	direct := hw.Line{Kind: hw.LineUSB, Name: "usb:1-1:2", Location: "1-1", Interface: 2, Rank: 80}
	probed := func(l hw.Line) []setup.Event {
		return []setup.Event{
			seen(1, []hw.Line{l}, modemStick),
			setup.Ticked{At: at(60)},
			setup.ProbeStarted{},
			setup.Probed{Probe: setup.Probe{Line: l, Result: setup.ProbeDenied}},
			setup.ProbeEnded{},
		}
	}
	tty := hw.Line{Name: "/dev/ttyUSB2", Location: "1-1", Interface: 2, Rank: 90}
	return []named{
		{"stick", onLinux(rule, append([]setup.Event{
			seen(1, nil, locked), setup.Ticked{At: at(60)},
		}, more...)...)},
		{"port", onLinux(rule, append(probed(tty), more...)...)},
		{"direct", onLinux(rule, append(probed(direct), more...)...)},
	}
}

func TestRulePage(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		for _, rule := range []bool{false, true} {
			inLanguage(t, code)
			for _, n := range refusedStates(rule) {
				w, _ := open(t, nil, n.facts.Now)
				w.Render(n.facts)
				if !refused(w.page.Problem) || !strings.Contains(words(w.root), `idVendor}=="12d1"`) {
					t.Errorf("%s: problem %v, page: %s", n.name, w.page.Problem, words(w.root))
				}
				if got := w.page.Primary.Key == "wizard.do.rule"; got != rule {
					t.Errorf("%s: offers to install the rule: %v, want %v", n.name, got, rule)
				}
				checkPage(t, code+" "+n.name, w)
			}
		}
	}
}

func TestRuleButtons(t *testing.T) {
	inLanguage(t, "en")
	for _, n := range refusedStates(true) {
		var done []setup.Action
		w, _ := open(t, &done, n.facts.Now)
		w.Render(n.facts)
		tap(t, w, "Allow access …")
		if len(done) != 1 || done[0] != (setup.DoInstallRule{}) {
			t.Errorf("%s: got %#v", n.name, done)
		}
		tap(t, w, "Copy command")
		if got := fyne.CurrentApp().Clipboard().Content(); got != udev.Command(hw.HuaweiVendor) || len(done) != 1 {
			t.Errorf("%s: copied %q, did %#v", n.name, got, done)
		}
	}
}

// TestRuleOfOthers: the rule is for the maker of the stick at hand.
func TestRuleOfOthers(t *testing.T) {
	inLanguage(t, "en")
	locked := zteModem
	locked.Accessible = false
	line := hw.Line{Name: "/dev/ttyUSB3", Location: "1-1", Interface: 3, Rank: 90}
	f := setup.New(setup.Platform{PassThrough: true, Libusb: true, Udev: true, Rule: true}, sticks.Table{})
	for _, e := range []setup.Event{
		seen(0, nil), seen(1, []hw.Line{line}, locked),
		setup.ProbeStarted{},
		setup.Probed{Probe: setup.Probe{Line: line, Result: setup.ProbeDenied}},
		setup.ProbeEnded{},
	} {
		f = f.Apply(e)
	}
	w, _ := open(t, nil, at(2))
	w.Render(f)
	if text := words(w.root); !strings.Contains(text, `"19d2"`) || strings.Contains(text, "12d1") {
		t.Errorf("the rule on the page: %s", text)
	}
	tap(t, w, "Copy command")
	if got := fyne.CurrentApp().Clipboard().Content(); got != udev.Command(0x19d2) {
		t.Errorf("copied %q", got)
	}
}

// TestRuleUnderWay: while the password is awaited the user can give up, and a failure is told.
func TestRuleUnderWay(t *testing.T) {
	inLanguage(t, "en")
	for _, n := range refusedStates(true, setup.RuleStarted{}) {
		var done []setup.Action
		w, _ := open(t, &done, n.facts.Now)
		w.Render(n.facts)
		checkPage(t, n.name, w)
		tap(t, w, "Cancel")
		if len(done) != 1 || done[0] != (setup.DoCancel{}) {
			t.Errorf("%s: got %#v", n.name, done)
		}
		w.Render(n.facts.Apply(setup.RuleEnded{Err: hw.ErrDeclined}))
		if !strings.Contains(words(w.root), "could not be installed") {
			t.Errorf("%s: the failure is not told: %s", n.name, words(w.root))
		}
		checkPage(t, n.name+" failed", w)
	}
}

// TestDirectName: Direct USB has a name for people in the list of connections, and those of one
// stick differ.
func TestDirectName(t *testing.T) {
	for code, want := range map[string]string{
		"en": "Direct USB, Direct USB (interface 2)", "de": "Direkt über USB, Direkt über USB (Schnittstelle 2)",
	} {
		inLanguage(t, code)
		unknown := hw.Line{Kind: hw.LineUSB, Name: "usb:1-1:2", Interface: -1}
		known := hw.Line{Kind: hw.LineUSB, Name: "usb:1-1:2", Interface: 2}
		if got := lineName(unknown) + ", " + lineName(known); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}
