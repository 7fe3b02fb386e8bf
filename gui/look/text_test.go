package look_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
)

// linesOf returns the lines of a paragraph in a column of this width, and the column's height.
func linesOf(text *look.Text, width float32) (lines []string, height float32) {
	column := container.New(look.Column{}, text)
	column.Resize(fyne.NewSize(width, 1000))
	for _, o := range test.LaidOutObjects(text) {
		if line, ok := o.(*canvas.Text); ok && line.Text != "" {
			lines = append(lines, line.Text)
		}
	}
	return lines, text.Size().Height
}

// TestTextLeavesNoWordAlone: at no usual width is the last of several lines a single word, no
// paragraph becomes longer for it, and no word is lost.
func TestTextLeavesNoWordAlone(t *testing.T) {
	inApp(t)
	words := "Stecken Sie Ihren Surfstick mit eingelegter SIM-Karte in den Computer. " +
		"Danach führt Sie das Programm weiter."
	alone := 0
	for width := float32(200); width < 600; width++ {
		lines, height := linesOf(look.NewText(words, ""), width)
		if got := strings.Join(lines, " "); strings.Join(strings.Fields(got), " ") != words {
			t.Fatalf("at %v: %q", width, got)
		}
		if last := lines[len(lines)-1]; len(lines) > 1 && !strings.Contains(strings.TrimSpace(last), " ") {
			alone++
			t.Logf("at %v: %q", width, lines)
		}
		// One line is some 19 high: a paragraph that needs a line more than its letters fill has grown.
		if most := float32(len(lines)+1) * 20; height > most {
			t.Errorf("at %v: %v high with %d lines", width, height, len(lines))
		}
	}
	if alone > 0 {
		t.Errorf("a word stands alone at %d of 400 widths", alone)
	}
}

// TestFramesAreSeen: the frames of a box to tick and of a field have the contrast of 3 to 1 that WCAG 2.2,
// success criterion 1.4.11, asks of what one must find in order to use it. Measured where it is drawn.
func TestFramesAreSeen(t *testing.T) {
	for _, variant := range []string{"light", "dark"} {
		for name, object := range map[string]func() fyne.CanvasObject{
			"box":   func() fyne.CanvasObject { return look.NewCheck("", nil) },
			"field": func() fyne.CanvasObject { return look.NewField("", 0, nil) },
		} {
			test.NewTempApp(t).Settings().SetTheme(look.Theme{Force: variant})
			w := test.NewWindow(container.NewCenter(object()))
			w.Resize(fyne.NewSize(80, 80))
			image, best := w.Canvas().Capture(), 1.0
			ground := image.At(1, 1)
			for y := range image.Bounds().Dy() {
				for x := range image.Bounds().Dx() {
					best = max(best, contrast(image.At(x, y), ground))
				}
			}
			if best < 3 {
				t.Errorf("%s: the frame of the %s has %.2f to 1", variant, name, best)
			}
			w.Close()
		}
	}
}

// TestSelectHasAFrame: what one chooses from has the frame that a field has, also on a card, where its ground is that
// of the card.
func TestSelectHasAFrame(t *testing.T) {
	for _, variant := range []string{"light", "dark"} {
		test.NewTempApp(t).Settings().SetTheme(look.Theme{Force: variant})
		frame := func(o fyne.CanvasObject) (best float64) {
			w := test.NewTempWindow(t, container.NewStack(look.NewGround(look.ColorSurface, "", 0), container.NewWithoutLayout(o)))
			w.Resize(fyne.NewSize(300, 80))
			o.Resize(fyne.NewSize(200, 40))
			o.Move(fyne.NewPos(20, 20))
			at, image := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), w.Canvas().Capture()
			for x := -2; x < 3; x++ {
				best = max(best, contrast(image.At(int(at.X)+x, int(at.Y)+20), look.Color(look.ColorSurface)))
			}
			return best
		}
		field, choice := frame(look.NewField("", 0, nil)), frame(look.NewSelect([]string{"one"}))
		if choice < field-0.1 || field < 1.5 {
			t.Errorf("%s: %.2f to 1, a field has %.2f", variant, choice, field)
		}
	}
}
