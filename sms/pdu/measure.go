package pdu

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxParts is the most parts that a text may have. Ten cost as much as ten texts and hold 1,530
// characters; who writes more wants e-mail.
const MaxParts = 10

// What fits into one part: 140 octets, less 6 for the header of a long text (3GPP TS 23.040 clause
// 9.2.3.24.1). In septets for the 7-bit alphabet, in 16-bit units for UCS-2.
const (
	single7, part7   = 160, 153
	single16, part16 = 70, 67
)

// Count is what a text costs, for the counter beside the entry.
type Count struct {
	// Units is how much of the capacity is used and Limit the capacity of that many parts: the
	// difference is what still fits before another part begins.
	Units, Limit int
	// Parts is how many parts it takes; 0 for an empty text.
	Parts int
	// UCS2 reports whether the text does not fit the 7-bit alphabet, so that a part holds 70 instead
	// of 160 characters. Culprit is the first character to blame.
	UCS2    bool
	Culprit string
}

// TooLong reports whether the text has more than MaxParts parts and that Encode refuses it.
func (c Count) TooLong() bool { return c.Parts > MaxParts }

// Measure returns what text costs. It agrees with Encode for every text that Encode takes.
func Measure(text string) Count {
	text = prepare(text)
	culprit := foreign(text)
	whole, piece := single7, part7
	if culprit >= 0 {
		whole, piece = single16, part16
	}
	last, parts := fill(text, culprit >= 0, whole, piece)
	c := Count{Units: last, Limit: whole, Parts: parts, UCS2: culprit >= 0}
	if parts > 1 {
		c.Units, c.Limit = (parts-1)*piece+last, parts*piece
	}
	if c.UCS2 {
		c.Culprit = characterAt(text, culprit)
	}
	return c
}

// fill returns the number of parts of text and the units in the last one.
func fill(text string, ucs2 bool, whole, piece int) (last, parts int) {
	total := 0
	for _, r := range text {
		total += width(r, ucs2)
	}
	if total == 0 {
		return 0, 0
	}
	if total <= whole {
		return total, 1
	}
	parts = 1
	for _, r := range text {
		w := width(r, ucs2)
		if last+w > piece {
			parts, last = parts+1, 0
		}
		last += w
	}
	return last, parts
}

// width is how many units a rune takes.
func width(r rune, ucs2 bool) int {
	if ucs2 {
		return max(utf16.RuneLen(r), 1)
	}
	return len(encodable[r])
}

// prepare is what happens to a text before it is measured and encoded: line ends become \n, and a
// tab or a no-break space, which would triple the price unseen, becomes a space.
func prepare(text string) string { return preparer.Replace(text) }

var preparer = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\u00a0", " ")

// foreign returns the index of the first rune that the 7-bit alphabet cannot carry, or -1.
func foreign(text string) int {
	return strings.IndexFunc(text, func(r rune) bool { return encodable[r] == nil })
}

// characterAt returns the whole character around the rune at index i, marks, skin tones and joined
// emoji included, so that it can be shown.
func characterAt(text string, i int) string {
	start := i
	if r, _ := utf8.DecodeRuneInString(text[i:]); unicode.Is(unicode.Mn, r) && i > 0 {
		_, size := utf8.DecodeLastRuneInString(text[:i])
		start = i - size
	}
	end, joined := i, true
	for j, r := range text[i:] {
		if !joined && !extends(r) {
			break
		}
		joined = r == '\u200d'
		end = i + j + utf8.RuneLen(r)
		if r == utf8.RuneError {
			return "\ufffd"
		}
	}
	return text[start:end]
}

// extends reports whether a rune belongs to the character before it.
func extends(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me) || r == '\u200d' || r >= 0x1f3fb && r <= 0x1f3ff
}
