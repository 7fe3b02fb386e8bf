package wizard

import (
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/internal/setup"
)

// TestTabStopsWhereOneCanSeeIt goes once around a page: the keyboard is never at a thing without
// looks.
func TestTabStopsWhereOneCanSeeIt(t *testing.T) {
	inLanguage(t, "en")
	w, window := open(t, nil, at(5))
	w.Render(plugged(setup.TransportChosen{Transport: setup.TransportPassThrough},
		setup.SwitchStarted{Message: "guide-modem", At: at(2)}))
	first := window.Canvas().Focused()
	if first != fyne.Focusable(w.built.keys) {
		t.Fatalf("%T has the keyboard", first)
	}
	for range 8 {
		window.Canvas().FocusNext()
		if window.Canvas().Focused() == first {
			t.Fatal("Tab stops at nothing to see")
		}
	}
	w.Render(plugged())
	window.Canvas().FocusPrevious()
	if _, ok := window.Canvas().Focused().(*look.Button); !ok {
		t.Errorf("%T has the keyboard", window.Canvas().Focused())
	}
}

// TestSamePages: what a button does is no look; what it says is.
func TestSamePages(t *testing.T) {
	one := page{Quiet: []button{do("wizard.do.again", setup.DoProbe{})}}
	other := page{Quiet: []button{do("wizard.do.again", setup.DoScan{})}}
	if !same(one, other) || one.Quiet[0].Do == nil {
		t.Error("built anew, or changed, for nothing to see")
	}
	other.Quiet[0].Key = "wizard.do.scan"
	if same(one, other) {
		t.Error("another word is not shown")
	}
}
