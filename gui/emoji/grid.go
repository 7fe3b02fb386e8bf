package emoji

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

const (
	columns = 9
	side    = 36 // of a place of the grid
	glyph   = 22 // size of the emoji in it
)

// grid shows the emoji; the arrow keys go through them, Enter takes one.
type grid struct {
	widget.GridWrap
	picker *Picker
	items  []item
	at     int // the one that Enter takes, -1 for none
	active bool
}

func newGrid(p *Picker) *grid {
	g := &grid{picker: p, at: -1}
	g.Length = func() int { return len(g.items) }
	g.CreateItem = func() fyne.CanvasObject { return newCell(p) }
	g.UpdateItem = func(id widget.GridWrapItemID, o fyne.CanvasObject) { o.(*cell).set(id, g.items[id], g.marks(id)) }
	g.ExtendBaseWidget(g)
	return g
}

func (g *grid) marks(id int) bool { return g.active && id == g.at }

// show shows other emoji from the top.
func (g *grid) show(items []item) {
	g.items, g.at = items, -1
	if len(items) > 0 {
		g.at = 0
	}
	g.Refresh()
	g.ScrollToTop()
}

// moveTo makes another emoji the one that Enter takes. Where there is none, it is the last before
// that.
func (g *grid) moveTo(id int) {
	id = max(0, min(id, len(g.items)-1))
	for id > 0 && g.items[id].cluster == "" {
		id--
	}
	before := g.at
	g.at = id
	g.ScrollTo(id)
	g.RefreshItem(before)
	g.RefreshItem(id)
	g.picker.tell(g.current())
}

// current returns the emoji that Enter takes.
func (g *grid) current() item {
	if g.at < 0 || g.at >= len(g.items) {
		return item{}
	}
	return g.items[g.at]
}

// FocusGained implements fyne.Focusable.
func (g *grid) FocusGained() {
	g.active = true
	g.moveTo(g.at)
}

// FocusLost implements fyne.Focusable.
func (g *grid) FocusLost() {
	g.active = false
	g.RefreshItem(g.at)
}

// TypedRune implements fyne.Focusable: who types searches.
func (g *grid) TypedRune(r rune) { g.picker.typed(r) }

// steps are how far the keys lead.
var steps = map[fyne.KeyName]int{
	fyne.KeyLeft: -1, fyne.KeyRight: 1, fyne.KeyUp: -columns, fyne.KeyDown: columns,
	fyne.KeyPageUp: -5 * columns, fyne.KeyPageDown: 5 * columns, fyne.KeyHome: -1 << 20, fyne.KeyEnd: 1 << 20,
}

// TypedKey implements fyne.Focusable.
func (g *grid) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		g.picker.take(g.current().cluster, true)
	case fyne.KeySpace:
		g.picker.take(g.current().cluster, false)
	case fyne.KeyEscape:
		g.picker.Close()
	case desktop.KeyMenu:
		g.picker.tones(g.current(), fyne.CurrentApp().Driver().AbsolutePositionForObject(g))
	case fyne.KeyUp:
		if g.at < columns {
			g.picker.toSearch()
			return
		}
		g.moveTo(g.at - columns)
	default:
		if by, ok := steps[e.Name]; ok {
			g.moveTo(g.at + by)
		}
	}
}

// AccessibilityLabel implements fyne.Accessible: the emoji that Enter takes.
func (g *grid) AccessibilityLabel() string {
	if name := g.current().name(); name != "" {
		return name
	}
	return tr.T("chat.emoji")
}

// AccessibilityRole implements fyne.Accessible.
func (g *grid) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// cell is one place of the grid, or the sign of a group.
type cell struct {
	look.Graphic
	picker *Picker
	item   item
	id     int
	ground *look.Ground
	glyph  *canvas.Text
	tapped func() // what a click does instead of taking the emoji; nil mostly
}

func newCell(p *Picker) *cell {
	c := &cell{picker: p, ground: look.NewGround("", "", look.RadiusCard), glyph: canvas.NewText("", color.Black)}
	c.glyph.Alignment, c.glyph.TextSize = fyne.TextAlignCenter, glyph
	c.Parts = []fyne.CanvasObject{c.ground, c.glyph}
	c.Min = func() fyne.Size { return fyne.NewSquareSize(side) }
	c.Arrange = func(s fyne.Size) {
		c.ground.Resize(s)
		height := c.glyph.MinSize().Height
		c.glyph.Move(fyne.NewPos(0, (s.Height-height)/2))
		c.glyph.Resize(fyne.NewSize(s.Width, height))
	}
	c.ExtendBaseWidget(c)
	return c
}

// set shows another emoji; marked puts a frame around it.
func (c *cell) set(id int, i item, marked bool) {
	c.id, c.item = id, i
	if text := look.Shown(i.cluster); c.glyph.Text != text {
		c.glyph.Text = text
		c.glyph.Refresh()
	}
	if marked {
		c.ground.Set(look.ColorOwn, look.ColorAccent, 2)
	} else {
		c.ground.Set("", "", 0)
	}
}

// Tapped implements fyne.Tappable.
func (c *cell) Tapped(*fyne.PointEvent) {
	if c.tapped != nil {
		c.tapped()
		return
	}
	c.picker.take(c.item.cluster, false)
}

// TappedSecondary implements fyne.SecondaryTappable: it offers the tones of skin.
func (c *cell) TappedSecondary(e *fyne.PointEvent) {
	if c.tapped == nil {
		c.picker.tones(c.item, e.AbsolutePosition)
	}
}

// MouseIn implements desktop.Hoverable.
func (c *cell) MouseIn(*desktop.MouseEvent) { c.picker.tell(c.item) }

// MouseMoved implements desktop.Hoverable.
func (c *cell) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *cell) MouseOut() {}
