package look_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// wordsIn returns everything that can be read in the topmost card of a window.
func wordsIn(w fyne.Window) string {
	var all string
	for _, o := range test.LaidOutObjects(w.Canvas().Overlays().Top()) {
		if text, ok := o.(*canvas.Text); ok {
			all += text.Text + " "
		}
	}
	return all
}

func imageOf(s *look.Sign) *canvas.Image { return s.Parts[0].(*canvas.Image) }

// TestSigns: each is a picture, takes the colour that it is given, and follows the theme.
func TestSigns(t *testing.T) {
	inApp(t)
	seen := map[string]look.SignName{}
	for _, name := range []look.SignName{
		look.SignClock, look.SignArrow, look.SignCheck, look.SignChecks, look.SignQuestion,
		look.SignBang, look.SignNote, look.SignDone, look.SignHere, look.SignOpen, look.SignCare,
		look.SignDot, look.SignChosen, look.SignalName(0), look.SignalName(10), look.SignalName(30),
		look.SignalName(70), look.SignalName(100),
	} {
		fyne.CurrentApp().Settings().SetTheme(look.Theme{Force: "light"})
		s := look.NewSign(name, look.ColorBad, look.SideText)
		test.WidgetRenderer(s)
		light := imageOf(s).Resource
		checkSVG(t, name, light.Content())
		if other, ok := seen[string(light.Content())]; ok {
			t.Errorf("%s looks like %s", name, other)
		}
		seen[string(light.Content())] = name
		fyne.CurrentApp().Settings().SetTheme(look.Theme{Force: "dark"})
		s.Refresh()
		if dark := imageOf(s).Resource; dark.Name() == light.Name() {
			t.Errorf("%s does not follow the theme", name)
		}
	}
}

func checkSVG(t *testing.T, name look.SignName, content []byte) {
	t.Helper()
	shapes := 0
	for d := xml.NewDecoder(bytes.NewReader(content)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v in %s", name, err, content)
		}
		if _, ok := token.(xml.StartElement); ok {
			shapes++
		}
	}
	if shapes < 3 {
		t.Errorf("%s is empty: %s", name, content)
	}
}

func TestNoSignTakesNoRoom(t *testing.T) {
	inApp(t)
	s := look.NewSign("", "", look.SideSmall)
	if !s.MinSize().IsZero() {
		t.Errorf("wants %v", s.MinSize())
	}
	s.Set(look.SignCheck, look.ColorMuted)
	if s.MinSize() != fyne.NewSquareSize(look.SideSmall) || imageOf(s).Hidden {
		t.Errorf("wants %v, hidden %v", s.MinSize(), imageOf(s).Hidden)
	}
}

func TestLineIsCutOff(t *testing.T) {
	inApp(t)
	l := look.NewLine("Anna Grün aus Berlin", theme.ColorNameForeground, theme.SizeNameText)
	drawn := func() string { return l.Parts[0].(*canvas.Text).Text }
	l.Resize(fyne.NewSize(l.Width()+1, 20))
	if drawn() != l.Text() {
		t.Errorf("shows %q", drawn())
	}
	l.Resize(fyne.NewSize(l.Width()/2, 20))
	if got := []rune(drawn()); got[len(got)-1] != '…' || len(got) > 13 || len(got) < 6 {
		t.Errorf("shows %q", drawn())
	}
	l.Whole = true
	l.Refresh()
	if drawn() != l.Text() || l.MinSize().Width != l.Width() {
		t.Errorf("shows %q", drawn())
	}
}
