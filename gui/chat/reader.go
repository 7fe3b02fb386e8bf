package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// reader is how the keyboard goes through the texts of a conversation, which Tab stops at once: Up and
// Down go from text to text, Home and End to the first and the last that is loaded. Enter, space and the
// menu key open the menu of the text that has the ring, and Ctrl+C copies it. It draws nothing itself.
type reader struct {
	look.Graphic
	pane *pane
	here int64 // the text that has the ring while the reader has the keyboard; 0 for none yet
	has  bool  // the reader has the keyboard
}

func newReader(p *pane) *reader {
	r := &reader{pane: p}
	r.Arrange = func(fyne.Size) {}
	r.ExtendBaseWidget(r)
	return r
}

// Disabled implements fyne.Disableable, which is what Tab asks for: there is nothing to read in an empty
// conversation.
func (r *reader) Disabled() bool { return len(r.pane.texts.all) == 0 }

// Enable implements fyne.Disableable.
func (r *reader) Enable() {}

// Disable implements fyne.Disableable.
func (r *reader) Disable() {}

// FocusGained implements fyne.Focusable. It begins at the text that it was at before, or else at the
// newest in view.
func (r *reader) FocusGained() {
	r.has = true
	if r.pane.bubbles[r.here] == nil {
		r.here = r.pane.lowest()
	}
	r.goTo(r.here)
}

// FocusLost implements fyne.Focusable.
func (r *reader) FocusLost() {
	r.has = false
	r.ring()
}

// TypedRune implements fyne.Focusable: who types means the composer.
func (r *reader) TypedRune(char rune) {
	if char != ' ' {
		r.pane.keys.rune(char)
	}
}

// TypedKey implements fyne.Focusable.
func (r *reader) TypedKey(ev *fyne.KeyEvent) {
	all := r.pane.texts.all
	switch ev.Name {
	case fyne.KeyUp:
		r.step(-1)
	case fyne.KeyDown:
		r.step(1)
	case fyne.KeyHome:
		r.goTo(all[0].ID)
	case fyne.KeyEnd:
		r.goTo(all[len(all)-1].ID)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, desktop.KeyMenu:
		r.showMenu()
	default:
		r.pane.keys.key(ev)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (r *reader) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutCopy); !ok {
		r.pane.keys.shortcut(s)
	} else if b := r.bubble(); b != nil {
		b.text.copySelected()
	}
}

// bubble returns that of the text that has the ring, nil where there is none.
func (r *reader) bubble() *bubble { return r.pane.bubbles[r.here] }

// step goes to the next text, or the one before.
func (r *reader) step(by int) {
	all := r.pane.texts.all
	if i := r.pane.texts.index(r.here) + by; i >= 0 && i < len(all) {
		r.goTo(all[i].ID)
	}
}

// goTo gives the ring to a text, and brings it into view.
func (r *reader) goTo(id int64) {
	r.here = id
	i := r.pane.texts.index(id)
	if i < 0 {
		return
	}
	if i < r.pane.first || i >= r.pane.last {
		r.pane.reveal(id)
	}
	r.ring()
	if b := r.bubble(); b != nil {
		r.pane.scrollTo(b, b.ground)
	}
}

// ring shows which text has the keyboard.
func (r *reader) ring() {
	for id, b := range r.pane.bubbles {
		b.setRing(r.has && id == r.here)
	}
}

// showMenu opens the menu of the text that has the ring, and reports whether one has.
func (r *reader) showMenu() bool {
	b := r.bubble()
	if !r.has || b == nil {
		return false
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.ground)
	at.Y = max(at.Y, fyne.CurrentApp().Driver().AbsolutePositionForObject(r.pane.scroll).Y)
	b.text.TappedSecondary(&fyne.PointEvent{AbsolutePosition: at.AddXY(look.Space5, look.Space5)})
	return true
}

// AccessibilityLabel implements fyne.Accessible: the text that has the keyboard.
func (r *reader) AccessibilityLabel() string {
	if b := r.bubble(); r.has && b != nil {
		return b.AccessibilityLabel()
	}
	return tr.T("chat.texts")
}

// AccessibilityRole implements fyne.Accessible.
func (r *reader) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
