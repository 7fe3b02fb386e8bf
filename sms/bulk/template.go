package bulk

import (
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

// NameField is the placeholder for the name, whatever its column is called.
const NameField = "name"

// Template is a text with placeholders in braces: {name}, {any column}. Case and spaces around do not
// matter, and what is in braces and names no column is left as it is.
type Template struct {
	pieces []piece
	fields map[string]bool
}

// piece is plain text, or a placeholder.
type piece struct{ text, field string }

// ParseTemplate takes a text apart.
func ParseTemplate(text string) Template {
	t := Template{fields: map[string]bool{}}
	for text != "" {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexAny(text[open+1:], "{}\n")
		if end < 0 || text[open+1+end] != '}' {
			t.pieces = append(t.pieces, piece{text: text[:open+1]})
			text = text[open+1:]
			continue
		}
		whole := text[open : open+end+2]
		field := strings.ToLower(strings.TrimSpace(whole[1 : len(whole)-1]))
		t.pieces = append(t.pieces, piece{text: text[:open]}, piece{text: whole, field: field})
		t.fields[field] = true
		text = text[open+end+2:]
	}
	t.pieces = append(t.pieces, piece{text: text})
	return t
}

// Unknown returns the placeholders that name no column, as they stand in the text.
func (t Template) Unknown(columns []string) []string {
	known := map[string]bool{NameField: true}
	for _, c := range columns {
		known[strings.ToLower(c)] = true
	}
	var all []string
	for _, p := range t.pieces {
		if p.field != "" && !known[p.field] {
			all = append(all, p.text)
			known[p.field] = true
		}
	}
	return all
}

// Fill returns the text for one person.
func (t Template) Fill(columns []string, p Person) string {
	var b strings.Builder
	for _, piece := range t.pieces {
		value, ok := p.field(columns, piece.field)
		if !ok {
			value = piece.text
		}
		b.WriteString(value)
	}
	return strings.TrimSpace(b.String())
}

// field returns what stands for a placeholder; false when it names no column.
func (p Person) field(columns []string, field string) (string, bool) {
	if field == "" {
		return "", false
	}
	for i, c := range columns {
		if strings.ToLower(c) != field {
			continue
		}
		if i < len(p.Cells) {
			return p.Cells[i], true
		}
		return "", true
	}
	return p.Name, field == NameField
}

// Text is what one person gets.
type Text struct {
	Person
	Text  string
	Count pdu.Count
}

// Check is what a text to many people comes to.
type Check struct {
	Texts []Text
	// Parts is how many SMS all texts have together, Most those of the longest.
	Parts, Most int
	// TooLong are texts with more parts than can be sent, Blank those without a word: they are left out of
	// Texts.
	TooLong, Blank []Person
	// Left is how many people are left out because of what their number may cost, by rate.
	Left map[sms.Rate]int
	// Gaps is how many people have nothing in a column that the text uses.
	Gaps int
	// Costly is how many texts hold a character because of which a part has only 70 characters, and
	// Culprits are those characters.
	Costly   int
	Culprits []string
}

// maxCulprits is how many characters are named.
const maxCulprits = 5

// Prepare fills in the text for everybody. Numbers of a rate other than the usual are left out unless
// allowed says otherwise.
func Prepare(list List, template Template, allowed func(sms.Rate) bool) Check {
	c := Check{Left: map[sms.Rate]int{}}
	culprits := map[string]bool{}
	for _, p := range list.People {
		if p.Rate != sms.RateUsual && !allowed(p.Rate) {
			c.Left[p.Rate]++
			continue
		}
		c.add(p, list.Columns, template, culprits)
	}
	return c
}

func (c *Check) add(p Person, columns []string, template Template, culprits map[string]bool) {
	t := Text{Person: p, Text: template.Fill(columns, p)}
	t.Count = pdu.Measure(t.Text)
	switch {
	case t.Count.TooLong():
		c.TooLong = append(c.TooLong, p)
		return
	case t.Count.Parts == 0:
		c.Blank = append(c.Blank, p)
		return
	}
	for field := range template.fields {
		if value, ok := p.field(columns, field); ok && value == "" {
			c.Gaps++
			break
		}
	}
	c.Texts = append(c.Texts, t)
	c.Parts += t.Count.Parts
	c.Most = max(c.Most, t.Count.Parts)
	if !t.Count.UCS2 {
		return
	}
	c.Costly++
	if culprit := t.Count.Culprit; culprit != "" && !culprits[culprit] && len(culprits) < maxCulprits {
		culprits[culprit] = true
		c.Culprits = append(c.Culprits, culprit)
	}
}
