package look_test

import (
	"bytes"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"github.com/go-text/typesetting/font"

	"surfstick-sms/gui/look"
)

// TestBold: what is drawn with the bold font alone has all its characters there, and the rest is drawn with all
// fonts.
func TestBold(t *testing.T) {
	file := look.Theme{}.Font(look.Bold("a"))
	if file != theme.DefaultTheme().Font(fyne.TextStyle{Bold: true}) {
		t.Errorf("bold texts are drawn with %s", file.Name())
	}
	face, err := font.ParseTTF(bytes.NewReader(file.Content()))
	if err != nil {
		t.Fatal(err)
	}
	alone := 0
	for r := rune(0); r <= 0x1FFFF; r++ {
		if look.Bold(string(r)).Bold {
			continue
		}
		alone++
		if _, there := face.NominalGlyph(r); !there {
			t.Errorf("U+%04X %c is not in the bold font", r, r)
		}
	}
	if alone < 500 {
		t.Errorf("the bold font alone is used for %d characters", alone)
	}
	for _, text := range []string{"Anna 😀", "שלום", "محمد", "王芳", "❤️", "Anna\u200d"} {
		if !look.Bold(text).Bold {
			t.Errorf("%q is drawn with the bold font alone", text)
		}
	}
	for _, text := range []string{"Grüße", "Łukasz", "Γιώργος", "Ольга", "0171 1234567", "„Ja“ – 5 €"} {
		if look.Bold(text).Bold {
			t.Errorf("%q has all fonts read", text)
		}
	}
}

// TestBoldButton: buttons are drawn so, too, also with other words.
func TestBoldButton(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{})
	if widget.RichTextStyleStrong.TextStyle != look.Bold("OK") {
		t.Error("a button reads all fonts when it is made")
	}
	b := look.NewQuiet("OK", nil)
	for _, text := range []string{"OK", "Anna 😀", "Anna"} {
		b.SetText(text)
		found := false
		for _, o := range test.LaidOutObjects(b) {
			if drawn, ok := o.(*canvas.Text); ok && drawn.Text == text {
				found = true
				if drawn.TextStyle != look.Bold(text) {
					t.Errorf("%q is drawn as %+v", text, drawn.TextStyle)
				}
			}
		}
		if !found {
			t.Errorf("%q is not drawn", text)
		}
	}
}
