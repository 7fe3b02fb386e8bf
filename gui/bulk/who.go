package bulk

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
)

// typedLimit is how many characters can be typed or pasted into the field; what is more comes from the
// clipboard or a file.
const typedLimit = 5000

// draft is a text to many people before it is started.
type draft struct {
	typed   string // people typed by hand
	source  string // of the table: a file's name, or words for the clipboard
	table   bulk.Table
	layout  bulk.Layout
	list    bulk.List
	allowed map[sms.Rate]bool
	text    string
	shown   int // whose text is shown
	check   bulk.Check
	over    bool // the daily limit may be exceeded
	rules   bulk.Allowance
}

func newDraft() draft { return draft{allowed: map[sms.Rate]bool{}} }

// who asks who gets the text, or shows who was found.
func (b *Bulk) who() {
	b.add(steps(1))
	if b.draft.source == "" {
		b.sources()
		return
	}
	b.found()
	next := look.NewPrimary(tr.T("bulk.next"), func() { b.show(stepText) })
	if len(b.draft.list.People) == 0 {
		next.Refuse(tr.T("bulk.nobody"))
	}
	b.page.Foot(b.withList(look.NewQuiet(tr.T("bulk.another"), func() {
		b.draft.source = ""
		b.show(stepWho)
	}), next)...)
}

// sources are where people can come from.
func (b *Bulk) sources() {
	d := &b.draft
	area := look.NewArea(tr.T("bulk.typed"))
	area.Limit = typedLimit
	area.SetMinRowsVisible(4)
	area.EnterBreaks = func() bool { return true }
	area.SetText(d.typed)
	use := look.NewPrimary(tr.T("bulk.use"), func() { b.take([]byte(area.Text), tr.T("bulk.fromTyped")) })
	area.OnChanged = func(text string) { d.typed = text; useIf(use, text) }
	useIf(use, d.typed)
	file := look.NewQuiet(tr.T("bulk.file"), b.chooseFile).WithIcon(theme.FolderOpenIcon())
	paste := look.NewQuiet(tr.T("bulk.paste"), b.paste).WithIcon(theme.ContentPasteIcon())
	b.add(look.NewText(tr.T("bulk.who"), ""), row(file, paste), look.NewText(tr.T("bulk.drop"), look.ColorMuted), area)
	b.page.Foot(b.withList(use)...)
}

// useIf lets the typed numbers be used when there are some.
func useIf(use *look.Button, text string) {
	why := ""
	if strings.TrimSpace(text) == "" {
		why = tr.T("bulk.nobody")
	}
	use.Refuse(why)
}

// withList adds the way to the list of jobs to the buttons, if there are any.
func (b *Bulk) withList(buttons ...*look.Button) []*look.Button {
	if len(b.jobs) == 0 {
		return buttons
	}
	return append([]*look.Button{b.toList()}, buttons...)
}

// toList is the button that leads to the list of jobs.
func (b *Bulk) toList() *look.Button {
	return look.NewQuiet(tr.T("bulk.toList"), func() { b.show(stepJobs); b.load() })
}

// row is buttons beside each other, or below each other where there is no room for that.
func row(buttons ...fyne.CanvasObject) *fyne.Container {
	return container.New(&look.Foot{Left: true}, buttons...)
}

// steps says which of the three steps this is.
func steps(n int) fyne.CanvasObject {
	return look.NewLine(tr.T("bulk.step", tr.Data{"Step": n, "Name": tr.T(fmt.Sprintf("bulk.step.%d", n))}),
		look.ColorMuted, theme.SizeNameText)
}

// tables are the files that can be read.
func tables() files.Kind {
	return files.Kind{Words: tr.T("bulk.kind"), Endings: []string{"csv", "txt", "tsv"}}
}

func (b *Bulk) chooseFile() {
	b.cfg.Files.Open(tr.T("bulk.file"), []files.Kind{tables(), {Words: tr.T("bulk.anyFile")}}, b.open)
}

// drop takes a file that was dropped onto the page.
func (b *Bulk) drop(paths []string) bool {
	if b.page == nil || b.step > stepWho || len(paths) == 0 {
		return false
	}
	b.step = stepWho
	b.open(paths[0])
	return true
}

// open reads a file.
func (b *Bulk) open(file string) {
	var data []byte
	b.busy(tr.T("bulk.reading"))
	b.cfg.Run(func() {
		var err error
		data, err = b.cfg.Read(file, bulk.MaxBytes+1)
		b.cfg.Post(func() {
			if err != nil {
				b.cfg.Log.Warn("table not read", "err", err)
				b.say(tr.T("bulk.unreadable"))
				return
			}
			b.take(data, path.Base(strings.ReplaceAll(file, `\`, "/")))
		})
	})
}

func (b *Bulk) paste() { b.take([]byte(b.cfg.Clipboard()), tr.T("bulk.fromClipboard")) }

// take reads a table.
func (b *Bulk) take(data []byte, source string) {
	region := b.cfg.Region()
	b.cfg.Run(func() {
		table, err := bulk.Read(data)
		var l bulk.Layout
		var list bulk.List
		if err == nil {
			l = table.Guess(region)
			list = table.People(l, region)
		}
		b.cfg.Post(func() {
			if err != nil {
				b.say(tr.T("bulk.error." + readError(err)))
				return
			}
			d := &b.draft
			d.table, d.layout, d.list, d.source, d.shown = table, l, list, source, 0
			b.show(stepWho)
		})
	})
}

// readError returns the name of an error of bulk.Read.
func readError(err error) string {
	switch {
	case errors.Is(err, bulk.ErrLarge):
		return "large"
	case errors.Is(err, bulk.ErrNoTable):
		return "noTable"
	}
	return "nothing"
}

// found shows what was read, and lets the user say which columns hold what.
func (b *Bulk) found() {
	d := &b.draft
	card := look.Card(
		look.NewStrong(tr.N("bulk.found", len(d.list.People), tr.Data{"Source": sms.SanitiseLine(d.source, 60)}), ""))
	column := card.Objects[1].(*fyne.Container)
	column.Add(look.Form(tr.T("bulk.numbers"), b.column(d.layout.Number, false, func(i int) { d.layout.Number = i }),
		tr.T("bulk.names"), b.column(d.layout.Name, true, func(i int) { d.layout.Name = i })))
	if d.list.Merged > 0 {
		column.Add(look.NewText(tr.N("bulk.merged", d.list.Merged), look.ColorMuted))
	}
	for _, r := range rates {
		if n := count(d.list.People, r); n > 0 {
			box := look.NewCheck(tr.N("bulk.rate."+r.String(), n), func(on bool) { d.allowed[r] = on })
			box.Checked = d.allowed[r]
			column.Add(look.Flush(box))
		}
	}
	if faults := faultLines(d.list.Faults); len(faults) > 0 {
		column.Add(look.NewStrong(tr.N("bulk.faults", len(d.list.Faults)), look.ColorCareful))
		for _, line := range faults {
			column.Add(look.NewText(line, look.ColorMuted))
		}
	}
	b.add(card)
}

// rates are those that are left out unless the user ticks them.
var rates = []sms.Rate{sms.RateForeign, sms.RateShort, sms.RatePremium}

func count(people []bulk.Person, r sms.Rate) int {
	n := 0
	for _, p := range people {
		if p.Rate == r {
			n++
		}
	}
	return n
}

// faultsShown is how many lines are listed that cannot be used.
const faultsShown = 12

func faultLines(faults []bulk.Fault) []string {
	var all []string
	for i, f := range faults {
		if i == faultsShown {
			return append(all, tr.N("bulk.more", len(faults)-faultsShown))
		}
		all = append(all, tr.T("bulk.fault", tr.Data{
			"Line": f.Line, "Text": sms.SanitiseLine(f.Text, 40), "Why": tr.T("bulk.why." + f.Why.String()),
		}))
	}
	return all
}

// column is a field with the columns of the table.
func (b *Bulk) column(chosen int, none bool, set func(int)) *look.Select {
	var words []string
	if none {
		words = append(words, tr.T("bulk.noColumn"))
		chosen++
	}
	for i, c := range b.draft.table.Columns {
		words = append(words, fmt.Sprintf("%d: %s", i+1, sms.SanitiseLine(c, 40)))
	}
	s := look.NewSelect(words)
	s.PlaceHolder = tr.T("bulk.chooseColumn")
	if chosen >= 0 {
		s.SetSelectedIndex(chosen)
	}
	s.OnChanged = func(string) {
		i := s.SelectedIndex()
		if none {
			i--
		}
		set(i)
		b.readPeople()
	}
	return s
}

// readPeople takes the people from the columns that were chosen.
func (b *Bulk) readPeople() {
	table, l, region := b.draft.table, b.draft.layout, b.cfg.Region()
	b.cfg.Run(func() {
		list := table.People(l, region)
		b.cfg.Post(func() {
			b.draft.list, b.draft.shown = list, 0
			b.show(stepWho)
		})
	})
}
