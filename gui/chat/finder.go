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

// findLimit is how many texts of one conversation are stepped through.
const findLimit = 1000

// finderConfig is what the search in the open conversation needs.
type finderConfig struct {
	store    *store
	after    func(d time.Duration, f func()) (stop func())
	pane     *pane
	goTo     func(message int64, then func()) // shows a text, which may have to be loaded
	focus    func(f fyne.Focusable)
	leave    func() // the cursor goes back to where one types
	resized  func() // the bar is shown or hidden
	shortcut func(fyne.Shortcut) bool
}

// finder is the search in the open conversation: a bar above the texts. It goes through the texts found
// from the newest to the oldest and shows the words in them; Escape closes it and goes back to where
// one was.
type finder struct {
	finderConfig
	searcher searcher
	number   sms.Number // of the conversation, "" while it is closed
	before   *spot      // where one was; nil for nowhere to go back to
	hits     []sms.Hit
	at       int    // which of them is shown
	asked    string // what hits is the answer to
	wanted   int64  // the hit to begin with, 0 for the newest
	stopWait func()

	field  *look.Field
	count  *look.Line
	older  *look.Round
	newer  *look.Round
	object *fyne.Container
}

func newFinder(cfg finderConfig) *finder {
	f := &finder{finderConfig: cfg, stopWait: func() {}, searcher: searcher{store: cfg.store}}
	f.field = look.NewField(tr.T("chat.find"), 0, nil)
	f.field.Icon = theme.SearchIcon()
	f.field.OnChanged = func(string) { f.typed() }
	f.field.OnEnter = func() { f.step(1) }
	f.field.OnArrow = func(by int) { f.step(-by) }
	f.field.OnShortcut = cfg.shortcut
	f.field.OnEscape = func() { f.close() }
	f.count = look.NewSmall("")
	f.older = look.NewRound(theme.MoveUpIcon(), tr.T("chat.find.older"), func() { f.step(1) })
	f.newer = look.NewRound(theme.MoveDownIcon(), tr.T("chat.find.newer"), func() { f.step(-1) })
	end := look.NewRound(theme.CancelIcon(), tr.T("chat.find.end"), func() { f.close() })
	for _, b := range []*look.Round{f.older, f.newer, end} {
		b.Side = 32
	}
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(look.Space1),
		container.NewCenter(f.count), gap(look.Space1, 0),
		container.NewCenter(f.older), container.NewCenter(f.newer), container.NewCenter(end))
	right := inset(buttons, edges{left: look.Space3})
	bar := container.New(layout.NewBorderLayout(nil, nil, nil, right), f.field, right)
	f.object = container.New(stacked(),
		inset(bar, edges{look.Space2, look.Space3, look.Space2, look.Space4}), line())
	f.object.Hide()
	return f
}

// open begins a search in the conversation with n; what was searched for before is offered again. Back
// is where one goes to in the end.
func (f *finder) open(n sms.Number, back *spot) {
	if f.number != n {
		f.number, f.before = n, back
		f.object.Show()
		f.resized()
		f.ask()
	}
	f.field.Offer(f.field.Text)
	f.focus(f.field)
	f.show()
}

// reveal goes on with what a search of all conversations found: the words and one of the texts.
func (f *finder) reveal(hit sms.Hit, query string) {
	f.number, f.before, f.wanted = hit.Message.Number, nil, hit.Message.ID
	f.hits, f.at, f.asked = []sms.Hit{hit}, 0, ""
	f.field.SetText(query)
	f.object.Show()
	f.resized()
	f.mark()
	f.ask()
}

// close ends the search and goes back to where one was. It reports whether there was a search.
func (f *finder) close() bool {
	if f.number == "" {
		return false
	}
	back := f.before
	f.end()
	if back != nil && back.id != 0 {
		f.goTo(back.id, func() { f.pane.goBack(*back) })
	} else if back != nil {
		f.pane.toBottom()
	}
	f.leave()
	return true
}

// end ends the search, for another conversation is shown.
func (f *finder) end() {
	if f.number == "" {
		return
	}
	f.stopWait()
	f.searcher.forget()
	f.number, f.before, f.wanted, f.hits, f.asked = "", nil, 0, nil, ""
	f.object.Hide()
	f.resized()
	f.pane.markHits(nil, 0)
}

// typed searches after a short pause.
func (f *finder) typed() {
	f.stopWait()
	if f.number != "" {
		f.stopWait = f.after(searchPause, f.ask)
	}
}

// ask searches for what stands in the field.
func (f *finder) ask() {
	query, n := strings.TrimSpace(f.field.Text), f.number
	if query == f.asked || n == "" {
		return
	}
	if query == "" {
		f.searcher.forget()
		f.take("", nil)
		return
	}
	f.searcher.ask(question{words: query, in: n, limit: findLimit, done: func(hits []sms.Hit) {
		if n == f.number {
			f.take(query, hits)
		}
	}})
}

// take takes in what was found, and shows the text that is wanted, or the newest one.
func (f *finder) take(query string, hits []sms.Hit) {
	f.asked = query
	f.hits = slices.DeleteFunc(hits, func(h sms.Hit) bool { return len(h.Spans) == 0 })
	f.at = max(0, slices.IndexFunc(f.hits, func(h sms.Hit) bool { return h.Message.ID == f.wanted }))
	found := f.wanted != 0
	f.wanted = 0
	f.mark()
	if !found {
		f.scroll()
	}
}

// step goes to another text that was found: to an older one, or with -1 to a newer one, and from the last
// to the first. It reports whether there is a search.
func (f *finder) step(by int) bool {
	if f.number == "" {
		return false
	}
	if n := len(f.hits); n > 0 {
		f.at = (f.at + by + n) % n
		f.mark()
		f.scroll()
	} else {
		f.ask()
	}
	return true
}

// scroll brings the text into view.
func (f *finder) scroll() {
	if f.at < len(f.hits) {
		id := f.hits[f.at].Message.ID
		f.goTo(id, func() { f.pane.reveal(id) })
	}
}

// mark shows the words in the texts, and which one of the texts it is.
func (f *finder) mark() {
	if len(f.hits) == 0 {
		f.pane.markHits(nil, 0)
	} else {
		f.pane.markHits(f.hits, f.hits[f.at].Message.ID)
	}
	f.show()
}

// show says which of how many texts it is.
func (f *finder) show() {
	words := ""
	switch n := len(f.hits); {
	case n >= findLimit:
		words = tr.T("chat.find.many", tr.Data{"At": f.at + 1, "Count": n})
	case n > 0:
		words = tr.T("chat.find.at", tr.Data{"At": f.at + 1, "Count": n})
	case f.asked != "":
		words = tr.T("chat.find.none")
	}
	f.count.Set(words, look.ColorMuted)
	why := ""
	if len(f.hits) < 2 {
		why = tr.T("chat.find.single")
	}
	f.older.Refuse(why)
	f.newer.Refuse(why)
	f.object.Refresh()
}

// shownSpans returns where spans of a text as it was received are in the text as it is shown.
func shownSpans(text string, spans []sms.Span) (shown []look.Span) {
	whole := len(sms.Sanitise(text))
	for _, s := range spans {
		if s.From < 0 || s.To <= s.From || s.To > len(text) {
			continue
		}
		from := len(sms.Sanitise(text[:s.From]))
		to := from + len(sms.Sanitise(text[s.From:s.To]))
		if from < to && to <= whole {
			shown = append(shown, look.Span{From: from, To: to})
		}
	}
	return shown
}
