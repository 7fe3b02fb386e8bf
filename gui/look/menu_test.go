package look_test

import (
	"image/color"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// openMenu shows a menu of a chat over a window with a field that has the keyboard, and notes what
// was chosen.
func openMenu(t *testing.T) (m *look.Menu, w fyne.Window, field *look.Field, done *[]string) {
	t.Helper()
	inApp(t)
	done = &[]string{}
	do := func(what string) func() { return func() { *done = append(*done, what) } }
	field = look.NewField("", 0, nil)
	w = test.NewTempWindow(t, container.NewStack(canvas.NewRectangle(color.Transparent), container.NewVBox(field)))
	w.Resize(fyne.NewSize(720, 480))
	w.Canvas().Focus(field)
	m = look.NewMenu(look.Item{},
		look.Item{Words: "Pin", Icon: theme.ContentAddIcon(), Do: do("pin")},
		look.Item{Words: "Search in this chat", Shortcut: "Ctrl+F", Do: do("search")},
		look.Item{Words: "Send later", Off: "The stick is away.", Do: do("later")},
		look.Item{}, look.Item{},
		look.Item{Words: "Delete", Icon: theme.DeleteIcon(), Shortcut: "Del", Danger: true, Do: do("delete")},
		look.Item{})
	m.OnClose = do("closed")
	return m, w, field, done
}

// type_ sends a key to what has the keyboard.
func keyTo(w fyne.Window, names ...fyne.KeyName) {
	for _, n := range names {
		w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: n})
	}
}

// rowsOf returns the entries on screen, from top to bottom.
func rowsOf(w fyne.Window) (all []*look.MenuRow) {
	if top := w.Canvas().Overlays().Top(); top != nil {
		for _, o := range test.LaidOutObjects(top) {
			if r, ok := o.(*look.MenuRow); ok {
				all = append(all, r)
			}
		}
	}
	return all
}

func TestMenuByKeyboard(t *testing.T) {
	for keys, want := range map[string]string{
		"Down Return":           "closed pin",
		"Down Down Space":       "closed search",
		"Up Return":             "closed delete",
		"End Return":            "closed delete",
		"End Down Return":       "closed pin",
		"End Home Return":       "closed pin",
		"Return Escape":         "closed",
		"Down Down Down Escape": "closed",
	} {
		m, w, field, done := openMenu(t)
		m.ShowBelow(w.Canvas(), field)
		for _, k := range strings.Fields(keys) {
			keyTo(w, fyne.KeyName(k))
		}
		if got := strings.Join(*done, " "); got != want {
			t.Errorf("%s: %q, want %q", keys, got, want)
		}
		if w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != field {
			t.Errorf("%s: still open, or the keyboard is not where it was", keys)
		}
	}
}

// TestMenuByLetter: a letter leads to the entry that begins with it.
func TestMenuByLetter(t *testing.T) {
	m, w, field, done := openMenu(t)
	m.ShowBelow(w.Canvas(), field)
	w.Canvas().Focused().TypedRune('s')
	w.Canvas().Focused().TypedRune('s') // the second one cannot be chosen
	keyTo(w, fyne.KeyReturn)
	if len(*done) != 0 {
		t.Errorf("did %v", *done)
	}
	w.Canvas().Focused().TypedRune('S')
	keyTo(w, fyne.KeyReturn)
	if !slices.Equal(*done, []string{"closed", "search"}) {
		t.Errorf("did %v", *done)
	}
}

// TestMenuOff: an entry that cannot be chosen says why, on screen and to a screen reader.
func TestMenuOff(t *testing.T) {
	m, w, field, done := openMenu(t)
	m.ShowBelow(w.Canvas(), field)
	if !strings.Contains(wordsIn(w), "The stick is away.") {
		t.Errorf("does not say why in %q", wordsIn(w))
	}
	rows := rowsOf(w)
	if got := rows[2].AccessibilityLabel(); got != "Send later, The stick is away." {
		t.Errorf("read as %q", got)
	}
	if rows[0].AccessibilityRole() != fyne.AccessibleRoleButton || rows[0].AccessibilityLabel() != "Pin" {
		t.Error("the first entry is not read as a button")
	}
	test.Tap(rows[2])
	if len(*done) != 0 {
		t.Errorf("did %v", *done)
	}
	test.Tap(rows[3])
	if !slices.Equal(*done, []string{"closed", "delete"}) {
		t.Errorf("did %v", *done)
	}
}

func TestMenuByMouse(t *testing.T) {
	m, w, _, done := openMenu(t)
	m.ShowAt(w.Canvas(), fyne.NewPos(700, 470))
	rows := rowsOf(w)
	last := rows[len(rows)-1]
	end := fyne.CurrentApp().Driver().AbsolutePositionForObject(last).Add(last.Size())
	if end.X > 720 || end.Y > 480 {
		t.Errorf("ends at %v, outside the window", end)
	}
	rows[1].MouseIn(&desktop.MouseEvent{})
	keyTo(w, fyne.KeyReturn)
	if !slices.Equal(*done, []string{"closed", "search"}) {
		t.Errorf("did %v", *done)
	}
	*done = nil
	m.ShowAt(w.Canvas(), fyne.NewPos(10, 10))
	test.TapCanvas(w.Canvas(), fyne.NewPos(600, 400))
	if !slices.Equal(*done, []string{"closed"}) || w.Canvas().Overlays().Top() != nil {
		t.Errorf("a click beside it does %v", *done)
	}
}

// TestLongMenuScrolls: more entries than the window is high are reached by the keyboard.
func TestLongMenuScrolls(t *testing.T) {
	inApp(t)
	w := test.NewTempWindow(t, canvas.NewRectangle(color.Transparent))
	w.Resize(fyne.NewSize(720, 480))
	var items []look.Item
	chosen := 0
	for i := range 40 {
		items = append(items, look.Item{Words: strings.Repeat("many words ", 12), Do: func() { chosen = i }})
	}
	m := look.NewMenu(items...)
	m.ShowAt(w.Canvas(), fyne.NewPos(300, 300))
	keyTo(w, fyne.KeyEnd)
	rows := rowsOf(w)
	last := rows[len(rows)-1]
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(last)
	if end := top.Add(last.Size()); end.Y > 480 || end.X > 720 || top.X < 0 {
		t.Errorf("the last entry lies from %v to %v", top, end)
	}
	keyTo(w, fyne.KeyReturn)
	if chosen != 39 {
		t.Errorf("chose %d", chosen)
	}
}
