package look

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/tr"
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

	offered string // stands in it until the user types something else
	focused bool
	shift   bool
	said    bool // what was refused last is still to be read
	secret  bool // nothing of it is copied
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

// IsDigit reports whether r is one of 0 to 9.
func IsDigit(r rune) bool { return r >= '0' && r <= '9' }

// IsOneOf returns a filter that accepts these characters and digits.
func IsOneOf(chars string) func(rune) bool {
	return func(r rune) bool { return IsDigit(r) || strings.ContainsRune(chars, r) }
}

// AcceptsTab implements fyne.Tabbable.
func (f *Field) AcceptsTab() bool { return false }

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
	if by, ok := arrows[e.Name]; ok && f.OnArrow != nil {
		f.OnArrow(by)
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

// TypedShortcut implements fyne.Shortcutable.
func (f *Field) TypedShortcut(s fyne.Shortcut) {
	if f.OnShortcut != nil && f.OnShortcut(s) {
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
	case *fyne.ShortcutCopy, *fyne.ShortcutCut:
		if f.secret {
			return
		}
	}
	f.Entry.TypedShortcut(s)
}

// paste takes of the clipboard what may stand in the field, in one step for undo. When nothing may,
// the field stays as it is.
func (f *Field) paste(s *fyne.ShortcutPaste) {
	text := s.Clipboard.Content()
	if text = lineEnds.Replace(text); !f.MultiLine {
		text = strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", " ")
	}
	taken, refused, long := f.admit(text)
	if taken != "" {
		f.Entry.TypedShortcut(&fyne.ShortcutPaste{
			Clipboard: content{s.Clipboard, taken}, Secondary: s.Secondary,
		})
	}
	f.tell(refused, long)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// content is a clipboard with another text.
type content struct {
	fyne.Clipboard
	text string
}

// Content implements fyne.Clipboard.
func (c content) Content() string { return c.text }

// admit returns what of a text may be put in the place of the selection, and the rest. Where there
// is no room for all of it, nothing may, and long is true.
func (f *Field) admit(text string) (taken, refused string, long bool) {
	var good, bad []rune
	for _, r := range text {
		if f.accepts(r) {
			good = append(good, r)
		} else {
			bad = append(bad, r)
		}
	}
	room := f.Limit - len([]rune(f.Text)) + len([]rune(f.SelectedText()))
	if f.Limit > 0 && len(good) > room {
		return "", string(good), true
	}
	return string(good), string(bad), false
}

// tell says what was refused, until something is taken.
func (f *Field) tell(refused string, long bool) {
	switch {
	case refused == "":
		if f.said {
			f.say("")
		}
	case f.OnRefused != nil:
		f.OnRefused(refused)
	case long:
		f.say(tr.T("look.refused.long", tr.Data{"Limit": f.Limit}))
	default:
		f.say(refusalOf([]rune(refused)))
	}
	f.said = refused != "" && f.OnRefused == nil
}

// shownRefused is how many refused characters are named.
const shownRefused = 12

// refusalOf says which characters were refused.
func refusalOf(bad []rune) string {
	seen := slices.DeleteFunc(slices.Clone(bad), func(r rune) bool { return !unicode.IsGraphic(r) })
	switch named := strings.TrimSpace(string(seen)); {
	case len(seen) == 0:
		return tr.T("look.refused.control")
	case named == "":
		return tr.T("look.refused.blank")
	case len(seen) > shownRefused:
		return tr.T("look.refused.chars", tr.Data{"Characters": string(seen[:shownRefused]) + " …"})
	default:
		return tr.T("look.refused.chars", tr.Data{"Characters": named})
	}
}

func (f *Field) accepts(r rune) bool {
	switch {
	case f.MultiLine && (r == '\n' || r == '\t'):
		return true
	case f.Accept != nil:
		return f.Accept(r)
	}
	return !unicode.IsControl(r)
}

func isShift(e *fyne.KeyEvent) bool {
	return e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight
}
