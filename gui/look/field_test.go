package look_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
)

// inField shows a field that has the keyboard, and notes what it says.
func inField(t *testing.T, f *look.Field) *string {
	t.Helper()
	inApp(t)
	window := test.NewTempWindow(t, f)
	window.Canvas().Focus(f)
	said := new(string)
	f.OnSay = func(text string) { *said = text }
	return said
}

func paste(f *look.Field, text string) {
	clipboard := fyne.CurrentApp().Clipboard()
	clipboard.SetContent(text)
	f.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
}

func press(o fyne.Focusable, names ...fyne.KeyName) {
	for _, name := range names {
		o.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

func TestFieldTakesWhatItMay(t *testing.T) {
	f := look.NewSecret(8)
	said := inField(t, f)
	for _, step := range []struct{ typed, text, says string }{
		{"1a", "1", "“a” cannot be used here."},
		{"2", "12", ""},
		{"+", "12", "“+” cannot be used here."},
		{" ", "12", "A space cannot be used here."},
		{"345678", "12345678", ""},
		{"9", "12345678", "Too long: there is room for at most 8 characters."},
	} {
		test.Type(f, step.typed)
		if f.Text != step.text || *said != step.says {
			t.Errorf("after %q: took %q, says %q", step.typed, f.Text, *said)
		}
	}
}

// TestPasteIsWholeOrSaid: of a paste a field takes what may stand in it and says what it did not
// take; a part of what is too long is never taken.
func TestPasteIsWholeOrSaid(t *testing.T) {
	for _, c := range []struct{ name, pasted, text, says string }{
		{"fits", " 45\r67\n", "124567", "A space cannot be used here."},
		{"with words", "PIN: 4567", "124567", "“PIN:” cannot be used here."},
		{"with many", "The number is 4567", "124567", "“The number i …” cannot be used here."},
		{"too long", "4567890", "12", "Too long: there is room for at most 8 characters."},
		{"control", "45\x0067", "124567", "Invisible control characters were left out."},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := look.NewSecret(8)
			said := inField(t, f)
			test.Type(f, "12")
			paste(f, c.pasted)
			if f.Text != c.text || *said != c.says {
				t.Errorf("took %q, says %q; want %q and %q", f.Text, *said, c.text, c.says)
			}
		})
	}
}

// TestFieldReplacesSelection: a full field takes what is typed or pasted over what is selected in it.
func TestFieldReplacesSelection(t *testing.T) {
	f := look.NewSecret(4)
	said := inField(t, f)
	for _, put := range []func(){
		func() { test.Type(f, "9876") },
		func() { paste(f, "9876") },
	} {
		f.SetText("1234")
		f.TypedShortcut(&fyne.ShortcutSelectAll{})
		put()
		if f.Text != "9876" || *said != "" {
			t.Errorf("it is %q, says %q", f.Text, *said)
		}
	}
	f.TypedShortcut(&fyne.ShortcutUndo{})
	if f.Text == "9876" {
		t.Error("a paste cannot be undone")
	}
}

// TestCursorStaysInItsPlace: when the window gets narrower or wider, and the text wraps elsewhere, what is
// typed next goes where the cursor was.
func TestCursorStaysInItsPlace(t *testing.T) {
	inApp(t)
	f := look.NewArea("")
	w := test.NewTempWindow(t, f)
	w.Resize(fyne.NewSize(600, 200))
	w.Canvas().Focus(f)
	const text = "one two three four five six seven eight nine ten eleven"
	test.Type(f, text)
	for _, width := range []float32{150, 300, 120, 600, 90} {
		w.Resize(fyne.NewSize(width, 200))
		test.Type(f, "!")
	}
	if f.Text != text+"!!!!!" {
		t.Fatalf("at the end: %q", f.Text)
	}
	for range 20 {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
	at, before := f.CursorTextOffset(), f.Text
	for _, width := range []float32{600, 150, 600, 90} {
		w.Resize(fyne.NewSize(width, 200))
		test.Type(f, "-")
	}
	if want := before[:at] + "----" + before[at:]; f.Text != want {
		t.Errorf("in the middle: %q, not %q", f.Text, want)
	}
}

// TestPasteKeepsTheText: a long text of several lines comes whole, but for control characters, and
// those are reported.
func TestPasteKeepsTheText(t *testing.T) {
	f := look.NewArea("")
	const control = "Invisible control characters were left out."
	said := inField(t, f)
	long := ""
	for range 3000 {
		long += "ä"
	}
	paste(f, "one\r\ntwo\rthree\x00\x1b\n"+long)
	if want := "one\ntwo\nthree\n" + long; f.Text != want || *said != control {
		t.Errorf("pasted %d characters of %d, says %q", len(f.Text), len(want), *said)
	}
	line := look.NewField("", 0, nil)
	said = inField(t, line)
	paste(line, "Anna\nGrün\n")
	if line.Text != "Anna Grün" || *said != "" {
		t.Errorf("a field of one line holds %q", line.Text)
	}
	line.TypedShortcut(&fyne.ShortcutSelectAll{})
	paste(line, "\x00")
	if line.Text != "Anna Grün" || *said != control {
		t.Errorf("a paste of nothing leaves %q", line.Text)
	}
}

// TestFieldOffers: a text that is proposed is replaced by what is typed, as long as it is the
// proposed one; a text that is set has no selection.
func TestFieldOffers(t *testing.T) {
	f := look.NewField("", 0, nil)
	inField(t, f)
	f.FocusLost()
	f.Offer("*100#")
	f.FocusGained()
	test.Type(f, "*101#")
	f.FocusLost()
	f.FocusGained()
	test.Type(f, "1")
	if f.Text != "*101#1" {
		t.Errorf("it is %q", f.Text)
	}
	f.TypedShortcut(&fyne.ShortcutSelectAll{})
	f.SetText("")
	test.Type(f, "##002#")
	if f.Text != "##002#" {
		t.Errorf("after another text was set it is %q", f.Text)
	}
}

func TestFieldKeys(t *testing.T) {
	f := look.NewArea("")
	inField(t, f)
	enters, escapes, breaks := 0, 0, false
	f.OnEnter, f.OnEscape = func() { enters++ }, func() { escapes++ }
	f.EnterBreaks = func() bool { return breaks }
	press(f, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape)
	if enters != 2 || escapes != 1 || f.Text != "" {
		t.Fatalf("%d enters, %d escapes, text %q", enters, escapes, f.Text)
	}
	f.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(f, fyne.KeyReturn)
	f.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	breaks = true
	press(f, fyne.KeyEnter)
	if f.Text != "\n\n" || enters != 2 {
		t.Errorf("text %q, %d enters", f.Text, enters)
	}
	f.TypedShortcut(&desktop.CustomShortcut{
		KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault,
	})
	if enters != 3 {
		t.Error("Ctrl+Enter does nothing")
	}
	if f.AcceptsTab() {
		t.Error("Tab does not lead out of the field")
	}
}

func TestFieldHandsOn(t *testing.T) {
	f := look.NewField("", 0, nil)
	inField(t, f)
	moved, blurred, own := 0, 0, true
	f.OnArrow = func(by int) { moved = 10*moved + by }
	f.OnBlur = func() { blurred++ }
	f.OnShortcut = func(fyne.Shortcut) bool { return own }
	press(f, fyne.KeyDown, fyne.KeyUp)
	paste(f, "kept from it")
	own = false
	paste(f, "a")
	f.FocusLost()
	if moved != 9 || blurred != 1 || f.Text != "a" {
		t.Errorf("moved %d, blurred %d, text %q", moved, blurred, f.Text)
	}
}

// TestSecretIsNotCopied: a code that is shown can be read, but neither copied nor cut into a clipboard
// that others keep.
func TestSecretIsNotCopied(t *testing.T) {
	test.NewTempApp(t)
	clipboard := fyne.CurrentApp().Clipboard()
	for name, c := range map[string]struct {
		field *look.Field
		want  string
	}{
		"secret": {look.NewSecret(8), "before"},
		"other":  {look.NewField("", 8, nil), "1234"},
	} {
		f := c.field
		test.NewTempWindow(t, f)
		test.Type(f, "1234")
		f.Password = false // as the eye beside it does
		f.Refresh()
		for _, s := range []fyne.Shortcut{
			&fyne.ShortcutCopy{Clipboard: clipboard}, &fyne.ShortcutCut{Clipboard: clipboard},
		} {
			clipboard.SetContent("before")
			f.TypedShortcut(&fyne.ShortcutSelectAll{})
			f.TypedShortcut(s)
			if got := clipboard.Content(); got != c.want {
				t.Errorf("%s: %s leaves %q", name, s.ShortcutName(), got)
			}
		}
	}
}

// TestShiftIsReleased: a shortcut with Shift that opens something else takes the release of Shift along, and Enter
// sends all the same afterwards.
func TestShiftIsReleased(t *testing.T) {
	inApp(t)
	entered := 0
	f := look.NewArea("")
	f.OnEnter = func() { entered++ }
	f.OnShortcut = func(fyne.Shortcut) bool { return true }
	test.NewTempWindow(t, f).Canvas().Focus(f)
	f.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	f.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyS, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if entered != 1 || f.Text != "" {
		t.Errorf("entered %d times, the text is %q", entered, f.Text)
	}
}
