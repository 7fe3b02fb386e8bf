package look_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
)

// TestSaysWhatItIs: a screen reader hears of every widget what it is for, and how it stands.
func TestSaysWhatItIs(t *testing.T) {
	inApp(t)
	grey := look.NewQuiet("Send", nil)
	grey.Refuse("There is no stick.")
	pin, number := look.NewSecret(8), look.NewField("Number", 0, nil)
	pin.SetText("1234")
	number.SetText("0171")
	check := look.NewCheck("Always", nil)
	check.Checked = true
	months := look.NewSelect([]string{"3 months", "6 months"})
	months.SetSelectedIndex(1)
	look.Form("PIN", pin, "Every", container.NewStack(months))
	for want, o := range map[string]fyne.CanvasObject{
		"Send, There is no stick.": grey,
		"Menu":                     look.NewLink("", nil).WithIcon(theme.MenuIcon()).WithName("Menu"),
		"Emoji":                    look.NewRound(theme.MenuIcon(), "Emoji", nil),
		"PIN":                      pin,
		"Number, 0171":             number,
		"Remove Anna":              look.NewQuiet("Anna", nil).WithName("Remove Anna"),
		"Every, 6 months":          months,
		"Always, on":               check,
		"Sound, off":               look.NewSwitch("Sound", "", false),
		"Language, German":         look.NewRow("Language", "").SetValue("German"),
		"COM8, Answers, chosen":    look.NewChoice("COM8", "Answers", true),
		"Title, Text":              look.NewTap(container.NewVBox(look.NewStrong("Title", ""), look.NewText("Text", "")), nil),
		"A line":                   look.NewLine("A line", "", theme.SizeNameText),
		"Prose":                    look.NewProse("Prose"),
	} {
		said, ok := o.(fyne.Accessible)
		if !ok {
			t.Errorf("%T says nothing", o)
		} else if got := said.AccessibilityLabel(); got != want {
			t.Errorf("%T says %q, not %q", o, got, want)
		}
	}
}

// complaints counts what a check finds.
type complaints struct {
	testing.TB
	n int
}

func (c *complaints) Helper()               {}
func (c *complaints) Errorf(string, ...any) { c.n++ }

// mouseOnly can be pressed by the mouse alone.
type mouseOnly struct{ look.Graphic }

func (*mouseOnly) Tapped(*fyne.PointEvent) {}

// unseen takes the keyboard and does not show it.
type unseen struct{ look.Graphic }

func (*unseen) AccessibilityLabel() string             { return "Unseen" }
func (*unseen) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
func (*unseen) FocusGained()                           {}
func (*unseen) FocusLost()                             {}
func (*unseen) TypedRune(rune)                         {}
func (*unseen) TypedKey(*fyne.KeyEvent)                {}

// TestCheckNotices makes sure that the check of the keyboard finds what it is for.
func TestCheckNotices(t *testing.T) {
	defer func(before bool) { looktest.Pictures = before }(looktest.Pictures)
	looktest.Pictures = true
	mouse, hidden := &mouseOnly{}, &unseen{}
	for _, g := range []*look.Graphic{&mouse.Graphic, &hidden.Graphic} {
		g.Arrange = func(fyne.Size) {}
		g.Min = func() fyne.Size { return fyne.NewSize(20, 20) }
	}
	mouse.ExtendBaseWidget(mouse)
	hidden.ExtendBaseWidget(hidden)
	first, second := look.NewQuiet("First", nil), look.NewQuiet("Second", nil)
	for name, tt := range map[string]struct {
		o    fyne.CanvasObject
		want int
	}{
		"all well":  {container.NewHBox(look.NewQuiet("A", nil), look.NewQuiet("B", nil)), 0},
		"no words":  {container.NewHBox(look.NewLink("", nil).WithIcon(theme.MenuIcon())), 1},
		"mouse":     {container.NewHBox(mouse), 1},
		"unseen":    {container.NewHBox(hidden), 1},
		"backwards": {container.NewWithoutLayout(second, first), 1},
	} {
		inApp(t)
		w := test.NewTempWindow(t, tt.o)
		w.Resize(fyne.NewSize(400, 200))
		for i, b := range []*look.Button{first, second} {
			b.Resize(b.MinSize())
			b.Move(fyne.NewPos(float32(i)*200, 0))
		}
		found := &complaints{TB: t}
		looktest.Check(found, w.Canvas(), looktest.Except{})
		if found.n != tt.want {
			t.Errorf("%s: %d complaints, not %d", name, found.n, tt.want)
		}
	}
}
