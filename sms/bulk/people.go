package bulk

import (
	"cmp"
	"errors"
	"regexp"
	"strings"
	"unicode"

	"surfstick-sms/sms"
)

// Person is somebody who gets the text.
type Person struct {
	Number sms.Number
	Name   string
	Line   int      // of the table
	Cells  []string // of the whole line
	// Again are the other lines with the same number, which were left out.
	Again []int
	// Rate is what a text to the number may cost.
	Rate sms.Rate
}

// List is the people of a table.
type List struct {
	Columns []string
	People  []Person
	Faults  []Fault
	// Merged is how many lines were left out because their number stood in another one before.
	Merged int
}

// Layout says which columns hold what, counted from 0; -1 for none.
type Layout struct{ Number, Name int }

// sampled is how many rows are looked at to find out which column holds what.
const sampled = 200

var (
	numberHead = regexp.MustCompile(`(?i)^(mobil|handy|cell|tel|phone|nummer|number|rufnummer|msisdn|sms|to$|an$)`)
	nameHead   = regexp.MustCompile(`(?i)^(name|vorname|first ?name|anrede|full ?name|kunde|contact|kontakt)`)
)

// Guess returns which columns seem to hold number and name.
func (t Table) Guess(region string) Layout {
	l := Layout{Number: -1, Name: -1}
	best := 0
	for i := range t.Columns {
		if fit := t.numbers(i, region); fit > best {
			l.Number, best = i, fit
		}
	}
	best = 0
	for i := range t.Columns {
		if fit := t.names(i); i != l.Number && fit > best {
			l.Name, best = i, fit
		}
	}
	return l
}

// numbers returns how much a column looks like one of numbers, 0 for not at all.
func (t Table) numbers(column int, region string) int {
	fit := 0
	for _, row := range t.Rows[:min(len(t.Rows), sampled)] {
		cell := row.cell(column)
		n, why := number(cell, region)
		if rounded(cell) || why == WhyNone && (n.International() || digits(cell) > 6) {
			fit += 2
		}
	}
	if fit > 0 && numberHead.MatchString(t.Columns[column]) {
		fit++
	}
	return fit
}

// names returns how much a column looks like one of names, 0 for not at all.
func (t Table) names(column int) int {
	if nameHead.MatchString(t.Columns[column]) {
		return 2
	}
	for _, row := range t.Rows[:min(len(t.Rows), sampled)] {
		if strings.IndexFunc(row.cell(column), unicode.IsLetter) >= 0 {
			return 1
		}
	}
	return 0
}

// cell returns a cell, "" beyond the end of the line.
func (r Row) cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// People returns the people of the table; region is the country by whose rules numbers are read.
func (t Table) People(l Layout, region string) List {
	list := List{Columns: t.Columns, Faults: t.Faults}
	at := map[sms.Number]int{}
	for _, row := range t.Rows {
		n, why := number(row.cell(l.Number), region)
		if why != WhyNone {
			text := cmp.Or(row.cell(l.Number), strings.Join(row.Cells, " "))
			list.Faults = append(list.Faults, Fault{row.Line, shown(text), why})
			continue
		}
		if i, twice := at[n]; twice {
			list.People[i].Again = append(list.People[i].Again, row.Line)
			list.Merged++
			continue
		}
		at[n] = len(list.People)
		list.People = append(list.People, Person{
			Number: n, Name: row.cell(l.Name), Line: row.Line, Cells: row.Cells, Rate: n.Rate(region),
		})
	}
	return list
}

// figure is how a spreadsheet shows a number that it takes for a large figure.
var figure = regexp.MustCompile(`^[+-]?\d+([.,]\d+)?[eE]\+?\d+$`)

// rounded reports whether a spreadsheet has lost digits of a number.
func rounded(cell string) bool { return figure.MatchString(strings.TrimSpace(cell)) }

// number reads a cell with a phone number. What spreadsheets need to keep a number as it is (="+49…", '+49…)
// is taken off.
func number(cell, region string) (sms.Number, Why) {
	cell = strings.TrimSpace(cell)
	if s, ok := strings.CutPrefix(cell, "="); ok {
		cell = strings.Trim(s, `"`)
	}
	cell = strings.TrimPrefix(cell, "'")
	if rounded(cell) {
		return "", WhyRounded
	}
	n, err := sms.ParseNumber(cell, region)
	switch {
	case err == nil:
		return n, WhyNone
	case errors.Is(err, sms.ErrNumberEmpty):
		return "", WhyEmpty
	case errors.Is(err, sms.ErrNumberLong):
		return "", WhyLong
	case errors.Is(err, sms.ErrNumberShort):
		return "", WhyShort
	case errors.Is(err, sms.ErrNumberCode):
		return "", WhyCode
	}
	return "", WhyChars
}
