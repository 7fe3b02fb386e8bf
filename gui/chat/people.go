package chat

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/text/unicode/norm"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// people are those whom one can write to, below the field for the number of a new conversation:
// partners first, the latest on top, then everybody else who has a name. What is typed into the
// field chooses among them, by name or number.
type people struct {
	take func(n sms.Number)

	picked func(n sms.Number) bool // reports whether somebody is one of several recipients; may be nil

	all  []entry
	rows []entry // of all, those that fit what is typed
	at   int     // the row that the arrow keys reached, -1 for none

	view   *rowList
	head   *look.Line
	empty  *widget.Label
	object *fyne.Container
}

// newPeople returns the list; card, which may be nil, shows the contacts on the SIM card.
func newPeople(take func(sms.Number), cancel, card func()) *people {
	p := &people{take: take, at: -1}
	p.view = newRowList(p.entries, func() time.Time { return time.Time{} }, func(i int) { p.takeRow(i) })
	p.view.OnEscape = cancel
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
	p.object = container.New(yielding{}, container.NewVScroll(container.NewBorder(head, foot, nil, nil, container.NewStack(
		inset(p.view, edges{top: look.Space2, right: look.Space4, left: look.Space4}),
		container.NewCenter(p.empty)))))
	return p
}

// entries returns the rows; the one that the arrow keys reached stands out.
func (p *people) entries() []entry {
	for i := range p.rows {
		p.rows[i].selected = i == p.at || p.picked != nil && p.picked(p.rows[i].number)
		p.rows[i].ringed = i == p.at
	}
	return p.rows
}

// load takes in who there is: the partners, and everybody else who has a name.
func (p *people) load(d *directory) {
	p.all = p.all[:0]
	add := func(c sms.Conversation) {
		if !c.Number.Dialable() {
			return
		}
		e := d.entry(c)
		if e.called != "" {
			e.text = c.Number.Display(d.region())
		}
		p.all = append(p.all, e)
	}
	for _, c := range d.list {
		add(c)
	}
	met := len(p.all)
	for _, n := range d.others() {
		add(d.of(n))
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
	p.view.changed()
	p.view.ScrollToTop()
}

// matches reports whether a partner is meant by a part of the name, or of the number, which may be
// written in several ways.
func matches(query, name string, numbers ...string) bool {
	digits := bare.Replace(query)
	return strings.Contains(fold(name), fold(query)) || digits != "" &&
		slices.ContainsFunc(append(numbers, name), func(one string) bool {
			return strings.Contains(bare.Replace(one), digits)
		})
}

// bare leaves out what only orders a number for the eye.
var bare = strings.NewReplacer(" ", "", "-", "", "/", "", "(", "", ")", "")

// fold makes names alike that differ in case, accents and the ways to write an umlaut.
func fold(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
	return umlauts.Replace(text)
}

var umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "ß", "ss")

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
