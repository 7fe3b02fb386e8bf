package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// header is the line above the texts: who it is, how the network is, and the menu.
type header struct {
	avatar *avatar
	name   *ink
	number *ink
	bars   *signalBars
	net    *ink
	menu   *widget.Button
	who    *fyne.Container
	object *fyne.Container
}

// headHeight is that of the search beside it; it stays whoever the conversation is with.
const headHeight = 58

func newHeader(menu func(at fyne.CanvasObject)) *header {
	h := &header{
		avatar: newAvatar(avatarSide), bars: newSignalBars(), net: newNote(""),
		name:   newInk("", theme.ColorNameForeground, theme.SizeNameSubHeadingText).bold(),
		number: newInk("", look.ColorMuted, theme.SizeNameCaptionText),
	}
	h.menu = widget.NewButtonWithIcon("", theme.MoreVerticalIcon(), nil)
	h.menu.OnTapped = func() { menu(h.menu) }
	h.menu.Importance = widget.LowImportance
	lines := container.NewVBox(layout.NewSpacer(), h.name, h.number, layout.NewSpacer())
	h.who = container.NewBorder(nil, nil, inset(h.avatar, 0, look.Space2, 0, 0), nil, lines)
	right := container.NewHBox(container.NewCenter(h.bars), container.NewCenter(h.net),
		gap(look.Space1, 0), container.NewCenter(h.menu))
	h.object = container.NewStack(gap(0, headHeight),
		inset(container.NewBorder(nil, nil, nil, right, h.who),
			look.Space2, look.Space3, look.Space2, look.Space5))
	return h
}

// setPartner shows who the conversation is with.
func (h *header) setPartner(key, name, number string) {
	h.who.Show()
	h.avatar.set(key, initials(nameOnly(entry{name: name}), key))
	h.name.set(name, theme.ColorNameForeground)
	h.number.set(number, look.ColorMuted)
	h.number.Show()
	if number == "" {
		h.number.Hide()
	}
	h.who.Refresh()
}

// setNobody shows no partner.
func (h *header) setNobody() { h.who.Hide() }

// setLink shows how things stand with the network, always in words as well.
func (h *header) setLink(l sms.Link) {
	h.net.set(linkWords(l), look.ColorMuted)
	percent := -1
	if l.Up && l.Registered() {
		percent = l.Signal
	}
	h.bars.set(percent)
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
