package help

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// Link is a part of the program that a topic leads to; its words are help.link.NAME.
type Link string

// The links.
const (
	Setup    Link = "setup"
	Test     Link = "test"
	Restart  Link = "restart"
	PIN      Link = "pin"
	Balance  Link = "balance"
	Settings Link = "settings"
	Report   Link = "report"
)

// topic is something that one sees, and what to do about it. Its words are help.NAME.title, .what and
// .do1, .do2 and so on.
type topic struct {
	name    string
	link    Link // "" for none
	windows bool // seen under Windows only
}

// topics are in the order in which one meets them: the stick, the driver, the card, the network,
// messages, the program.
var topics = []topic{
	{name: "noStick", link: Setup},
	{name: "disc", link: Setup},
	{name: "discEmpty", windows: true},
	{name: "windows", link: Setup, windows: true},
	{name: "huawei", windows: true},
	{name: "hiLink", link: Setup},
	{name: "driver", link: Setup, windows: true},
	{name: "undo", link: Setup, windows: true},
	{name: "machine"},
	{name: "hangs", link: Restart},
	{name: "card", link: Setup},
	{name: "pin", link: PIN},
	{name: "simLock"},
	{name: "network", link: Setup},
	{name: "notSent"},
	{name: "maybe"},
	{name: "nothing", link: Test},
	{name: "closed", link: Settings},
	{name: "costs", link: Balance},
	{name: "parts"},
	{name: "sender"},
	{name: "pictures"},
	{name: "small", link: Settings},
	{name: "scripts", link: Settings},
	{name: "safe"},
	{name: "ask", link: Report},
}

func (t topic) title() string { return tr.T("help." + t.name + ".title") }
func (t topic) what() string  { return tr.T("help." + t.name + ".what") }

// steps are the things to do, in their order.
func (t topic) steps() (all []string) {
	for i := 1; tr.Has(fmt.Sprintf("help.%s.do%d", t.name, i)); i++ {
		all = append(all, tr.T(fmt.Sprintf("help.%s.do%d", t.name, i)))
	}
	return all
}

// matches reports whether every word of a search is in the topic, in any place and order.
func (t topic) matches(query string) bool {
	text := fold(t.title() + " " + t.what() + " " + strings.Join(t.steps(), " "))
	for _, word := range strings.Fields(fold(query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// fold makes capital and small letters, and letters with and without dots, the same.
func fold(text string) string {
	return strings.NewReplacer("ä", "a", "ö", "o", "ü", "u", "ß", "ss", "-", "").Replace(strings.ToLower(text))
}

// list is the page with all topics.
type list struct {
	*Help
	page   *look.Page
	search *look.Field
	found  *fyne.Container
}

// Open shows what to do about what one sees.
func (h *Help) Open() {
	l := &list{Help: h, found: container.New(look.Column{Gap: look.Space3})}
	l.search = look.NewField(tr.T("help.search"), 0, nil)
	l.search.Icon = theme.SearchIcon()
	l.search.OnChanged = func(string) { l.fill() }
	l.search.OnEnter = l.openFirst
	l.page = look.NewPage(tr.T("help.title"), l.search, l.found).
		Buttons(look.NewQuiet(tr.T("help.keys.title"), h.OpenKeys))
	l.page.OnEscape = func() bool {
		searched := l.search.Text != ""
		if searched {
			l.search.SetText("")
		}
		return searched
	}
	l.fill()
	h.cfg.Show(l.page, l.search)
}

// hits are the topics that fit what is searched for.
func (l *list) hits() (all []topic) {
	for _, t := range topics {
		if (!t.windows || l.cfg.Windows) && t.matches(l.search.Text) {
			all = append(all, t)
		}
	}
	return all
}

// fill shows the topics that fit.
func (l *list) fill() {
	var rows []fyne.CanvasObject
	for _, t := range l.hits() {
		row := look.NewRow(t.title(), "")
		row.OnTapped = func() { l.openTopic(t) }
		rows = append(rows, row)
	}
	l.found.Objects = nil
	if len(rows) > 0 {
		l.found.Add(look.Rows(rows...))
	} else {
		l.found.Add(look.NewText(tr.T("help.none"), look.ColorMuted))
	}
	l.page.Fit()
}

// openFirst opens the first topic that fits, for somebody who types and presses Enter.
func (l *list) openFirst() {
	if hits := l.hits(); len(hits) > 0 {
		l.openTopic(hits[0])
	}
}

// OpenTopic shows what to do about what has this name.
func (h *Help) OpenTopic(name string) {
	for _, t := range topics {
		if t.name == name {
			h.openTopic(t)
		}
	}
}

// openTopic shows what to do.
func (h *Help) openTopic(t topic) {
	body := []fyne.CanvasObject{look.NewText(t.what(), "")}
	if steps := t.steps(); len(steps) > 0 {
		todo := container.New(look.Column{Gap: look.Space2})
		for i, step := range steps {
			number := look.NewLine(fmt.Sprint(i+1), look.ColorAccent, theme.SizeNameText).SetBold(true)
			todo.Add(look.Marked(number, look.NewText(step, "")))
		}
		body = append(body, look.Card(todo))
	}
	page := look.NewPage(t.title(), body...)
	if do := h.cfg.Links[t.link]; do != nil {
		page.Buttons(look.NewPrimary(tr.T("help.link."+string(t.link)), do))
	}
	h.cfg.Show(page, nil)
}
