package chat

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// batch is how many bubbles are built at a time; more follow as the user scrolls up.
const batch = 40

// pane is the message area of one conversation: the newest texts as bubbles in a scroller, built
// in batches from the bottom up. It opens where the unread ones begin. It stays where it is when
// something arrives unless it stands at the bottom, and offers to go there instead.
type pane struct {
	look.Graphic
	now     func() time.Time
	actions bubbleActions
	older   func() // loads the page before the oldest text
	seen    func() // something else came into view

	texts   *texts
	first   int   // the first text that has a bubble
	seenTo  int64 // the newest text that was in view
	bubbles map[int64]*bubble
	days    map[string]*mark
	unread  *mark

	rows    *column
	content *fyne.Container
	scroll  *container.Scroll
	more    *look.Button
	chip    *look.Button
}

func newPane(actions bubbleActions, older, seen func()) *pane {
	p := &pane{now: actions.now, actions: actions, older: older, seen: seen}
	p.rows = &column{margin: look.Space5}
	p.content = container.New(p.rows)
	p.scroll = container.NewVScroll(p.content)
	p.scroll.OnScrolled = func(fyne.Position) { p.scrolled() }
	p.more = look.NewLink(tr.T("chat.older"), older)
	p.chip = look.NewPrimary("", p.toBottom).WithIcon(theme.MoveDownIcon())
	p.Parts = []fyne.CanvasObject{p.scroll, p.chip}
	for _, b := range []*look.Button{p.more, p.chip} {
		look.Inherit(b, actions.keys.around())
	}
	p.more.OnFocus = p.scroll.ScrollToTop
	p.Min = func() fyne.Size { return fyne.NewSize(200, 100) }
	p.Arrange = p.arrange
	p.clear("")
	p.ExtendBaseWidget(p)
	return p
}

// clear shows no texts but a remark, which may be "".
func (p *pane) clear(remark string) {
	p.show(&texts{complete: true})
	if remark != "" {
		p.content.Objects = []fyne.CanvasObject{newMark(remark, look.ColorMuted, look.ColorLine)}
		p.place(true)
	}
}

// show shows the newest of the texts.
func (p *pane) show(t *texts) {
	p.texts, p.seenTo = t, 0
	p.bubbles, p.days = map[int64]*bubble{}, map[string]*mark{}
	p.unread = newMark(tr.T("chat.unread"), look.ColorAccent, look.ColorAccent)
	p.chip.Hide()
	p.first = max(0, len(t.all)-batch)
	if at := t.index(t.unreadFrom); at >= 0 {
		p.first = max(0, min(p.first, at-batch/2))
	}
	p.rebuild()
	p.scroll.ScrollToBottom()
	if top := p.unread.Position().Y - look.Space5; t.unreadFrom != 0 && top < p.scroll.Offset.Y {
		p.scroll.ScrollToOffset(fyne.NewPos(0, max(top, 0)))
	}
	p.showChip()
}

// look returns the newest text that was in view so far: the lower edge of its bubble was.
func (p *pane) look() int64 {
	edge := p.scroll.Offset.Y + p.scroll.Size().Height + look.Space2
	for i := len(p.texts.all) - 1; i >= p.first; i-- {
		b := p.bubbles[p.texts.all[i].ID]
		if b != nil && b.Position().Y+b.Size().Height <= edge {
			p.seenTo = max(p.seenTo, p.texts.all[i].ID)
			break
		}
	}
	p.showChip()
	return p.seenTo
}

// apply takes in a text that is new or has changed, and reports whether it is in view now.
func (p *pane) apply(m sms.Message) bool {
	bottom := p.atBottom()
	isNew, loaded := p.texts.set(m)
	if !isNew {
		if b := p.bubbles[m.ID]; b != nil {
			b.set(m)
			p.place(bottom)
		}
		return bottom && loaded
	}
	p.rebuild()
	if bottom || m.Direction == sms.Outgoing {
		p.scroll.ScrollToBottom()
		return true
	}
	p.showChip()
	return false
}

// drop takes a text away.
func (p *pane) drop(id int64) {
	p.texts.drop(id)
	delete(p.bubbles, id)
	p.first = max(0, min(p.first, len(p.texts.all)-1))
	p.rebuild()
}

// prepend shows an older page above the others; what is in view stays in view.
func (p *pane) prepend(page []sms.Message, complete bool) {
	p.texts.prepend(page, complete)
	p.extend(max(0, len(page)-batch))
}

// newDay puts the days into other words.
func (p *pane) newDay() {
	p.days = map[string]*mark{}
	p.rebuild()
}

// rebuild puts the rows together anew; bubbles that are there already are taken again.
func (p *pane) rebuild() {
	bottom, zone := p.atBottom(), p.now().Location()
	rows := make([]fyne.CanvasObject, 0, 2*len(p.texts.all))
	if p.first == 0 && !p.texts.complete {
		rows = append(rows, p.more)
	}
	for i := p.first; i < len(p.texts.all); i++ {
		m := p.texts.all[i]
		if i == p.first || p.texts.day(i-1, zone) != p.texts.day(i, zone) {
			rows = append(rows, p.dayMark(i))
		}
		if m.ID == p.texts.unreadFrom {
			rows = append(rows, p.unread)
		}
		b := p.bubble(m)
		b.setRun(i == p.first || !p.texts.joined(i, zone), !p.texts.joined(i+1, zone))
		rows = append(rows, b)
	}
	p.content.Objects = rows
	p.place(bottom)
}

func (p *pane) bubble(m sms.Message) *bubble {
	b := p.bubbles[m.ID]
	if b == nil {
		b = newBubble(m, p.actions)
		p.bubbles[m.ID] = b
	}
	return b
}

func (p *pane) dayMark(i int) *mark {
	zone := p.now().Location()
	key := p.texts.day(i, zone)
	if p.days[key] == nil {
		words := tr.Day(p.texts.all[i].Time.In(zone), p.now())
		p.days[key] = newMark(words, look.ColorMuted, look.ColorLine)
	}
	return p.days[key]
}

// place lays the rows out after a change; at the bottom it stays there.
func (p *pane) place(bottom bool) {
	if p.rows.width == 0 {
		return
	}
	size := fyne.NewSize(p.scroll.Size().Width,
		fyne.Max(p.rows.height(p.content.Objects), p.scroll.Size().Height))
	if p.content.Size() == size {
		p.rows.Layout(p.content.Objects, size)
	} else {
		p.content.Resize(size)
	}
	if bottom {
		p.scroll.ScrollToBottom()
	} else {
		p.scrollBy(0.1) // no less makes the scroll bar notice
	}
}

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

// scrolled builds more bubbles near the top, and tells that something else is in view.
func (p *pane) scrolled() {
	if !p.atBottom() && p.first > 0 && p.scroll.Offset.Y < p.scroll.Size().Height/2 {
		p.extend(max(0, p.first-batch))
	}
	p.showChip()
	p.seen()
}

// extend builds bubbles from first on; what is in view stays in view.
func (p *pane) extend(first int) {
	below := p.content.Size().Height - p.scroll.Offset.Y
	p.first = first
	p.rebuild()
	p.scroll.ScrollToOffset(fyne.NewPos(0, p.content.Size().Height-below))
}

// reveal scrolls to a text that is loaded.
func (p *pane) reveal(id int64) {
	i := p.texts.index(id)
	if i < 0 {
		return
	}
	if i < p.first+2 {
		p.extend(max(0, i-batch/2))
	}
	p.scroll.ScrollToOffset(fyne.NewPos(0, p.bubbles[id].Position().Y-p.scroll.Size().Height/3))
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

func (p *pane) arrange(s fyne.Size) {
	bottom := p.atBottom()
	below := p.content.Size().Height - p.scroll.Offset.Y
	p.rows.width = s.Width
	p.scroll.Resize(s)
	p.place(bottom)
	if !bottom {
		p.scroll.ScrollToOffset(fyne.NewPos(0, p.content.Size().Height-below))
	}
	p.layoutChip(s)
}
