package simcard

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// field is an entry of one line in which Enter and Escape do what the card does, and which takes
// only what may stand in it, also when it is pasted.
type field struct {
	widget.Entry
	allowed func(rune) bool
	most    int // characters
	enter   func()
	escape  func()
}

func newField(hint string, most int, allowed func(rune) bool) *field {
	f := &field{allowed: allowed, most: most}
	f.SetPlaceHolder(hint)
	f.ExtendBaseWidget(f)
	return f
}

// newCode is a field for a PIN: 4 to 8 digits, hidden (3GPP TS 31.101 clause 9.5.1).
func newCode() *field {
	f := newField("", 8, func(r rune) bool { return r >= '0' && r <= '9' })
	f.Password = true
	return f
}

const pinLeast = 4

func isCode(r rune) bool { return strings.ContainsRune("*#0123456789", r) }

func isNumber(r rune) bool { return strings.ContainsRune("+*# ()/-0123456789", r) }

func isName(r rune) bool { return !unicode.IsControl(r) }

// TypedRune implements fyne.Focusable.
func (f *field) TypedRune(r rune) {
	if f.allowed(r) && len([]rune(f.Text)) < f.most {
		f.Entry.TypedRune(r)
	}
}

// TypedKey implements fyne.Focusable.
func (f *field) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case (ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter) && f.enter != nil:
		f.enter()
	case ev.Name == fyne.KeyEscape && f.escape != nil:
		f.escape()
	default:
		f.Entry.TypedKey(ev)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (f *field) TypedShortcut(s fyne.Shortcut) {
	f.Entry.TypedShortcut(s)
	if _, ok := s.(*fyne.ShortcutPaste); !ok {
		return
	}
	kept := []rune(strings.Map(func(r rune) rune {
		if f.allowed(r) {
			return r
		}
		return -1
	}, f.Text))
	if text := string(kept[:min(len(kept), f.most)]); text != f.Text {
		f.SetText(text)
	}
}

// button is one that Escape leaves alone and Enter presses.
type button struct {
	widget.Button
	escape func()
}

func newButton(text string, then func()) *button {
	b := &button{}
	b.Text, b.OnTapped = text, then
	b.ExtendBaseWidget(b)
	return b
}

// primary makes it the one to take.
func (b *button) primary() *button {
	b.Importance = widget.HighImportance
	return b
}

// TypedKey implements fyne.Focusable.
func (b *button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape:
		if b.escape != nil {
			b.escape()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if !b.Disabled() {
			b.OnTapped()
		}
	default:
		b.Button.TypedKey(ev)
	}
}
