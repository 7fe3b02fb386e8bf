package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// keys are the two keys that mean something to the page or the card around a widget.
type keys struct {
	// OnEnter and OnEscape are called for these keys. In a Sheet they need not be set: Escape
	// closes it, and Enter in a field presses its main button.
	OnEnter, OnEscape func()
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

// inherit sets what is not set yet.
func (k *keys) inherit(enter, escape func()) {
	if k.OnEnter == nil {
		k.OnEnter = enter
	}
	if k.OnEscape == nil {
		k.OnEscape = escape
	}
}

// Inherit sets these keys for the kit's widgets in an object, where they have none of their own.
func Inherit(o fyne.CanvasObject, enter, escape func()) {
	switch o := o.(type) {
	case interface{ inherit(enter, escape func()) }:
		o.inherit(enter, escape)
	case *container.Scroll:
		Inherit(o.Content, enter, escape)
	case *fyne.Container:
		for _, child := range o.Objects {
			Inherit(child, enter, escape)
		}
	}
}
