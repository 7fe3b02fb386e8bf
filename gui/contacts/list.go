package contacts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
)

// list is the list of people. The arrow keys choose, Enter changes, Delete deletes.
type list struct {
	look.List
	page *page
}

func newList(p *page) *list {
	l := &list{page: p}
	l.Length = func() int { return len(p.rows) }
	l.CreateItem = func() fyne.CanvasObject { return newRow() }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(p.rows) {
			o.(*row).set(p.rows[i], p.rows[i].ID == p.chosen)
		}
	}
	l.OnSelected = func(i widget.ListItemID) {
		l.UnselectAll()
		p.choose(i)
		p.canvas().Focus(l)
	}
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// TypedKey implements fyne.Focusable.
func (l *list) TypedKey(e *fyne.KeyEvent) {
	const screen = 8 // rows
	switch e.Name {
	case fyne.KeyUp:
		l.page.step(-1)
	case fyne.KeyDown:
		l.page.step(1)
	case fyne.KeyPageUp:
		l.page.step(-screen)
	case fyne.KeyPageDown:
		l.page.step(screen)
	case fyne.KeyHome:
		l.page.step(-len(l.page.rows))
	case fyne.KeyEnd:
		l.page.step(len(l.page.rows))
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.page.edit(l.page.person())
	case fyne.KeyDelete:
		l.page.remove(l.page.person())
	default:
		l.List.TypedKey(e)
	}
}

// TypedRune goes on with the search.
func (l *list) TypedRune(r rune) {
	if r == ' ' {
		return
	}
	l.page.Focus(l.page.search)
	l.page.search.TypedRune(r)
}

// TypedShortcut implements fyne.Shortcutable.
func (l *list) TypedShortcut(s fyne.Shortcut) { l.page.shortcut(s) }

// row is one person in the list.
type row struct {
	look.Graphic
	ground       *look.Ground
	avatar       *look.Avatar
	name, number *look.Line
}

func newRow() *row {
	r := &row{
		ground: look.NewGround("", "", look.RadiusCard), avatar: look.NewAvatar(),
		name:   look.NewLine("", theme.ColorNameForeground, theme.SizeNameText),
		number: look.NewLine("", look.ColorMuted, theme.SizeNameCaptionText),
	}
	r.Parts = []fyne.CanvasObject{r.ground, r.avatar, r.name, r.number}
	r.Min = func() fyne.Size { return fyne.NewSize(160, look.Scaled(58)) }
	r.Arrange = r.arrange
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) set(e entry, chosen bool) {
	tone, ground := look.ColorMuted, fyne.ThemeColorName("")
	if chosen {
		tone, ground = look.ColorOwnText, look.ColorOwn
	}
	r.avatar.Set(string(e.Numbers[0].Number), e.name)
	r.name.Set(e.name, theme.ColorNameForeground)
	r.number.Set(e.number, tone)
	r.ground.Set(ground, "", 1)
}

func (r *row) arrange(s fyne.Size) {
	r.ground.Move(fyne.NewPos(look.Space2, 1))
	r.ground.Resize(fyne.NewSize(s.Width-2*look.Space2, s.Height-2))
	left := look.Space4 + look.AvatarSide + look.Space3
	r.avatar.Move(fyne.NewPos(look.Space4, 0))
	r.avatar.Resize(fyne.NewSize(look.AvatarSide, s.Height))
	width := s.Width - left - look.Space4
	name, number := r.name.MinSize().Height, r.number.MinSize().Height
	top := (s.Height - name - number) / 2
	r.name.Move(fyne.NewPos(left, top))
	r.name.Resize(fyne.NewSize(width, name))
	r.number.Move(fyne.NewPos(left, top+name))
	r.number.Resize(fyne.NewSize(width, number))
}
