package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// LoadFonts reads the fonts of text and titles on a goroutine of its own, which takes about as long
// as opening the window system, and returns a function that waits for its end. Nothing may be
// measured or drawn before: Fyne's text shaper (2.8.1, internal/painter) is not safe for concurrent
// use.
func LoadFonts() (wait func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
			fyne.MeasureText("A", theme.TextSize(), style)
		}
	}()
	return func() { <-done }
}
