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
	name, note string
	chosen     bool
	focused    bool
	ground     *Ground
	// OnChosen is called when the user takes this row; OnKey for Enter and Escape.
	OnChosen func()
	OnKey    func(*fyne.KeyEvent)
}

// NewChoice makes a row.
func NewChoice(name, note string, chosen bool) *Choice {
	ground := NewGround(ColorSurface, ColorLine, RadiusCard)
	c := &Choice{name: name, note: note, chosen: chosen, ground: ground}
	c.ExtendBaseWidget(c)
	c.paint()
	return c
}

// Name gives the name in the row.
func (c *Choice) Name() string { return c.name }

// Tapped implements fyne.Tappable.
func (c *Choice) Tapped(*fyne.PointEvent) {
	if c.OnChosen != nil {
		c.OnChosen()
	}
}

// Cursor implements desktop.Cursorable.
func (c *Choice) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained implements fyne.Focusable.
func (c *Choice) FocusGained() { c.focused = true; c.paint() }

// FocusLost implements fyne.Focusable.
func (c *Choice) FocusLost() { c.focused = false; c.paint() }

// TypedRune implements fyne.Focusable.
func (c *Choice) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (c *Choice) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		c.Tapped(nil)
	} else if c.OnKey != nil {
		c.OnKey(e)
	}
}

func (c *Choice) paint() {
	switch {
	case c.chosen && c.focused:
		c.ground.Set(ColorOwn, ColorAccent, 2)
	case c.chosen:
		c.ground.Set(ColorSurface, ColorAccent, 2)
	case c.focused:
		c.ground.Set(ColorSurface, ColorMuted, 2)
	default:
		c.ground.Set(ColorSurface, ColorLine, 1)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	ring := []Shape{{Kind: Disc, X: 1, Y: 5, W: 18, H: 18, Stroke: 2, Edge: ColorMuted}}
	if c.chosen {
		ring[0].Edge = ColorAccent
		ring = append(ring, Shape{Kind: Disc, X: 6, Y: 10, W: 8, H: 8, Fill: ColorAccent})
	}
	texts := container.New(Column{}, Plain(NewText(c.name, "")))
	if c.note != "" {
		texts.Add(Plain(NewText(c.note, ColorMuted)))
	}
	mark := container.New(Corner{}, NewDrawing(fyne.NewSize(20, 28), 28, ring...))
	row := container.New(Side{Width: 32}, mark, texts)
	return widget.NewSimpleRenderer(container.New(stack{},
		c.ground, container.New(Column{Inset: Space3}, row)))
}
