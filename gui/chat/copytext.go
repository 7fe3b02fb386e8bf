package chat

import (
	"cmp"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// copyText is a text that can be selected and copied. Unlike Fyne's own selectable label it hands on
// every key but the one to copy, so that after a click into a text the window's shortcuts work, and
// whoever types means the composer.
type copyText struct {
	look.Prose
	keys  keyTarget
	whole string             // what is copied when nothing is selected; the text when ""
	copy  func(text string)  // puts it on the clipboard
	more  func() []look.Item // what the menu offers beside copying; may be nil

	focused bool
	inMenu  bool      // the menu has the keyboard, not this text
	doubled time.Time // when a word was selected: another click takes its paragraph
	kept    bool      // this press has selected what it was to select
}

func newCopyText(keys keyTarget) *copyText {
	t := &copyText{keys: keys}
	t.Init("")
	t.ExtendBaseWidget(t)
	return t
}

// tripleClick is how soon after a second click a third one belongs to it, as on Windows.
const tripleClick = 500 * time.Millisecond

// Disabled keeps Tab from stopping at every text of a conversation; a click can focus it still.
func (t *copyText) Disabled() bool { return !t.focused }

// Enable implements fyne.Disableable.
func (t *copyText) Enable() {}

// Disable implements fyne.Disableable.
func (t *copyText) Disable() {}

// Cursor implements desktop.Cursorable.
func (t *copyText) Cursor() desktop.Cursor { return desktop.TextCursor }

// MouseDown implements desktop.Mouseable. With Shift, what was selected reaches up to here.
func (t *copyText) MouseDown(ev *desktop.MouseEvent) {
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	t.takeFocus()
	t.kept = false
	switch {
	case time.Since(t.doubled) < tripleClick:
		t.kept, t.doubled = true, time.Time{}
		t.SelectParagraph(ev.Position)
	case ev.Modifier&fyne.KeyModifierShift != 0:
		t.SelectTo(ev.Position)
	default:
		t.SelectFrom(ev.Position)
	}
}

// MouseUp implements desktop.Mouseable.
func (t *copyText) MouseUp(*desktop.MouseEvent) {}

// Dragged implements fyne.Draggable.
func (t *copyText) Dragged(ev *fyne.DragEvent) {
	if !t.kept {
		t.SelectTo(ev.Position)
	}
}

// DragEnd implements fyne.Draggable.
func (t *copyText) DragEnd() {}

// DoubleTapped implements fyne.DoubleTappable.
func (t *copyText) DoubleTapped(ev *fyne.PointEvent) {
	t.doubled = time.Now()
	t.SelectWord(ev.Position)
}

func (t *copyText) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Focus(t)
	}
}

// TappedSecondary offers to copy what is selected, or else the whole text, and what else there is.
func (t *copyText) TappedSecondary(ev *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		items := []look.Item{{
			Words: tr.T("chat.copyText"), Icon: theme.ContentCopyIcon(), Do: t.copySelected,
		}}
		if t.more != nil {
			items = append(items, t.more()...)
		}
		t.inMenu = true
		look.NewMenu(items...).ShowAt(c, ev.AbsolutePosition)
		t.inMenu = false
	}
}

func (t *copyText) copySelected() { t.copy(cmp.Or(t.SelectedText(), t.whole, t.Text())) }

// FocusGained implements fyne.Focusable.
func (t *copyText) FocusGained() {
	t.focused = true
	t.HideSelection(false)
}

// FocusLost implements fyne.Focusable. What is selected stays for the menu, but nowhere else: a
// selection in one text at a time is what one expects.
func (t *copyText) FocusLost() {
	t.focused = false
	if !t.inMenu {
		t.SelectNone()
	}
}

// TypedRune implements fyne.Focusable: who types means the composer.
func (t *copyText) TypedRune(r rune) { t.keys.rune(r) }

// TypedKey implements fyne.Focusable.
func (t *copyText) TypedKey(ev *fyne.KeyEvent) { t.keys.key(ev) }

// TypedShortcut implements fyne.Shortcutable.
func (t *copyText) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutCopy); ok {
		t.copySelected()
		return
	}
	t.keys.shortcut(s)
}
