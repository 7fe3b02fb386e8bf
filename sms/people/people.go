// Package people reads and writes lists of contacts in files: vCards of the versions 2.1, 3.0 and 4.0, and
// tables (CSV) of Google, Outlook and spreadsheets, with headings in German or English.
//
// Everything in a file comes from outside. Names are cleaned of what cannot be seen, numbers are read by the
// rules of the country, and what cannot be used is listed with the reason. It is pure: no input or output of
// its own, no goroutine and no clock.
package people

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
)

// The most that is read of a file.
const (
	MaxBytes = bulk.MaxBytes // 10 MB
	MaxCards = bulk.MaxRows  // 20,000 people
)

// Why is why something in a file cannot be used. It is part of the key of the words that are shown for it.
// Beside these it is what bulk.Why says of a number or a line.
type Why string

// The reasons that only contacts have.
const (
	WhyNoNumber Why = "empty"  // there is no phone number
	WhyNoName   Why = "noName" // there is neither a name nor a firm
	WhyCut      Why = "cut"    // a card has no end
	WhyMany     Why = "many"   // there are more than MaxCards people, or sms.MaxPersonNumbers numbers
)

// Fault is something that cannot be used.
type Fault struct {
	Line int    // of the file where it begins, counted from 1
	Text string // what stands there, cleaned and cut
	Why  Why
}

// List is what was read.
type List struct {
	People []sms.Person
	Faults []Fault
}

// Read reads a file of contacts of any kind; region is the country by whose rules numbers are read. The
// errors are bulk.ErrLarge, bulk.ErrNothing and bulk.ErrNoTable.
func Read(data []byte, region string) (List, error) {
	if len(data) > MaxBytes {
		return List{}, bulk.ErrLarge
	}
	r := reader{region: region}
	if isCards(data) {
		r.cards(data)
	} else if err := r.table(data); err != nil {
		return List{}, err
	}
	if len(r.list.People)+len(r.list.Faults) == 0 {
		return List{}, bulk.ErrNothing
	}
	return r.list, nil
}

// reader gathers people.
type reader struct {
	region string
	list   List
}

// raw is a person as it stands in the file.
type raw struct {
	line       int
	name, note string
	numbers    []rawNumber
}

type rawNumber struct{ number, label string }

// full reports whether there are as many people as are read, and says so once.
func (r *reader) full(line int) bool {
	if len(r.list.People) < MaxCards {
		return false
	}
	r.fault(line, "", WhyMany)
	return true
}

func (r *reader) fault(line int, text string, why Why) {
	if most := MaxCards; len(r.list.Faults) <= most {
		r.list.Faults = append(r.list.Faults, Fault{line, shown(text), why})
	}
}

// add takes a person whose name and numbers can be used.
func (r *reader) add(p raw) {
	name := oneLine(p.name, sms.MaxPersonName)
	numbers := r.numbers(p, name)
	switch {
	case len(p.numbers) == 0:
		if name != "" {
			r.fault(p.line, name, WhyNoNumber)
		}
	case len(numbers) == 0: // each was listed
	case name == "":
		r.fault(p.line, string(numbers[0].Number), WhyNoName)
	default:
		r.list.People = append(r.list.People, sms.Person{
			Name: name, Note: note(p.note), Numbers: numbers,
		})
	}
}

// numbers returns those that can be used, each once, and lists the others.
func (r *reader) numbers(p raw, name string) []sms.PersonNumber {
	var all []sms.PersonNumber
	known := map[sms.Number]bool{}
	for _, one := range p.numbers {
		n, why := bulk.Number(oneLine(one.number, 100), r.region)
		switch {
		case why == bulk.WhyNone && !stays(n, r.region):
			r.fault(p.line, strings.TrimSpace(name+" "+one.number), Why(bulk.WhyLong.String()))
		case why != bulk.WhyNone:
			r.fault(p.line, strings.TrimSpace(name+" "+one.number), Why(why.String()))
		case known[n]:
		case len(all) == sms.MaxPersonNumbers:
			r.fault(p.line, name, WhyMany)
			return all
		default:
			known[n] = true
			all = append(all, sms.PersonNumber{Number: n, Label: oneLine(one.label, sms.MaxPersonLabel)})
		}
	}
	return all
}

// stays reports whether a number is read as itself: with its country one may be too long for any network.
func stays(n sms.Number, region string) bool {
	again, err := sms.ParseNumber(string(n), region)
	return err == nil && again == n
}

// oneLine returns a text in one line of at most so many characters, without what cannot be seen.
func oneLine(s string, most int) string {
	return strings.TrimSpace(sms.SanitiseLine(strings.Join(strings.FieldsFunc(limit(s, most), unicode.IsSpace), " "), most))
}

// limit cuts what is so long that cleaning it would be a waste.
func limit(s string, most int) string {
	const bytes = 8 // the most that a character with its marks usually has
	if len(s) > bytes*most {
		s = strings.ToValidUTF8(s[:bytes*most], "")
	}
	return s
}

// note returns a text of several lines, without what cannot be seen.
func note(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(limit(s, sms.MaxPersonNote))
	runes := []rune(strings.TrimSpace(sms.Sanitise(s)))
	return strings.TrimSpace(string(runes[:min(len(runes), sms.MaxPersonNote)]))
}

// shown returns the beginning of a text for a list of faults.
func shown(s string) string { return oneLine(s, 60) }

// labels are words for what a number is for, in small letters; the first that stands in a text counts.
var labels = []struct {
	label string
	words []string
}{
	{sms.LabelFax, []string{"fax"}},
	{sms.LabelMobile, []string{"mobil", "handy", "cell", "iphone"}},
	{sms.LabelWork, []string{"work", "business", "company", "gesch", "dienst", "firma", "arbeit", "beruf"}},
	{sms.LabelHome, []string{"home", "privat", "zuhause"}},
	{sms.LabelOther, []string{"other", "andere", "weiter", "sonst"}},
}

// labelOf returns the label that words mean; own words as they are, and "" for those that say nothing.
func labelOf(words string) string {
	words = strings.TrimSpace(strings.TrimLeft(words, "* "))
	small := strings.ToLower(words)
	for _, l := range labels {
		for _, w := range l.words {
			if strings.Contains(small, w) {
				return l.label
			}
		}
	}
	switch small {
	case "voice", "pref", "main", "msg", "internet", "telefon", "phone", "haupt":
		return ""
	}
	return words
}

// knownLabel returns the one of sms.Labels that words mean, "" for none.
func knownLabel(words string) string {
	if label := labelOf(words); slices.Contains(sms.Labels, label) {
		return label
	}
	return ""
}

// nameOf puts the parts of a name together; firm stands in for one.
func nameOf(full string, firm string, parts ...string) string {
	var all []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return cmp.Or(strings.TrimSpace(full), strings.Join(all, " "), strings.TrimSpace(firm))
}
