package bulk_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
)

// TestFits: every state of the page has room in the smallest window with the largest text.
func TestFits(t *testing.T) {
	look.SetTextSize(look.TextHuge)
	t.Cleanup(func() { look.SetTextSize(look.TextNormal) })
	for _, language := range []string{"de", "en"} {
		b := newBench(t, language, "light")
		b.Window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
		b.states(func(state string) {
			if width := b.Window.Content().MinSize().Width; width > look.MinWidth {
				t.Errorf("%s, %s: %v wide", language, state, width)
			}
		})
	}
}
