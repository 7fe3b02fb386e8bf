package gallery_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/look"
)

// TestFaults: words beyond the window are found, and those that one can scroll to are not.
func TestFaults(t *testing.T) {
	long := func() *canvas.Text { return canvas.NewText(strings.Repeat("long ", 100), look.Color("foreground")) }
	for _, c := range []struct {
		name string
		page fyne.CanvasObject
		want string
	}{
		{"fits", canvas.NewText("short", nil), ""},
		{"to the side", container.NewWithoutLayout(long()), "is seen"},
		{"needs more", long(), "the page needs"},
		{"within a scroller", container.NewHScroll(long()), ""},
		{"beside a scroller", container.NewVScroll(container.NewWithoutLayout(long())), "is seen"},
		{"below", container.NewWithoutLayout(below()), "from above"},
		{"below in a scroller", container.NewVScroll(container.NewWithoutLayout(below())), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			test.NewTempApp(t)
			w := test.NewTempWindow(t, c.page)
			w.SetPadded(false)
			w.Resize(fyne.NewSize(300, 200))
			got := strings.Join(gallery.Faults(w), "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func below() *canvas.Text {
	text := canvas.NewText("below", nil)
	text.Move(fyne.NewPos(0, 195))
	return text
}
