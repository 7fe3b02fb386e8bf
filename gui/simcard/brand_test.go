package simcard_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
)

// A provider that is chosen fills in its code, which can still be changed.
func TestBrand(t *testing.T) {
	b := newBench(t, "en", "light")
	b.cards.Balance()
	var field *look.Select
	for _, o := range test.LaidOutObjects(b.window.Canvas().Overlays().Top()) {
		if s, ok := o.(*look.Select); ok {
			field = s
		}
	}
	if field == nil {
		t.Fatal("there is no field with providers")
	}
	b.sees("Your prepaid provider")
	field.SetSelected("FONIC")
	code := b.fields()[len(b.fields())-1]
	for _, o := range b.fields() {
		if f, ok := o.(*look.Field); ok {
			code = o
			if f.Text != "*101#" {
				t.Errorf("the code is %q", f.Text)
			}
			break
		}
	}
	b.window.Canvas().Focus(code)
	code.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.did("network *101#")
}
