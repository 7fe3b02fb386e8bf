package emoji

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// rows is how many rows of emoji are in view, fewer in a low window.
const rows = 6

// tonesMost is how many tones of skin are offered: those of one person.
const tonesMost = 5

// Picker is the card while it is shown.
type Picker struct {
	canvas fyne.Canvas
	keeper Keeper
	pick   func(cluster string)

	search *look.Field
	groups *groups
	grid   *grid
	name   *look.Line
	card   *look.Float
}

// Show shows the card above an object. pick is called with each emoji that is chosen.
func Show(c fyne.Canvas, k Keeper, above fyne.CanvasObject, pick func(cluster string)) *Picker {
	p := &Picker{canvas: c, keeper: k, pick: pick}
	p.search = look.NewField(tr.T("chat.emoji.search"), 0, nil)
	p.search.OnChanged = p.find
	p.search.OnEnter = func() { p.take(p.grid.current().cluster, true) }
	p.search.OnEscape = p.Close
	p.search.OnArrow = func(by int) {
		if by > 0 && len(p.grid.items) > 0 {
			c.Focus(p.grid)
		}
	}
	p.search.OnShortcut = p.closes
	p.name = look.NewSmall("")
	p.name.Whole = false
	p.grid = newGrid(p)
	p.groups = newGroups(p)
	p.find("")
	p.place(above)
	c.Focus(p.search)
	return p
}

// place puts the card together, above an object and inside the window.
func (p *Picker) place(above fyne.CanvasObject) {
	const gap, inset = 4, look.Space3
	driver := fyne.CurrentApp().Driver()
	width := float32(columns*side + (columns-1)*gap)
	height := min(float32(rows*side+(rows-1)*gap), driver.AbsolutePositionForObject(above).Y-145)
	view := container.New(look.Fixed{Width: width, Height: max(height, side)}, p.grid)
	line := container.New(look.Fixed{Height: 1}, look.NewGround(look.ColorLine, "", 0))
	column := container.New(look.Column{Gap: look.Space1}, p.search, p.groups, line, view, p.name)
	p.card = look.NewFloat(p.canvas, container.New(layout.NewCustomPaddedLayout(inset, look.Space2, inset, inset), column),
		func(card fyne.Size) fyne.Position {
			return driver.AbsolutePositionForObject(above).SubtractXY(0, card.Height+look.Space2)
		})
	p.card.Show()
}

// Close takes the card away; what had the keyboard before has it again.
func (p *Picker) Close() { p.card.Close() }

// Open reports whether the card is still there.
func (p *Picker) Open() bool { return p.card.Open() }

// closes reports whether a shortcut is the one that opened the card, and closes it.
func (p *Picker) closes(s fyne.Shortcut) bool {
	custom, ok := s.(*desktop.CustomShortcut)
	if ok && custom.KeyName == fyne.KeyE {
		p.Close()
	}
	return ok
}

// find shows what is found by words, or everything.
func (p *Picker) find(words string) {
	words = strings.TrimSpace(words)
	if words == "" {
		items, groups := all(recent(p.keeper))
		p.groups.show(items, groups)
		p.grid.show(items)
		p.tell(item{})
		return
	}
	found := find(words)
	p.grid.show(found)
	p.tell(p.grid.current())
	if len(found) == 0 {
		p.name.Set(tr.T("chat.emoji.none"), look.ColorMuted)
	}
}

// toGroup shows the emoji of a group, all of them.
func (p *Picker) toGroup(start int) {
	if p.search.Text != "" {
		p.search.SetText("")
	}
	p.grid.ScrollToOffset(float32(start/columns) * (side + 4))
	p.grid.moveTo(start)
	p.canvas.Focus(p.grid)
}

// tell says what an emoji shows.
func (p *Picker) tell(i item) {
	words := i.name()
	if len(i.tones) > 0 {
		words += tr.T("chat.emoji.tones")
	}
	p.name.Set(words, look.ColorMuted)
}

// take chooses an emoji.
func (p *Picker) take(cluster string, done bool) {
	if cluster == "" {
		return
	}
	used(p.keeper, cluster)
	if done {
		p.Close()
	}
	p.pick(cluster)
}

// tones offers an emoji in the tones of skin.
func (p *Picker) tones(i item, at fyne.Position) {
	if len(i.tones) == 0 {
		return
	}
	var all []look.Item
	for _, tone := range i.tones[:min(len(i.tones), tonesMost)] {
		all = append(all, look.Item{Words: tone, Do: func() { p.take(tone, false) }})
	}
	look.NewMenu(all...).ShowAt(p.canvas, at)
}

// typed goes on searching with a character.
func (p *Picker) typed(r rune) {
	p.toSearch()
	p.search.TypedRune(r)
}

func (p *Picker) toSearch() { p.canvas.Focus(p.search) }
