package chat

import (
	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
)

func (p *pane) scrollBy(dy float32) {
	p.scroll.ScrollToOffset(fyne.NewPos(0, p.scroll.Offset.Y+dy))
}

// page scrolls by most of what is in view.
func (p *pane) page(direction float32) { p.scrollBy(direction * p.scroll.Size().Height * 0.85) }

// atBottom reports whether the newest text of the conversation is in view.
func (p *pane) atBottom() bool {
	return p.texts.latest && p.last == len(p.texts.all) &&
		p.scroll.Offset.Y+p.scroll.Size().Height >= p.content.Size().Height-look.Space2
}

// toBottom goes to the newest text, which may have to be loaded.
func (p *pane) toBottom() {
	if !p.texts.latest {
		p.newest()
		return
	}
	if p.last < len(p.texts.all) {
		p.last = len(p.texts.all)
		p.first = max(0, p.last-batch)
		p.rebuild()
	}
	p.scroll.ScrollToBottom()
	p.scrolled()
}

// scrolled builds more bubbles near the edges, and tells that something else is in view.
func (p *pane) scrolled() {
	if p.growing {
		return
	}
	p.fill()
	p.showChip()
	p.seen()
}

// fill builds bubbles, and loads texts, until there is more on both sides than is in view.
func (p *pane) fill() {
	if p.growing || p.rows.width == 0 || len(p.texts.all) == 0 {
		return
	}
	p.growing = true
	defer func() { p.growing = false }()
	near := p.scroll.Size().Height / 2
	for p.first > 0 && p.scroll.Offset.Y < near {
		p.extend(max(0, p.first-batch))
	}
	for p.last < len(p.texts.all) && p.below() < near {
		p.extendDown()
	}
	if p.first == 0 && !p.texts.complete && !p.failed && p.scroll.Offset.Y < 2*near {
		p.older()
	}
	if p.last == len(p.texts.all) && !p.texts.latest && p.below() < 2*near {
		p.newer()
	}
}

// below returns how much there is below what is in view.
func (p *pane) below() float32 {
	return p.content.Size().Height - p.scroll.Size().Height - p.scroll.Offset.Y
}

// extend builds bubbles from first on; what is in view stays in view.
func (p *pane) extend(first int) {
	below := p.content.Size().Height - p.scroll.Offset.Y
	p.first = first
	p.rebuild()
	p.scroll.ScrollToOffset(fyne.NewPos(0, p.content.Size().Height-below))
}

// extendDown builds more bubbles at the end.
func (p *pane) extendDown() {
	p.last = min(len(p.texts.all), p.last+batch)
	p.build(false)
}

// reveal scrolls to a text that is loaded.
func (p *pane) reveal(id int64) {
	i := p.texts.index(id)
	if i < 0 {
		return
	}
	if i < p.first+2 || i >= p.last {
		p.around(i)
		p.build(false)
	}
	p.scroll.ScrollToOffset(fyne.NewPos(0, p.bubbles[id].Position().Y-p.scroll.Size().Height/3))
	p.fill()
}

// spot is a place in a conversation: a text, and how far its upper edge is below that of the view.
type spot struct {
	id int64
	dy float32
}

// spot returns what is in view; the zero value at the bottom.
func (p *pane) spot() spot {
	if p.atBottom() {
		return spot{}
	}
	for i := p.first; i < p.last; i++ {
		b := p.bubbles[p.texts.all[i].ID]
		if b != nil && b.Position().Y+b.Size().Height > p.scroll.Offset.Y {
			return spot{p.texts.all[i].ID, b.Position().Y - p.scroll.Offset.Y}
		}
	}
	return spot{}
}

// lowest returns the newest text that is wholly in view, or else the newest of all; 0 when there is none.
func (p *pane) lowest() int64 {
	edge := p.scroll.Offset.Y + p.scroll.Size().Height + look.Space2
	for i := p.last - 1; i >= p.first; i-- {
		b := p.bubbles[p.texts.all[i].ID]
		if b != nil && b.Position().Y+b.Size().Height <= edge {
			return p.texts.all[i].ID
		}
	}
	return p.texts.newest()
}

// goBack scrolls to a spot whose text is loaded.
func (p *pane) goBack(to spot) {
	p.reveal(to.id)
	if b := p.bubbles[to.id]; b != nil {
		p.scroll.ScrollToOffset(fyne.NewPos(0, b.Position().Y-to.dy))
	}
}

// scrollTo brings a button of a bubble into view.
func (p *pane) scrollTo(b *bubble, button fyne.CanvasObject) {
	top := b.Position().Y + button.Position().Y - look.Space3
	bottom := top + button.Size().Height + 2*look.Space3
	switch {
	case top < p.scroll.Offset.Y:
		p.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > p.scroll.Offset.Y+p.scroll.Size().Height:
		p.scroll.ScrollToOffset(fyne.NewPos(0, bottom-p.scroll.Size().Height))
	}
}
