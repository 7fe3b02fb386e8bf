package look_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// rings counts the frames in the accent's colour, two wide, that are seen.
func rings(o fyne.CanvasObject) (n int) {
	switch o := o.(type) {
	case *canvas.Rectangle:
		if o.Visible() && o.StrokeWidth == 2 && same(o.StrokeColor, look.Color(look.ColorAccent)) {
			n++
		}
	case fyne.Widget:
		for _, part := range test.WidgetRenderer(o).Objects() {
			n += rings(part)
		}
	case *fyne.Container:
		for _, part := range o.Objects {
			n += rings(part)
		}
	}
	return n
}

func same(a, b color.Color) bool {
	if a == nil || b == nil {
		return a == b
	}
	r, g, bl, al := a.RGBA()
	r2, g2, bl2, al2 := b.RGBA()
	return r == r2 && g == g2 && bl == bl2 && al == al2
}

// TestOneRing: whatever has the keyboard has the same ring, exactly one, and loses it with the keyboard.
func TestOneRing(t *testing.T) {
	inApp(t)
	chosen := look.NewSelect([]string{"a", "b"})
	for name, o := range map[string]fyne.CanvasObject{
		"primary": look.NewPrimary("Go", nil), "quiet": look.NewQuiet("No", nil),
		"link": look.NewLink("More", nil), "danger": look.NewDanger("Delete", nil),
		"check": look.NewCheck("Always", nil), "select": chosen,
		"choice": look.NewChoice("COM8", "Answers", false), "row": look.NewRow("Language", ""),
		"switch": look.NewSwitch("Sound", "", true), "tap": look.NewTap(look.NewText("Card", ""), nil),
		"field": look.NewField("", 0, nil),
	} {
		w := test.NewTempWindow(t, container.NewVBox(o))
		w.Resize(fyne.NewSize(400, 200))
		for range 2 {
			if n := rings(w.Content()); n != 0 {
				t.Errorf("%s: %d rings before", name, n)
			}
			w.Canvas().Focus(o.(fyne.Focusable))
			if n := rings(w.Content()); n != 1 {
				t.Errorf("%s: %d rings", name, n)
			}
			w.Canvas().Unfocus()
		}
	}
	if _, _, _, a := look.Color(theme.ColorNameFocus).RGBA(); a != 0 {
		t.Error("Fyne's own sign of focus would be a second one")
	}
}

// TestFrames: what shows where something can be typed, ticked, switched or chosen has a contrast of 3 to 1
// with every ground that it stands on, and so has the ring.
func TestFrames(t *testing.T) {
	grounds := []fyne.ThemeColorName{
		theme.ColorNameBackground, look.ColorSurface, theme.ColorNameOverlayBackground,
		theme.ColorNameMenuBackground, look.ColorHere,
	}
	for _, variant := range []string{"light", "dark"} {
		colors := look.Theme{Force: variant}
		for _, frame := range []fyne.ThemeColorName{theme.ColorNameInputBorder, look.ColorAccent, theme.ColorNameForeground} {
			for _, ground := range grounds {
				if got := contrast(colors.Color(frame, 0), colors.Color(ground, 0)); got < 3 {
					t.Errorf("%s: %s on %s has only %.2f to 1", variant, frame, ground, got)
				}
			}
		}
	}
}

// TestUntickedBox: its frame is as dark on screen as its colour, on light and on dark: it is not lost
// between two pixels.
func TestUntickedBox(t *testing.T) {
	for _, variant := range []string{"light", "dark"} {
		inApp(t)
		fyne.CurrentApp().Settings().SetTheme(look.Theme{Force: variant})
		box := look.NewCheck("", nil)
		w := test.NewTempWindow(t, container.NewVBox(container.NewHBox(box)))
		picture := w.Canvas().Capture()
		ground := look.Color(theme.ColorNameBackground)
		best := 0.0
		for y := picture.Bounds().Min.Y; y < picture.Bounds().Max.Y; y++ {
			for x := picture.Bounds().Min.X; x < picture.Bounds().Max.X; x++ {
				best = max(best, contrast(picture.At(x, y), ground))
			}
		}
		if best < 3 {
			t.Errorf("%s: the frame has only %.2f to 1", variant, best)
		}
	}
}
