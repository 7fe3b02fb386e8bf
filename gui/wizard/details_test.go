package wizard

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestDetails(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, noon)
	w.Render(connected())
	if strings.Contains(words(w.root), "12d1:1001") {
		t.Error("details are shown before anybody asked")
	}
	tap(t, w, "Show details")
	if !strings.Contains(words(w.root), "12d1:1001") {
		t.Errorf("no technical text: %s", words(w.root))
	}
	tap(t, w, "Copy details")
	copied := fyne.CurrentApp().Clipboard().Content()
	if !strings.Contains(copied, "E3131") || strings.Contains(copied, "8600000") {
		t.Errorf("wrong text copied: %s", copied)
	}
	tap(t, w, "Hide details")
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
