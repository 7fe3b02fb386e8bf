package wizard

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
)

// TestAutoRunIsWarnedOf: on Windows the first page says, and shows, that what Windows offers of the
// stick's CD is not to be started; elsewhere nothing of that name exists.
func TestAutoRunIsWarnedOf(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		inLanguage(t, language)
		for name, f := range map[string]setup.Facts{
			"waiting":  after(seen(0, nil)),
			"no stick": after(seen(0, nil), seen(60, nil), setup.Ticked{At: at(120)}),
		} {
			w, _ := open(t, nil, f.Now)
			w.Render(f)
			said := strings.Join(append(w.page.Hints, w.page.Do...), " ")
			if w.page.Step != setup.StepStick || !strings.Contains(said, "AutoRun.exe") {
				t.Errorf("%s, %s: no word of it: %s", language, name, said)
			}
			drawn := false
			visit(w.Object(), func(o fyne.CanvasObject) {
				text, ok := o.(*canvas.Text)
				drawn = drawn || ok && text.Text == "AutoRun.exe"
			})
			if !drawn {
				t.Errorf("%s, %s: no picture of it", language, name)
			}
		}
		linux := setup.New(setup.Platform{PassThrough: true, Libusb: true}, sticks.Table{}).Apply(seen(0, nil))
		w, _ := open(t, nil, linux.Now)
		w.Render(linux)
		if text := words(w.Object()); strings.Contains(text, "AutoRun") || strings.Contains(text, "Windows") {
			t.Errorf("%s: on Linux: %s", language, text)
		}
	}
}
