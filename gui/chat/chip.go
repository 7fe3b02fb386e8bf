package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// farUp is how far above the newest text the way there is offered, whether anything new came or
// not.
const farUp = 120

// jump is the way to the newest text: a round button, and above it how many new ones are there.
type jump struct {
	look.Graphic
	button *look.Round
	badge  *badge
}

func newJump(tapped func()) *jump {
	j := &jump{
		button: look.NewRound(theme.MoveDownIcon(), tr.T("chat.toNewest"), tapped),
		badge:  newBadge(),
	}
	j.button.Side = 40
	j.Parts = []fyne.CanvasObject{j.button, j.badge}
	j.Min = func() fyne.Size { return fyne.NewSize(48, 52) }
	j.Arrange = func(s fyne.Size) {
		put(j.button, rect{4, 10, 40, 40})
		count := j.badge.MinSize()
		put(j.badge, rect{(s.Width - count.Width) / 2, 0, count.Width, count.Height})
	}
	j.ExtendBaseWidget(j)
	return j
}

// set shows how many texts are new.
func (j *jump) set(unread int) {
	words := tr.T("chat.toNewest")
	if unread > 0 {
		words = tr.N("chat.newBelow", unread)
	}
	if j.button.Text == words {
		return
	}
	j.button.Text = words
	j.badge.set(unread)
	j.button.SetPrimary(unread > 0)
	j.Refresh()
}

// showChip offers the way to the newest text, where that is out of view.
func (p *pane) showChip() {
	unread := p.texts.unreadAfter(p.seenTo)
	hidden := p.atBottom() || unread == 0 && p.below() <= farUp && p.texts.latest
	if p.chip.Hidden != hidden {
		p.chip.Hidden = hidden
		p.chip.Refresh()
	}
	if !hidden {
		p.chip.set(unread)
		p.layoutChip(p.Size())
	}
}

// layoutChip puts the button in the middle at the lower edge, between the texts of the two sides.
func (p *pane) layoutChip(s fyne.Size) {
	size := p.chip.MinSize()
	put(p.chip, rect{
		(s.Width - size.Width) / 2, s.Height - size.Height - look.Space2, size.Width, size.Height,
	})
}
