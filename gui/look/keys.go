package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// keys is what a widget leaves to the page or the card around it.
type keys struct {
	// OnEnter and OnEscape are called for these keys. In a Sheet they need not be set: Escape
	// closes it, and Enter in a field presses its main button.
	OnEnter, OnEscape func()
	// OnSay shows a sentence to the user: why a button is grey, or what a field does not take; ""
	// takes it away. In a Sheet it need not be set.
	OnSay func(text string)
	// OnRune takes the characters that are typed while a widget has the keyboard that has no use for
	// them, such as a button; may be nil.
	OnRune func(r rune)
	// OnKey is asked first about every key, and reports whether it was one of the window's own: those
	// without Ctrl or Alt, such as F3, come as ordinary keys to whatever has the keyboard. May be nil.
	OnKey func(*fyne.KeyEvent) bool

	reveal func(o fyne.CanvasObject) // scrolls it into view; may be nil
}

// arrows are the ways in which these keys lead.
var arrows = map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}

// pressed takes a key and reports whether it had a meaning.
func (k *keys) pressed(name fyne.KeyName) bool {
	do := k.OnEscape
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		do = k.OnEnter
	case fyne.KeyEscape:
	default:
		return false
	}
	if do == nil {
		return false
	}
	do()
	return true
}

// say shows a sentence where there is something that does.
func (k *keys) say(text string) {
	if k.OnSay != nil {
		k.OnSay(text)
	}
}

// typed hands a character on. A space is none: it presses the button.
func (k *keys) typed(r rune) {
	if k.OnRune != nil && r != ' ' {
		k.OnRune(r)
	}
}

// windows hands a key to the window and reports whether it was one of its own.
func (k *keys) windows(e *fyne.KeyEvent) bool { return k.OnKey != nil && k.OnKey(e) }

// gained is called by a widget that has got the keyboard: it is scrolled into view.
func (k *keys) gained(o fyne.CanvasObject) {
	if k.reveal != nil {
		k.reveal(o)
	}
}

// Around is what a page or a card does for the widgets in it.
type Around struct {
	Enter, Escape func()
	Say           func(text string)
	Type          func(r rune)
	Key           func(*fyne.KeyEvent) bool
	// Reveal scrolls what has got the keyboard into view.
	Reveal func(o fyne.CanvasObject)
}

// inherit sets what is not set yet.
func (k *keys) inherit(from Around) {
	if k.OnEnter == nil {
		k.OnEnter = from.Enter
	}
	if k.OnEscape == nil {
		k.OnEscape = from.Escape
	}
	if k.OnSay == nil {
		k.OnSay = from.Say
	}
	if k.OnRune == nil {
		k.OnRune = from.Type
	}
	if k.reveal == nil {
		k.reveal = from.Reveal
	}
	if k.OnKey == nil {
		k.OnKey = from.Key
	}
}

// Inherit gives the kit's widgets in an object what they do not have of their own.
func Inherit(o fyne.CanvasObject, from Around) {
	switch o := o.(type) {
	case interface{ inherit(from Around) }:
		o.inherit(from)
	case *container.Scroll:
		Inherit(o.Content, from)
	case *fyne.Container:
		for _, child := range o.Objects {
			Inherit(child, from)
		}
	}
}
