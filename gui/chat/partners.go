package chat

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

const (
	// searchLimit is how many texts a search shows.
	searchLimit = 50
	// searchPause is how long the user must pause before the texts are searched.
	searchPause = 120 * time.Millisecond
)

// partnersConfig is what the list of partners needs.
type partnersConfig struct {
	store    *store
	known    *directory
	canvas   fyne.Canvas
	now      func() time.Time
	after    func(d time.Duration, f func()) (stop func())
	open     func(n sms.Number)              // opens a conversation
	reveal   func(hit sms.Hit, query string) // opens what a search found
	menu     func(n sms.Number) []look.Item  // what can be done with a conversation
	delete   func(n sms.Number)              // deletes one, after a question
	create   func()                          // begins a new conversation
	focus    func()                          // puts the cursor where one types
	unread   func(count int)
	shortcut func(fyne.Shortcut) bool
	escape   func()
	readOnly bool
}

// partners is the left side: search, New, and the partners, the latest first. With something in the
// search field it holds the partners that fit and below them the texts found. Other views hold what is
// archived, blocked or deleted.
type partners struct {
	partnersConfig
	current sms.Number // of the open conversation, "" for none
	view    view

	searcher searcher
	found    []sms.Hit
	asked    string // what found is the answer to
	stopWait func() // the timer that searches
	bin      *bin
	rows     []entry
	counted  int // unread texts, as last reported

	search *look.Field
	list   *rowList
	empty  *emptyRows
	bar    *viewBar
	object fyne.CanvasObject
}

func newPartners(cfg partnersConfig) *partners {
	p := &partners{partnersConfig: cfg, stopWait: func() {}, searcher: searcher{store: cfg.store}}
	p.bin = newBin(cfg.store, cfg.canvas, cfg.known, p.rebuild)
	if cfg.readOnly {
		p.bin.off = tr.T("chat.closed.readOnly")
	}
	p.search = look.NewField(tr.T("chat.search"), 0, nil)
	p.search.Icon = theme.SearchIcon()
	p.search.OnChanged = func(string) { p.searched() }
	p.search.OnEscape, p.search.OnEnter, p.search.OnShortcut = cfg.escape, p.openFirst, cfg.shortcut
	create := look.NewQuiet(tr.T("chat.new"), cfg.create).WithIcon(theme.DocumentCreateIcon())
	p.list = newRowList(func() []entry { return p.rows }, cfg.now, p.selected)
	p.list.menu, p.list.delete, p.list.start = p.showMenu, p.deleteRow, p.currentRow
	p.empty = newEmptyRows()
	p.bar = newViewBar(func() { p.setView(viewAll) }, p.bin.askEmpty)
	button := inset(create, edges{left: look.Space1})
	line := container.New(layout.NewBorderLayout(nil, nil, nil, button), p.search, button)
	top := container.New(stacked(),
		inset(line, edges{look.Space3, look.Space3, look.Space2, look.Space3}), p.bar.object)
	rest := container.NewStack(
		inset(p.list, edges{right: look.Space2, bottom: look.Space2, left: look.Space2}),
		p.empty.object)
	p.object = container.New(frame{}, top, layout.NewSpacer(), rest)
	return p
}

// setView shows other conversations in the list.
func (p *partners) setView(v view) {
	p.view = v
	if p.search.Text != "" {
		p.endSearch()
	}
	if v == viewBin {
		p.bin.load()
	}
	p.rebuild()
	p.list.ScrollToTop()
}

// setCurrent marks the open conversation.
func (p *partners) setCurrent(n sms.Number) {
	if p.current != n {
		p.current = n
		p.rebuild()
	}
}

// binChanged reads the bin anew while it is in view.
func (p *partners) binChanged() {
	if p.view == viewBin {
		p.bin.load()
	}
}

// shown returns the partners that are in the list, from top to bottom.
func (p *partners) shown() (all []sms.Number) {
	for _, e := range p.rows {
		if e.kind == rowPartner {
			all = append(all, e.number)
		}
	}
	return all
}

// neighbour returns the partner above or below the open one, the first one when none is open.
func (p *partners) neighbour(by int) (sms.Number, bool) {
	all := p.shown()
	if len(all) == 0 {
		return "", false
	}
	i := 0
	if at := slices.Index(all, p.current); at >= 0 {
		i = max(0, min(len(all)-1, at+by))
	}
	return all[i], true
}

// nth returns the partner at a place of the list, 0 for the first.
func (p *partners) nth(i int) (sms.Number, bool) {
	all := p.shown()
	if i >= len(all) {
		return "", false
	}
	return all[i], true
}

// query returns what is searched for, "" for nothing.
func (p *partners) query() string { return strings.TrimSpace(p.search.Text) }

// rebuild derives the rows.
func (p *partners) rebuild() {
	query := p.query()
	switch {
	case query != "":
		p.rows = p.searchRows(query)
	case p.view == viewBin:
		p.rows = p.bin.rows(p.now().Location())
	default:
		p.rows = p.partnerRows(p.view.holds)
	}
	p.bar.set(p.view, len(p.rows) > 0 && !p.readOnly)
	p.bar.object.Hidden = p.view == viewAll || query != ""
	p.showEmpty(query)
	p.list.changed()
	arrange(p.object.(*fyne.Container))
	if unread := p.unreadAll(); unread != p.counted {
		p.counted = unread
		p.unread(unread)
	}
}

// unreadAll returns how many texts are unread of which somebody wants to know.
func (p *partners) unreadAll() (count int) {
	for _, c := range p.known.list {
		if !c.Blocked && !c.Muted && !p.known.hidden.holds(c.Last) {
			count += c.Unread
		}
	}
	return count
}

// partnerRows returns the rows of those partners for whom holds is true.
func (p *partners) partnerRows(holds func(sms.Conversation) bool) (rows []entry) {
	for _, c := range p.known.list {
		gone := p.known.hidden.holds(c.Last)
		if holds(c) && (!gone || p.known.hidden.one != 0) {
			rows = append(rows, p.entryOf(c, gone))
		}
	}
	return rows
}

// showEmpty says why there are no rows, and what one can do.
func (p *partners) showEmpty(query string) {
	set := p.empty.set
	switch {
	case len(p.rows) > 0 || !p.known.loaded() || query != "" && p.asked != query ||
		p.view == viewBin && !p.bin.loaded:
		set("", "", "", nil)
	case query != "":
		set(look.SignSearch, tr.T("chat.search.none"), tr.T("chat.search.end"), p.endSearch)
	case p.view != viewAll:
		set(viewSigns[p.view], tr.T("chat.none."+p.view.String()), tr.T("chat.view.back"),
			func() { p.setView(viewAll) })
	case p.readOnly:
		set(look.SignTalk, tr.T("chat.list.empty"), "", nil)
	default:
		set(look.SignTalk, tr.T("chat.list.empty"), tr.T("chat.list.begin"), p.create)
	}
}

// entryOf returns the row of a partner; gone reports whether the latest text was deleted.
func (p *partners) entryOf(c sms.Conversation, gone bool) entry {
	e := p.known.entry(c)
	e.at, e.unread, e.selected = c.Last.Time, c.Unread, c.Number == p.current
	e.marked, e.pinned, e.muted = c.Marked, c.Pinned, c.Muted
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

// selected does what a click on a row is for.
func (p *partners) selected(i int) {
	if i < 0 || i >= len(p.rows) {
		return
	}
	switch e := p.rows[i]; e.kind {
	case rowPartner:
		p.open(e.number)
	case rowHit:
		for _, hit := range p.found {
			if hit.Message.ID == e.message.ID {
				p.reveal(hit, p.query())
				return
			}
		}
	case rowBinned:
		p.bin.show(e.message)
	case rowMore:
		p.bin.more()
	case rowHeading:
	}
}

// openFirst opens the first row, for somebody who types and presses Enter.
func (p *partners) openFirst() {
	p.selected(slices.IndexFunc(p.rows, func(e entry) bool { return e.kind != rowHeading }))
}

// currentRow returns the row of the open conversation, or the first one that can be opened.
func (p *partners) currentRow() int {
	i := slices.IndexFunc(p.rows, func(e entry) bool { return e.kind == rowPartner && e.selected })
	if i < 0 {
		i = slices.IndexFunc(p.rows, func(e entry) bool { return e.kind != rowHeading })
	}
	return max(i, 0)
}

// showMenu opens the menu of a row.
func (p *partners) showMenu(i int, at fyne.Position) {
	var items []look.Item
	switch e := p.rows[i]; e.kind {
	case rowPartner:
		items = append([]look.Item{{
			Words: tr.T("chat.menu.open"), Icon: look.SignTalk.Icon(), Do: func() { p.open(e.number) },
		}}, p.menu(e.number)...)
	case rowBinned:
		items = p.bin.items(e.message)
	case rowHit, rowHeading, rowMore:
	}
	menu := look.NewMenu(items...)
	menu.OnClose = func() {
		if p.canvas.Focused() == nil {
			p.focus()
		}
	}
	menu.ShowAt(p.canvas, at)
}

// deleteRow deletes the conversation of a row.
func (p *partners) deleteRow(i int) {
	if i < len(p.rows) && p.rows[i].kind == rowPartner && !p.readOnly {
		p.delete(p.rows[i].number)
	}
}
