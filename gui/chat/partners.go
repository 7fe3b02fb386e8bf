package chat

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

const (
	// searchLimit is how many texts a search shows.
	searchLimit = 50
	// searchPause is how long the user must pause before the texts are searched.
	searchPause = 200 * time.Millisecond
)

// partnersConfig is what the list of partners needs.
type partnersConfig struct {
	store    Messenger
	queue    *queue
	now      func() time.Time
	region   func() string
	after    func(d time.Duration, f func()) (stop func())
	open     func(n sms.Number, message int64) // message is one that a search found, or 0
	create   func()                            // begins a new conversation
	changed  func()                            // the list was read anew
	unread   func(count int)
	shortcut func(fyne.Shortcut) bool
}

// partners is the left side: search, New, and the partners, the latest first. With something in the
// search field it holds the partners that fit and below them the texts found. It also is what the
// other parts ask about a partner.
//
// What it shows is the store's list as read last, and the changes made since that reading was asked
// for: each takes effect at once, and again on a list that was read before it reached the store.
type partners struct {
	partnersConfig
	all     []sms.Conversation
	names   map[sms.Number]string // of partners without texts, too
	current sms.Number
	hidden  deleted // what the user deleted and can still bring back

	reading bool // the list is being read
	again   bool // it has to be read once more
	since   []func()

	found    []sms.Message
	stopWait func() // the timer that searches
	rows     []entry
	counted  int // unread texts, as last reported

	search *look.Field
	view   *widget.List
	empty  *widget.Label
	object fyne.CanvasObject
}

func newPartners(cfg partnersConfig) *partners {
	p := &partners{partnersConfig: cfg, stopWait: func() {}}
	p.search = look.NewField(tr.T("chat.search"), 0, visible)
	p.search.Icon = theme.SearchIcon()
	p.search.OnChanged = func(string) { p.searched() }
	p.search.OnEscape, p.search.OnEnter, p.search.OnShortcut = p.endSearch, p.openFirst, cfg.shortcut
	create := look.NewQuiet(tr.T("chat.new"), cfg.create).WithIcon(theme.DocumentCreateIcon())
	p.view = widget.NewList(func() int { return len(p.rows) },
		func() fyne.CanvasObject { return newRow() },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if i < len(p.rows) {
				o.(*row).set(p.rows[i], p.now())
			}
		})
	p.view.HideSeparators = true
	p.view.OnSelected = p.selected
	p.empty = widget.NewLabel("")
	p.empty.Wrapping = fyne.TextWrapWord
	p.empty.Alignment = fyne.TextAlignCenter
	button := inset(create, 0, 0, 0, look.Space1)
	line := container.New(layout.NewBorderLayout(nil, nil, nil, button), p.search, button)
	top := inset(line, look.Space3, look.Space3, look.Space2, look.Space3)
	rest := container.NewStack(inset(p.view, 0, look.Space2, look.Space2, look.Space2),
		inset(p.empty, look.Space5, look.Space4, 0, look.Space4))
	p.object = container.New(frame{}, top, layout.NewSpacer(), rest)
	return p
}

// reload reads the list anew.
func (p *partners) reload() {
	if p.reading {
		p.again = true
		return
	}
	p.reading, p.again, p.since = true, false, nil
	var names map[sms.Number]string
	read(p.queue, "conversations", func(ctx context.Context) (all []sms.Conversation, err error) {
		if names, err = p.store.Names(ctx); err == nil {
			all, err = p.store.Conversations(ctx)
		}
		return all, err
	}, func(all []sms.Conversation, err error) {
		p.reading = false
		if err == nil {
			p.all, p.names = all, names
			for _, change := range p.since {
				change()
			}
			p.rebuild()
			p.changed()
		}
		if p.again {
			p.reload()
		}
	})
}

// change changes the list, and again the one that is being read.
func (p *partners) change(f func()) {
	if p.reading {
		p.since = append(p.since, f)
	}
	f()
	p.rebuild()
}

// update changes what is known of a partner; one that is not in the list stays out of it.
func (p *partners) update(n sms.Number, change func(*sms.Conversation)) {
	p.change(func() {
		if i := p.index(n); i >= 0 {
			change(&p.all[i])
		}
	})
}

// apply takes in a text that is new or has changed. A text is new when the list knows none as late.
func (p *partners) apply(m sms.Message) {
	p.change(func() {
		i := p.index(m.Number)
		if i < 0 {
			p.reload()
			return
		}
		c := p.all[i]
		switch {
		case m.ID > c.Last.ID:
			c.Last = m
			if m.Direction == sms.Incoming && !m.Read {
				c.Unread++
			}
			p.all = slices.Insert(slices.Delete(p.all, i, i+1), 0, c)
		case m.ID == c.Last.ID:
			p.all[i].Last = m
		}
	})
}

// hide shows nothing of what the user deleted; the zero value brings it back.
func (p *partners) hide(d deleted) {
	p.hidden = d
	p.rebuild()
}

// drop takes away what is being deleted in the store.
func (p *partners) drop(d deleted) {
	p.change(func() {
		i := p.index(d.number)
		switch {
		case i < 0 || !d.holds(p.all[i].Last):
		case d.one == 0:
			p.all = slices.Delete(p.all, i, i+1)
		default: // what the last text is then comes with the next reading
			p.all[i].Last.Text, p.all[i].Last.Status = "", sms.StatusUnknown
		}
	})
}

func (p *partners) index(n sms.Number) int {
	return slices.IndexFunc(p.all, func(c sms.Conversation) bool { return c.Number == n })
}

// of returns what is known of a partner.
func (p *partners) of(n sms.Number) sms.Conversation {
	if i := p.index(n); i >= 0 {
		return p.all[i]
	}
	return sms.Conversation{Number: n, Name: p.names[n]}
}

// neighbour returns the partner above or below the open one, the first one when none is open.
func (p *partners) neighbour(by int) (sms.Number, bool) {
	if len(p.all) == 0 {
		return "", false
	}
	i := 0
	if at := p.index(p.current); at >= 0 {
		i = max(0, min(len(p.all)-1, at+by))
	}
	return p.all[i].Number, true
}

// setCurrent marks the open conversation.
func (p *partners) setCurrent(n sms.Number) {
	if p.current != n {
		p.current = n
		p.rebuild()
	}
}

// nameOf returns the name of a partner as it is shown: the contact's, or the number.
func (p *partners) nameOf(c sms.Conversation) string {
	if c.Name != "" {
		return oneLine(c.Name)
	}
	return oneLine(c.Number.Display(p.region()))
}

// rebuild derives the rows.
func (p *partners) rebuild() {
	query := strings.ToLower(strings.TrimSpace(p.search.Text))
	p.rows = p.rows[:0]
	unread := 0
	for _, c := range p.all {
		gone := p.hidden.holds(c.Last)
		if !gone {
			unread += c.Unread
		}
		if gone && p.hidden.one == 0 {
			continue
		}
		if e := p.entryOf(c, gone); query == "" || fits(e, c, query) {
			p.rows = append(p.rows, e)
		}
	}
	for _, m := range p.found {
		if !p.hidden.holds(m) {
			p.rows = append(p.rows, entry{
				number: m.Number, name: p.nameOf(p.of(m.Number)),
				text: around(oneLine(m.Text), query), at: m.Time, message: m.ID,
			})
		}
	}
	p.showEmpty(query)
	p.view.Refresh()
	if unread != p.counted {
		p.counted = unread
		p.unread(unread)
	}
}

func (p *partners) showEmpty(query string) {
	switch {
	case len(p.rows) > 0:
		p.empty.SetText("")
	case query != "":
		p.empty.SetText(tr.T("chat.search.none"))
	case !p.reading:
		p.empty.SetText(tr.T("chat.list.empty"))
	}
}

// entryOf returns the row of a partner; gone reports whether the latest text was deleted.
func (p *partners) entryOf(c sms.Conversation, gone bool) entry {
	e := entry{
		number: c.Number, name: p.nameOf(c), at: c.Last.Time, unread: c.Unread,
		selected: c.Number == p.current,
	}
	if !gone {
		e.text = preview(c.Last)
		if c.Last.Direction == sms.Outgoing {
			e.status = c.Last.Status
		}
	}
	if c.Draft != "" && !e.selected {
		e.draft, e.text = true, tr.T("chat.draft", tr.Data{"Text": oneLine(c.Draft)})
	}
	return e
}

func (p *partners) selected(i widget.ListItemID) {
	p.view.UnselectAll() // the row draws its own ground
	if i < len(p.rows) {
		p.open(p.rows[i].number, p.rows[i].message)
	}
}

// openFirst opens the first row, for somebody who types and presses Enter.
func (p *partners) openFirst() { p.selected(0) }

// searched filters the partners at once, and finds texts after a short pause.
func (p *partners) searched() {
	p.rebuild()
	p.stopWait()
	p.stopWait = p.after(searchPause, p.find)
}

// find searches the texts; an answer that comes when something else is searched for is dropped.
func (p *partners) find() {
	query := strings.TrimSpace(p.search.Text)
	if len([]rune(query)) < 2 {
		p.found = nil
		p.rebuild()
		return
	}
	read(p.queue, "search", func(ctx context.Context) ([]sms.Message, error) {
		return p.store.Search(ctx, query, searchLimit)
	}, func(found []sms.Message, _ error) {
		if query == strings.TrimSpace(p.search.Text) {
			p.found = found
			p.rebuild()
		}
	})
}

func (p *partners) endSearch() {
	p.found = nil
	p.search.SetText("")
}
