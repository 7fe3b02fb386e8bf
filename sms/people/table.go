package people

import (
	"regexp"
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
)

// columns say which columns of a table hold what, counted from 0; -1 for none.
type columns struct {
	full, given, middle, family, firm, note int
	phones                                  []phoneColumn
}

// phoneColumn is one with numbers: what they are for stands in another column, or in its heading.
type phoneColumn struct {
	number, labels int
	label          string
}

var (
	fullHead   = regexp.MustCompile(`(?i)^(name|full ?name|display ?name|anzeigename|vollständiger name|kontakt|contact|file as|speichern unter)$`)
	givenHead  = regexp.MustCompile(`(?i)^(first ?name|given ?name|vorname)$`)
	middleHead = regexp.MustCompile(`(?i)^(middle ?name|additional ?name|weitere vornamen)$`)
	familyHead = regexp.MustCompile(`(?i)^(last ?name|family ?name|surname|nachname|familienname)$`)
	firmHead   = regexp.MustCompile(`(?i)^(company|firma|organi[sz]ation( name)?|organization 1 - name)$`)
	noteHead   = regexp.MustCompile(`(?i)^(notes?|notiz(en)?|bemerkung(en)?|kommentar)$`)

	// numbered is a column of Google or of this program: of a number, or of what it is for.
	numbered  = regexp.MustCompile(`(?i)^(?:phone|telefon) (\d+)(?: - (value|wert|label|type|art))?$`)
	phoneHead = regexp.MustCompile(`(?i)(phone|telefon|mobil|handy|\bfax|^tel\b|^cell|^rückmeldung$|^callback$|` +
		`^(ruf|fax|tel\.?-? ?)?(number|nummer)$|^msisdn$)`)
	notPhoneHead = regexp.MustCompile(`(?i)(type|label|bezeichnung|pager|telex|tty|vorwahl|country)`)
)

// columnsOf finds out by its headings which column of a table holds what.
func columnsOf(t bulk.Table) columns {
	c := columns{-1, -1, -1, -1, -1, -1, nil}
	at := map[string]int{} // places of numbered columns in phones
	for i, name := range t.Columns {
		name = strings.TrimSpace(name)
		for _, one := range []struct {
			head  *regexp.Regexp
			place *int
		}{
			{fullHead, &c.full},
			{givenHead, &c.given},
			{middleHead, &c.middle},
			{familyHead, &c.family},
			{firmHead, &c.firm},
			{noteHead, &c.note},
		} {
			if *one.place < 0 && one.head.MatchString(name) {
				*one.place = i
			}
		}
		if m := numbered.FindStringSubmatch(name); m != nil {
			c.numbered(at, m, i)
		} else if phoneHead.MatchString(name) && !notPhoneHead.MatchString(name) {
			c.phones = append(c.phones, phoneColumn{i, -1, knownLabel(name)})
		}
	}
	return c
}

// numbered takes a column of a number, or of what it is for.
func (c *columns) numbered(at map[string]int, m []string, i int) {
	place, known := at[m[1]]
	if !known {
		place = len(c.phones)
		at[m[1]] = place
		c.phones = append(c.phones, phoneColumn{-1, -1, ""})
	}
	switch strings.ToLower(m[2]) {
	case "", "value", "wert":
		c.phones[place].number = i
	default:
		c.phones[place].labels = i
	}
}

// table reads the people in a table.
func (r *reader) table(data []byte) error {
	t, err := bulk.Read(data)
	if err != nil {
		return err
	}
	for _, f := range t.Faults {
		r.fault(f.Line, f.Text, Why(f.Why.String()))
	}
	c := columnsOf(t)
	if len(c.phones) == 0 {
		guess := t.Guess(r.region)
		if guess.Number < 0 {
			return bulk.ErrNothing
		}
		c.phones = []phoneColumn{{guess.Number, -1, ""}}
		if c.full+c.given+c.family == -3 {
			c.full = guess.Name
		}
	}
	for _, row := range t.Rows {
		r.add(c.person(row))
	}
	return nil
}

// person returns what a row says.
func (c columns) person(row bulk.Row) raw {
	get := func(i int) string {
		if i < 0 || i >= len(row.Cells) {
			return ""
		}
		return sms.PlainCell(row.Cells[i])
	}
	p := raw{line: row.Line, note: get(c.note)}
	if c.given >= 0 && c.family < 0 { // "Vorname; Name"
		p.name = nameOf("", get(c.firm), get(c.given), get(c.middle), get(c.full))
	} else {
		p.name = nameOf(get(c.full), get(c.firm), get(c.given), get(c.middle), get(c.family))
	}
	for _, col := range c.phones {
		label := col.label
		if words := get(col.labels); words != "" {
			label = labelOf(words)
		}
		for _, n := range strings.Split(get(col.number), ":::") { // Google puts several into one cell
			if n = strings.TrimSpace(n); n != "" {
				p.numbers = append(p.numbers, rawNumber{n, label})
			}
		}
	}
	return p
}
