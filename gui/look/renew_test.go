package look_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
)

// TestRendererIsMadeAnew: a widget that comes back after its renderer was dropped draws everything at the size that
// it had.
func TestRendererIsMadeAnew(t *testing.T) {
	inApp(t)
	for name, w := range map[string]fyne.Widget{
		"field":  look.NewField("0171 …", 0, nil),
		"area":   look.NewArea("write"),
		"row":    look.NewRow("words", "a note"),
		"button": look.NewQuiet("Send", nil),
		"tap":    look.NewTap(look.NewText("words", ""), nil),
		"check":  look.NewCheck("agreed", nil),
		"select": look.NewSelect([]string{"once", "daily"}),
		"choice": look.NewChoice("internet mode", "takes 3 clicks", true),
		"text":   look.NewText("words of a page", ""),
	} {
		w.Resize(fyne.NewSize(300, 60))
		want := sizes(test.WidgetRenderer(w))
		if got := sizes(w.CreateRenderer()); got != want {
			t.Errorf("%s: %s, not %s", name, got, want)
		}
	}
}

// sizes are those of all that a renderer draws.
func sizes(r fyne.WidgetRenderer) string {
	all := ""
	for _, o := range r.Objects() {
		all += fmt.Sprintf("%T %v %v; ", o, o.Position(), o.Size())
	}
	return all
}
