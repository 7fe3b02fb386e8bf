package emoji

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// groups is the row of signs, one for each group of emoji, which lead to it: by a click, or by Left, Right
// and Enter while the row has the keyboard.
type groups struct {
	widget.BaseWidget
	picker *Picker
	all    []group
	row    *fyne.Container
	at     int // the one that Enter leads to
	active bool
}

func newGroups(p *Picker) *groups {
	g := &groups{picker: p, row: container.New(layout.NewCustomPaddedHBoxLayout(0))}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *groups) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.row) }

// show shows other groups.
func (g *groups) show(items []item, all []group) {
	g.all, g.at, g.row.Objects = all, 0, nil
	for i, one := range all {
		sign := newCell(g.picker)
		sign.set(i, items[one.start], false)
		sign.tapped = func() { g.picker.toGroup(one.start) }
		g.row.Add(sign)
	}
	g.row.Refresh()
}

// moveTo makes another group the one that Enter leads to.
func (g *groups) moveTo(i int) {
	g.at = max(0, min(i, len(g.all)-1))
	for i, o := range g.row.Objects {
		sign := o.(*cell)
		sign.set(i, sign.item, g.active && i == g.at)
	}
	if g.active {
		g.picker.name.Set(g.AccessibilityLabel(), look.ColorMuted)
	}
}

// FocusGained implements fyne.Focusable.
func (g *groups) FocusGained() { g.active = true; g.moveTo(g.at) }

// FocusLost implements fyne.Focusable.
func (g *groups) FocusLost() { g.active = false; g.moveTo(g.at) }

// TypedRune implements fyne.Focusable: who types searches.
func (g *groups) TypedRune(r rune) {
	if r != ' ' {
		g.picker.typed(r)
	}
}

// TypedKey implements fyne.Focusable.
func (g *groups) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		g.moveTo(g.at - 1)
	case fyne.KeyRight:
		g.moveTo(g.at + 1)
	case fyne.KeyHome:
		g.moveTo(0)
	case fyne.KeyEnd:
		g.moveTo(len(g.all) - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		g.picker.toGroup(g.all[g.at].start)
	case fyne.KeyUp:
		g.picker.toSearch()
	case fyne.KeyDown:
		g.picker.canvas.Focus(g.picker.grid)
	case fyne.KeyEscape:
		g.picker.Close()
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (g *groups) AccessibilityLabel() string {
	if len(g.all) == 0 {
		return tr.T("chat.emoji")
	}
	return g.all[g.at].name
}

// AccessibilityRole implements fyne.Accessible.
func (g *groups) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
