package chat

import (
	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
)

// keys takes the keys that what has the focus has no use for: who types means the composer.
func (r *right) keys() keyTarget {
	return keyTarget{shortcut: r.shortcut, own: r.ownKey, rune: r.typed, key: func(ev *fyne.KeyEvent) {
		if r.ownKey(ev) {
			return
		}
		switch ev.Name {
		case fyne.KeyEscape:
			r.escape()
		case fyne.KeyPageUp:
			r.conversation.pane.page(-1)
		case fyne.KeyPageDown:
			r.conversation.pane.page(1)
		}
	}}
}

func (r *right) typed(char rune) {
	if r.conversation.number != "" && r.composer.box.Visible() {
		r.focusComposer()
		r.composer.entry.TypedRune(char)
	}
}

// toNewest goes to the newest text, and reports whether a conversation is open.
func (r *right) toNewest() bool {
	if r.conversation.number == "" {
		return false
	}
	r.conversation.pane.toBottom()
	return true
}

// undo brings back what was deleted last, and reports whether there was something. Who has typed
// something wants that undone.
func (r *right) undo() bool {
	if field, ok := r.canvas.Focused().(*look.Field); ok && field.Text != "" {
		return false
	}
	return r.trash.restore()
}

func (r *right) focusComposer() { r.canvas.Focus(r.composer.entry) }

// focus puts the cursor where one types: into the text, or into the number of a new conversation
// that has none yet; where nothing can be typed, nowhere.
func (r *right) focus() {
	switch {
	case r.writing && r.noRecipient() != "":
		r.canvas.Focus(r.newPage.number)
	case r.writing || r.conversation.number != "" && r.composer.box.Visible():
		r.focusComposer()
	default:
		r.canvas.Unfocus()
	}
}

// leave leaves a new conversation, or the text that has the keyboard.
func (r *right) leave() {
	r.cancelNew()
	r.focus()
}
