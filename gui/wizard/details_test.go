package wizard

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"surfstick-sms/bench/identity"
	"surfstick-sms/hw"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/setup"
)

func TestDetails(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, noon)
	w.Render(connected())
	if strings.Contains(words(w.root), "step sim") {
		t.Error("details are shown before anybody asked")
	}
	tap(t, w, "Show details")
	if text := words(w.root); !strings.Contains(text, "step sim") || !strings.Contains(text, "12d1:1001") {
		t.Errorf("no technical text: %s", words(w.root))
	}
	tap(t, w, "Copy details")
	copied := fyne.CurrentApp().Clipboard().Content()
	if !strings.Contains(copied, "E3131") || strings.Contains(copied, "8600000") {
		t.Errorf("wrong text copied: %s", copied)
	}
	tap(t, w, "Hide details")
}

// TestDetailsHaveEvidence: what each try to switch came to can be copied.
func TestDetailsHaveEvidence(t *testing.T) {
	refused := hw.Answer{Answered: true, Status: 2, Sensed: true, Key: 5, ASC: 0x20}
	f := plugged(setup.TransportChosen{Transport: setup.TransportPassThrough},
		setup.SwitchStarted{Message: "guide-modem", At: at(2)},
		setup.SwitchEnded{
			Message: "guide-modem", Transport: setup.TransportPassThrough, At: at(3),
			Tries: []setup.Try{{
				Message: "guide-modem", Transport: setup.TransportPassThrough, At: at(2),
				Answers: []hw.Answer{refused},
			}},
		})
	text := details(state{Facts: f, step: f.Step(), problem: f.Problem()}, applog.Redact)
	want := "try 12:00:02: guide-modem by passThrough: code 0, status 2, sense 5:20:00"
	if !strings.Contains(text, want) {
		t.Errorf("%q is missing in:\n%s", want, text)
	}
}

// TestDetailsMasked: neither the technical text on the page nor the copy of it says whose anything
// is, and what helps is still there.
func TestDetailsMasked(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, noon)
	rapid.Check(t, func(rt *rapid.T) {
		m := identity.Draw(rt)
		facts := setup.New(setup.Platform{DriverPage: true}, nil)
		for _, e := range m.Events(noon) {
			facts = facts.Apply(e)
		}
		w.Render(facts)
		w.open = true
		w.build(false)
		tap(t, w, "Copy details")
		copied := fyne.CurrentApp().Clipboard().Content()
		for _, text := range []string{copied, w.built.details.Text()} {
			if found := m.Found(text); len(found) > 0 {
				rt.Errorf("%q in\n%s", found, text)
			}
		}
		for _, kept := range []string{"12d1:1f01", "class 08:06:50", "ven_huawei", "access denied", "E3531", "22.521.23.00.00"} {
			if !strings.Contains(copied, kept) {
				rt.Errorf("%q is hidden as well:\n%s", kept, copied)
			}
		}
	})
}

// TestCommandsAreWhole: what is to be copied into a terminal is not masked.
func TestCommandsAreWhole(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, noon)
	for _, p := range []setup.Problem{setup.ProblemNoPermission, setup.ProblemPortPermission} {
		w.render(problemState(p))
		if text := w.details(); !strings.HasPrefix(text, strings.TrimSpace(commands(w.state))) || !strings.Contains(text, "sudo") {
			t.Errorf("%v: %s", p, text)
		}
	}
}

func TestHelp(t *testing.T) {
	inLanguage(t, "de")
	w, window := open(t, nil, noon)
	w.Render(windows())
	tap(t, w, "Hilfe")
	top := window.Canvas().Overlays().Top()
	if top == nil || !strings.Contains(words(top), "Geräte-Manager") {
		t.Fatal("Help shows nothing")
	}
	key(window.Canvas().Focused(), fyne.KeyEscape)
	if window.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not close Help")
	}
}
