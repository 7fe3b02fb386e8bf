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
	avatar *avatar
	name   *look.Line
	number *look.Line
	bars   *look.Sign
	net    *look.Line
	who    *fyne.Container
	object *fyne.Container
}

// headHeight is that of the search beside it, whoever the conversation is with.
const headHeight = 58

// newHeader returns the line; menu opens the menu below the button at.
func newHeader(menu func(at fyne.CanvasObject)) *header {
	h := &header{
		avatar: newAvatar(), net: look.NewSmall(""),
		bars:   look.NewSign(look.SignalName(0), theme.ColorNameForeground, look.SideSignal),
		name:   look.NewLine("", theme.ColorNameForeground, theme.SizeNameSubHeadingText).SetBold(true),
		number: look.NewLine("", look.ColorMuted, theme.SizeNameCaptionText),
	}
	open := look.NewLink("", nil).WithIcon(theme.MoreVerticalIcon())
	open.OnTapped = func() { menu(open) }
	lines := container.NewVBox(layout.NewSpacer(), h.name, h.number, layout.NewSpacer())
	h.who = container.NewBorder(nil, nil, inset(h.avatar, edges{right: look.Space2}), nil, lines)
	right := container.NewHBox(container.NewCenter(h.bars), container.NewCenter(h.net),
		gap(look.Space1, 0), container.NewCenter(open))
	h.object = container.NewStack(gap(0, headHeight),
		inset(container.NewBorder(nil, nil, nil, right, h.who),
			edges{look.Space2, look.Space3, look.Space2, look.Space5}))
	return h
}

// setPartner shows who the conversation is with.
func (h *header) setPartner(key, name, number string) {
	h.who.Show()
	h.avatar.set(key, initials(nameOnly(entry{name: name}), key))
	h.name.Set(name, theme.ColorNameForeground)
	h.number.Set(number, look.ColorMuted)
	h.number.Hidden = number == ""
	h.object.Refresh()
}

// setNobody shows no partner.
func (h *header) setNobody() { h.who.Hide() }

// setLink shows how things stand with the network, always in words as well.
func (h *header) setLink(l sms.Link) {
	h.net.Set(linkWords(l), look.ColorMuted)
	percent := 0
	if l.Up && l.Registered() {
		percent = l.Signal
	}
	h.bars.Set(look.SignalName(percent), theme.ColorNameForeground)
	h.object.Refresh()
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
