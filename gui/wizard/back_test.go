package wizard

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// tapStep taps a step in the list on the left.
func tapStep(t *testing.T, w *Wizard, name string) {
	t.Helper()
	for _, o := range w.steps.list.Objects {
		if tap, ok := o.(*look.Tap); ok && strings.Contains(words(tap), name) {
			test.Tap(tap)
			return
		}
	}
	t.Fatalf("the step %q cannot be pressed", name)
}

func TestLookingBack(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		inLanguage(t, code)
		w, _ := open(t, nil, noon)
		w.Render(ready())
		for at := len(w.state.doneSteps()); at > 0; at-- {
			test.Tap(w.steps.back)
			step := w.state.doneSteps()[at-1]
			if w.local.back != step {
				t.Fatalf("Back shows %v, want %v", w.local.back, step)
			}
			checkPage(t, "back at "+step.String(), w)
		}
		if w.steps.back.Visible() {
			t.Error("there is a way back from the first step")
		}
		w.escape()
		if w.state.looksBack() {
			t.Error("Escape does not lead to the present step")
		}
	}
}

func TestStepsLeadBack(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, _ := open(t, &done, noon)
	w.Render(ready())
	tapStep(t, w, "Connection")
	if text := words(w.root); !strings.Contains(text, "Connection: HUAWEI Mobile Connect - 3G PC UI Interface (COM8)") {
		t.Errorf("does not say which connection it is: %s", text)
	}
	tap(t, w, "Another connection …")
	w.built.rows["COM7"].Tapped(nil)
	tap(t, w, "Use this connection")
	if len(done) != 1 || done[0] != (setup.DoConnect{Name: "COM7"}) {
		t.Errorf("did %#v", done)
	}
	if w.state.looksBack() {
		t.Error("stays at the step that was looked back at")
	}
	w.Render(switched())
	for _, o := range w.steps.list.Objects {
		if _, pressed := o.(*look.Tap); pressed && strings.Contains(words(o), "SIM card") {
			t.Error("a step that is still to come can be pressed")
		}
	}
}

// TestBackIsWhole: Back, which comes and goes, has all of its size when it comes, and stands above Help.
func TestBackIsWhole(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, noon)
	w.Render(plugged())
	w.Render(ready())
	if back := w.steps.back; !back.Visible() || back.Size().Width < back.MinSize().Width || back.Size().Height < back.MinSize().Height {
		t.Errorf("shown: %v, %v large, and needs %v", back.Visible(), back.Size(), back.MinSize())
	}
}

func TestAnotherStick(t *testing.T) {
	inLanguage(t, "en")
	second := cdStick
	second.Location, second.Name = "2-4", "HUAWEI E303"
	f := after(seen(0, nil, cdStick, second), setup.StickChosen{Location: cdStick.Location})
	var done []setup.Action
	w, _ := open(t, &done, noon)
	w.Render(f)
	tapStep(t, w, "Stick")
	tap(t, w, "Another stick …")
	tap(t, w, "Back")
	tap(t, w, "Another stick …")
	w.built.rows["2-4"].Tapped(nil)
	tap(t, w, "Use this stick")
	if len(done) != 1 || done[0] != (setup.DoChooseStick{Location: "2-4"}) {
		t.Errorf("did %#v", done)
	}
}

// What is looked back at gives way to whatever happens.
func TestLookingBackEnds(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, noon)
	w.Render(switched())
	tapStep(t, w, "Stick")
	w.Render(connected())
	if w.state.looksBack() {
		t.Error("the next step does not show")
	}
	tapStep(t, w, "Stick")
	w.Render(after(seen(0, nil)))
	if w.page.Step != setup.StepStick || w.state.looksBack() {
		t.Error("a stick that is gone is still looked back at")
	}
}

// Every page that has something written to a stick names it, with its USB ID and socket.
func TestStickIsNamed(t *testing.T) {
	inLanguage(t, "en")
	for name, f := range map[string]setup.Facts{
		"driver": plugged(), "switch": plugged(setup.TransportChosen{Transport: setup.TransportPassThrough}),
		"pin": ready(),
	} {
		w, _ := open(t, nil, noon)
		w.Render(f)
		want := f.Chosen.Stick.ID.String()
		if text := words(w.root); !strings.Contains(text, want) || !strings.Contains(text, "port 1-1") {
			t.Errorf("%s: does not say which stick it is (%s): %s", name, want, text)
		}
	}
}

func TestFirstMessage(t *testing.T) {
	inLanguage(t, "en")
	wrote := false
	w, _ := open(t, nil, noon)
	w.config.OnWrite = func() { wrote = true }
	w.Render(ready())
	tap(t, w, "Write a message")
	if !wrote {
		t.Error("does not lead to the first message")
	}
}

func TestDriverNames(t *testing.T) {
	inLanguage(t, "en")
	stick := cdStick
	stick.Driver = hw.DriverWinUSB
	w, _ := open(t, nil, noon)
	w.Render(after(seen(0, nil), seen(1, nil, stick)))
	tapStep(t, w, "Driver")
	if text := words(w.root); !strings.Contains(text, "Driver: WinUSB") {
		t.Errorf("does not name the driver: %s", text)
	}
}
