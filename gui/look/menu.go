package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Item is one entry of a Menu. The zero Item is a line between two groups.
type Item struct {
	Words    string
	Icon     fyne.Resource // may be nil
	Shortcut string        // such as "Ctrl+N", for the eye only; may be ""
	Do       func()
	// Danger reports that the entry destroys something.
	Danger bool
	// Here reports that the keyboard begins at this entry.
	Here bool
	// Off is a sentence that says why the entry cannot be chosen now; "" when it can.
	Off string
}

func (i Item) line() bool { return i.Words == "" && i.Do == nil }

// Menu is a list of things to do that lies above the window until one of them is chosen. Up, Down,
// Home and End go through it, Enter and space choose, the first letter of an entry leads to it, and
// Escape or a click beside it closes it. What had the keyboard before gets it back.
type Menu struct {
	// OnClose is called when the menu is closed, before what was chosen is done; may be nil.
	OnClose func()

	canvas fyne.Canvas
	rows   []*MenuRow
	layer  *menuLayer
	before fyne.Focusable
	place  func(card, all fyne.Size) fyne.Position
}

// NewMenu returns a menu; nothing is shown yet. Lines at its ends and double ones are left out.
func NewMenu(items ...Item) *Menu {
	m := &Menu{}
	column := container.New(Column{})
	line := false
	for _, item := range items {
		if item.line() {
			line = len(m.rows) > 0
			continue
		}
		if line {
			column.Add(menuLine())
			line = false
		}
		row := newMenuRow(m, item)
		m.rows = append(m.rows, row)
		column.Add(row)
	}
	m.layer = newMenuLayer(m, column)
	return m
}

// ShowBelow shows the menu below an object, or above it where there is more room. It begins at the
// object's left edge, or ends at its right one.
func (m *Menu) ShowBelow(c fyne.Canvas, o fyne.CanvasObject) {
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
	m.show(c, func(card, all fyne.Size) fyne.Position {
		pos := at.AddXY(0, size.Height+Space1)
		if at.X+card.Width > all.Width-Space2 {
			pos.X = at.X + size.Width - card.Width
		}
		if pos.Y+card.Height > all.Height-Space2 && at.Y > all.Height-at.Y-size.Height {
			pos.Y = at.Y - Space1 - card.Height
		}
		return pos
	})
}

// ShowRight shows the menu below the right end of an object, or above it where there is more room, as
// for a line with a value at its right.
func (m *Menu) ShowRight(c fyne.Canvas, o fyne.CanvasObject) {
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
	m.show(c, func(card, all fyne.Size) fyne.Position {
		pos := at.AddXY(size.Width-card.Width-Space2, size.Height-Space1)
		if pos.Y+card.Height > all.Height-Space2 && at.Y > all.Height-at.Y-size.Height {
			pos.Y = at.Y + Space1 - card.Height
		}
		return pos
	})
}

// ShowAt shows the menu with its upper left corner at a place of the window, as for a click of the
// right mouse button.
func (m *Menu) ShowAt(c fyne.Canvas, at fyne.Position) {
	m.show(c, func(fyne.Size, fyne.Size) fyne.Position { return at })
}

// show puts the menu above the window. An empty one is not shown.
func (m *Menu) show(c fyne.Canvas, place func(card, all fyne.Size) fyne.Position) {
	if m.canvas != nil || len(m.rows) == 0 {
		return
	}
	m.canvas, m.place, m.before = c, place, c.Focused()
	c.Overlays().Add(m.layer)
	m.layer.Refresh()
	c.Focus(m.layer.card)
	for i, r := range m.rows {
		if r.item.Here {
			m.layer.card.goTo(i)
		}
	}
}

// Close takes the menu away.
func (m *Menu) Close() {
	if m.canvas == nil {
		return
	}
	c := m.canvas
	m.canvas = nil
	c.Overlays().Remove(m.layer)
	if m.before != nil {
		c.Focus(m.before)
	}
	if m.OnClose != nil {
		m.OnClose()
	}
}

// choose does what an entry is for.
func (m *Menu) choose(r *MenuRow) {
	if r.item.Off != "" || m.canvas == nil {
		return
	}
	m.Close()
	if r.item.Do != nil {
		r.item.Do()
	}
}
