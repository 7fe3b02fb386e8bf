package wizard

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

func TestProblems(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		t.Run(code, func(t *testing.T) {
			inLanguage(t, code)
			w, _ := open(t, nil, noon)
			for _, p := range setup.Problems() {
				s := problemState(p)
				w.render(s)
				text := words(w.root)
				for _, want := range append([]string{w.page.Title, w.page.What}, w.page.Do...) {
					if want == "" || !strings.Contains(text, want) {
						t.Errorf("%v: %q is not on the page: %s", p, want, text)
					}
				}
				if len([]rune(w.page.Title)) > 40 {
					t.Errorf("%v: the title is longer than 40: %s", p, w.page.Title)
				}
				if len(problemPage(s).Do) == 0 || len(problemPage(s).Do) > 3 {
					t.Errorf("%v: wants 1 to 3 things to do", p)
				}
				checkPage(t, p.String(), w)
			}
		})
	}
}

func TestWay(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		t.Run(code, func(t *testing.T) {
			inLanguage(t, code)
			for _, n := range slices.Concat(way(), modes(), others()) {
				w, _ := open(t, nil, n.facts.Now)
				w.Render(n.facts)
				if text := words(w.root); !strings.Contains(text, w.page.Title) {
					t.Errorf("%s: no title %q in %s", n.name, w.page.Title, text)
				}
				checkPage(t, n.name, w)
				w.askConsent()
				checkPage(t, n.name+" with consent", w)
			}
		})
	}
}

func TestActions(t *testing.T) {
	second := cdStick
	second.Location = "2-4"
	denied := hw.ErrBusy
	tests := []struct {
		name  string
		facts setup.Facts
		label string
		want  setup.Action
	}{
		{"nothing found", after(seen(0, nil), seen(15, nil)), "Look again", setup.DoScan{}},
		{
			"list unreadable", after(setup.ScanFailed{Err: errors.New("x"), At: at(0)}), "Look again",
			setup.DoScan{},
		},
		{
			"several", after(seen(0, nil, cdStick, second)), "Use this stick",
			setup.DoChooseStick{Location: "1-1"},
		},
		{
			"driver", plugged(), "Switch now",
			setup.DoChooseTransport{Transport: setup.TransportPassThrough},
		},
		{
			"clicks", plugged(setup.TransportChosen{Transport: setup.TransportLibusb}), "Other way …",
			setup.DoChooseTransport{Transport: setup.TransportAuto},
		},
		{
			"switch", plugged(setup.TransportChosen{Transport: setup.TransportPassThrough}), "Switch now",
			setup.DoSwitch{},
		},
		{"switch again", plugged(setup.TransportChosen{Transport: setup.TransportPassThrough},
			setup.SwitchStarted{Message: "guide-modem", At: at(2)},
			setup.SwitchEnded{
				Message: "guide-modem", Transport: setup.TransportPassThrough, Err: denied,
				At: at(3),
			}), "Try again", setup.DoSwitch{}},
		{"switching", plugged(setup.TransportChosen{Transport: setup.TransportPassThrough},
			setup.SwitchStarted{Message: "guide-modem", At: at(2)}), "Cancel", setup.DoCancel{}},
		{"probing", switched(setup.ProbeStarted{}), "Cancel", setup.DoCancel{}},
		{"test", ready(), "Skip", setup.DoSkipTest{}},
		{"testing", ready(setup.TestChanged{State: setup.TestRunning}), "Cancel", setup.DoCancel{}},
	}
	inLanguage(t, "en")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var done []setup.Action
			w, _ := open(t, &done, tt.facts.Now)
			w.Render(tt.facts)
			tap(t, w, tt.label)
			if len(done) != 1 || done[0] != tt.want {
				t.Errorf("got %#v, want %#v", done, tt.want)
			}
		})
	}
}

func TestFourSentences(t *testing.T) {
	inLanguage(t, "en")
	seen := map[string]bool{}
	for _, r := range []setup.ProbeResult{
		setup.ProbeGone, setup.ProbeBusy, setup.ProbeSilent,
		setup.ProbeNotModem,
	} {
		w, _ := open(t, nil, at(60))
		w.Render(switched(setup.ProbeStarted{}, setup.Probed{Probe: setup.Probe{
			Line:   twoLines[0],
			Result: r,
		}}, setup.ProbeEnded{}, setup.Ticked{At: at(60)}))
		seen[w.page.What] = true
		if !strings.Contains(w.page.What, "COM8") {
			t.Errorf("%d: %q does not name the connection", r, w.page.What)
		}
	}
	if len(seen) != 4 {
		t.Errorf("four answers, %d sentences: %v", len(seen), seen)
	}
}

func TestChooseLine(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, window := open(t, &done, at(60))
	w.Render(switched(setup.ProbeStarted{},
		setup.Probed{Probe: setup.Probe{Line: twoLines[0], Result: setup.ProbeSilent}},
		setup.Probed{Probe: setup.Probe{Line: twoLines[1], Result: setup.ProbeBusy}},
		setup.ProbeEnded{}, setup.Ticked{At: at(60)}))
	if w.page.Row != "COM8" {
		t.Fatalf("the best line is not preselected: %q", w.page.Row)
	}
	key(w.built.rows["COM8"], fyne.KeyDown)
	if w.page.Row != "COM7" || window.Canvas().Focused() != w.built.rows["COM7"] {
		t.Fatalf("Down does not lead to COM7 but to %q", w.page.Row)
	}
	key(w.built.rows["COM7"], fyne.KeyReturn)
	if want := (setup.DoConnect{Name: "COM7"}); len(done) != 1 || done[0] != want {
		t.Errorf("got %#v, want %#v", done, want)
	}
}

func TestEscapeCancels(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, window := open(t, &done, at(5))
	w.Render(plugged(setup.TransportChosen{Transport: setup.TransportPassThrough},
		setup.SwitchStarted{Message: "guide-modem", At: at(2)}))
	focused := window.Canvas().Focused()
	if focused == nil {
		t.Fatal("nothing has the keyboard")
	}
	key(focused, fyne.KeyReturn)
	if len(done) != 0 {
		t.Fatalf("Enter, pressed once too often, does %#v", done)
	}
	key(focused, fyne.KeyEscape)
	if len(done) != 1 || done[0] != (setup.DoCancel{}) {
		t.Errorf("Escape does %#v", done)
	}
}

func TestEnterIsPrimary(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, window := open(t, &done, at(5))
	w.Render(plugged())
	key(window.Canvas().Focused(), fyne.KeyReturn)
	if want := (setup.DoChooseTransport{Transport: setup.TransportPassThrough}); len(done) != 1 || done[0] != want {
		t.Errorf("Enter does %#v", done)
	}
}

// TestKeysWithoutFocus: after a click on an empty place Enter and Escape do what they did before it.
func TestKeysWithoutFocus(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, window := open(t, &done, at(5))
	w.Render(plugged())
	typed := func(name fyne.KeyName) {
		window.Canvas().Unfocus()
		if typed := window.Canvas().OnTypedKey(); typed != nil {
			typed(&fyne.KeyEvent{Name: name})
		}
	}
	typed(fyne.KeyReturn)
	if want := (setup.DoChooseTransport{Transport: setup.TransportPassThrough}); len(done) != 1 || done[0] != want {
		t.Errorf("Enter does %#v", done)
	}
	w.Render(plugged(setup.TransportChosen{Transport: setup.TransportPassThrough},
		setup.SwitchStarted{Message: "guide-modem", At: at(2)}))
	done = nil
	typed(fyne.KeyEscape)
	if len(done) != 1 || done[0] != (setup.DoCancel{}) {
		t.Errorf("Escape does %#v", done)
	}
}

func TestDoneSentence(t *testing.T) {
	inLanguage(t, "en")
	now := noon
	w, _ := open(t, nil, noon)
	w.config.Now = func() time.Time { return now }
	w.Render(after(seen(0, nil)))
	w.Render(plugged())
	const sentence = "The stick is plugged in."
	if !strings.Contains(words(w.root), sentence) {
		t.Errorf("does not say that the stick is there: %s", words(w.root))
	}
	now = now.Add(doneTime)
	w.Render(plugged())
	if strings.Contains(words(w.root), sentence) {
		t.Error("says so for ever")
	}
}

func TestSteps(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, noon)
	w.Render(switched())
	want := []stepSign{
		{step: setup.StepStick, sign: look.SignDone},
		{step: setup.StepDriver, sign: look.SignDone},
		{step: setup.StepSwitch, sign: look.SignDone},
		{step: setup.StepConnection, sign: look.SignHere},
		{step: setup.StepSIM, sign: look.SignOpen},
		{step: setup.StepTest, sign: look.SignOpen},
	}
	for i, s := range w.steps.shown {
		if s != want[i] {
			t.Errorf("step %d: got %v, want %v", i, s, want[i])
		}
	}
	w.Render(after(seen(0, nil)))
	if w.steps.shown[0].sign != look.SignHere || w.page.Step != setup.StepStick {
		t.Error("without the stick the wizard is not back at its first page")
	}
}

func TestHostileNames(t *testing.T) {
	inLanguage(t, "en")
	evil := cdStick
	evil.Name = "\x1b[31m{{.Evil}}\u202e\n" + strings.Repeat("W", 500)
	line := hw.Line{
		Name: "COM8", Label: strings.Repeat("M", 300) + "\x00", Rank: 90,
		Location: "1-1",
	}
	for name, f := range map[string]setup.Facts{
		"driver": after(seen(0, nil, evil)),
		"clicks": after(seen(0, nil, evil), setup.TransportChosen{Transport: setup.TransportLibusb}),
		"lines":  after(seen(0, []hw.Line{line, twoLines[1]}, modemStick), setup.ProbeStarted{}),
		"other": after(setup.Seen{
			Snapshot: hw.Snapshot{Unsupported: []hw.Stick{evil}},
			At:       at(0),
		}),
	} {
		w, _ := open(t, nil, noon)
		w.Render(f)
		if min := w.root.MinSize(); min.Width > look.OpenWidth {
			t.Errorf("%s: a name makes the window %v wide", name, min.Width)
		}
		if text := words(w.root); strings.ContainsAny(text, "\x00\x1b\u202e") {
			t.Errorf("%s: control characters are shown: %q", name, text)
		}
	}
}

func TestReady(t *testing.T) {
	inLanguage(t, "en")
	chat := 0
	var done []setup.Action
	w, _ := open(t, &done, at(9))
	w.config.OnChat = func() { chat++ }
	w.Render(ready(setup.TestChanged{State: setup.TestSkipped}))
	if text := words(w.root); !strings.Contains(text, "Everything is ready") ||
		!strings.Contains(text, "o2 - de") {
		t.Fatalf("the page does not say that all is ready: %s", text)
	}
	tap(t, w, "Go to chat")
	if chat != 1 {
		t.Error("does not lead to the chat")
	}
	test.Tap(w.built.auto)
	if want := (setup.DoAuto{On: true}); len(done) != 1 || done[0] != want {
		t.Errorf("the box does %#v", done)
	}
}

// TestFirstFrame: the steps are those of the platform before anything is known.
func TestFirstFrame(t *testing.T) {
	inLanguage(t, "de")
	for _, driver := range []bool{true, false} {
		w := New(Config{Do: func(setup.Action) {}, Platform: setup.Platform{DriverPage: driver}})
		if got := strings.Contains(words(w.root), "Treiber"); got != driver {
			t.Errorf("driver page %v: the step is there: %v", driver, got)
		}
	}
}
