package look_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
)

// inField shows a field that has the keyboard, and notes what it refuses.
func inField(t *testing.T, f *look.Field) *string {
	t.Helper()
	inApp(t)
	window := test.NewTempWindow(t, f)
	window.Canvas().Focus(f)
	refused := new(string)
	f.OnRefused = func(text string) { *refused += text }
	return refused
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
	refused := inField(t, f)
	test.Type(f, "1a2+3")
	if f.Text != "123" || *refused != "a+" {
		t.Errorf("took %q, refused %q", f.Text, *refused)
	}
	*refused = ""
	paste(f, "PIN: 45\r67 8901\n")
	if f.Text != "12345678" || *refused != "PIN:   901" {
		t.Errorf("took %q, refused %q", f.Text, *refused)
	}
}

// TestFieldReplacesSelection: a full field takes what is typed or pasted over what is selected in it.
func TestFieldReplacesSelection(t *testing.T) {
	f := look.NewSecret(4)
	refused := inField(t, f)
	for _, put := range []func(){
		func() { test.Type(f, "9876") },
		func() { paste(f, "9876") },
	} {
		f.SetText("1234")
		f.TypedShortcut(&fyne.ShortcutSelectAll{})
		put()
		if f.Text != "9876" || *refused != "" {
			t.Errorf("it is %q, refused %q", f.Text, *refused)
		}
	}
	f.TypedShortcut(&fyne.ShortcutUndo{})
	if f.Text == "9876" {
		t.Error("a paste cannot be undone")
	}
}

// TestPasteKeepsTheText: a long text of several lines comes whole, but for control characters, and
// those are reported.
func TestPasteKeepsTheText(t *testing.T) {
	f := look.NewArea("")
	refused := inField(t, f)
	long := ""
	for range 3000 {
		long += "ä"
	}
	paste(f, "one\r\ntwo\rthree\x00\x1b\n"+long)
	if want := "one\ntwo\nthree\n" + long; f.Text != want || *refused != "\x00\x1b" {
		t.Errorf("pasted %d characters of %d, refused %q", len(f.Text), len(want), *refused)
	}
	line := look.NewField("", 0, nil)
	refused = inField(t, line)
	paste(line, "Anna\nGrün\n")
	if line.Text != "Anna Grün" || *refused != "" {
		t.Errorf("a field of one line holds %q", line.Text)
	}
	line.TypedShortcut(&fyne.ShortcutSelectAll{})
	paste(line, "\x00")
	if line.Text != "Anna Grün" || *refused != "\x00" {
		t.Errorf("a paste of nothing leaves %q", line.Text)
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
