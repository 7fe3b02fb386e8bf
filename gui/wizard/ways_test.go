package wizard

import (
	"slices"
	"strings"
	"testing"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// acmStick is 12d1:1442 in modem mode, whose parts are of class 02/02/ff.
func acmStick(d hw.Driver, code int) hw.Stick {
	s := modemStick
	s.ID.Product, s.Driver = 0x1442, d
	for n := range 2 {
		s.Interfaces = append(s.Interfaces, hw.Interface{
			Number: n, Class: 2, SubClass: 2, Protocol: 0xff, Driver: d, Problem: code,
		})
	}
	return s
}

func labels(p page) []string {
	all := []string{p.Primary.Key}
	for _, b := range p.Quiet {
		all = append(all, b.Key)
	}
	return all
}

// TestDirectForACM: Direct USB is the recommended way for a stick that Huawei's driver does not know,
// with no driver and with Windows' own that does not start.
func TestDirectForACM(t *testing.T) {
	inLanguage(t, "en")
	for name, stick := range map[string]hw.Stick{
		"no driver": acmStick(hw.DriverNone, 28), "not started": acmStick(hw.DriverSerial, 10),
	} {
		w, _ := open(t, nil, at(100))
		w.Render(after(seen(0, nil, stick), setup.Ticked{At: at(100)}))
		if w.page.Problem != setup.ProblemNoPort || w.page.Primary.Key != "wizard.do.direct" {
			t.Errorf("%s: problem %v, buttons %q", name, w.page.Problem, labels(w.page))
		}
	}
}

// TestHuaweiIsNeverRecommended: where Direct USB is not possible, the recommended button is to look
// again, and the advice says what else to do.
func TestHuaweiIsNeverRecommended(t *testing.T) {
	inLanguage(t, "en")
	noParts := modemStick
	noParts.Driver = hw.DriverNone
	f := after(seen(0, nil, noParts), setup.Ticked{At: at(100)})
	w, _ := open(t, nil, at(100))
	w.Render(f)
	if w.page.Problem != setup.ProblemNoPort || w.page.Primary.Key != "wizard.do.scan" ||
		!slices.Contains(labels(w.page), "wizard.do.huawei") || len(w.page.Do) == 0 {
		t.Errorf("problem %v, buttons %q, advice %q", w.page.Problem, labels(w.page), w.page.Do)
	}
}

// TestDirectWhileSearching: nobody has to wait for Windows to give up.
func TestDirectWhileSearching(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, at(40))
	f := after(seen(0, nil, bareStick(28)), setup.Ticked{At: at(40)})
	w.Render(f)
	if w.page.Problem != setup.ProblemDriverSearch || w.page.Waiting == "" {
		t.Fatalf("problem %v", w.page.Problem)
	}
	tap(t, w, "Direct USB …")
	if !strings.Contains(words(w.root), "one part of this stick") {
		t.Errorf("leads to %s", words(w.root))
	}
	tap(t, w, "Back")
	if w.page.Problem != setup.ProblemDriverSearch {
		t.Errorf("Back leads to %v", w.page.Problem)
	}
}

// wrongPart are the facts when Zadig changed another part of the stick than it was started for.
func wrongPart(more ...setup.Event) setup.Facts {
	part := func(driver, inf string) hw.Binding {
		return hw.Binding{
			Device: `USB\VID_12D1&PID_1001&MI_00\6`, Name: "HUAWEI Mobile", Location: "1-1",
			Driver: driver, Inf: inf, Provider: "libwdi",
		}
	}
	before := hw.Snapshot{Sticks: []hw.Stick{bareStick(28)}, Bindings: []hw.Binding{part("", "")}}
	now := hw.Snapshot{
		Sticks: []hw.Stick{bareStick(28)}, Bindings: []hw.Binding{part("WINUSB", "oem31.inf")},
	}
	now.Sticks[0].Interfaces[0].Driver, now.Sticks[0].Interfaces[0].Problem = hw.DriverWinUSB, 0
	now.Lines = []hw.Line{{
		Kind: hw.LineUSB, Name: hw.USBLineName("1-1", 0), Location: "1-1", Rank: 50,
	}}
	events := []setup.Event{
		setup.Seen{Snapshot: before, At: at(1)},
		setup.Ticked{At: at(100)},
		setup.InstallStarted{},
		setup.Seen{Snapshot: now, At: at(130)},
		setup.InstallEnded{},
	}
	return after(append(events, more...)...)
}

// TestWrongPart: another part of the same stick is not another device. It is tried first, and when
// it does not answer, the way to the right part is there.
func TestWrongPart(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		inLanguage(t, code)
		var done []setup.Action
		w, _ := open(t, &done, at(130))
		w.Render(wrongPart())
		checkPage(t, code, w)
		if w.page.Problem != setup.ProblemOtherDriver || w.page.Primary.Key != "wizard.do.tryPart" {
			t.Fatalf("problem %v, buttons %q", w.page.Problem, labels(w.page))
		}
		if code == "en" && !strings.Contains(words(w.root), "wrong part of your stick") {
			t.Errorf("says %s", words(w.root))
		}
		w.press(w.page.Primary)
		if len(done) != 1 || done[0] != (setup.DoNoteDrivers{}) {
			t.Errorf("got %#v", done)
		}
	}
	line := hw.Line{Kind: hw.LineUSB, Name: hw.USBLineName("1-1", 0), Location: "1-1", Rank: 50}
	f := wrongPart(setup.DriversNoted{})
	if f.Next() != (setup.DoProbe{}) {
		t.Fatalf("next %#v", f.Next())
	}
	f = wrongPart(setup.DriversNoted{}, setup.ProbeStarted{},
		setup.Probed{Probe: setup.Probe{Line: line, Result: setup.ProbeSilent}}, setup.ProbeEnded{},
		setup.Ticked{At: at(170)})
	inLanguage(t, "en")
	w, _ := open(t, nil, at(170))
	w.Render(f)
	if w.page.Problem != setup.ProblemPortSilent {
		t.Fatalf("problem %v", w.page.Problem)
	}
	tap(t, w, "Direct USB …")
	if !strings.Contains(words(w.root), "one part of this stick") {
		t.Errorf("leads to %s", words(w.root))
	}
}

// TestBusyDirect: on Windows a stick that is in use is said to be so, with the connection's name.
func TestBusyDirect(t *testing.T) {
	inLanguage(t, "en")
	line := hw.Line{Kind: hw.LineUSB, Name: hw.USBLineName("1-1", 2), Location: "1-1", Interface: 2, Rank: 80}
	stick := bareStick(28)
	stick.Interfaces[2].Driver, stick.Interfaces[2].Problem = hw.DriverWinUSB, 0
	f := after(seen(0, []hw.Line{line}, stick), setup.Ticked{At: at(60)}, setup.ProbeStarted{},
		setup.Probed{Probe: setup.Probe{Line: line, Result: setup.ProbeDenied}}, setup.ProbeEnded{})
	w, _ := open(t, nil, at(60))
	w.Render(f)
	if w.page.Problem != setup.ProblemPortBusy || !strings.Contains(w.page.What, "Direct USB (interface 2)") {
		t.Errorf("%v: %s", w.page.Problem, w.page.What)
	}
	if labels(w.page)[0] != "wizard.do.again" {
		t.Errorf("buttons %q", labels(w.page))
	}
}
