package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// batch is how many bubbles are built at a time; more follow as the user scrolls.
const batch = 40

// paneActions is what the message area asks for.
type paneActions struct {
	bubbleActions
	older, newer func() // load the page on that side of the texts
	newest       func() // loads the newest page, which is not joined on to them
	seen         func() // something else came into view
}

// pane is the message area of one conversation: texts as bubbles in a scroller, built in batches near
// the view. It opens where the unread ones begin. It stays where it is when something arrives unless
// it stands at the bottom, and offers to go there instead.
type pane struct {
	look.Graphic
	paneActions

	texts       *texts
	first, last int                  // the texts from first to before last have a bubble
	seenTo      int64                // the newest text that was in view
	failed      bool                 // the page above could not be loaded
	growing     bool                 // bubbles are being added
	hits        map[int64][]sms.Span // where a search found its words
	hit         int64                // the text that it stands at
	bubbles     map[int64]*bubble
	days        map[string]*mark
	unread      *mark

	rows    *column
	content *fyne.Container
	scroll  *container.Scroll
	more    *look.Button
	chip    *jump
	reader  *reader
}

func newPane(actions paneActions) *pane {
	p := &pane{paneActions: actions}
	p.rows = &column{margin: look.Space5}
	p.content = container.New(p.rows)
	p.scroll = container.NewVScroll(p.content)
	p.scroll.OnScrolled = func(fyne.Position) { p.scrolled() }
	p.more = look.NewLink(tr.T("chat.older"), p.older)
	p.chip = newJump(p.toBottom)
	p.reader = newReader(p)
	p.Parts = []fyne.CanvasObject{p.reader, p.scroll, p.chip}
	look.Inherit(p.more, actions.keys.around())
	look.Inherit(p.chip.button, actions.keys.around())
	p.more.OnFocus = p.scroll.ScrollToTop
	p.Min = func() fyne.Size { return fyne.NewSize(200, 100) }
	p.Arrange = p.arrange
	p.clear("")
	p.ExtendBaseWidget(p)
	return p
}

// clear shows no texts but a remark, which may be "".
func (p *pane) clear(remark string) {
	p.show(&texts{complete: true, latest: true})
	if remark != "" {
		p.content.Objects = []fyne.CanvasObject{newMark(remark, look.ColorMuted, look.ColorLine)}
		p.place(true)
	}
}

// show shows other texts: from the first unread one on, or else the newest.
func (p *pane) show(t *texts) {
	p.texts, p.seenTo, p.failed = t, 0, false
	p.bubbles, p.days = map[int64]*bubble{}, map[string]*mark{}
	p.unread = newMark(tr.T("chat.unread"), look.ColorAccent, look.ColorAccent)
	p.chip.Hide()
	p.last = len(t.all)
	p.first = max(0, p.last-batch)
	at := t.index(t.unreadFrom)
	if at >= 0 && at < p.first {
		p.around(at)
	}
	p.rebuild()
	p.scroll.ScrollToBottom()
	if top := p.unread.Position().Y - look.Space5; at >= 0 && top < p.scroll.Offset.Y {
		p.scroll.ScrollToOffset(fyne.NewPos(0, max(top, 0)))
	}
	p.fill()
	p.showChip()
}

// around chooses the texts near one as those that have a bubble.
func (p *pane) around(i int) {
	p.first, p.last = max(0, i-batch/2), min(len(p.texts.all), i+batch)
}

// look returns the newest text that was in view so far: the lower edge of its bubble was.
func (p *pane) look() int64 {
	edge := p.scroll.Offset.Y + p.scroll.Size().Height + look.Space2
	before := p.texts.index(p.seenTo)
	for i := p.last - 1; i >= p.first && i > before; i-- {
		b := p.bubbles[p.texts.all[i].ID]
		if b != nil && b.Position().Y+b.Size().Height <= edge {
			p.seenTo = p.texts.all[i].ID
			break
		}
	}
	p.showChip()
	return p.seenTo
}

// apply takes in a text that is new or has changed, and reports whether it is in view now.
func (p *pane) apply(m sms.Message, isNew bool) bool {
	bottom := p.atBottom()
	if !p.texts.set(m, isNew) {
		if b := p.bubbles[m.ID]; b != nil {
			b.set(m)
			p.setRuns(p.texts.index(m.ID) - 1)
			p.place(bottom)
			return bottom
		}
		if isNew && m.Direction == sms.Outgoing {
			p.toBottom()
		}
		p.showChip()
		return false
	}
	if p.last == len(p.texts.all)-1 {
		p.last++
	}
	p.rebuild()
	if bottom || m.Direction == sms.Outgoing {
		p.toBottom()
		return true
	}
	p.showChip()
	return false
}

// drop takes a text away.
func (p *pane) drop(id int64) {
	p.texts.drop(id)
	delete(p.bubbles, id)
	p.last = min(p.last, len(p.texts.all))
	p.first = max(0, min(p.first, p.last-1))
	p.rebuild()
}

// prepend shows an older page above the others, and append a newer one below them; what is in view
// stays in view.
func (p *pane) prepend(page []sms.Message, complete bool) {
	p.texts.prepend(page, complete)
	p.failed = false
	p.last += len(page)
	p.extend(max(0, len(page)-batch))
}

func (p *pane) append(page []sms.Message, latest bool) {
	p.texts.add(page, latest)
	p.extendDown()
}

// markHits shows the words that a search found in the texts, and at which of them it stands.
func (p *pane) markHits(hits []sms.Hit, at int64) {
	p.hits, p.hit = map[int64][]sms.Span{}, at
	for _, h := range hits {
		p.hits[h.Message.ID] = h.Spans
	}
	for id, b := range p.bubbles {
		b.setHits(p.hits[id], id == at)
	}
}

// fail offers to load the page above again.
func (p *pane) fail() {
	p.failed = true
	p.extend(p.first)
}

// newDay puts the days into other words.
func (p *pane) newDay() {
	p.days = map[string]*mark{}
	p.rebuild()
}

// rebuild puts the rows together anew; at the bottom it stays there.
func (p *pane) rebuild() { p.build(p.atBottom()) }

// build puts the rows together anew; bubbles that are there already are taken again.
func (p *pane) build(bottom bool) {
	zone := p.now().Location()
	rows := make([]fyne.CanvasObject, 0, 2*(p.last-p.first)+2)
	if p.first == 0 && p.failed {
		rows = append(rows, p.more)
	}
	for i := p.first; i < p.last; i++ {
		m := p.texts.all[i]
		if i == p.first || p.texts.day(i-1, zone) != p.texts.day(i, zone) {
			rows = append(rows, p.dayMark(i))
		}
		if m.ID == p.texts.unreadFrom {
			rows = append(rows, p.unread)
		}
		rows = append(rows, p.bubble(m))
	}
	p.setRuns(p.first)
	p.content.Objects = rows
	p.place(bottom)
}

// setRuns tells the bubbles from a text on where in a run of texts they stand.
func (p *pane) setRuns(from int) {
	zone, own := p.now().Location(), p.texts.newestOwn()
	for i := max(from, p.first); i < len(p.texts.all); i++ {
		if b := p.bubbles[p.texts.all[i].ID]; b != nil {
			b.setRun(run{
				first: i == p.first || !p.texts.joined(i, zone), last: !p.texts.joined(i+1, zone),
				timed: p.texts.timed(i, zone), newest: i == own,
			})
		}
	}
}

func (p *pane) bubble(m sms.Message) *bubble {
	b := p.bubbles[m.ID]
	if b == nil {
		b = newBubble(m, p.bubbleActions)
		b.setHits(p.hits[m.ID], m.ID == p.hit)
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
	// Fyne paints a window anew when something in it changes that was painted before. New bubbles were not.
	canvas.Refresh(p.reader)
}

func (p *pane) arrange(s fyne.Size) {
	bottom := p.atBottom()
	below := p.content.Size().Height - p.scroll.Offset.Y
	p.rows.width = s.Width
	p.scroll.Resize(s)
	p.reader.Resize(s)
	p.place(bottom)
	if !bottom {
		p.scroll.ScrollToOffset(fyne.NewPos(0, p.content.Size().Height-below))
	}
	p.fill()
	p.layoutChip(s)
}
