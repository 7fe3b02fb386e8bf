package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Choice is one of several rows to choose from: a name, a line below it, and whether it is the
// chosen one.
type Choice struct {
	widget.BaseWidget
	keys
	// OnChosen is called when the user takes this row; OnArrow for the keys Up (-1) and Down (+1).
	OnChosen func()
	OnArrow  func(by int)

	name, note string
	chosen     bool
	ground     *Ground
	ring       *Ground
}

// NewChoice returns a row.
func NewChoice(name, note string, chosen bool) *Choice {
	c := &Choice{
		name: name, note: note, chosen: chosen,
		ground: NewGround(ColorSurface, ColorLine, RadiusCard), ring: newRing(RadiusCard + ringGap),
	}
	c.ExtendBaseWidget(c)
	c.paint(false)
	return c
}

// Tapped implements fyne.Tappable.
func (c *Choice) Tapped(*fyne.PointEvent) {
	if c.OnChosen != nil {
		c.OnChosen()
	}
}

// Cursor implements desktop.Cursorable.
func (c *Choice) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained implements fyne.Focusable.
func (c *Choice) FocusGained() {
	c.paint(true)
	c.gained(c)
}

// FocusLost implements fyne.Focusable.
func (c *Choice) FocusLost() { c.paint(false) }

// TypedRune implements fyne.Focusable.
func (c *Choice) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (c *Choice) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		c.Tapped(nil)
	} else if by, ok := arrows[e.Name]; ok && c.OnArrow != nil {
		c.OnArrow(by)
	} else {
		c.pressed(e.Name)
	}
}

// paint shows whether it is the chosen one. The ring is the same around every widget that has the
// keyboard; the chosen one has an edge of its own, and a sign.
func (c *Choice) paint(focused bool) {
	showRing(c.ring, focused)
	if c.chosen {
		c.ground.Set(ColorSurface, ColorAccent, 2)
	} else {
		c.ground.Set(ColorSurface, ColorLine, 1)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	sign := NewSign(SignOpen, ColorMuted, SideText)
	if c.chosen {
		sign = NewSign(SignChosen, ColorAccent, SideText)
	}
	texts := container.New(Column{}, NewText(c.name, ""))
	if c.note != "" {
		texts.Add(NewText(c.note, ColorMuted))
	}
	return renewed(c, &ringed{widget.NewSimpleRenderer(container.NewStack(
		c.ground, container.New(Column{Inset: Space3}, Marked(sign, texts)))), c.ring, ringGap})
}
