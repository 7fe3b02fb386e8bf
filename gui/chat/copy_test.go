package chat_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// TestCopiesAreConfirmed: whatever copies something says so for a moment.
func TestCopiesAreConfirmed(t *testing.T) {
	for name, c := range map[string]struct {
		copy func(*bench)
		says string
	}{
		"code":   {func(b *bench) { b.open("030 12345678"); b.tap("Copy 482113") }, "Copied: 482113"},
		"number": {func(b *bench) { b.open("0176"); b.menu("Copy number") }, "Copied: +4917699887766"},
		"text": {func(b *bench) {
			b.open("Anna")
			b.menuOf("Bis gleich!", "Copy text")
		}, "Copied: Bis gleich!"},
		"by key": {func(b *bench) {
			b.open("Anna")
			b.tapText("Bis gleich!")
			b.press(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
		}, "Copied: Bis gleich!"},
		"address": {func(b *bench) {
			b.open("o2")
			b.tap("o2online.de …")
			b.tap("Copy address")
		}, "Copied: http"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "en", "light", fillDay)
			c.copy(b)
			b.sees(c.says)
			b.pause()
			b.seesNot("Copied")
		})
	}
}

// TestLongTextIsCopiedWhole: what is cut for showing is copied as it came.
func TestLongTextIsCopiedWhole(t *testing.T) {
	text := strings.Repeat("0123456789", 300) + "the end"
	b := newBench(t, "en", "light", func(f *fakeMessenger) { f.in(anna, text, time.Minute) })
	b.open("0171")
	b.menuOf("0123456789", "Copy text")
	if got := fyne.CurrentApp().Clipboard().Content(); got != text {
		t.Errorf("%d of %d characters were copied", len(got), len(text))
	}
}
