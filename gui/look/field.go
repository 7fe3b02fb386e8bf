package look

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Field is the program's entry, of one line or of several. Unlike Fyne's it
//   - takes only the characters that may stand in it, typed or pasted, and says which it refuses;
//   - takes nothing of a paste that is too long for it, and says so: half a number or half a code is
//     worse than none;
//   - does what the page wants on Enter and Escape; Shift+Enter begins a new line where there are
//     several, which Fyne has the other way round;
//   - hands the window's own shortcuts on, which an entry with the keyboard keeps to itself;
//   - lets Tab go on to the next widget.
type Field struct {
	widget.Entry
	keys
	named
	// Accept reports whether a character may stand in the field; nil accepts all but control
	// characters. A field of several lines always accepts a new line.
	Accept func(rune) bool
	// Limit is the greatest number of characters; 0 is none.
	Limit int
	// OnRefused is called with the characters that were not taken, by a page that has words of its own
	// for them. Where it is nil, the field uses OnSay.
	OnRefused func(refused string)
	// OnBlur is called when the field has lost the keyboard; may be nil.
	OnBlur func()
	// OnArrow is called for the keys Up (-1) and Down (+1); nil where they move the cursor.
	OnArrow func(by int)
	// OnShortcut reports whether a shortcut is one of the window's own, and runs it; may be nil.
	OnShortcut func(fyne.Shortcut) bool
	// EnterBreaks reports that Enter begins a new line as well; only Ctrl+Enter is OnEnter then.
	EnterBreaks func() bool
	// WantsTab reports whether Tab means something to the text that stands in the field, and OnTab does
	// it; nil where Tab always leads to the next widget.
	WantsTab func() bool
	OnTab    func()
	// Radius rounds the corners; 0 is as round as other fields.
	Radius float32

	drawn    *fieldRenderer
	replaced string // what Replace put there last; "" when there is nothing to take back
	offered  string // stands in it until the user types something else
	focused  bool
	shift    bool
	said     bool // what was refused last is still to be read
	secret   bool // nothing of it is copied
}

// NewField returns a field of one line for at most limit characters that accept takes; hint stands
// in it while it is empty.
func NewField(hint string, limit int, accept func(rune) bool) *Field {
	f := &Field{Accept: accept, Limit: limit}
	f.PlaceHolder = hint
	f.ExtendBaseWidget(f)
	return f
}

// NewSecret returns a field for digits that are hidden until the user wants to see them. They cannot be
// copied, seen or not.
func NewSecret(limit int) *Field {
	f := NewField("", limit, IsDigit)
	f.Password, f.secret = true, true
	return f
}

// NewPassword returns a field for a password of any characters, hidden and not copied as a secret is.
func NewPassword(limit int) *Field {
	f := NewField("", limit, unicode.IsPrint)
	f.Password, f.secret = true, true
	return f
}

// NewArea returns a field of several lines.
func NewArea(hint string) *Field {
	f := NewField(hint, 0, nil)
	f.MultiLine, f.Wrapping = true, fyne.TextWrapWord
	return f
}

// Offer puts a text into the field that the user may want to replace: it is selected whenever the
// field gets the keyboard, until it is changed.
func (f *Field) Offer(text string) {
	f.offered = text
	f.SetText(text)
	f.selectOffer()
}

func (f *Field) selectOffer() {
	if f.focused && f.offered != "" && f.Text == f.offered {
		f.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// SetText shows another text, of which nothing is selected. Fyne keeps the old selection, and what is
// typed next would replace a part of the new text.
func (f *Field) SetText(text string) {
	if f.SelectedText() != "" {
		f.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	f.Entry.SetText(text)
}

// FocusGained implements fyne.Focusable.
func (f *Field) FocusGained() {
	f.focused = true
	f.Entry.FocusGained()
	f.selectOffer()
	f.gained(f)
}

// KeyDown implements desktop.Keyable.
func (f *Field) KeyDown(e *fyne.KeyEvent) {
	f.shift = f.shift || isShift(e)
	f.Entry.KeyDown(e)
}

// KeyUp implements desktop.Keyable.
func (f *Field) KeyUp(e *fyne.KeyEvent) {
	f.shift = f.shift && !isShift(e)
	f.Entry.KeyUp(e)
}

// FocusLost implements fyne.Focusable.
func (f *Field) FocusLost() {
	f.shift, f.focused = false, false
	f.Entry.FocusLost()
	if f.OnBlur != nil {
		f.OnBlur()
	}
}

// TypedKey implements fyne.Focusable.
func (f *Field) TypedKey(e *fyne.KeyEvent) {
	enter := e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter
	if f.windows(e) {
		return
	}
	if by, ok := arrows[e.Name]; ok && f.OnArrow != nil {
		f.OnArrow(by)
	} else if e.Name == fyne.KeyTab && f.OnTab != nil {
		f.OnTab()
	} else if enter && f.breaks() || !f.pressed(e.Name) {
		f.Entry.TypedKey(e)
	}
}

func (f *Field) breaks() bool {
	return f.MultiLine && (f.shift || f.EnterBreaks != nil && f.EnterBreaks())
}

// TypedRune implements fyne.Focusable.
func (f *Field) TypedRune(r rune) {
	taken, refused, long := f.admit(string(r))
	if taken != "" {
		f.Entry.TypedRune(r)
	}
	f.tell(refused, long)
}

// releaseShift takes Shift as released: a shortcut with Shift may have opened a card, which hears of the release
// in place of the field. Enter would begin lines, and arrows would select, for ever after.
func (f *Field) releaseShift() {
	if f.shift {
		f.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		f.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftRight})
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (f *Field) TypedShortcut(s fyne.Shortcut) {
	if f.OnShortcut != nil && f.OnShortcut(s) {
		f.releaseShift()
		return
	}
	switch s := s.(type) {
	case *desktop.CustomShortcut:
		enter := s.KeyName == fyne.KeyReturn || s.KeyName == fyne.KeyEnter
		if enter && s.Modifier == fyne.KeyModifierShortcutDefault && f.pressed(s.KeyName) {
			return
		}
	case *fyne.ShortcutPaste:
		f.paste(s)
		return
	case *fyne.ShortcutUndo:
		f.undo(s)
		return
	case *fyne.ShortcutCopy, *fyne.ShortcutCut:
		if f.secret {
			return
		}
	}
	f.Entry.TypedShortcut(s)
}

func isShift(e *fyne.KeyEvent) bool {
	return e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight
}
