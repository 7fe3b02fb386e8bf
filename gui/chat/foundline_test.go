package chat

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// TestFoundLineEnds: however narrow the line is, nothing of it is drawn beyond its end, and it is cut off
// once.
func TestFoundLineEnds(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Force: "light"})
	const words = "Der Zug nach Zürich, dann der Zug nach Zug"
	var found []sms.Span
	for at := 0; ; at++ {
		next := strings.Index(words[at:], "Zug")
		if next < 0 {
			break
		}
		at += next
		found = append(found, sms.Span{From: at, To: at + 3})
	}
	f := newFoundLine()
	f.set(words, found, look.ColorMuted)
	for width := float32(10); width < 400; width += 0.7 {
		f.Resize(fyne.NewSize(width, 20))
		cuts, shown := 0, ""
		for _, line := range f.parts {
			if !line.Visible() {
				continue
			}
			text := test.WidgetRenderer(line).Objects()[0].(*canvas.Text)
			shown += text.Text
			cuts += strings.Count(text.Text, "…")
			end := line.Position().X + text.MinSize().Width
			if dots := fyne.MeasureText("…", text.TextSize, text.TextStyle).Width; end > width+dots {
				t.Fatalf("%v wide: %q ends at %v", width, text.Text, end)
			}
		}
		if whole := shown == words; cuts > 1 || whole != (cuts == 0) {
			t.Fatalf("%v wide: %q", width, shown)
		}
	}
}
