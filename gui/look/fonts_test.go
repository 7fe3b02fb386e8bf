package look_test

import (
	"runtime"
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

// TestForgetFonts: setting the theme again and again takes no more memory each time.
func TestForgetFonts(t *testing.T) {
	app := test.NewTempApp(t)
	held := func() uint64 {
		for range 8 {
			app.Settings().SetTheme(look.Theme{})
			look.ForgetFonts()
			fyne.MeasureText("Abc 😀", theme.TextSize(), fyne.TextStyle{})
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := held()
	if after := held(); after > before+8<<20 {
		t.Errorf("%d MB are held, %d MB more than eight changes before", after>>20, (after-before)>>20)
	}
}
