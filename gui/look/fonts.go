package look

import (
	_ "unsafe" // for go:linkname

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/shaping"
)

// LoadFonts reads the fonts of text and titles on a goroutine of its own, which takes about as long
// as opening the window system, and returns a function that waits for its end. Nothing may be
// measured or drawn before: Fyne's text shaper (2.8.1, internal/painter) is not safe for concurrent
// use.
func LoadFonts() (wait func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, style := range []fyne.TextStyle{{}, plainBold} {
			fyne.MeasureText("A", theme.TextSize(), style)
		}
	}()
	return func() { <-done }
}

//go:linkname shaper fyne.io/fyne/v2/internal/painter.shaper
var shaper *shaping.HarfbuzzShaper

// ForgetFonts frees the fonts of the theme before. Fyne reads all fonts anew whenever the theme is set,
// but its text shaper (2.8.1, internal/painter/font.go, shaper) keeps every font that it ever
// shaped with, several megabytes each time: go-text (0.3.4, harfbuzz/buffer.go, planCache) never
// forgets one. TestForgetFonts fails when Fyne's shaper is no longer there. To be called on the UI
// goroutine, after SetTheme.
func ForgetFonts() {
	if shaper != nil {
		*shaper = shaping.HarfbuzzShaper{}
	}
}
