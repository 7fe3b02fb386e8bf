package chat

import (
	"context"
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
	store    *store
	known    *directory
	now      func() time.Time
	after    func(d time.Duration, f func()) (stop func())
	open     func(n sms.Number, message int64) // message is one that a search found, or 0
	create   func()                            // begins a new conversation
	unread   func(count int)
	shortcut func(fyne.Shortcut) bool
	escape   func()
}

// partners is the left side: search, New, and the partners, the latest first. With something in the
// search field it holds the partners that fit and below them the texts found.
type partners struct {
	partnersConfig
	current sms.Number // of the open conversation, "" for none

	found    []sms.Message
	stopWait func() // the timer that searches
	rows     []entry
	counted  int // unread texts, as last reported

	search *look.Field
	view   *look.List
	empty  *widget.Label
	object fyne.CanvasObject
}

func newPartners(cfg partnersConfig) *partners {
	p := &partners{partnersConfig: cfg, stopWait: func() {}}
	p.search = look.NewField(tr.T("chat.search"), 0, nil)
	p.search.Icon = theme.SearchIcon()
	p.search.OnChanged = func(string) { p.searched() }
	p.search.OnEscape, p.search.OnEnter, p.search.OnShortcut = cfg.escape, p.openFirst, cfg.shortcut
	create := look.NewQuiet(tr.T("chat.new"), cfg.create).WithIcon(theme.DocumentCreateIcon())
	p.view = look.NewList(func() int { return len(p.rows) },
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
	button := inset(create, edges{left: look.Space1})
	line := container.New(layout.NewBorderLayout(nil, nil, nil, button), p.search, button)
	top := inset(line, edges{look.Space3, look.Space3, look.Space2, look.Space3})
	rest := container.NewStack(
		inset(p.view, edges{right: look.Space2, bottom: look.Space2, left: look.Space2}),
		inset(p.empty, edges{top: look.Space5, right: look.Space4, left: look.Space4}))
	p.object = container.New(frame{}, top, layout.NewSpacer(), rest)
	return p
}

// setCurrent marks the open conversation.
func (p *partners) setCurrent(n sms.Number) {
	if p.current != n {
		p.current = n
		p.rebuild()
	}
}

// neighbour returns the partner above or below the open one, the first one when none is open.
func (p *partners) neighbour(by int) (sms.Number, bool) {
	if len(p.known.list) == 0 {
		return "", false
	}
	i := 0
	if at := p.known.index(p.current); at >= 0 {
		i = max(0, min(len(p.known.list)-1, at+by))
	}
	return p.known.list[i].Number, true
}

// rebuild derives the rows.
func (p *partners) rebuild() {
	query := strings.ToLower(strings.TrimSpace(p.search.Text))
	p.rows = p.rows[:0]
	unread := 0
	for _, c := range p.known.list {
		gone := p.known.hidden.holds(c.Last)
		if !gone {
			unread += c.Unread
		}
		if gone && p.known.hidden.one == 0 {
			continue
		}
		if e := p.entryOf(c, gone); query == "" || matches(query, e.name, string(c.Number)) {
			p.rows = append(p.rows, e)
		}
	}
	for _, m := range p.found {
		if !p.known.hidden.holds(m) {
			p.rows = append(p.rows, entry{
				number: m.Number, name: p.known.nameOf(p.known.of(m.Number)),
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
	words := ""
	switch {
	case len(p.rows) > 0 || !p.known.loaded():
	case query != "":
		words = tr.T("chat.search.none")
	default:
		words = tr.T("chat.list.empty")
	}
	p.empty.SetText(words)
}

// entryOf returns the row of a partner; gone reports whether the latest text was deleted.
func (p *partners) entryOf(c sms.Conversation, gone bool) entry {
	e := entry{
		number: c.Number, name: p.known.nameOf(c), at: c.Last.Time, unread: c.Unread,
		selected: c.Number == p.current,
	}
	if !gone {
		e.text = preview(c.Last)
		if c.Last.Direction == sms.Outgoing {
			e.status = c.Last.Status
		}
	}
	if !blank(c.Draft) && !e.selected {
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
	read(p.store, "search", func(ctx context.Context, m Messenger) ([]sms.Message, error) {
		return m.Search(ctx, query, searchLimit)
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
