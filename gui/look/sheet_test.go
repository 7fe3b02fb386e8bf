package look_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
)

// sheet is a card over a window with a field in it.
type sheet struct {
	*look.Sheet
	window       fyne.Window
	behind, name *look.Field
	box          *look.Check
	cancel, save *look.Button
	saved        int
	closed       int
}

func openSheet(t *testing.T) *sheet {
	t.Helper()
	inApp(t)
	s := &sheet{behind: look.NewField("", 0, nil), name: look.NewField("", 0, nil)}
	s.box = look.NewCheck("Always", nil)
	s.window = test.NewTempWindow(t, s.behind)
	s.window.Resize(fyne.NewSize(1000, 700))
	s.window.Canvas().Focus(s.behind)
	s.Sheet = look.NewSheet(s.window.Canvas(), "Name",
		container.NewVBox(s.name, s.box), look.NewText(strings.Repeat("many words ", 60), ""))
	s.OnClose = func() { s.closed++ }
	s.cancel, s.save = look.NewQuiet("Cancel", nil), look.NewPrimary("Save", func() { s.saved++ })
	s.Answers(s.cancel, s.save)
	s.Show(s.name)
	return s
}

func (s *sheet) shown() bool { return s.window.Canvas().Overlays().Top() != nil }

// TestSheetEscape: Escape closes it wherever the keyboard is, and what had it before has it again.
func TestSheetEscape(t *testing.T) {
	for _, where := range []string{"field", "box", "button", "nowhere"} {
		s := openSheet(t)
		at := map[string]fyne.Focusable{"field": s.name, "box": s.box, "button": s.cancel}[where]
		if at != nil {
			s.window.Canvas().Focus(at)
			press(at, fyne.KeyEscape)
		} else {
			s.window.Canvas().Unfocus()
			s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
		if s.shown() || s.closed != 1 || s.saved != 0 {
			t.Errorf("%s: shown %v, closed %d times", where, s.shown(), s.closed)
		}
		if s.window.Canvas().Focused() != s.behind || s.window.Canvas().OnTypedKey() != nil {
			t.Errorf("%s: the keyboard is not where it was", where)
		}
		s.Close()
		if s.closed != 1 {
			t.Errorf("%s: closed twice", where)
		}
	}
}

func TestSheetEnter(t *testing.T) {
	for _, where := range []string{"field", "box", "button", "nowhere"} {
		s := openSheet(t)
		switch where {
		case "nowhere":
			s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
		default:
			press(map[string]fyne.Focusable{"field": s.name, "box": s.box, "button": s.save}[where],
				fyne.KeyReturn)
		}
		if s.saved != 1 || s.shown() {
			t.Errorf("%s: saved %d times, shown %v", where, s.saved, s.shown())
		}
	}
}

// TestSheetOverSheet: Escape goes one level back.
func TestSheetOverSheet(t *testing.T) {
	s := openSheet(t)
	over := look.NewSheet(s.window.Canvas(), "Sure?").Answers(look.NewDanger("Delete", nil))
	over.Show(nil)
	s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if !s.shown() || s.closed != 0 || s.window.Canvas().Focused() != s.name {
		t.Errorf("closed %d, %T has the keyboard", s.closed, s.window.Canvas().Focused())
	}
	s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.shown() {
		t.Error("the second Escape does nothing")
	}
}

func TestSheetFirst(t *testing.T) {
	inApp(t)
	window := test.NewTempWindow(t, look.NewText("", ""))
	for danger, want := range map[bool]string{false: "Yes", true: "Cancel"} {
		said := 0
		yes := look.NewPrimary("Yes", func() { said++ })
		if danger {
			yes = look.NewDanger("Yes", func() { said++ })
		}
		s := look.NewSheet(window.Canvas(), "Really?").Answers(look.NewQuiet("Cancel", nil), yes)
		s.Show(nil)
		if b, ok := window.Canvas().Focused().(*look.Button); !ok || b.Text != want {
			t.Errorf("danger %v: %v has the keyboard", danger, b)
		}
		window.Canvas().Unfocus()
		window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if (said == 1) == danger {
			t.Errorf("danger %v: Enter says yes %d times", danger, said)
		}
		s.Close()
	}
}

// TestSheetSaysWhy: a grey button that is the main one tells its reason, by key or by mouse.
func TestSheetSaysWhy(t *testing.T) {
	s := openSheet(t)
	s.save.Refuse("Type a name first.")
	press(s.name, fyne.KeyReturn)
	if s.saved != 0 || !s.shown() || !strings.Contains(wordsIn(s.window), "Type a name first.") {
		t.Errorf("says %q", wordsIn(s.window))
	}
	s.Say("", "")
	if strings.Contains(wordsIn(s.window), "Type a name first.") {
		t.Error("says it for ever")
	}
	test.Tap(s.save)
	if !strings.Contains(wordsIn(s.window), "Type a name first.") {
		t.Error("says nothing to the mouse")
	}
	s.save.Refuse("")
	test.Tap(s.save)
	if s.saved != 1 {
		t.Error("cannot be pressed again")
	}
}
