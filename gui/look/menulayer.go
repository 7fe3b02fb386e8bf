package look

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// menuLayer covers the window below a menu: a click on it closes the menu.
type menuLayer struct {
	widget.BaseWidget
	menu *Menu
	card *menuCard
}

func newMenuLayer(m *Menu, column *fyne.Container) *menuLayer {
	l := &menuLayer{menu: m, card: newMenuCard(m, column)}
	l.ExtendBaseWidget(l)
	return l
}

// Tapped implements fyne.Tappable.
func (l *menuLayer) Tapped(*fyne.PointEvent) { l.menu.Close() }

// TappedSecondary implements fyne.SecondaryTappable.
func (l *menuLayer) TappedSecondary(*fyne.PointEvent) { l.menu.Close() }

// CreateRenderer implements fyne.Widget.
func (l *menuLayer) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(menuPlace{l}, l.card))
}

// menuPlace is the layout of the layer: the card where it belongs, inside the window whatever that is.
type menuPlace struct{ *menuLayer }

// MinSize implements fyne.Layout.
func (menuPlace) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (p menuPlace) Layout(_ []fyne.CanvasObject, all fyne.Size) {
	if p.menu.place == nil {
		return
	}
	most := all.SubtractWidthHeight(2*Space2, 2*Space2)
	size := p.card.wanted().Min(most)
	pos := p.menu.place(size, all)
	pos.X = max(Space2, min(pos.X, all.Width-Space2-size.Width))
	pos.Y = max(Space2, min(pos.Y, all.Height-Space2-size.Height))
	p.card.Resize(size)
	p.card.Move(pos)
}

// menuCard is the menu as one sees it; it has the keyboard.
type menuCard struct {
	widget.BaseWidget
	menu   *Menu
	column *fyne.Container
	scroll *container.Scroll
	ground *Ground
	here   int // the entry that Enter chooses, -1 for none
}

// menuLeast is the least width of a menu.
const menuLeast = 200

func newMenuCard(m *Menu, column *fyne.Container) *menuCard {
	c := &menuCard{menu: m, column: column, here: -1}
	c.ground = NewGround(theme.ColorNameMenuBackground, ColorLine, RadiusCard)
	c.ground.SetShadow(true)
	c.scroll = container.NewVScroll(column)
	c.ExtendBaseWidget(c)
	return c
}

// wanted returns the size at which nothing is cut off and nothing has to be scrolled.
func (c *menuCard) wanted() fyne.Size {
	width := float32(menuLeast)
	for _, r := range c.menu.rows {
		width = max(width, r.wanted())
	}
	return fyne.NewSize(width+2*Space1, c.column.MinSize().Height+2*Space1)
}

// CreateRenderer implements fyne.Widget.
func (c *menuCard) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(c.ground,
		container.New(layout.NewCustomPaddedLayout(Space1, Space1, Space1, Space1), c.scroll)))
}

// Tapped implements fyne.Tappable: a click between two entries closes nothing.
func (c *menuCard) Tapped(*fyne.PointEvent) {}

// FocusGained implements fyne.Focusable.
func (c *menuCard) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (c *menuCard) FocusLost() {}

// TypedRune implements fyne.Focusable: the next entry that begins with this letter.
func (c *menuCard) TypedRune(r rune) {
	if r == ' ' {
		return
	}
	rows := c.menu.rows
	for i := range rows {
		at := (max(c.here, -1) + 1 + i) % len(rows)
		words := []rune(strings.ToLower(rows[at].item.Words))
		if len(words) > 0 && words[0] == unicode.ToLower(r) {
			c.goTo(at)
			return
		}
	}
}

// TypedKey implements fyne.Focusable.
func (c *menuCard) TypedKey(e *fyne.KeyEvent) {
	last := len(c.menu.rows) - 1
	switch e.Name {
	case fyne.KeyEscape, fyne.KeyLeft:
		c.menu.Close()
	case fyne.KeyDown:
		c.goTo((c.here + 1) % (last + 1))
	case fyne.KeyUp:
		c.goTo((max(c.here, 0) + last) % (last + 1))
	case fyne.KeyHome, fyne.KeyPageUp:
		c.goTo(0)
	case fyne.KeyEnd, fyne.KeyPageDown:
		c.goTo(last)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if c.here >= 0 {
			c.menu.choose(c.menu.rows[c.here])
		}
	}
}

// goTo marks an entry, and brings it into view.
func (c *menuCard) goTo(at int) {
	c.mark(at)
	row := c.menu.rows[at]
	top, bottom := row.Position().Y, row.Position().Y+row.Size().Height
	switch {
	case top < c.scroll.Offset.Y:
		c.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > c.scroll.Offset.Y+c.scroll.Size().Height:
		c.scroll.ScrollToOffset(fyne.NewPos(0, bottom-c.scroll.Size().Height))
	}
}

// mark marks an entry, and no other.
func (c *menuCard) mark(at int) {
	c.here = at
	for i, r := range c.menu.rows {
		r.setHere(i == at)
	}
}
