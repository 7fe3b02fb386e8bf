// Package answer reads what a modem says: the fields of an information response or of a URC, and
// the characters in them. It is the one place that cuts such a line at commas and quotation marks.
//
// The standard is clear (ITU-T V.250 clause 5.4, 3GPP TS 27.007 clause 4): fields are separated by
// commas, strings stand in quotation marks, numbers do not. Firmware is less so: quotation marks are
// missing at either side, names hold commas and quotation marks of their own, numbers have leading
// zeros or blanks, further fields follow, and characters beyond ASCII come in whatever coding the
// firmware has. Where a line can be read in more than one way, the kinds of the fields decide, which
// the caller knows from the command. What a strict reader can read is read in the same way here.
//
// The package does no I/O, and no input is an error.
package answer

import (
	"strconv"
	"strings"
)

// Kind is what a field holds.
type Kind int

// The kinds.
const (
	Word   Kind = iota // a word without commas, such as the name of a memory; or a list in parentheses
	Number             // a number, 0 or more
	Phone              // a phone number, or its characters in hex
	Text               // anything: it may hold commas and quotation marks of its own
)

// Fields are the fields of an answer, without the quotation marks and blanks around them. A field
// that is missing is as one that is empty.
type Fields []string

// Read cuts the value of an answer (what follows the colon) into its fields. kinds are those that the
// command is known to have, in order; fields may be missing at the end, and further ones may follow.
func Read(value string, kinds ...Kind) Fields {
	f := make(Fields, 0, len(kinds)+1)
	for more := true; more; {
		var field string
		field, value, more = cut(value, kinds)
		f = append(f, field)
		if len(kinds) > 0 {
			kinds = kinds[1:]
		}
	}
	return f
}

// cut splits off the first field, which is of the first of the kinds. more reports whether a comma
// follows it.
func cut(s string, kinds []Kind) (field, rest string, more bool) {
	s = strings.TrimLeft(s, blanks)
	kind := Word
	if len(kinds) > 0 {
		kind, kinds = kinds[0], kinds[1:]
	}
	if kind == Word && strings.HasPrefix(s, "(") {
		return cutList(s)
	}
	if strings.HasPrefix(s, `"`) {
		if end := closing(s, kind, kinds); end > 0 {
			rest, more = afterComma(s[end+1:])
			return s[1:end], rest, more
		}
	}
	end := comma(s, kind, kinds)
	if end < len(s) {
		rest, more = s[end+1:], true
	}
	return bare(s[:end]), rest, more
}

const blanks = " \t"

// cutList splits off a list in parentheses, which stay. Quotation marks do not count in it.
func cutList(s string) (field, rest string, more bool) {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth <= 0 {
				return strings.Trim(s[:i], blanks), s[i+1:], true
			}
		}
	}
	return strings.Trim(s, blanks), "", false
}

// closing returns where the quotation mark is that ends the string at the start of s, -1 for none:
// the first one with a comma or nothing behind it, after which the fields are what the kinds say.
func closing(s string, kind Kind, next []Kind) int {
	for i := 1; i < len(s); i++ {
		if s[i] != '"' {
			continue
		}
		rest := strings.TrimLeft(s[i+1:], blanks)
		if (rest == "" || rest[0] == ',') && holds(kind, s[1:i]) && fits(rest, next) {
			return i
		}
	}
	return -1
}

// comma returns where the comma is that ends a field without quotation marks, or with one only: the
// first one after which the fields are what the kinds say, or the end of s.
func comma(s string, kind Kind, next []Kind) int {
	for i := range len(s) {
		if s[i] == ',' && (kind != Text || fits(s[i:], next)) {
			return i
		}
	}
	return len(s)
}

// holds reports whether a string in quotation marks may be a field of the kind. A quotation mark in
// anything but a text means that one is missing before it.
func holds(kind Kind, s string) bool {
	switch kind {
	case Text:
		return true
	case Phone:
		return isPhone(s)
	case Number:
		return isNumber(s)
	case Word:
	}
	return !strings.Contains(s, `"`)
}

// fits reports whether what follows a field, with its comma, begins with fields of the kinds. Texts
// may hold anything: the first of them ends the comparison.
func fits(rest string, kinds []Kind) bool {
	rest, more := afterComma(rest)
	for i, kind := range kinds {
		if !more || kind == Text {
			break
		}
		var field string
		field, rest, more = cut(rest, kinds[i:i+1])
		if kind == Number && !isNumber(field) || kind == Phone && !isPhone(field) {
			return false
		}
	}
	return true
}

// afterComma returns what follows the comma that s begins with; more is false when it does not.
func afterComma(s string) (rest string, more bool) {
	return strings.CutPrefix(strings.TrimLeft(s, blanks), ",")
}

// bare returns a field without blanks and quotation marks at its ends.
func bare(s string) string { return strings.Trim(strings.Trim(s, blanks), `"`) }

// isNumber reports whether a field is a number or empty.
func isNumber(s string) bool {
	return strings.Trim(strings.Trim(s, blanks), "0123456789") == ""
}

// isPhone reports whether a field may be a phone number or its characters in hex, or is empty. A
// comma stands for a pause.
func isPhone(s string) bool {
	return strings.Trim(s, "0123456789abcdefABCDEF+*#?,pPwW -()./") == ""
}

// At returns field i as it came, "" when there is none.
func (f Fields) At(i int) string {
	if i < 0 || i >= len(f) {
		return ""
	}
	return f[i]
}

// Number returns field i as a number; -1 when it is none, negative, or beyond 31 bits.
func (f Fields) Number(i int) int {
	n, err := strconv.ParseUint(strings.Trim(f.At(i), blanks), 10, 31)
	if err != nil {
		return -1
	}
	return int(n)
}

// Text returns field i in UTF-8.
func (f Fields) Text(i int) string { return Chars(f.At(i)) }

// Phone returns field i as a phone number of digits, plus, star and hash. Some modems write it in
// UCS-2.
func (f Fields) Phone(i int) string {
	s := f.At(i)
	if text, ok := UCS2(s); ok && strings.HasPrefix(s, "00") && isPhone(text) {
		s = text
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("+*#0123456789", r) {
			return r
		}
		return -1
	}, s)
}

// Unclosed reports whether a text in the value of an answer has a quotation mark before it and none
// behind: the text goes on in the next line, or the mark is missing. A number may stand behind it.
func Unclosed(value string) bool {
	open := strings.IndexByte(value, '"')
	if before := strings.TrimRight(value[:max(open, 0)], blanks); open < 0 ||
		before != "" && before[len(before)-1] != ',' {
		return false
	}
	return !Closes(value[open+1:])
}

// Closes reports whether a quotation mark ends s, or one and a number.
func Closes(s string) bool {
	s = strings.TrimRight(s, blanks)
	if digits := strings.TrimRight(s, "0123456789"); digits != s {
		digits = strings.TrimRight(digits, blanks)
		if before, ok := strings.CutSuffix(digits, ","); ok {
			s = strings.TrimRight(before, blanks)
		}
	}
	return strings.HasSuffix(s, `"`)
}
