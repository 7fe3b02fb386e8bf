package look_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// TestLoadFonts makes sure, with the race detector, that nothing reads fonts any more once the
// wait is over.
func TestLoadFonts(t *testing.T) {
	test.NewTempApp(t)
	wait := look.LoadFonts()
	wait()
	plain := fyne.MeasureText("Surfstick", theme.TextSize(), fyne.TextStyle{})
	bold := fyne.MeasureText("Surfstick", theme.TextSize(), fyne.TextStyle{Bold: true})
	if plain.Width <= 0 || bold.Width <= plain.Width {
		t.Errorf("plain %v and bold %v are not two fonts", plain, bold)
	}
}
