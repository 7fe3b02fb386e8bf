package looktest

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// User is somebody at a window of a test, who knows what is on it by the words that can be read. Everything
// is about what lies on top of the window, where something does.
type User struct {
	testing.TB
	Window fyne.Window

	// Settle lets happen what a tap or a key sets off; nil where that has happened when they return.
	Settle func()
}

// before is the application that App made last, and the size of its texts.
var before struct {
	app  fyne.App
	text float32
}

// App returns an application in a language ("de" or "en") and a theme ("light", "dark" or "" for either). It is
// that of the test before when it looks the same, with an empty clipboard: to read the fonts of a new one takes
// longer than most tests.
func App(t testing.TB, language, theme string) fyne.App {
	t.Helper()
	want := look.Theme{Force: theme}
	if before.app == nil || fyne.CurrentApp() != before.app || before.app.Settings().Theme() != want ||
		before.text != look.TextSize() {
		before.app, before.text = test.NewApp(), look.TextSize()
		before.app.Settings().SetTheme(want)
		look.ForgetFonts()
	}
	before.app.Clipboard().SetContent("")
	if err := tr.Use(language); err != nil {
		t.Fatal(err)
	}
	return before.app
}

// Open makes an application, and in it a window with room for pages, as large as the program opens it.
func Open(t testing.TB, language, theme string) (*User, *look.Pages) {
	t.Helper()
	App(t, language, theme)
	Begin(t)
	u := &User{TB: t, Window: test.NewTempWindow(t, nil)}
	pages := look.NewPages(u.Window.Canvas(), container.NewStack())
	u.Window.SetContent(pages.Object())
	u.Window.SetPadded(false)
	u.Window.Resize(fyne.NewSize(look.OpenWidth, look.OpenHeight))
	return u, pages
}

// Walk visits everything that is visible, from the top left on.
func (u *User) Walk(visit func(fyne.CanvasObject)) {
	for _, p := range parts(u.Window.Canvas()) {
		visit(p.object)
	}
}

// All returns what is visible of one kind, from the top left on.
func All[T fyne.CanvasObject](u *User) (all []T) {
	u.Walk(func(o fyne.CanvasObject) {
		if one, ok := o.(T); ok {
			all = append(all, one)
		}
	})
	return all
}

// Words returns what can be read, with one blank between two words.
func (u *User) Words() string {
	var all []string
	for _, text := range All[*canvas.Text](u) {
		all = append(all, text.Text)
	}
	return strings.Join(strings.Fields(strings.Join(all, " ")), " ")
}

// Sees fails the test unless all of this can be read.
func (u *User) Sees(want ...string) {
	u.Helper()
	words := u.Words()
	for _, w := range want {
		if !strings.Contains(words, w) {
			u.Errorf("%q is not to be seen in: %s", w, words)
		}
	}
}

// SeesNot fails the test if any of this can be read.
func (u *User) SeesNot(unwanted ...string) {
	u.Helper()
	words := u.Words()
	for _, w := range unwanted {
		if strings.Contains(words, w) {
			u.Errorf("%q is to be seen in: %s", w, words)
		}
	}
}

// Find returns the first thing that can be pressed and has these words on it. Where there is none, it is
// the first whose words begin so.
func (u *User) Find(words string) fyne.Tappable {
	u.Helper()
	var begins fyne.Tappable
	for _, o := range All[fyne.CanvasObject](u) {
		tappable, ok := o.(fyne.Tappable)
		has := wordsOn(o)
		switch {
		case !ok || has == "":
		case has == words:
			return tappable
		case begins == nil && strings.HasPrefix(has, words):
			begins = tappable
		}
	}
	if begins == nil {
		u.Fatalf("nothing to press is called %q in: %s", words, u.Words())
	}
	return begins
}

// wordsOn returns the words on a button, a line of a page or an entry of a menu.
func wordsOn(o fyne.CanvasObject) string {
	switch o := o.(type) {
	case *look.Button:
		return o.Text
	case *look.Round:
		return o.Text
	case *widget.Button:
		return o.Text
	case interface{ Words() string }: // *look.Row and *look.MenuRow
		return o.Words()
	}
	return ""
}

// Tap presses what Find returns.
func (u *User) Tap(words string) {
	u.Helper()
	test.Tap(u.Find(words))
	u.settle()
}

// Button returns the button that Find returns.
func (u *User) Button(words string) *look.Button {
	u.Helper()
	button, ok := u.Find(words).(*look.Button)
	if !ok {
		u.Fatalf("%q is not a button", words)
	}
	return button
}

// Fields returns those that can be typed into, from the top left on.
func (u *User) Fields() []*look.Field { return All[*look.Field](u) }

// Press sends keys to what has the keyboard, or to the window when nothing has it.
func (u *User) Press(keys ...fyne.KeyName) {
	u.Helper()
	for _, key := range keys {
		if f := u.Window.Canvas().Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: key})
		} else if on := u.Window.Canvas().OnTypedKey(); on != nil {
			on(&fyne.KeyEvent{Name: key})
		}
		u.settle()
	}
}

func (u *User) settle() {
	if u.Settle != nil {
		u.Settle()
	}
}
