package chat

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/sms"
)

// field is an entry as a chat wants it: Enter does what the page does and Shift+Enter begins a new
// line (Fyne has it the other way round), Tab goes on to the next widget, what is pasted loses its
// control characters, and the window's own shortcuts work while one types (a focused entry swallows
// them otherwise).
type field struct {
	widget.Entry
	enter    func()                   // Enter
	escape   func()                   // Escape
	blur     func()                   // the focus went away
	arrow    func(by int)             // Up and Down in a field of one line
	shortcut func(fyne.Shortcut) bool // tells whether it was one of the window's own
	newlines func() bool              // Enter begins a new line after all
	shift    bool
}

func newField(multiline bool) *field {
	f := &field{}
	f.MultiLine = multiline
	if multiline {
		f.Wrapping = fyne.TextWrapWord
	}
	f.ExtendBaseWidget(f)
	return f
}

// AcceptsTab implements fyne.Tabbable: a text message holds no tabs.
func (f *field) AcceptsTab() bool { return false }

// KeyDown implements desktop.Keyable.
func (f *field) KeyDown(ev *fyne.KeyEvent) {
	f.shift = f.shift || isShift(ev)
	f.Entry.KeyDown(ev)
}

// KeyUp implements desktop.Keyable.
func (f *field) KeyUp(ev *fyne.KeyEvent) {
	f.shift = f.shift && !isShift(ev)
	f.Entry.KeyUp(ev)
}

// FocusLost implements fyne.Focusable.
func (f *field) FocusLost() {
	f.shift = false
	f.Entry.FocusLost()
	if f.blur != nil {
		f.blur()
	}
}

// TypedKey implements fyne.Focusable.
func (f *field) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.enter != nil && !f.wantsNewline() {
			f.enter()
			return
		}
	case fyne.KeyEscape:
		if f.escape != nil {
			f.escape()
		}
		return
	case fyne.KeyUp, fyne.KeyDown:
		if f.arrow != nil {
			f.arrow(map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[ev.Name])
			return
		}
	}
	f.Entry.TypedKey(ev)
}

func (f *field) wantsNewline() bool {
	return f.MultiLine && (f.shift || f.newlines != nil && f.newlines())
}

// TypedRune implements fyne.Focusable.
func (f *field) TypedRune(r rune) {
	if unicode.IsControl(r) {
		return
	}
	f.Entry.TypedRune(r)
}

// TypedShortcut implements fyne.Shortcutable.
func (f *field) TypedShortcut(s fyne.Shortcut) {
	if f.shortcut != nil && f.shortcut(s) {
		return
	}
	if key, ok := s.(*desktop.CustomShortcut); ok && f.enter != nil &&
		key.Modifier == fyne.KeyModifierShortcutDefault &&
		(key.KeyName == fyne.KeyReturn || key.KeyName == fyne.KeyEnter) {
		f.enter()
		return
	}
	if paste, ok := s.(*fyne.ShortcutPaste); ok {
		s = &fyne.ShortcutPaste{Clipboard: pasted{paste.Clipboard}, Secondary: paste.Secondary}
	}
	f.Entry.TypedShortcut(s)
}

// pasted is a clipboard that gives its text without control characters.
type pasted struct{ fyne.Clipboard }

// Content implements fyne.Clipboard.
func (p pasted) Content() string {
	text := strings.ReplaceAll(p.Clipboard.Content(), "\r\n", "\n")
	return sms.Sanitise(strings.ReplaceAll(text, "\r", "\n"))
}

func isShift(ev *fyne.KeyEvent) bool {
	return ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight
}
