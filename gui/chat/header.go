package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// header is the line above the texts: who it is, how the network is, and the menu.
type header struct {
	avatar *look.Avatar
	name   *look.Line
	number *look.Line
	bars   *look.Sign
	net    *look.Line
	open   *look.Button
	who    *fyne.Container
	object *fyne.Container
}

// headHeight is that of the search beside it, whoever the conversation is with.
const headHeight = 58

// newHeader returns the line; menu opens the menu below the button at.
func newHeader(menu func(at fyne.CanvasObject)) *header {
	h := &header{
		avatar: look.NewAvatar(), net: look.NewSmall(""),
		bars:   look.NewSign(look.SignalName(0), theme.ColorNameForeground, look.SideSignal),
		name:   look.NewLine("", theme.ColorNameForeground, theme.SizeNameSubHeadingText).SetBold(true),
		number: look.NewLine("", look.ColorMuted, theme.SizeNameCaptionText),
	}
	open := look.NewLink("", nil).WithIcon(theme.MoreVerticalIcon()).WithName(tr.T("chat.menu.all"))
	open.OnTapped = func() { menu(open) }
	h.open = open
	lines := container.NewVBox(layout.NewSpacer(), h.name, h.number, layout.NewSpacer())
	h.who = container.NewBorder(nil, nil, inset(h.avatar, edges{right: look.Space2}), nil, lines)
	h.net.Whole = false
	h.object = container.NewStack(gap(0, headHeight), inset(
		container.New(headLine{h}, h.who, container.NewCenter(h.bars), h.net, container.NewCenter(open)),
		edges{look.Space2, look.Space3, look.Space2, look.Space5}))
	return h
}

// nameLeast is the width that the name keeps: beside a long operator in a small window, the
// operator is cut off first.
const nameLeast = 220

// headLine is the layout of the header: who at the left, and at the right the bars, the operator
// and the menu.
type headLine struct{ *header }

// Layout implements fyne.Layout.
func (h headLine) Layout(o []fyne.CanvasObject, s fyne.Size) {
	who, bars, net, open := o[0], o[1], o[2], o[3]
	middle := func(o fyne.CanvasObject, right, width float32) float32 {
		height := o.MinSize().Height
		put(o, rect{right - width, (s.Height - height) / 2, width, height})
		return right - width - look.Space1
	}
	right := middle(open, s.Width, open.MinSize().Width) - look.Space1
	room := right - bars.MinSize().Width - 2*look.Space1 - nameLeast
	right = middle(net, right, fyne.Max(0, fyne.Min(h.net.Width(), room)))
	right = middle(bars, right, bars.MinSize().Width)
	put(who, rect{0, 0, right, s.Height})
}

// MinSize implements fyne.Layout.
func (h headLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(nameLeast, 0)
	for i, part := range o {
		size.Height = fyne.Max(size.Height, part.MinSize().Height)
		if i > 0 {
			size.Width += part.MinSize().Width + look.Space1
		}
	}
	return size
}

// openMenu opens the menu.
func (h *header) openMenu() {
	if h.object.Visible() && h.open.Visible() {
		h.open.OnTapped()
	}
}

// setPartner shows who the conversation is with; number is what stands below the name.
func (h *header) setPartner(e entry, number string) {
	h.who.Show()
	h.open.Show()
	h.avatar.Set(string(e.number), e.called)
	h.name.Set(e.name, theme.ColorNameForeground)
	h.number.Set(number, look.ColorMuted)
	h.number.Hidden = number == ""
	look.Redraw(h.object)
}

// setNobody shows no partner, and the button of the menu only if that holds anything then.
func (h *header) setNobody(menu bool) {
	h.who.Hide()
	h.open.Hidden = !menu
	look.Redraw(h.object)
}

// setLink shows how things stand with the network, always in words as well.
func (h *header) setLink(l sms.Link) {
	h.net.Set(linkWords(l), look.ColorMuted)
	percent := 0
	if l.Up && l.Registered() {
		percent = l.Signal
	}
	h.bars.Set(look.SignalName(percent), theme.ColorNameForeground)
	look.Redraw(h.object)
}

func linkWords(l sms.Link) string {
	switch {
	case !l.Up:
		return tr.T("chat.link.away")
	case l.Registration == sms.RegDenied:
		return tr.T("chat.link.denied")
	case l.Registration == sms.RegSearching:
		return tr.T("chat.link.searching")
	case !l.Registered():
		return tr.T("chat.link.none")
	}
	operator := oneLine(l.Operator)
	if operator == "" {
		operator = tr.T("chat.link.connected")
	}
	if l.Registration == sms.RegRoaming {
		return tr.T("chat.link.roaming", tr.Data{"Operator": operator})
	}
	return operator
}
