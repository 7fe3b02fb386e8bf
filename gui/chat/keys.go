package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// The modifiers of the window's own keys.
const (
	ctrl      = fyne.KeyModifierShortcutDefault
	ctrlShift = fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift
	alone     = fyne.KeyModifier(0)
)

// ownKey is a key of the chat. Its name leads to the words for it (chat.key.…) and to what Chat does;
// one without words is not in the list of shortcuts.
type ownKey struct {
	name     string
	key      fyne.KeyName
	modifier fyne.KeyModifier
}

// keyTable is all of the chat's own keys, in the order of the list that F1 shows.
var keyTable = []ownKey{
	{"new", fyne.KeyN, ctrl},
	{"searchAll", fyne.KeyF, ctrlShift},
	{"search", fyne.KeyF, ctrl},
	{"next", fyne.KeyF3, alone},
	{"previous", fyne.KeyF3, fyne.KeyModifierShift},
	{"below", fyne.KeyDown, fyne.KeyModifierAlt},
	{"above", fyne.KeyUp, fyne.KeyModifierAlt},
	{"1", fyne.Key1, ctrl},
	{"2", fyne.Key2, ctrl},
	{"3", fyne.Key3, ctrl},
	{"4", fyne.Key4, ctrl},
	{"5", fyne.Key5, ctrl},
	{"6", fyne.Key6, ctrl},
	{"7", fyne.Key7, ctrl},
	{"8", fyne.Key8, ctrl},
	{"9", fyne.Key9, ctrl},
	{"newest", fyne.KeyJ, ctrl},
	{"menu", fyne.KeyF10, fyne.KeyModifierShift},
	{"menu", desktop.KeyMenu, alone},
	{"delete", fyne.KeyDelete, alone},
	{"undo", fyne.KeyZ, ctrl},
	{"emoji", fyne.KeyE, ctrl},
	{"later", fyne.KeyS, ctrlShift},
	{"settings", fyne.KeyComma, ctrl},
	{"help", fyne.KeyF1, alone},
}

// Shortcuts returns the chat's own keys, for the list that F1 shows.
func Shortcuts() (all []look.Shortcut) {
	for i, own := range keyTable {
		s := look.Shortcut{Key: own.key, Modifier: own.modifier, Words: "chat.key." + own.name}
		if !tr.Has(s.Words) || i > 0 && keyTable[i-1].name == own.name {
			continue
		}
		if own.name == "1" {
			s.Shown = "1 … 9"
		}
		all = append(all, s)
	}
	return all
}

// KeyWords returns what the keys of a name in the list are called, such as "Ctrl+N" for "new", for what
// has the same shortcut elsewhere in the window.
func KeyWords(name string) string { return keyOf(name) }

// keyOf returns the words for the keys of a name in keyTable.
func keyOf(name string) string {
	for _, own := range keyTable {
		if own.name == name {
			return look.Shortcut{Key: own.key, Modifier: own.modifier}.String()
		}
	}
	return ""
}

// typed returns the event that Fyne makes of the key when it has a modifier.
func (o ownKey) typed() fyne.Shortcut {
	if o.name == "undo" {
		return &fyne.ShortcutUndo{}
	}
	return &desktop.CustomShortcut{KeyName: o.key, Modifier: o.modifier}
}

// shortcuts do what the window's own keys are for. They work while the chat can be used: it can be
// seen, and neither a card nor a menu lies above it.
type shortcuts struct {
	// do is what each name of keyTable does. It reports whether there was something to do: a key with
	// nothing to do goes on to what has the keyboard.
	do        map[string]func() bool
	free      func() bool
	modifiers func() fyne.KeyModifier // those held down now
}

// run runs one of the shortcuts and reports whether it was one.
func (s shortcuts) run(typed fyne.Shortcut) bool {
	for _, own := range keyTable {
		if own.modifier != alone && own.modifier != fyne.KeyModifierShift &&
			typed.ShortcutName() == own.typed().ShortcutName() {
			return s.runOwn(own)
		}
	}
	return false
}

// key runs one of the keys that need neither Ctrl nor Alt, and reports whether it was one.
func (s shortcuts) key(ev *fyne.KeyEvent) bool {
	for _, own := range keyTable {
		if own.key == ev.Name && own.key != fyne.KeyDelete &&
			(own.modifier == alone || own.modifier == fyne.KeyModifierShift) &&
			own.modifier == s.modifiers()&fyne.KeyModifierShift {
			return s.runOwn(own)
		}
	}
	return false
}

func (s shortcuts) runOwn(own ownKey) bool {
	do := s.do[own.name]
	if do == nil {
		return false
	}
	return !s.free() || do()
}

// held returns the modifiers that are held down now, as far as the driver knows.
func held() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// always makes a key of something that can always be done.
func always(do func()) func() bool {
	return func() bool {
		do()
		return true
	}
}

// keyTarget is where keys go that what has the focus has no use for.
type keyTarget struct {
	shortcut func(fyne.Shortcut) bool
	rune     func(rune)
	key      func(*fyne.KeyEvent)
	own      func(*fyne.KeyEvent) bool // runs one of the window's own keys
}

// around hands the keys of a button on.
func (k keyTarget) around() look.Around {
	return look.Around{
		Escape: func() { k.key(&fyne.KeyEvent{Name: fyne.KeyEscape}) }, Type: k.rune, Key: k.own,
	}
}

// addKeys makes the keys work in a window where nothing has the focus; while one types, the entries
// pass them on.
func addKeys(canvas fyne.Canvas, s shortcuts, keys keyTarget) {
	for _, own := range keyTable {
		if own.modifier != alone && s.do[own.name] != nil {
			canvas.AddShortcut(own.typed(), func(typed fyne.Shortcut) { s.run(typed) })
		}
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
		if s.free() && !s.key(ev) {
			keys.key(ev)
		}
		if typedKey != nil {
			typedKey(ev)
		}
	})
}
