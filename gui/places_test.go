package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// takes takes the entry of an open menu with these words.
func takes(t *testing.T, w fyne.Window, words string) {
	t.Helper()
	var found *look.MenuRow
	visit(w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if r, ok := o.(*look.MenuRow); ok && r.Words() == words {
			found = r
		}
	})
	if found == nil {
		t.Fatalf("no %q in %s", words, visible(w))
	}
	test.Tap(found)
}

// TestPlaces: the button at the foot of the list leads to the other parts of the program.
func TestPlaces(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(arrived())
	tap(t, b.window, "Stick, contacts, settings")
	if words := visible(b.window); !strings.Contains(words, "Settings") || !strings.Contains(words, "Ctrl+,") {
		t.Errorf("seen: %s", words)
	}
	takes(t, b.window, tr.T("chat.menu.setup"))
	if len(b.done) != 1 || b.done[0] != (setup.DoShowSetup{On: true}) {
		t.Errorf("done %v", b.done)
	}
	tap(t, b.window, "Stick, contacts, settings")
	takes(t, b.window, "Settings")
	if words := visible(b.window); !strings.Contains(words, tr.T("settings.language")) {
		t.Errorf("no settings: %s", words)
	}
}

// TestPlacesWhenReadOnly: what would ask the SIM card says why it cannot.
func TestPlacesWhenReadOnly(t *testing.T) {
	b := newBench(t, func(c *Config) { c.ReadOnly = true })
	b.HandleFacts(arrived())
	tap(t, b.window, "Stick, contacts, settings")
	if words := visible(b.window); strings.Count(words, tr.T("chat.closed.readOnly")[:20]) < 2 {
		t.Errorf("seen: %s", words)
	}
}
