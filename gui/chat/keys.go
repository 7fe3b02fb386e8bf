package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"surfstick-sms/sms"
)

// shortcut is one of the window's own.
type shortcut struct {
	key      fyne.KeyName
	modifier fyne.KeyModifier
	run      func(*Chat)
}

var shortcuts = []shortcut{
	{fyne.KeyN, fyne.KeyModifierShortcutDefault, (*Chat).StartNew},
	{fyne.KeyF, fyne.KeyModifierShortcutDefault, (*Chat).StartSearch},
	{fyne.KeyComma, fyne.KeyModifierShortcutDefault, func(c *Chat) { c.cfg.OnSettings() }},
	{fyne.KeyUp, fyne.KeyModifierAlt, func(c *Chat) { c.step(-1) }},
	{fyne.KeyDown, fyne.KeyModifierAlt, func(c *Chat) { c.step(1) }},
}

// AddShortcuts makes the chat's keys work in a window where nothing has the focus; while one
// types, the entries pass them on. What is typed without focus goes to the composer.
func (c *Chat) AddShortcuts(canvas fyne.Canvas) {
	for _, s := range shortcuts {
		canvas.AddShortcut(&desktop.CustomShortcut{KeyName: s.key, Modifier: s.modifier},
			func(fyne.Shortcut) { c.runIfVisible(s) })
	}
	typed := canvas.OnTypedRune()
	canvas.SetOnTypedRune(func(r rune) {
		if c.seen() && c.open != "" {
			c.typeOn(r)
		}
		if typed != nil {
			typed(r)
		}
	})
	before := canvas.OnTypedKey()
	canvas.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if c.seen() {
			c.keyOn(ev)
		}
		if before != nil {
			before(ev)
		}
	})
}

func (c *Chat) runIfVisible(s shortcut) {
	if c.seen() {
		s.run(c)
	}
}

// runShortcut runs one of the window's own shortcuts and tells whether it was one.
func (c *Chat) runShortcut(typed fyne.Shortcut) bool {
	for _, s := range shortcuts {
		own := desktop.CustomShortcut{KeyName: s.key, Modifier: s.modifier}
		if typed.ShortcutName() == own.ShortcutName() {
			c.runIfVisible(s)
			return true
		}
	}
	return false
}

// typeOn goes on in the composer with what was typed elsewhere.
func (c *Chat) typeOn(r rune) {
	if c.composer.box.Visible() {
		c.focus(c.composer.entry)
		c.composer.entry.TypedRune(r)
	}
}

// keyOn takes a key that was pressed where nothing has a use for it.
func (c *Chat) keyOn(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape:
		c.escape()
	case fyne.KeyPageUp:
		c.pane.page(-1)
	case fyne.KeyPageDown:
		c.pane.page(1)
	}
}

// StartSearch puts the cursor into the search field.
func (c *Chat) StartSearch() { c.focus(c.list.search) }

// escape leaves a search, then a new conversation, then nothing.
func (c *Chat) escape() {
	switch {
	case c.list.search.Text != "":
		c.list.endSearch()
	case c.writing:
		c.cancelNew()
	case c.open != "":
		c.focus(c.composer.entry)
	}
}

// step opens the neighbour of the open conversation in the list.
func (c *Chat) step(by int) {
	all := c.list.conversations
	if len(all) == 0 {
		return
	}
	at := indexOf(all, c.open)
	if at < 0 {
		at = max(-1, -by) // down begins at the first, up at the first as well
	}
	c.Open(all[max(0, min(len(all)-1, at+by))].Number)
}

func indexOf(all []sms.Conversation, n sms.Number) int {
	for i, k := range all {
		if k.Number == n {
			return i
		}
	}
	return -1
}
