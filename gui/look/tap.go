package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Tap is any content that can be pressed, by the mouse, by Space and by Enter. Under the mouse its ground
// changes a little, and a ring shows that it has the keyboard.
type Tap struct {
	widget.BaseWidget
	keys
	// OnTapped is called when it is pressed.
	OnTapped func()

	content fyne.CanvasObject
	ground  *Ground
	over    bool
	focused bool
}

// NewTap returns content that can be pressed.
func NewTap(content fyne.CanvasObject, tapped func()) *Tap {
	t := &Tap{OnTapped: tapped, content: content, ground: NewGround("", "", RadiusCard)}
	t.ExtendBaseWidget(t)
	return t
}

// Tapped implements fyne.Tappable.
func (t *Tap) Tapped(*fyne.PointEvent) { t.OnTapped() }

// Cursor implements desktop.Cursorable.
func (t *Tap) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn implements desktop.Hoverable.
func (t *Tap) MouseIn(*desktop.MouseEvent) { t.paint(true, t.focused) }

// MouseMoved implements desktop.Hoverable.
func (t *Tap) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *Tap) MouseOut() { t.paint(false, t.focused) }

// FocusGained implements fyne.Focusable.
func (t *Tap) FocusGained() {
	t.paint(t.over, true)
	t.gained(t)
}

// FocusLost implements fyne.Focusable.
func (t *Tap) FocusLost() { t.paint(t.over, false) }

// TypedRune implements fyne.Focusable.
func (t *Tap) TypedRune(r rune) { t.typed(r) }

// TypedKey implements fyne.Focusable.
func (t *Tap) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		t.OnTapped()
	default:
		t.pressed(e.Name)
	}
}

func (t *Tap) paint(over, focused bool) {
	t.over, t.focused = over, focused
	var fill, edge fyne.ThemeColorName
	stroke := float32(0)
	if over {
		fill = ColorOwn
	}
	if focused {
		edge, stroke = ColorAccent, ringWidth
	}
	t.ground.Set(fill, edge, stroke)
}

// CreateRenderer implements fyne.Widget.
func (t *Tap) CreateRenderer() fyne.WidgetRenderer {
	return renewed(t, widget.NewSimpleRenderer(container.NewStack(t.ground, t.content)))
}
