package look_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
)

// TestFoot: buttons that have no room beside each other stand below each other, and go back.
func TestFoot(t *testing.T) {
	inApp(t)
	a, b := look.NewQuiet("Take another way through this", nil), look.NewPrimary("Take this way", nil)
	page := container.New(look.Above{}, container.NewVScroll(look.NewText("page", "")),
		container.New(&look.Foot{}, a, b))
	w := test.NewTempWindow(t, page)
	w.SetPadded(false)
	for _, tt := range []struct {
		width float32
		row   bool
	}{{600, true}, {250, false}, {600, true}} {
		w.Resize(fyne.NewSize(tt.width, 300))
		driver := fyne.CurrentApp().Driver()
		at, at2 := driver.AbsolutePositionForObject(a), driver.AbsolutePositionForObject(b)
		if (at.Y == at2.Y) != tt.row || at2.X+b.Size().Width > tt.width+1 || at2.Y+b.Size().Height > 300 {
			t.Errorf("%v wide: at %v and %v", tt.width, at, at2)
		}
	}
}
