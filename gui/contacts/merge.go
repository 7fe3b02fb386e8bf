package contacts

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// same returns the groups of people whose names are the same but for capitals, accents and blanks.
func same(all []entry) [][]sms.Person {
	var groups [][]sms.Person
	at := map[string]int{}
	for _, e := range all {
		key := fold(e.Name)
		i, known := at[key]
		if !known {
			i = len(groups)
			at[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], e.Person)
	}
	return slices.DeleteFunc(groups, func(g []sms.Person) bool { return len(g) < 2 })
}

// merged is one person of several: the first one's name, all numbers, all notes.
func merged(group []sms.Person) sms.Person {
	one := group[0]
	one.Numbers = slices.Clone(one.Numbers)
	for _, p := range group[1:] {
		one.Numbers = append(one.Numbers, p.Numbers...)
		if p.Note != "" && !strings.Contains(one.Note, p.Note) {
			one.Note = strings.TrimSpace(one.Note + "\n" + p.Note)
		}
	}
	return one
}

// showDoubles offers to put together those who stand in the list several times.
func (p *page) showDoubles() {
	n := len(same(p.all))
	p.doubles.Hidden = n == 0 || p.cfg.ReadOnly
	p.doubles.SetText(tr.N("contacts.doubles", n))
	p.Fit()
}

// askMerge shows who is meant, and puts them together when the user wants that.
func (p *page) askMerge() {
	const most = 8
	groups := same(p.all)
	body := []fyne.CanvasObject{look.NewText(tr.T("contacts.merge.text"), "")}
	for i, g := range groups {
		if i == most {
			body = append(body, look.NewNote(tr.N("contacts.more.count", len(groups)-most)))
			break
		}
		var numbers []string
		for _, n := range merged(g).Numbers {
			numbers = append(numbers, n.Number.Display(p.cfg.Region()))
		}
		body = append(body, look.Card(look.NewStrong(sms.SanitiseLine(g[0].Name, 80), ""),
			look.NewNote(strings.Join(numbers, ", "))))
	}
	yes := look.NewPrimary(tr.T("contacts.merge.yes"), func() { p.merge(groups) })
	look.NewSheet(p.canvas(), tr.T("contacts.merge.title"), body...).
		Answers(look.NewQuiet(tr.T("contacts.cancel"), nil), yes).Show(yes)
}

// merge puts people together; each group becomes one person.
func (p *page) merge(groups [][]sms.Person) {
	c := change{back: &undo{}, words: tr.N("contacts.merged", len(groups))}
	for _, g := range groups {
		c.keep = append(c.keep, merged(g))
		c.back.keep = append(c.back.keep, g...)
		for _, other := range g[1:] {
			c.remove = append(c.remove, other.ID)
		}
	}
	p.change(c)
}
