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

// TestSheetFollowsTheWindow: a card whose height was settled before it was shown stays in the middle
// when the window becomes smaller.
func TestSheetFollowsTheWindow(t *testing.T) {
	inApp(t)
	w := test.NewTempWindow(t, look.NewText("behind", ""))
	w.Resize(fyne.NewSize(1000, 700))
	words := look.NewStrong("Words", "")
	s := look.NewSheet(w.Canvas(), "Title", words)
	s.Fit()
	s.Answers(look.NewPrimary("Go on", nil)).Show(nil)
	w.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(words)
	if left := (look.MinWidth - look.TextWidth) / 2; at.X < left || at.X > left+look.Space5+1 {
		t.Errorf("the card's words begin at %v, the card at %v", at.X, left)
	}
}

// TestSheetShrinks: a card that is open while the window becomes smaller is as far from its edges as one
// that is opened then, and gets its height back with the window.
func TestSheetShrinks(t *testing.T) {
	inApp(t)
	w := test.NewTempWindow(t, look.NewText("behind", ""))
	w.Resize(fyne.NewSize(1000, 700))
	shut := look.NewPrimary("Close", nil)
	s := look.NewSheet(w.Canvas(), "Title", look.NewText(strings.Repeat("many words ", 150), "")).Buttons(shut)
	s.Show(nil)
	s.Say("Something that was said.", "")
	for _, size := range []fyne.Size{{Width: 720, Height: 480}, {Width: 500, Height: 400}, {Width: 1000, Height: 700}} {
		w.Resize(size)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(shut)
		end := at.Add(shut.Size())
		fresh := look.NewPrimary("Close", nil)
		over := look.NewSheet(w.Canvas(), "Title", look.NewText(strings.Repeat("many words ", 150), "")).Buttons(fresh)
		over.Show(nil)
		over.Say("Something that was said.", "")
		want := fyne.CurrentApp().Driver().AbsolutePositionForObject(fresh).Add(fresh.Size())
		over.Close()
		if end != want {
			t.Errorf("%v: the button ends at %v, in a new card at %v", size, end, want)
		}
	}
}

// TestSheetRoom: the scroller around the body of a card leaves room for the frame and the ring of what is
// in it, on each side, also after what has the keyboard was scrolled into view.
func TestSheetRoom(t *testing.T) {
	const ring = 3 + 2 // the gap and the width
	for _, words := range []int{1, 400} {
		inApp(t)
		w := test.NewTempWindow(t, look.NewText("behind", ""))
		w.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
		first, last := look.NewCheck("First", nil), look.NewCheck("Last", nil)
		s := look.NewSheet(w.Canvas(), "Title", first, look.NewText(strings.Repeat("words ", words), ""), last)
		s.Answers(look.NewPrimary("Go on", nil)).Show(first)
		scroll := scrollerIn(w.Canvas().Overlays().Top())
		for _, o := range []*look.Check{first, last, first} {
			w.Canvas().Focus(o)
			driver := fyne.CurrentApp().Driver()
			at := driver.AbsolutePositionForObject(o).Subtract(driver.AbsolutePositionForObject(scroll))
			end := at.Add(o.Size())
			if at.X < ring || at.Y < ring || end.X > scroll.Size().Width-ring || end.Y > scroll.Size().Height-ring {
				t.Errorf("%d words, %s: from %v to %v of %v", words, o.Text, at, end, scroll.Size())
			}
			if most := max(0, scroll.Content.Size().Height-scroll.Size().Height); scroll.Offset.Y < 0 || scroll.Offset.Y > most+0.01 {
				t.Errorf("%d words, %s: scrolled to %v of at most %v", words, o.Text, scroll.Offset.Y, most)
			}
		}
	}
}

// scrollerIn returns the first scroller in an object.
func scrollerIn(o fyne.CanvasObject) *container.Scroll {
	var inside []fyne.CanvasObject
	switch o := o.(type) {
	case *container.Scroll:
		return o
	case *fyne.Container:
		inside = o.Objects
	case fyne.Widget:
		inside = test.WidgetRenderer(o).Objects()
	}
	for _, child := range inside {
		if s := scrollerIn(child); s != nil {
			return s
		}
	}
	return nil
}

// TestMainButtonAtTheRight: the main button of a card is the last one, and what destroys something is where
// there is no main one; the others keep their order.
func TestMainButtonAtTheRight(t *testing.T) {
	inApp(t)
	w := test.NewTempWindow(t, container.NewWithoutLayout())
	w.Resize(fyne.NewSize(1000, 700))
	save, cancel := look.NewPrimary("Save", nil), look.NewQuiet("Cancel", nil)
	remove, other := look.NewDanger("Delete", nil), look.NewQuiet("Other", nil)
	for _, c := range []struct {
		buttons []*look.Button
		want    string
	}{
		{[]*look.Button{save, cancel}, "Cancel Save"},
		{[]*look.Button{cancel, save}, "Cancel Save"},
		{[]*look.Button{remove, cancel}, "Cancel Delete"},
		{[]*look.Button{remove, cancel, save}, "Delete Cancel Save"},
		{[]*look.Button{save, remove}, "Delete Save"},
		{[]*look.Button{other, cancel}, "Other Cancel"},
	} {
		s := look.NewSheet(w.Canvas(), "Question").Buttons(c.buttons[0]).Buttons(c.buttons[1:]...)
		s.Show(nil)
		var got []string
		last := float32(-1)
		for _, o := range test.LaidOutObjects(w.Canvas().Overlays().Top()) {
			if b, ok := o.(*look.Button); ok {
				got = append(got, b.Text)
				if b.Position().X < last {
					t.Errorf("%s stands before %q", b.Text, got)
				}
				last = b.Position().X
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
		s.Close()
	}
}
