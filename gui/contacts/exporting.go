package contacts

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"

	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/people"
)

// exportCards returns what writes all contacts as vCards of a version.
func (p *page) exportCards(version people.Version) func() {
	return func() {
		p.export("vcf", tr.T("contacts.kind.card"), func(b *bytes.Buffer, all []sms.Person) error {
			return people.WriteCards(b, all, version)
		})
	}
}

// exportTable writes all contacts as a table.
func (p *page) exportTable() {
	separator := ','
	if tr.Language() == "de" {
		separator = ';' // Excel's in German
	}
	words := people.Words{
		Name: tr.T("contacts.name"), Note: tr.T("contacts.note"), Separator: separator,
		LabelWords: labelWords,
		Number:     func(i int) string { return tr.T("contacts.table.number", tr.Data{"Number": strconv.Itoa(i)}) },
		Label:      func(i int) string { return tr.T("contacts.table.label", tr.Data{"Number": strconv.Itoa(i)}) },
	}
	p.export("csv", tr.T("contacts.kind.table"), func(b *bytes.Buffer, all []sms.Person) error {
		return people.WriteTable(b, all, words)
	})
}

// export writes all contacts into a file that the user chooses.
func (p *page) export(ending, kind string, write func(*bytes.Buffer, []sms.Person) error) {
	all := make([]sms.Person, len(p.all))
	for i, e := range p.all {
		all[i] = e.Person
	}
	name := tr.T("contacts.file.name") + "." + ending
	p.cfg.Files.Save(tr.T("contacts.export.title"), name, files.Kind{Words: kind, Endings: []string{ending}},
		func(path string) {
			var file bytes.Buffer
			err := write(&file, all) // words of the language belong to this goroutine
			p.ask(func(context.Context) error {
				if err == nil {
					err = writeFile(path, file.Bytes())
				}
				return err
			}, func(err error) {
				if err != nil {
					p.Say(tr.T("contacts.export.error"), look.ColorBad)
					return
				}
				p.Say(tr.N("contacts.exported", len(all), tr.Data{
					"File": sms.SanitiseLine(filepath.Base(path), 80),
				}), look.ColorGood)
			})
		})
}

// writeFile writes a file that is whole or not there; only the user may read it.
func writeFile(path string, data []byte) error {
	part, err := os.CreateTemp(filepath.Dir(path), ".contacts-*")
	if err != nil {
		return err
	}
	_, err = part.Write(data)
	if closed := part.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(part.Name(), path)
	}
	if err != nil {
		_ = os.Remove(part.Name()) // gone when it was renamed
	}
	return err
}
