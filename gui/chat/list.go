package chat

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// list is the left side: search, New, and the partners, the latest first. With something in the
// search field it holds the partners that fit and below them the texts found.
//
// Only touched on the UI goroutine.
type list struct {
	now    func() time.Time
	region func() string
	open   func(n sms.Number, message int64)
	find   func(query string) []sms.Message
	later  func(f func()) // runs the latest f after a short pause
	unread func(count int)

	conversations []sms.Conversation
	names         map[sms.Number]string // of partners without texts, too
	found         []sms.Message
	current       sms.Number
	rows          []entry
	counted       int    // unread texts, as last told
	trash         *trash // what is not to be shown; nil mostly

	search *field
	create *widget.Button
	view   *widget.List
	empty  *widget.Label
	object fyne.CanvasObject
}

func newList(now func() time.Time, region func() string, create func()) *list {
	l := &list{now: now, region: region}
	l.search = newField(false)
	l.search.SetPlaceHolder(tr.T("chat.search"))
	l.search.Icon = theme.SearchIcon()
	l.search.OnChanged = func(string) { l.searched() }
	l.search.escape = l.endSearch
	l.search.enter = l.openFirst
	l.create = widget.NewButtonWithIcon(tr.T("chat.new"), theme.DocumentCreateIcon(), create)
	l.view = widget.NewList(func() int { return len(l.rows) },
		func() fyne.CanvasObject { return newRow() },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if i < len(l.rows) {
				o.(*row).set(l.rows[i], l.now())
			}
		})
	l.view.HideSeparators = true
	l.view.OnSelected = l.selected
	l.empty = widget.NewLabel("")
	l.empty.Wrapping = fyne.TextWrapWord
	l.empty.Alignment = fyne.TextAlignCenter
	top := inset(container.New(&searchLayout{}, l.search, l.create),
		look.Space3, look.Space3, look.Space2, look.Space3)
	l.object = container.New(&belowLayout{}, top,
		container.NewStack(inset(l.view, 0, look.Space2, look.Space2, look.Space2),
			inset(l.empty, look.Space5, look.Space4, 0, look.Space4)))
	return l
}

func (l *list) selected(i widget.ListItemID) {
	l.view.UnselectAll() // the row draws its own ground
	if i < len(l.rows) {
		l.open(l.rows[i].number, l.rows[i].message)
	}
}

// setConversations takes in what the store has.
func (l *list) setConversations(all []sms.Conversation) {
	l.conversations = all
	l.rebuild()
}

// setCurrent marks the open conversation.
func (l *list) setCurrent(n sms.Number) {
	if l.current != n {
		l.current = n
		l.rebuild()
	}
}

// conversation gives what is known of a partner; false tells that there are no texts.
func (l *list) conversation(n sms.Number) (sms.Conversation, bool) {
	for _, c := range l.conversations {
		if c.Number == n {
			return c, true
		}
	}
	return sms.Conversation{Number: n, Name: l.names[n]}, false
}

// apply takes in a text that is new or changed; false tells that its partner is not in the list.
func (l *list) apply(m sms.Message, isNew, unread bool) bool {
	for i, c := range l.conversations {
		if c.Number != m.Number {
			continue
		}
		if m.ID >= c.Last.ID {
			c.Last = m
		}
		if unread {
			c.Unread++
		}
		l.conversations[i] = c
		if isNew {
			copy(l.conversations[1:i+1], l.conversations[:i])
			l.conversations[0] = c
		}
		l.rebuild()
		return true
	}
	return false
}

// update changes what is known of a partner; one that is not in the list stays out of it.
func (l *list) update(n sms.Number, change func(*sms.Conversation)) {
	for i := range l.conversations {
		if l.conversations[i].Number == n {
			change(&l.conversations[i])
			l.rebuild()
			return
		}
	}
}

// rebuild derives the rows.
func (l *list) rebuild() {
	query := strings.ToLower(strings.TrimSpace(l.search.Text))
	l.rows = l.rows[:0]
	l.countUnread()
	for _, c := range l.conversations {
		e := l.entryOf(c)
		if l.trash.holds(c.Last) && l.trash.one == 0 {
			continue
		}
		if query == "" || fits(e, c, query) {
			l.rows = append(l.rows, e)
		}
	}
	for _, m := range l.found {
		if l.trash.holds(m) {
			continue
		}
		c, _ := l.conversation(m.Number)
		l.rows = append(l.rows, entry{
			number: m.Number, name: l.nameOf(c),
			text: around(oneLine(m.Text), query), at: m.Time, message: m.ID,
		})
	}
	l.empty.SetText("")
	switch {
	case len(l.rows) > 0:
	case query != "":
		l.empty.SetText(tr.T("chat.search.none"))
	default:
		l.empty.SetText(tr.T("chat.list.empty"))
	}
	l.view.Refresh()
}

// countUnread tells how many texts are unread if that changed.
func (l *list) countUnread() {
	count := 0
	for _, c := range l.conversations {
		if !l.trash.holds(c.Last) {
			count += c.Unread
		}
	}
	if count != l.counted {
		l.counted = count
		l.unread(count)
	}
}

func (l *list) entryOf(c sms.Conversation) entry {
	e := entry{
		number: c.Number, name: l.nameOf(c), at: c.Last.Time, unread: c.Unread,
		selected: c.Number == l.current, text: preview(c.Last),
	}
	if l.trash.holds(c.Last) {
		e.text = ""
	} else if c.Last.Direction == sms.Outgoing {
		e.status = c.Last.Status
	}
	if c.Draft != "" && !e.selected {
		e.draft, e.text = true, tr.T("chat.draft", tr.Data{"Text": oneLine(c.Draft)})
	}
	return e
}

// nameOf gives the name of a partner as it is shown: the contact's, or the number.
func (l *list) nameOf(c sms.Conversation) string {
	if c.Name != "" {
		return oneLine(c.Name)
	}
	return oneLine(c.Number.Display(l.region()))
}

func fits(e entry, c sms.Conversation, query string) bool {
	digits := strings.NewReplacer(" ", "", "-", "", "/", "").Replace(query)
	return strings.Contains(strings.ToLower(e.name), query) ||
		strings.Contains(strings.ReplaceAll(e.name, " ", ""), digits) ||
		strings.Contains(string(c.Number), digits)
}

// preview is a text in one line.
func preview(m sms.Message) string {
	if m.ID == 0 {
		return ""
	}
	if text := oneLine(m.Text); text != "" {
		return text
	}
	return remark(m)
}

// around cuts the beginning of a text so that what was searched for comes into view.
func around(text, query string) string {
	const lead = 12
	at := strings.Index(strings.ToLower(text), query)
	if at < 0 || at > len(text) {
		return text
	}
	before := []rune(text[:at])
	if len(before) <= 2*lead {
		return text
	}
	return "…" + string(before[len(before)-lead:]) + text[at:]
}

// oneLine makes one clean line of a text from outside.
func oneLine(text string) string { return sms.SanitiseLine(text, 200) }

func (l *list) searched() {
	l.rebuild()
	l.later(func() {
		query := strings.TrimSpace(l.search.Text)
		l.found = nil
		if len([]rune(query)) >= 2 {
			l.found = l.find(query)
		}
		l.rebuild()
	})
}

func (l *list) endSearch() {
	l.found = nil
	l.search.SetText("")
}

// openFirst opens the first row, for who types and presses Enter.
func (l *list) openFirst() {
	if len(l.rows) > 0 {
		l.open(l.rows[0].number, l.rows[0].message)
	}
}
