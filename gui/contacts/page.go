package contacts

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// listWidth is that of the list at the left.
const listWidth = 280

// page is the page while it is open: the list at the left, who is chosen at the right.
type page struct {
	*Contacts
	*look.Page
	all    []entry
	rows   []entry // of all, those that fit what is typed
	chosen int64   // the ID of who is seen at the right, 0 for none
	loaded bool

	search  *look.Field
	list    *list
	nobody  *look.Text // says that nobody fits
	doubles *look.Button
	detail  *fyne.Container
	scroll  *container.Scroll
	bar     *bar
	split   *fyne.Container
	empty   fyne.CanvasObject
	undrop  func()
}

// entry is a person with what is shown and compared.
type entry struct {
	sms.Person
	name, number string // as they are shown
	key          string // what is typed is looked for in it
}

func newPage(c *Contacts) *page {
	p := &page{Contacts: c, nobody: look.NewNote(tr.T("contacts.nobody"))}
	p.search = look.NewField(tr.T("contacts.search"), 100, nil)
	p.search.OnChanged = func(string) { p.filter() }
	p.search.OnArrow = p.step
	p.search.OnEnter = func() { p.edit(p.person()) }
	p.search.OnShortcut = p.shortcut
	p.list = newList(p)
	p.doubles = look.NewLink("", p.askMerge)
	p.doubles.Hide()
	p.nobody.Hide()
	p.detail = container.New(look.Column{Gap: look.Space4, Inset: look.Space5})
	p.scroll = container.NewVScroll(p.detail)
	left := container.NewStack(look.NewGround(look.ColorSurface, "", 0), container.NewBorder(
		container.New(layout.NewCustomPaddedLayout(look.Space3, look.Space2, look.Space3, look.Space3), p.search),
		p.doubles, nil, nil, container.NewStack(p.list,
			container.NewVBox(container.New(layout.NewCustomPaddedLayout(0, 0, look.Space4, look.Space4), p.nobody)))))
	edge := look.NewGround(look.ColorLine, "", 0)
	right := container.NewStack(container.New(look.Tall{Content: p.detail}, p.scroll))
	p.split = container.New(look.Side{Width: look.Scaled(listWidth)}, left,
		container.New(look.Side{Width: 1}, edge, right))
	p.empty = p.newEmpty()
	p.empty.Hide()
	p.split.Hide()
	p.bar = newBar()
	body := container.NewBorder(nil, p.bar.object, nil, nil, container.NewStack(p.split, p.empty))
	p.Page = look.NewWholePage(tr.T("contacts.title"), body)
	p.makeButtons()
	p.OnEscape = p.escape
	p.OnClose = p.closed
	return p
}

// makeButtons adds what stands right of the title.
func (p *page) makeButtons() {
	add := look.NewPrimary(tr.T("contacts.new"), func() { p.edit(sms.Person{}) }).WithIcon(theme.ContentAddIcon())
	more := look.NewQuiet(tr.T("contacts.more"), nil).WithIcon(theme.MenuIcon())
	more.OnTapped = func() { p.menu().ShowBelow(p.canvas(), more) }
	if p.cfg.ReadOnly {
		add.Refuse(tr.T("chat.closed.readOnly"))
	}
	p.Buttons(more, add)
}

// menu is what can be done with all contacts.
func (p *page) menu() *look.Menu {
	off, none := "", ""
	if p.cfg.ReadOnly {
		off = tr.T("chat.closed.readOnly")
	}
	if len(p.all) == 0 {
		none = tr.T("contacts.empty")
	}
	return look.NewMenu(
		look.Item{Words: tr.T("contacts.import"), Icon: theme.FolderOpenIcon(), Do: p.chooseFile, Off: off},
		look.Item{},
		look.Item{Words: tr.T("contacts.export.card"), Icon: theme.DocumentSaveIcon(), Do: p.exportCards("4.0"), Off: none},
		look.Item{Words: tr.T("contacts.export.old"), Icon: theme.DocumentSaveIcon(), Do: p.exportCards("3.0"), Off: none},
		look.Item{Words: tr.T("contacts.export.table"), Icon: theme.DocumentSaveIcon(), Do: p.exportTable, Off: none},
		look.Item{},
		look.Item{Words: tr.T("contacts.sim"), Icon: theme.DownloadIcon(), Do: p.openCard, Off: off},
		look.Item{Words: tr.T("contacts.toSim"), Icon: theme.UploadIcon(), Do: func() { p.askSave(p.people()) }, Off: none},
	)
}

// open shows the page and reads the list.
func (p *page) open() {
	if p.undrop == nil {
		p.undrop = p.cfg.Files.OnDrop(p.dropped)
	}
	p.cfg.Show(p.Page, nil)
	p.load()
}

// closed forgets the page, so that it is made anew in the language and the size of then.
func (p *page) closed() {
	if p.undrop != nil {
		p.undrop()
	}
	p.page = nil
}

// escape ends the search first.
func (p *page) escape() bool {
	if p.search.Text == "" {
		return false
	}
	p.search.SetText("")
	p.Focus(p.search)
	return true
}

// shortcut takes Ctrl+F and Ctrl+N.
func (p *page) shortcut(s fyne.Shortcut) bool {
	k, ok := s.(*desktop.CustomShortcut)
	if !ok || k.Modifier != fyne.KeyModifierShortcutDefault {
		return false
	}
	switch k.KeyName {
	case fyne.KeyF:
		p.Focus(p.search)
	case fyne.KeyN:
		p.edit(sms.Person{})
	default:
		return false
	}
	return true
}

// load reads the list.
func (p *page) load() {
	var all []sms.Person
	p.ask(func(ctx context.Context) (err error) {
		all, err = p.cfg.Store.People(ctx)
		return err
	}, func(err error) {
		if err != nil {
			p.Say(tr.T("contacts.error"), look.ColorBad)
			return
		}
		p.set(all)
	})
}

// set shows these people.
func (p *page) set(all []sms.Person) {
	p.all = p.all[:0]
	region := p.cfg.Region()
	for _, person := range all {
		p.all = append(p.all, newEntry(person, region))
	}
	slices.SortStableFunc(p.all, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	first := !p.loaded
	p.loaded = true
	p.filter()
	if first && p.chosen == 0 && len(p.rows) > 0 {
		p.choose(0)
	}
	p.showDoubles()
	if first {
		p.Begin()
	}
}

func newEntry(person sms.Person, region string) entry {
	e := entry{Person: person, name: sms.SanitiseLine(person.Name, 200)}
	e.number = person.Numbers[0].Number.Display(region)
	if more := len(person.Numbers) - 1; more > 0 {
		e.number += "  +" + tr.N("contacts.numbers", more)
	}
	words := []string{fold(person.Name)}
	for _, n := range person.Numbers {
		words = append(words, string(n.Number), digits(n.Number.Display(region)))
	}
	e.key = strings.Join(words, "\n")
	return e
}

// people returns those who are seen in the list.
func (p *page) people() []sms.Person {
	all := make([]sms.Person, len(p.rows))
	for i, e := range p.rows {
		all[i] = e.Person
	}
	return all
}

// filter shows those who fit what is typed; who is chosen stays so, or the first takes the place.
func (p *page) filter() {
	query := fold(p.search.Text)
	number := digits(query)
	p.rows = p.rows[:0]
	for _, e := range p.all {
		if strings.Contains(e.key, query) || number != "" && strings.Contains(e.key, number) {
			p.rows = append(p.rows, e)
		}
	}
	p.nobody.Hidden = len(p.rows) > 0 || len(p.all) == 0
	isEmpty := len(p.all) == 0
	changed := p.empty.Visible() != isEmpty || p.split.Visible() == isEmpty
	p.split.Hidden, _ = isEmpty, changed
	if isEmpty {
		p.empty.Show()
	} else {
		p.empty.Hide()
	}
	at := p.at()
	if at < 0 && len(p.rows) > 0 {
		at = 0
	}
	p.choose(at)
	if changed {
		p.Fit()
	}
}

// at returns the row of who is chosen, -1 for none.
func (p *page) at() int {
	return slices.IndexFunc(p.rows, func(e entry) bool { return e.ID == p.chosen })
}

// person returns who is chosen; the zero Person for nobody.
func (p *page) person() sms.Person {
	if i := p.at(); i >= 0 {
		return p.rows[i].Person
	}
	return sms.Person{}
}

// choose shows the person of a row at the right; nobody when it is -1.
func (p *page) choose(row int) {
	p.chosen = 0
	if row >= 0 && row < len(p.rows) {
		p.chosen = p.rows[row].ID
	}
	p.list.Refresh()
	if row >= 0 {
		p.list.ScrollTo(widget.ListItemID(row))
	}
	p.showPerson()
}

// step goes to the next or the last row.
func (p *page) step(by int) {
	if len(p.rows) > 0 {
		p.choose(max(0, min(len(p.rows)-1, p.at()+by)))
	}
}

// fold returns a text as it is compared: in small letters, umlauts as two, one blank between words.
func fold(s string) string {
	return umlauts.Replace(strings.ToLower(strings.Join(strings.Fields(s), " ")))
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "é", "e", "è", "e", "á", "a", "ç", "c")

// digits returns what is typed of a number without what stands between its digits; "" when there are letters.
func digits(s string) string {
	bare := strings.NewReplacer(" ", "", "-", "", "/", "", "(", "", ")", "").Replace(s)
	if strings.Trim(bare, "+0123456789") != "" {
		return ""
	}
	return bare
}
