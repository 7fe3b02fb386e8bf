package chat

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// rowHeight and headingHeight are the heights of the rows, which grow with the text.
func rowHeight() float32     { return look.Scaled(64) }
func headingHeight() float32 { return look.Scaled(32) }

// ringRoom is what the ring needs at the edges of the list.
const ringRoom = 3

// row is one line of a list: a partner with the latest text, a text that was found or deleted, or a
// heading. It takes the mouse itself, because a click of the right button opens its menu.
type row struct {
	look.Graphic
	list *rowList
	id   int

	ground  *look.Ground
	avatar  *look.Avatar
	title   *look.Line
	time    *look.Line
	text    *foundLine
	badge   *badge
	dot     *look.Sign // unread by hand
	lead    *look.Sign // the state of the latest text
	pin     *look.Sign
	mute    *look.Sign
	heading *look.Line
	fill    fyne.ThemeColorName // of the ground, without the mouse
	edge    fyne.ThemeColorName
	special string // what the signs say, in words
}

func newRow(list *rowList) *row {
	small := func() *look.Sign { return look.NewSign("", "", look.SideSmall) }
	r := &row{
		list: list, ground: look.NewGround("", "", look.RadiusCard), avatar: look.NewAvatar(),
		title: look.NewLine("", theme.ColorNameForeground, theme.SizeNameText),
		time:  look.NewSmall(""), text: newFoundLine(), badge: newBadge(),
		dot: small(), lead: small(), pin: small(), mute: small(),
		heading: look.NewLine("", look.ColorMuted, theme.SizeNameCaptionText).SetBold(true),
	}
	r.Parts = []fyne.CanvasObject{
		r.ground, r.avatar, r.title, r.time, r.lead, r.text, r.badge, r.dot, r.pin, r.mute, r.heading,
	}
	r.Min = func() fyne.Size { return fyne.NewSize(200, rowHeight()) }
	r.Arrange = r.arrange
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) set(id int, e entry, now time.Time) {
	r.id = id
	plain := e.kind == rowHeading || e.kind == rowMore
	for _, o := range r.Parts[1 : len(r.Parts)-1] {
		setHidden(o, plain)
	}
	r.heading.Hidden = !plain
	r.paint(e)
	if plain {
		r.heading.Set(e.name, headingTone(e.kind))
		r.Refresh()
		return
	}
	r.avatar.Set(string(e.number), e.called)
	r.title.SetBold(e.unread > 0 || e.marked)
	r.title.Set(e.name, theme.ColorNameForeground)
	when := ""
	if !e.at.IsZero() {
		when = tr.Short(e.at.In(now.Location()), now)
	}
	tone := look.ColorMuted
	switch {
	case e.selected:
		tone = look.ColorOwnText
	case e.unread > 0 || e.marked:
		tone = theme.ColorNameForeground
	}
	r.time.Set(when, look.ColorMuted)
	r.text.set(e.text, e.found, tone)
	r.badge.set(e.unread)
	r.setSigns(e)
	r.Refresh()
}

func headingTone(kind rowKind) fyne.ThemeColorName {
	if kind == rowMore {
		return look.ColorAccent
	}
	return look.ColorMuted
}

// setSigns shows what is special about a conversation.
func (r *row) setSigns(e entry) {
	r.special = specialOf(e)
	sign := func(on bool, s *look.Sign, name look.SignName, tone fyne.ThemeColorName) {
		if !on {
			name = ""
		}
		s.Set(name, tone)
	}
	sign(e.marked && e.unread == 0, r.dot, look.SignDot, look.ColorAccent)
	sign(e.pinned, r.pin, look.SignPin, look.ColorMuted)
	sign(e.muted, r.mute, look.SignMuted, look.ColorMuted)
	s := stateSigns[e.status]
	sign(!e.draft && s.sign != look.SignNote, r.lead, s.sign, s.tone)
}

// paint gives the ground its colours.
func (r *row) paint(e entry) {
	r.fill, r.edge = "", ""
	if e.selected {
		r.fill = look.ColorOwn
	}
	if e.ringed {
		r.edge = look.ColorAccent
	}
	r.ground.Set(r.fill, r.edge, 2)
}

func setHidden(o fyne.CanvasObject, hidden bool) {
	if hidden {
		o.Hide()
	} else {
		o.Show()
	}
}

func (r *row) arrange(s fyne.Size) {
	put(r.ground, rect{ringRoom, 1, s.Width - 2*ringRoom, s.Height - 2}) // the list cuts off what is outside it
	line := r.heading.MinSize().Height
	put(r.heading, rect{look.Space3, (s.Height - line) / 2, s.Width - 2*look.Space3, line})
	left, right := look.Space2+2, s.Width-look.Space3
	put(r.avatar, rect{left, (s.Height - avatarSide) / 2, avatarSide, avatarSide})
	left += avatarSide + look.Space3
	title, text := r.title.MinSize().Height, r.text.MinSize().Height
	top := (s.Height - title - text - 2) / 2
	if r.text.words == "" && r.time.Text() == "" {
		top = (s.Height - title) / 2
	}
	r.arrangeTitle(left, right, top+title/2)
	r.arrangeText(left, right, top+title+2+text/2)
}

// arrangeTitle places the name, the signs beside it and the time around a middle line.
func (r *row) arrangeTitle(left, right, middle float32) {
	ending := func(o fyne.CanvasObject, space float32) {
		size := o.MinSize()
		put(o, rect{right - size.Width, middle - size.Height/2, size.Width, size.Height})
		if size.Width > 0 {
			right -= size.Width + space
		}
	}
	ending(r.time, look.Space2)
	ending(r.pin, look.Space1)
	ending(r.mute, look.Space1)
	height := r.title.MinSize().Height
	put(r.title, rect{left, middle - height/2, right - left, height})
}

// arrangeText places the latest text, its state and how many are unread around a middle line.
func (r *row) arrangeText(left, right, middle float32) {
	for _, o := range []fyne.CanvasObject{r.badge, r.dot} {
		size := o.MinSize()
		put(o, rect{right - size.Width, middle - size.Height/2, size.Width, size.Height})
		if size.Width > 0 {
			right -= size.Width + look.Space2
		}
	}
	lead := r.lead.MinSize()
	put(r.lead, rect{left, middle - lead.Height/2 + 1, lead.Width, lead.Height})
	if lead.Width > 0 {
		left += lead.Width + look.Space1
	}
	height := r.text.MinSize().Height
	put(r.text, rect{left, middle - height/2, right - left, height})
}

// Tapped implements fyne.Tappable.
func (r *row) Tapped(*fyne.PointEvent) { r.list.open(r.id) }

// TappedSecondary opens the menu of the row.
func (r *row) TappedSecondary(ev *fyne.PointEvent) {
	if r.list.menu != nil {
		r.list.menu(r.id, ev.AbsolutePosition)
	}
}

// MouseIn implements desktop.Hoverable.
func (r *row) MouseIn(*desktop.MouseEvent) {
	if r.fill == "" && r.heading.Hidden {
		r.ground.Set(theme.ColorNameHover, r.edge, 2)
	}
}

// MouseMoved implements desktop.Hoverable.
func (r *row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *row) MouseOut() { r.ground.Set(r.fill, r.edge, 2) }

// AccessibilityLabel implements fyne.Accessible: who it is, the latest text, when, and what the signs say.
func (r *row) AccessibilityLabel() string {
	if !r.heading.Hidden {
		return r.heading.Text()
	}
	return said(r.title.Text(), r.text.words, r.time.Text(), r.special)
}

// AccessibilityRole implements fyne.Accessible.
func (r *row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
