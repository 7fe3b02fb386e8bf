package emoji_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/emoji"
)

// TestGallery draws the card, for people to look at and to see that nothing is cut.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "emoji", func(g *gallery.Gallery) {
		open := func() *bench {
			b := newBenchIn(g.T, g.Language, g.Theme, keeper{emoji.KeyRecent: "🍕 ❤️ 👍🏽"})
			b.window.SetPadded(false)
			return b
		}
		b := open()
		b.press(fyne.KeyDown)
		g.Shot(b.window, "card")
		b = open()
		b.press("herz")
		g.Shot(b.window, "found")
		b.press("xyzzy")
		g.Shot(b.window, "nothing")
		b = open()
		b.press("thumbs up")
		b.tapped("👍", true)
		g.Shot(b.window, "tones")
	})
}
