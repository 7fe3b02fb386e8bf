package chat_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/tr"
)

// undo is Ctrl+Z as the driver hands it on.
func undo() fyne.Shortcut { return &fyne.ShortcutUndo{} }

func TestNthConversation(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.press(ctrl(fyne.Key2))
	b.sees("482 113. Geben")
	b.press(ctrl(fyne.Key1)) // the composer has the keyboard and passes it on
	b.sees("Bist du schon da?")
	b.press(ctrl(fyne.Key9))
	b.sees("Bist du schon da?")
}

func TestNewestByKey(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(100))
	b.open("0171")
	b.wheel(900)
	b.press(ctrl(fyne.KeyJ))
	if d := b.fromBottom(); d > 1 || d < -1 {
		t.Errorf("%v above the bottom", d)
	}
}

// TestUndoDeletionByKey: with nothing typed Ctrl+Z brings back what was deleted, wherever the
// keyboard is; who has typed something gets his own typing undone.
func TestUndoDeletionByKey(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.deleteAnna()
	b.press(undo())
	b.sees("Bist du schon da?")
	b.seesNot("is deleted")

	b.menuOf("Bis gleich!", "Delete message")
	b.press("abc", undo())
	b.sees("The message is deleted.")
	if got := b.composed(); got != "" {
		t.Errorf("%q is still typed", got)
	}
	b.press(undo())
	b.sees("Bis gleich!")
	b.seesNot("is deleted")
}

// TestShortcutsHaveWords: the list that F1 shows names keys as they are called in the language, and
// each thing once.
func TestShortcutsHaveWords(t *testing.T) {
	newBench(t, "de", "light", nil)
	var lines []string
	for _, s := range chat.Shortcuts() {
		lines = append(lines, s.String()+": "+tr.T(s.Words))
	}
	all := strings.Join(lines, "\n")
	for _, want := range []string{
		"Strg+N: Neue Nachricht", "Strg+Umschalt+F: Alle", "F3: Nächster Treffer",
		"Umschalt+F3: Vorheriger", "Alt+↓: Nächste", "Strg+1 … 9: Eine",
		"Umschalt+F10: Menü", "Entf: Gewählte", "Strg+Z: Löschen",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in:\n%s", want, all)
		}
	}
	if n := len(lines); n < 13 || n > 16 {
		t.Errorf("%d lines:\n%s", n, all)
	}
}
