package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// List is Fyne's list that hands Escape on. Tab does not stop at it while it is empty: there is
// nothing to see.
type List struct {
	widget.List
	keys
	named
}

// NewList returns a list of as many lines as length says.
func NewList(
	length func() int, create func() fyne.CanvasObject,
	update func(widget.ListItemID, fyne.CanvasObject),
) *List {
	l := &List{}
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.ExtendBaseWidget(l)
	return l
}

// Disabled implements fyne.Disableable, which is what Tab asks for.
func (l *List) Disabled() bool { return l.Length == nil || l.Length() == 0 }

// Enable implements fyne.Disableable.
func (l *List) Enable() {}

// Disable implements fyne.Disableable.
func (l *List) Disable() {}

// TypedRune implements fyne.Focusable.
func (l *List) TypedRune(r rune) { l.typed(r) }

// TypedKey implements fyne.Focusable.
func (l *List) TypedKey(e *fyne.KeyEvent) {
	if l.windows(e) || e.Name == fyne.KeyEscape && l.pressed(e.Name) {
		return
	}
	l.List.TypedKey(e)
}
