package fakemodem

import (
	"regexp"
	"slices"
	"strings"
)

// Spelling is how firmware writes what the standards would have written otherwise.
type Spelling struct {
	// Stat is the <stat> of +CREG while the modem is registered, such as 9, or one that no standard
	// knows; 1 or 5 if 0.
	Stat int
	// BareCells leaves areas and cells without quotation marks, as few digits as they need.
	BareCells bool
	// OpenQuotes leaves out the quotation mark behind operators, own numbers and memories.
	OpenQuotes bool
	// Zeros fills numbers up with zeros: +CREG: 002,001.
	Zeros bool
	// MoreFields adds the later fields of the standard to entries of the phone book.
	MoreFields bool
	// NoFinal lists questions such as "+CPIN" whose answer no OK follows.
	NoFinal []string
	// ReleaseUSSD sends a notice that the session is being released before every USSD answer.
	ReleaseUSSD bool
	// WideUSSD answers in UCS-2 hex, and tells the scheme of the default alphabet.
	WideUSSD bool
}

// openable are the lines whose strings OpenQuotes leaves open, a string and what is behind it, and a
// number that Zeros fills up.
var (
	openable = regexp.MustCompile(`^\+(?:COPS|CNUM|CMTI|CDSI):`)
	closed   = regexp.MustCompile(`"([^"]+)"(,|$)`)
	short    = regexp.MustCompile(`\b[0-9]{1,2}\b`)
)

// spell writes a line as the firmware does.
func (s Spelling) spell(line string) string {
	if s.OpenQuotes && openable.MatchString(line) {
		line = closed.ReplaceAllString(line, `"$1$2`)
	}
	if s.Zeros && strings.HasPrefix(line, "+C") && !strings.Contains(line, "+CUSD") {
		name, value, _ := strings.Cut(line, ":")
		end := len(value)
		if i := strings.IndexAny(value, "\r\"("); i >= 0 {
			end = i
		}
		line = name + ":" + short.ReplaceAllStringFunc(value[:end], func(n string) string {
			return strings.Repeat("0", 3-len(n)) + n
		}) + value[end:]
	}
	return line
}

// cells is the location area and the cell in +CREG.
func (s Spelling) cells() string {
	if s.BareCells {
		return ",10,1B2C3"
	}
	return `,"00A1","01B2C3D4"`
}

// endless reports whether no OK follows the answer to a question.
func (s Spelling) endless(r request) bool { return r.op == read && slices.Contains(s.NoFinal, r.name) }

// later are the fields behind the name of an entry in the phone book (TS 27.007, 8.12).
func (s Spelling) later() string {
	if s.MoreFields {
		return `,0,"Family","+491713920099",145,"","a@example.org"`
	}
	return ""
}
