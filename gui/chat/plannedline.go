package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// plannedLine is the line above the composer that says what is planned for the partner.
type plannedLine struct {
	says   func(n sms.Number) string // nil for nothing at all
	words  *look.Line
	object *fyne.Container
}

func newPlannedLine(says func(n sms.Number) string, show func()) *plannedLine {
	p := &plannedLine{says: says, words: look.NewLine("", look.ColorMuted, theme.SizeNameText)}
	button := look.NewLink(tr.T("planned.show"), show)
	sign := look.NewSign(look.SignClock, look.ColorMuted, look.SideSmall)
	row := inset(container.NewBorder(nil, nil, container.NewCenter(sign), button,
		inset(container.New(stacked(), p.words), edges{top: look.Space2, left: look.Space2})),
		edges{look.Space1, look.Space5, 0, look.Space5})
	p.object = container.New(look.Centred{Width: look.PageWidth + 2*look.Space5}, row)
	p.object.Hide()
	return p
}

// show says what is planned for n, or nothing.
func (p *plannedLine) show(n sms.Number) {
	words := ""
	if p.says != nil && n != "" {
		words = p.says(n)
	}
	p.words.Set(words, look.ColorMuted)
	p.object.Hidden = words == ""
}

// PlannedChanged shows that something else is planned.
func (c *Chat) PlannedChanged() {
	c.right.planned.show(c.right.conversation.number)
	arrange(c.right.object)
}

// NameOf returns how a partner is called: by name where there is one.
func (c *Chat) NameOf(n sms.Number) string { return c.known.nameOf(c.known.of(n)) }
