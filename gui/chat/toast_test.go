package chat_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/look"
)

// TestLongNamesFit: what is said about a partner with a very long name does not make the window wider.
func TestLongNamesFit(t *testing.T) {
	b := newBench(t, "de", "light", func(f *fakeMessenger) {
		fillDay(f)
		f.names[anna] = strings.Repeat("Österreicher-Wasserbüffel ", 8)
	})
	b.window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
	for _, what := range []string{"Unterhaltung löschen", "Blockieren"} {
		b.open("Österreicher")
		b.menu(what)
		b.tap(map[string]string{"Unterhaltung löschen": "Löschen", "Blockieren": "Blockieren"}[what])
		b.sees("…")
		for _, fault := range gallery.Faults(b.window) {
			t.Errorf("%s: %s", what, fault)
		}
		if what == "Unterhaltung löschen" {
			b.tap("Rückgängig")
		}
	}
}
