package look_test

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/gui/tr"
)

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		x := float64(v) / 0xFFFF
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

// inApp begins a program with the theme of ours.
func inApp(t *testing.T) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Force: "light"})
	if err := tr.Use("en"); err != nil {
		t.Fatal(err)
	}
	looktest.Begin(t)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	grounds := []fyne.ThemeColorName{
		theme.ColorNameBackground, look.ColorSurface, theme.ColorNameOverlayBackground,
		theme.ColorNameMenuBackground, look.ColorHere,
	}
	pairs := map[fyne.ThemeColorName][]fyne.ThemeColorName{
		theme.ColorNameForeground:          append(grounds, look.ColorOwn, look.ColorSent, look.ColorFound, theme.ColorNameButton),
		look.ColorMuted:                    grounds,
		look.ColorGood:                     grounds,
		look.ColorCareful:                  grounds,
		look.ColorBad:                      grounds,
		look.ColorAccent:                   grounds,
		theme.ColorNameHyperlink:           grounds,
		theme.ColorNamePlaceHolder:         {theme.ColorNameInputBackground},
		look.ColorOnAccent:                 {look.ColorAccent},
		theme.ColorNameForegroundOnPrimary: {theme.ColorNamePrimary},
		look.ColorOwnText:                  {look.ColorOwn},
		look.ColorOwnMuted:                 {look.ColorOwn},
		theme.ColorNameError:               grounds,
		theme.ColorNameSuccess:             grounds,
		theme.ColorNameWarning:             grounds,
		look.ColorSentMuted:                {look.ColorSent},
		look.ColorTheirText:                {look.ColorTheir},
	}
	for _, variant := range []string{"light", "dark"} {
		colors := look.Theme{Force: variant}
		for text, under := range pairs {
			for _, ground := range under {
				got := contrast(colors.Color(text, 0), colors.Color(ground, 0))
				if got < 4.5 {
					t.Errorf("%s: %s on %s has only %.1f to 1", variant, text, ground, got)
				}
			}
		}
	}
}

func TestForce(t *testing.T) {
	light, dark := look.Theme{Force: "light"}, look.Theme{Force: "dark"}
	free := look.Theme{}
	name := theme.ColorNameBackground
	if free.Color(name, theme.VariantDark) != dark.Color(name, theme.VariantLight) ||
		free.Color(name, theme.VariantLight) != light.Color(name, theme.VariantDark) {
		t.Error("Force does not win, or the system's choice does not count without it")
	}
	if free.Size(theme.SizeNameText) != 14 || free.Size(theme.SizeNameScrollBar) == 0 {
		t.Error("sizes are missing")
	}
	if free.Color("no such colour", 0) == nil {
		t.Error("an unknown colour is nil")
	}
}

func TestColumnWrapsAtOnce(t *testing.T) {
	test.NewTempApp(t)
	text := look.NewText(strings.Repeat("some words ", 40), "")
	below := look.NewText("below", "")
	column := container.New(look.Column{Gap: 8, Inset: 10}, text, below)
	column.Resize(fyne.NewSize(300, 500))
	if text.Size().Width != 280 || text.Size().Height < 100 {
		t.Errorf("the text is %v", text.Size())
	}
	if want := 10 + text.Size().Height + 8; below.Position().Y != want {
		t.Errorf("what is below it is at %v, want %v", below.Position().Y, want)
	}
	text.Hide()
	column.Refresh()
	if below.Position().Y != 10 {
		t.Error("a hidden object takes room")
	}
}

func TestTextKeepsLinesShort(t *testing.T) {
	test.NewTempApp(t)
	text := look.NewText(strings.Repeat("some words ", 40), "")
	text.Resize(fyne.NewSize(2000, 400))
	lines := 0
	for _, o := range test.LaidOutObjects(text) {
		if line, ok := o.(*canvas.Text); ok {
			lines++
			if width := line.MinSize().Width; width > look.TextWidth {
				t.Errorf("a line is %v wide", width)
			}
		}
	}
	if lines < 4 {
		t.Errorf("%d lines", lines)
	}
}

func TestDrawingScales(t *testing.T) {
	test.NewTempApp(t)
	d := look.NewDrawing(fyne.NewSize(100, 50), 50,
		look.Shape{X: 10, Y: 10, W: 80, H: 30, Radius: 4, Fill: look.ColorAccent},
		look.Shape{Kind: look.Words, X: 10, Y: 10, W: 80, H: 20, Size: 12, Text: "Zadig"})
	d.Resize(fyne.NewSize(400, 100))
	box := test.WidgetRenderer(d).Objects()[0].(*canvas.Rectangle)
	if box.Size() != fyne.NewSize(160, 60) || box.Position() != fyne.NewPos(120, 20) {
		t.Errorf("the box is %v at %v", box.Size(), box.Position())
	}
	if words := test.WidgetRenderer(d).Objects()[1].(*canvas.Text); words.Text != "Zadig" {
		t.Errorf("the words are %q", words.Text)
	}
	before := box.FillColor
	fyne.CurrentApp().Settings().SetTheme(look.Theme{Force: "dark"})
	d.Refresh()
	if box.FillColor == before {
		t.Error("the drawing does not follow the theme")
	}
}

func TestButtonKeys(t *testing.T) {
	test.NewTempApp(t)
	taps, escapes := 0, 0
	b := look.NewPrimary("Go", func() { taps++ })
	b.OnEscape = func() { escapes++ }
	window := test.NewTempWindow(t, b)
	window.Canvas().Focus(b)
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyEscape} {
		b.TypedKey(&fyne.KeyEvent{Name: key})
	}
	b.Disable()
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if taps != 3 || escapes != 1 {
		t.Errorf("%d taps, %d escapes", taps, escapes)
	}
}

func TestListHandsEscapeOn(t *testing.T) {
	test.NewTempApp(t)
	escapes, taken := 0, -1
	l := look.NewList(func() int { return 3 },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(widget.ListItemID, fyne.CanvasObject) {})
	l.OnSelected = func(i widget.ListItemID) { taken = i }
	window := test.NewTempWindow(t, l)
	window.Resize(fyne.NewSize(200, 200))
	window.Canvas().Focus(l)
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	l.OnEscape = func() { escapes++ }
	for _, key := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyDown, fyne.KeySpace} {
		l.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if escapes != 1 || taken != 1 {
		t.Errorf("%d escapes, took %d", escapes, taken)
	}
}

func TestChoice(t *testing.T) {
	inApp(t)
	chosen, moved, enters, escapes := 0, 0, 0, 0
	c := look.NewChoice("COM8", "Answers", false)
	c.OnChosen = func() { chosen++ }
	c.OnArrow = func(by int) { moved += by }
	c.OnEnter, c.OnEscape = func() { enters++ }, func() { escapes++ }
	window := test.NewTempWindow(t, c)
	window.Canvas().Focus(c)
	test.Tap(c)
	press(c, fyne.KeySpace, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn, fyne.KeyEscape)
	if chosen != 2 || moved != 1 || enters != 1 || escapes != 1 {
		t.Errorf("chosen %d times, moved %d, %d enters, %d escapes", chosen, moved, enters, escapes)
	}
}

// TestPair: both are equally wide and high, with a space between that is that of cards.
func TestPair(t *testing.T) {
	inApp(t)
	a, b := canvas.NewRectangle(color.Black), canvas.NewRectangle(color.Black)
	a.SetMinSize(fyne.NewSize(50, 20))
	b.SetMinSize(fyne.NewSize(30, 40))
	pair := look.Pair(a, b)
	pair.Resize(fyne.NewSize(216, 40))
	parts := pair.Objects
	right := parts[1].Position().Add(b.Position())
	if a.Size() != fyne.NewSize(100, 40) || b.Size() != a.Size() || right.X != 116 {
		t.Errorf("%v and %v, the second at %v", a.Size(), b.Size(), right)
	}
}

// TestCopyButtonSaysSo: a button that copies says that it did, until something else is done.
func TestCopyButtonSaysSo(t *testing.T) {
	inApp(t)
	copied := 0
	b := look.NewCopy("Copy report", func() { copied++ })
	window := test.NewTempWindow(t, container.NewVBox(b))
	window.Canvas().Focus(b)
	for range 2 {
		press(b, fyne.KeyReturn)
		if b.Text != "✓ Copied" {
			t.Errorf("it says %q", b.Text)
		}
	}
	window.Canvas().Unfocus()
	if b.Text != "Copy report" || copied != 2 {
		t.Errorf("it says %q, copied %d times", b.Text, copied)
	}
}
