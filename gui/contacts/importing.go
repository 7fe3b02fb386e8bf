package contacts

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/people"
)

// endings are those of the files that are read.
var endings = []string{"vcf", "vcard", "csv", "txt"}

// chooseFile lets the user choose a file with contacts.
func (p *page) chooseFile() {
	p.cfg.Files.Open(tr.T("contacts.import.title"), []files.Kind{
		{Words: tr.T("contacts.kind.any"), Endings: endings},
		{Words: tr.T("contacts.kind.all")},
	}, p.read)
}

// dropped takes a file that was dropped onto the window.
func (p *page) dropped(paths []string) bool {
	ending := strings.TrimPrefix(strings.ToLower(filepath.Ext(paths[0])), ".")
	if p.cfg.ReadOnly || !slices.Contains(endings, ending) {
		return false
	}
	p.read(paths[0])
	return true
}

// readFile returns the beginning of a file, one byte more than is read at most.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, people.MaxBytes+1))
}

// read reads a file and shows what is in it.
func (p *page) read(path string) {
	var list people.List
	region := p.cfg.Region()
	p.ask(func(context.Context) error {
		data, err := readFile(path)
		if err == nil {
			list, err = people.Read(data, region)
		}
		return err
	}, func(err error) {
		if err != nil {
			p.Say(fileProblem(err), look.ColorBad)
			return
		}
		p.Say("", "")
		p.askImport(sms.SanitiseLine(filepath.Base(path), 80), list)
	})
}

// fileProblem says why a file cannot be read.
func fileProblem(err error) string {
	switch {
	case errors.Is(err, bulk.ErrLarge):
		return tr.T("contacts.file.large")
	case errors.Is(err, bulk.ErrNothing):
		return tr.T("contacts.file.nothing")
	case errors.Is(err, bulk.ErrNoTable):
		return tr.T("contacts.file.kind")
	}
	return tr.T("contacts.file.error")
}

// askImport shows how many people a file holds and what of it cannot be used, before anything is taken in.
func (p *page) askImport(name string, list people.List) {
	head := tr.N("contacts.import.found", len(list.People), tr.Data{"File": name})
	if len(list.People) == 0 {
		head = tr.T("contacts.import.none", tr.Data{"File": name})
	}
	body := []fyne.CanvasObject{look.NewText(head, "")}
	body = append(body, faults(list.Faults)...)
	sheet := look.NewSheet(p.canvas(), tr.T("contacts.import.title"), body...)
	if len(list.People) == 0 {
		sheet.Answers(look.NewPrimary(tr.T("contacts.close"), nil)).Show(nil)
		return
	}
	yes := look.NewPrimary(tr.T("contacts.import.yes"), func() { p.take(list.People) })
	sheet.Answers(look.NewQuiet(tr.T("contacts.cancel"), nil), yes).Show(yes)
}

// faults list what of a file cannot be used, with the reasons.
func faults(all []people.Fault) []fyne.CanvasObject {
	const most = 200
	if len(all) == 0 {
		return nil
	}
	var lines []string
	for i, f := range all {
		if i == most {
			lines = append(lines, tr.N("contacts.more.count", len(all)-most))
			break
		}
		lines = append(lines, tr.T("contacts.fault", tr.Data{
			"Line": strconv.Itoa(f.Line), "Text": f.Text, "Why": tr.T("contacts.why." + string(f.Why)),
		}))
	}
	return []fyne.CanvasObject{
		look.NewText(tr.N("contacts.import.faults", len(all)), look.ColorCareful),
		look.Card(look.NewNote(strings.Join(lines, "\n"))),
	}
}

// take takes people in and says what became of them.
func (p *page) take(all []sms.Person) {
	var taken sms.Taken
	p.ask(func(ctx context.Context) (err error) {
		taken, err = p.cfg.Store.TakePeople(ctx, all)
		return err
	}, func(err error) {
		if err != nil {
			p.Say(tr.T("contacts.error"), look.ColorBad)
		} else {
			p.Say(elsewhere(taken), look.ColorCareful)
			p.done(takenWords(taken), &undo{keep: taken.Grown, remove: taken.New})
		}
		p.load()
	})
}

// takenWords say what became of people who were taken in.
func takenWords(t sms.Taken) string {
	all := []string{tr.N("contacts.taken.new", len(t.New))}
	if n := len(t.Grown); n > 0 {
		all = append(all, tr.N("contacts.taken.grown", n))
	}
	if t.Known > 0 {
		all = append(all, tr.N("contacts.taken.known", t.Known))
	}
	return strings.Join(all, " ")
}

// elsewhere names those whose number belongs to somebody else here; "" when there are none.
func elsewhere(t sms.Taken) string {
	const most = 5
	var names []string
	for _, p := range t.Elsewhere[:min(most, len(t.Elsewhere))] {
		names = append(names, sms.SanitiseLine(p.Name, 40))
	}
	if len(names) == 0 {
		return ""
	}
	if more := len(t.Elsewhere) - most; more > 0 {
		names = append(names, "…")
	}
	return tr.N("contacts.taken.elsewhere", len(t.Elsewhere), tr.Data{"Names": strings.Join(names, ", ")})
}
