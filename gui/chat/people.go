package chat

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// people are those whom one can write to, below the field for the number of a new conversation:
// partners first, the latest on top, then everybody else who has a name. What is typed into the
// field chooses among them, by name or number.
type people struct {
	take func(n sms.Number)

	all  []entry
	rows []entry // of all, those that fit what is typed
	at   int     // the row that the arrow keys reached, -1 for none

	view   *look.List
	head   *look.Line
	empty  *widget.Label
	object *fyne.Container
}

// newPeople returns the list; card, which may be nil, shows the contacts on the SIM card.
func newPeople(take func(sms.Number), cancel, card func()) *people {
	p := &people{take: take, at: -1}
	p.view = look.NewList(func() int { return len(p.rows) },
		func() fyne.CanvasObject { return newRow() },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if i < len(p.rows) {
				e := p.rows[i]
				e.selected = i == p.at
				o.(*row).set(e, e.at)
			}
		})
	p.view.HideSeparators, p.view.OnEscape = true, cancel
	p.view.OnSelected = func(i widget.ListItemID) {
		p.view.UnselectAll()
		p.takeRow(i)
	}
	p.empty = widget.NewLabel("")
	p.empty.Alignment = fyne.TextAlignCenter
	p.empty.SizeName = theme.SizeNameSubHeadingText
	p.head = look.NewLine("", look.ColorMuted, theme.SizeNameText)
	var foot fyne.CanvasObject
	if card != nil {
		more := look.NewLink(tr.T("simcard.menu.contacts"), card).WithIcon(theme.AccountIcon())
		foot = inset(container.NewHBox(more),
			edges{look.Space1, look.Space4, look.Space2, look.Space4})
	}
	head := inset(p.head, edges{top: look.Space3, right: look.Space5, left: look.Space5})
	p.object = container.NewBorder(head, foot, nil, nil, container.NewStack(
		inset(p.view, edges{top: look.Space2, right: look.Space4, left: look.Space4}),
		container.NewCenter(p.empty)))
	return p
}

// load takes in who there is: the partners, and everybody else who has a name.
func (p *people) load(d *directory) {
	p.all = p.all[:0]
	add := func(c sms.Conversation) {
		if !c.Number.Dialable() {
			return
		}
		e := entry{number: c.Number, name: d.nameOf(c)}
		if c.Name != "" {
			e.text = c.Number.Display(d.region())
		}
		p.all = append(p.all, e)
	}
	for _, c := range d.list {
		add(c)
	}
	met := len(p.all)
	for n := range d.names {
		if d.index(n) < 0 {
			add(d.of(n))
		}
	}
	slices.SortFunc(p.all[met:], func(a, b entry) int {
		return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	})
}

// filter shows those who fit what is typed.
func (p *people) filter(typed string) {
	query := strings.ToLower(strings.TrimSpace(typed))
	p.at, p.rows = -1, p.rows[:0]
	for _, e := range p.all {
		if query == "" || matches(query, e.name, e.text, string(e.number)) {
			p.rows = append(p.rows, e)
		}
	}
	head, empty := "", ""
	switch {
	case len(p.rows) > 0:
		head = tr.T("chat.empty.new")
	case query == "":
		empty = tr.T("chat.empty.new")
	}
	p.head.Set(head, look.ColorMuted)
	p.empty.SetText(empty)
	p.view.Refresh()
	p.view.ScrollToTop()
}

// matches reports whether a partner is meant by a part of the name or of the number, which may be
// written in several ways.
func matches(query, name string, numbers ...string) bool {
	strip := strings.NewReplacer(" ", "", "-", "", "/", "", "(", "", ")", "").Replace
	digits := strip(query)
	return strings.Contains(strings.ToLower(name), query) || digits != "" &&
		slices.ContainsFunc(append(numbers, name), func(one string) bool {
			return strings.Contains(strip(one), digits)
		})
}

// step goes to another row by the arrow keys.
func (p *people) step(by int) {
	if len(p.rows) == 0 {
		return
	}
	p.at = max(0, min(len(p.rows)-1, p.at+by))
	p.view.Refresh()
	p.view.ScrollTo(p.at)
}

// takeRow takes one of the rows and reports whether there is one.
func (p *people) takeRow(i int) bool {
	if i < 0 || i >= len(p.rows) {
		return false
	}
	p.take(p.rows[i].number)
	return true
}

// isName reports whether what is typed is not a number but a name, or the beginning of one.
func isName(typed string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(typed))
	return unicode.IsLetter(first)
}
