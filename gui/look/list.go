package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// List is Fyne's list that hands Escape on.
type List struct {
	widget.List
	keys
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

// TypedKey implements fyne.Focusable.
func (l *List) TypedKey(e *fyne.KeyEvent) {
	if e.Name != fyne.KeyEscape || !l.pressed(e.Name) {
		l.List.TypedKey(e)
	}
}
