package chat

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

const (
	// pageSize is how many texts are asked from the store at a time.
	pageSize = 200
	// batch is how many bubbles are built at a time; more follow as the user scrolls up.
	batch = 40
	// runGap ends a run of texts of one side.
	runGap = 10 * time.Minute
)

// pane is the message area of one conversation: the newest texts as bubbles in a scroller, built
// in batches from the bottom up. It stays where it is when something arrives unless it stands at
// the bottom, and offers to go there instead.
//
// Only touched on the UI goroutine.
type pane struct {
	widget.BaseWidget
	now     func() time.Time
	actions bubbleActions
	// older loads the page before a text; seen is told when the newest text is in view.
	older func(before int64) []sms.Message
	seen  func()

	msgs       []sms.Message // what is loaded, oldest first
	first      int           // the first of msgs that has a bubble
	complete   bool          // nothing older is in the store
	unreadFrom int64         // the first text that was unread when the conversation was opened
	waiting    int           // texts that arrived below the view
	bubbles    map[int64]*bubble
	days       map[string]*mark
	unread     *mark

	rows    *column
	content *fyne.Container
	scroll  *container.Scroll
	more    *widget.Button
	chip    *widget.Button
}

func newPane(now func() time.Time, actions bubbleActions) *pane {
	p := &pane{now: now, actions: actions, rows: &column{margin: look.Space5}}
	p.content = container.New(p.rows)
	p.scroll = container.NewVScroll(p.content)
	p.scroll.OnScrolled = func(fyne.Position) { p.scrolled() }
	p.more = widget.NewButton("", p.showOlder)
	p.more.Importance = widget.LowImportance
	p.chip = widget.NewButton("", p.toBottom)
	p.chip.Importance = widget.HighImportance
	p.chip.Hide()
	p.clear()
	p.ExtendBaseWidget(p)
	return p
}

func (p *pane) clear() {
	p.msgs, p.first, p.complete, p.unreadFrom, p.waiting = nil, 0, false, 0, 0
	p.bubbles, p.days = map[int64]*bubble{}, map[string]*mark{}
	p.unread = newMark(tr.T("chat.unread"), look.ColorAccent, look.ColorAccent)
	p.chip.Hide()
}

// show fills the pane with the newest page of a conversation, of which the last unread ones are
// new to the user.
func (p *pane) show(msgs []sms.Message, unread int) {
	p.clear()
	p.msgs, p.complete = msgs, len(msgs) < pageSize
	for i := len(msgs) - 1; i >= 0 && unread > 0; i-- {
		if msgs[i].Direction == sms.Incoming {
			p.unreadFrom = msgs[i].ID
			unread--
		}
	}
	p.first = max(0, len(msgs)-batch)
	p.rebuild()
	p.scroll.ScrollToBottom()
}

// apply takes in a text that is new or changed; it tells whether it is now in view.
func (p *pane) apply(m sms.Message) bool {
	bottom := p.atBottom()
	for i := range p.msgs {
		if p.msgs[i].ID == m.ID {
			p.msgs[i] = m
			if b := p.bubbles[m.ID]; b != nil {
				b.set(m)
				p.place(bottom)
			}
			return bottom
		}
	}
	if len(p.msgs) > 0 && m.ID < p.msgs[0].ID {
		return false
	}
	p.insert(m)
	own := m.Direction == sms.Outgoing
	p.rebuild()
	if bottom || own {
		p.scroll.ScrollToBottom()
		return true
	}
	p.waiting++
	p.showChip()
	return false
}

// drop takes a text away.
func (p *pane) drop(id int64) {
	p.msgs = slices.DeleteFunc(p.msgs, func(m sms.Message) bool { return m.ID == id })
	delete(p.bubbles, id)
	p.first = max(0, min(p.first, len(p.msgs)-1))
	p.rebuild()
}

// insert keeps msgs in order of ID.
func (p *pane) insert(m sms.Message) {
	i := len(p.msgs)
	for i > 0 && p.msgs[i-1].ID > m.ID {
		i--
	}
	p.msgs = append(p.msgs, sms.Message{})
	copy(p.msgs[i+1:], p.msgs[i:])
	p.msgs[i] = m
}

// rebuild puts the rows together anew; bubbles that are there already are taken again.
func (p *pane) rebuild() {
	bottom := p.atBottom()
	rows := make([]fyne.CanvasObject, 0, 2*len(p.msgs))
	if p.first == 0 && !p.complete {
		p.more.SetText(tr.T("chat.older"))
		rows = append(rows, p.more)
	}
	for i := p.first; i < len(p.msgs); i++ {
		m := p.msgs[i]
		newDay := i == 0 || p.day(i-1) != p.day(i)
		if newDay || i == p.first {
			rows = append(rows, p.dayMark(i))
		}
		if m.ID == p.unreadFrom {
			rows = append(rows, p.unread)
		}
		b := p.bubble(m)
		b.setRun(i == p.first || !p.joined(i-1, i), i == len(p.msgs)-1 || !p.joined(i, i+1))
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

// joined tells that two neighbours belong to one run.
func (p *pane) joined(i, j int) bool {
	a, b := p.msgs[i], p.msgs[j]
	return a.Direction == b.Direction && b.ID != p.unreadFrom && p.day(i) == p.day(j) &&
		b.Time.Sub(a.Time).Abs() < runGap
}

func (p *pane) day(i int) string {
	return p.msgs[i].Time.In(p.now().Location()).Format(time.DateOnly)
}

func (p *pane) dayMark(i int) *mark {
	key := p.day(i)
	if p.days[key] == nil {
		words := tr.Day(p.msgs[i].Time.In(p.now().Location()), p.now())
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

// CreateRenderer implements fyne.Widget.
func (p *pane) CreateRenderer() fyne.WidgetRenderer { return (*paneRenderer)(p) }

type paneRenderer pane

func (r *paneRenderer) Destroy()                     {}
func (r *paneRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, 100) }
func (r *paneRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.scroll, r.chip} }

func (r *paneRenderer) Layout(s fyne.Size) {
	p := (*pane)(r)
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

func (r *paneRenderer) Refresh() {
	r.scroll.Refresh()
	r.chip.Refresh()
}
