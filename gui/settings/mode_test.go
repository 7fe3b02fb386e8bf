package settings_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/settings"
)

// TestMode: the way to the other mode is there where there is one.
func TestMode(t *testing.T) {
	for name, words := range map[string]string{
		"modem": "Change to modem mode", "internet": "Change to internet mode",
	} {
		b := newBench(t, "en", "light", map[string]string{})
		if strings.Contains(b.Words(), "Change to") {
			t.Error("a mode to change to, though there is none")
		}
		asked := 0
		b.show(settings.Config{ModeName: name, Mode: func() { asked++ }})
		if b.Tap(words); asked != 1 {
			t.Errorf("%s: asked %d times", name, asked)
		}
	}
}

// TestData: the switch shows how things are, and has them changed.
func TestData(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{})
	if strings.Contains(b.Words(), "Mobile Daten") {
		t.Error("mobile data of a stick that has none")
	}
	for _, on := range []bool{true, false} {
		var set []bool
		b.show(settings.Config{Data: &settings.Data{On: on, Set: func(on bool) { set = append(set, on) }}})
		row := b.row("Mobile Daten des Sticks")
		if row.On() != on {
			t.Errorf("shows %v, is %v", row.On(), on)
		}
		b.Tap("Mobile Daten des Sticks")
		if b.Sees("Ihre Wahl gilt auch bei künftigen Verbindungen"); !slices.Equal(set, []bool{!on}) {
			t.Errorf("set %v", set)
		}
	}
}

// TestFits: at every size of text, in both languages and in the smallest window nothing of the page lies
// beside the window.
func TestFits(t *testing.T) {
	t.Cleanup(func() { look.SetTextSize(look.TextNormal) })
	for _, language := range []string{"de", "en"} {
		for _, size := range settings.TextSizes {
			look.SetTextSize(settings.TextFactor(size))
			b := newBench(t, language, "light", map[string]string{})
			b.Window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
			b.show(settings.Config{
				HideFromCapture: func(bool) error { return nil },
				ModeName:        "modem", Mode: func() {}, Data: &settings.Data{Set: func(bool) {}},
			})
			if min := b.pages.Object().MinSize(); min.Width > look.MinWidth || min.Height > look.MinHeight {
				t.Errorf("%s %s: needs %v", language, size, min)
			}
			b.Walk(func(o fyne.CanvasObject) {
				at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
				if text, ok := o.(*canvas.Text); ok && at.X+text.MinSize().Width > look.MinWidth {
					t.Errorf("%s %s: %q ends at %v", language, size, text.Text, at.X+text.MinSize().Width)
				}
			})
		}
	}
}
