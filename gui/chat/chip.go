package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// farUp is how far above the newest text the way there is offered, whether anything new came or
// not.
const farUp = 120

// showChip offers the way to the newest text, where that is out of view.
func (p *pane) showChip() {
	words, kind := "", widget.MediumImportance
	above := p.content.Size().Height - p.scroll.Size().Height - p.scroll.Offset.Y
	switch unread := p.texts.unreadAfter(p.seenTo); {
	case p.atBottom():
	case unread > 0:
		words, kind = tr.N("chat.newBelow", unread), widget.HighImportance
	case above > farUp:
		words = tr.T("chat.toNewest")
	}
	p.chip.Hidden = words == "" // before the text: a hidden button does not draw its icon
	if p.chip.Text != words || p.chip.Importance != kind {
		p.chip.Importance = kind
		p.chip.SetText(words)
	}
	if !p.chip.Hidden {
		p.layoutChip(p.Size())
	}
}

func (p *pane) layoutChip(s fyne.Size) {
	size := p.chip.MinSize()
	x, y := (s.Width-size.Width)/2, s.Height-size.Height-look.Space3
	put(p.chip, rect{x, y, size.Width, size.Height})
}
