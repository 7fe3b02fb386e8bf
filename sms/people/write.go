package people

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/emersion/go-vcard"

	"surfstick-sms/sms"
)

// Version is one of vCard's.
type Version string

// The versions that are written.
const (
	Version3 Version = "3.0" // for older telephones (RFC 2426)
	Version4 Version = "4.0" // RFC 6350
)

// cardTypes are the labels as a vCard has them; own words stand in Apple's field.
var cardTypes = map[string]string{
	sms.LabelMobile: "cell", sms.LabelHome: "home", sms.LabelWork: "work", sms.LabelFax: "fax",
}

// WriteCards writes people as vCards.
func WriteCards(w io.Writer, people []sms.Person, version Version) error {
	e := vcard.NewEncoder(w)
	for _, p := range people {
		if err := e.Encode(cardOf(p, version)); err != nil {
			return err
		}
	}
	return nil
}

func cardOf(p sms.Person, version Version) vcard.Card {
	card := vcard.Card{}
	card.SetValue(vcard.FieldVersion, string(version))
	card.SetValue(vcard.FieldFormattedName, p.Name)
	// The whole name stands as the given one: which part is the family's is not known. A semicolon would end it.
	card.SetValue(vcard.FieldName, ";"+strings.ReplaceAll(p.Name, ";", " ")+";;;")
	if p.Note != "" {
		card.SetValue(vcard.FieldNote, p.Note)
	}
	for i, n := range p.Numbers {
		f := &vcard.Field{Value: string(n.Number), Params: vcard.Params{}}
		switch kind := cardTypes[n.Label]; {
		case kind != "":
			f.Params.Add(vcard.ParamType, kind)
		case n.Label != "":
			f.Group = "item" + strconv.Itoa(i+1)
			card.Add("X-ABLABEL", &vcard.Field{Group: f.Group, Value: n.Label})
		}
		card.Add(vcard.FieldTelephone, f)
	}
	return card
}

// Words are the headings of a table, in the language of the user, and what stands between the cells.
type Words struct {
	Name, Note string
	// Number and Label are the headings of a number, counted from 1, and of what it is for; LabelWords are the
	// words for a label.
	Number, Label func(i int) string
	LabelWords    func(label string) string
	Separator     rune
}

// WriteTable writes people as a table for spreadsheets, a row for each: UTF-8 with the mark by which Excel
// knows it, lines that end in CR LF, and nothing that a spreadsheet takes for a formula.
func WriteTable(w io.Writer, people []sms.Person, words Words) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	most := 1
	for _, p := range people {
		most = max(most, len(p.Numbers))
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = words.Separator, true
	head := []string{words.Name, words.Note}
	for i := range most {
		head = append(head, words.Label(i+1), words.Number(i+1))
	}
	rows := [][]string{head}
	for _, p := range people {
		row := make([]string, len(head))
		row[0], row[1] = sms.SafeCell(p.Name), sms.SafeCell(p.Note)
		for i, n := range p.Numbers {
			row[2+2*i], row[3+2*i] = sms.SafeCell(words.LabelWords(n.Label)), sms.SafeCell(string(n.Number))
		}
		rows = append(rows, row)
	}
	return out.WriteAll(rows) // flushes
}
