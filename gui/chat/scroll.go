package chat

import (
	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

func (p *pane) scrollBy(dy float32) {
	p.scroll.ScrollToOffset(fyne.NewPos(0, p.scroll.Offset.Y+dy))
}

// page scrolls by most of what is in view.
func (p *pane) page(direction float32) { p.scrollBy(direction * p.scroll.Size().Height * 0.85) }

func (p *pane) atBottom() bool {
	return p.scroll.Offset.Y+p.scroll.Size().Height >= p.content.Size().Height-look.Space2
}

func (p *pane) toBottom() {
	p.scroll.ScrollToBottom()
	p.scrolled()
}

// scrolled builds more bubbles near the top and takes the chip away at the bottom.
func (p *pane) scrolled() {
	if p.atBottom() {
		if p.waiting > 0 {
			p.waiting = 0
			p.showChip()
			p.seen()
		}
		return
	}
	if p.first > 0 && p.scroll.Offset.Y < p.scroll.Size().Height/2 {
		p.extend(max(0, p.first-batch))
	}
}

// extend builds bubbles from first on; what is in view stays in view.
func (p *pane) extend(first int) {
	below := p.content.Size().Height - p.scroll.Offset.Y
	p.first = first
	p.rebuild()
	p.scroll.ScrollToOffset(fyne.NewPos(0, p.content.Size().Height-below))
}

// showOlder loads the page before the oldest text.
func (p *pane) showOlder() {
	if len(p.msgs) == 0 {
		return
	}
	page := p.older(p.msgs[0].ID)
	p.complete = len(page) < pageSize
	p.msgs = append(page[:len(page):len(page)], p.msgs...)
	p.extend(max(0, len(page)-batch))
}

// reveal scrolls to a text, loading older pages until it is there.
func (p *pane) reveal(id int64) {
	for len(p.msgs) > 0 && p.msgs[0].ID > id && !p.complete {
		p.showOlder()
	}
	for i, m := range p.msgs {
		if m.ID != id {
			continue
		}
		if i < p.first+2 {
			p.extend(max(0, i-batch/2))
		}
		p.scroll.ScrollToOffset(fyne.NewPos(0, p.bubbles[id].Position().Y-p.scroll.Size().Height/3))
		return
	}
}

func (p *pane) showChip() {
	if p.waiting == 0 {
		p.chip.Hide()
		return
	}
	p.chip.SetText(tr.N("chat.newBelow", p.waiting))
	p.chip.Show()
	p.layoutChip(p.Size())
}

func (p *pane) layoutChip(s fyne.Size) {
	size := p.chip.MinSize()
	p.chip.Resize(size)
	p.chip.Move(fyne.NewPos((s.Width-size.Width)/2, s.Height-size.Height-look.Space3))
}
