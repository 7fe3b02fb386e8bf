package settings_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/settings"
)

// TestMode: the way to the other mode is there where there is one.
func TestMode(t *testing.T) {
	for name, words := range map[string]string{
		"modem": "Change to modem mode …", "internet": "Change to internet mode …",
	} {
		b := newBench(t, "en", "light", map[string]string{})
		if strings.Contains(b.words(), "Change to") {
			t.Error("a mode to change to, though there is none")
		}
		asked := 0
		b.show(settings.Config{ModeName: name, Mode: func() { asked++ }})
		if b.tap(words); asked != 1 {
			t.Errorf("%s: asked %d times", name, asked)
		}
	}
}

// TestData: the box shows how things are, and has them changed.
func TestData(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{})
	if strings.Contains(b.words(), "Mobile Daten") {
		t.Error("mobile data of a stick that has none")
	}
	for _, on := range []bool{true, false} {
		var set []bool
		b.show(settings.Config{Data: &settings.Data{On: on, Set: func(on bool) { set = append(set, on) }}})
		box := b.check("Mobile Daten des Sticks sind an (kann Geld kosten)")
		if box.Checked != on {
			t.Errorf("shows %v, is %v", box.Checked, on)
		}
		box.SetChecked(!on)
		if b.sees("Ihre Wahl gilt auch bei künftigen Verbindungen"); !slices.Equal(set, []bool{!on}) {
			t.Errorf("set %v", set)
		}
	}
}

// check returns the topmost box with a label.
func (b *bench) check(label string) (found *look.Check) {
	b.t.Helper()
	b.walk(func(o fyne.CanvasObject) {
		if c, ok := o.(*look.Check); ok && c.Text == label {
			found = c
		}
	})
	if found == nil {
		b.t.Fatalf("no box %q", label)
	}
	return found
}

// TestFitsTheSmallestWindow: with everything on it the card is not higher than the window, and the button
// that closes it is to be seen.
func TestFitsTheSmallestWindow(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{})
	for _, height := range []float32{look.MinHeight, 700} {
		b.window.Resize(fyne.NewSize(look.MinWidth, height))
		b.show(settings.Config{
			HideFromCapture: func(bool) error { return nil },
			ModeName:        "modem", Mode: func() {}, Data: &settings.Data{Set: func(bool) {}},
		})
		b.sees("In den Modem-Modus wechseln …", "Diagnosebericht kopieren", "Fertig")
		done := 0
		b.walk(func(o fyne.CanvasObject) {
			if button, ok := o.(*look.Button); ok && button.Text == "Fertig" {
				at := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
				if done++; at.Y < 0 || at.Y+button.Size().Height > b.window.Canvas().Size().Height {
					t.Errorf("window of %v: the button is at %v", height, at.Y)
				}
			}
		})
		if done == 0 {
			t.Error("no button to close it")
		}
	}
}
