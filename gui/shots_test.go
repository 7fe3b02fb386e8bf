package gui

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// TestGallery puts the whole window into its states, for people to look at and to see that nothing is cut.
// Each place that the menu at the foot of the list leads to has a picture of its own; a place that shows
// nothing fails.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "window", func(g *gallery.Gallery) {
		b := newFullIn(g.T, g.App())
		g.Settle = b.settle
		b.chatting(g.T)
		openers := b.openers()
		openers["told"] = b.desk.tell
		for _, name := range slices.Sorted(maps.Keys(openers)) {
			openers[name]()
			b.answered()
			if b.window.Canvas().Overlays().Top() == nil && b.pages.Top() == nil {
				g.Fatalf("%s: nothing opened", name)
			}
			g.Shot(b.window, strings.ReplaceAll(name, ".", "-"))
			b.key(fyne.KeyEscape)
			b.pages.CloseAll()
		}
		drawNotice(g)
	})
}

// drawNotice draws what is said about the start, above the set-up and above the chat.
func drawNotice(g *gallery.Gallery) {
	b := newBenchIn(g.T, g.App(), func(c *Config) {
		c.Notice = tr.T("app.notice.broken", tr.Data{"File": "messages-2026-11-27-broken.db"})
		c.Report = func(setup.Facts) string { return "the report" }
		c.Remedy = &Remedy{Words: tr.T("app.bringBack.backup"), Do: func() {}}
	})
	g.Settle = b.settle
	g.Shot(b.window, "notice-setup")
	b.HandleFacts(connected())
	g.Shot(b.window, "notice-chat")
}
