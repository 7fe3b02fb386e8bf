package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"surfstick-sms/gui/look"
)

// shortcut is one of the window's own.
type shortcut struct {
	key      fyne.KeyName
	modifier fyne.KeyModifier
	run      func()
}

// shortcuts are the window's own; they work while the chat can be used: it can be seen, and neither
// a card nor a menu lies above it.
type shortcuts struct {
	all  []shortcut
	free func() bool
}

// run runs one of the shortcuts and reports whether it was one.
func (s shortcuts) run(typed fyne.Shortcut) bool {
	for _, own := range s.all {
		custom := desktop.CustomShortcut{KeyName: own.key, Modifier: own.modifier}
		if typed.ShortcutName() == custom.ShortcutName() {
			if s.free() {
				own.run()
			}
			return true
		}
	}
	return false
}

// keyTarget is where keys go that what has the focus has no use for.
type keyTarget struct {
	shortcut func(fyne.Shortcut) bool
	rune     func(rune)
	key      func(*fyne.KeyEvent)
}

// around hands the keys of a button on.
func (k keyTarget) around() look.Around {
	return look.Around{
		Escape: func() { k.key(&fyne.KeyEvent{Name: fyne.KeyEscape}) }, Type: k.rune,
	}
}

// addKeys makes the keys work in a window where nothing has the focus; while one types, the entries
// pass them on.
func addKeys(canvas fyne.Canvas, s shortcuts, keys keyTarget) {
	for _, own := range s.all {
		canvas.AddShortcut(&desktop.CustomShortcut{KeyName: own.key, Modifier: own.modifier},
			func(typed fyne.Shortcut) { s.run(typed) })
	}
	typedRune, typedKey := canvas.OnTypedRune(), canvas.OnTypedKey()
	canvas.SetOnTypedRune(func(r rune) {
		if s.free() {
			keys.rune(r)
		}
		if typedRune != nil {
			typedRune(r)
		}
	})
	canvas.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if s.free() {
			keys.key(ev)
		}
		if typedKey != nil {
			typedKey(ev)
		}
	})
}
