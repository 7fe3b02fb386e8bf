package look

import (
	"unicode"

	"github.com/go-text/typesetting/language"
	"golang.org/x/text/unicode/bidi"
)

// parts splits characters where the direction changes, and puts the parts into the order in which
// they are seen. What runs from right to left is split into words, blanks and single signs, so that
// none of it is torn apart where the font changes.
func (s *setter) parts(from int, levels []uint8) (parts []part) {
	for i := 0; i < len(levels); {
		end := i + 1
		for end < len(levels) && levels[end] == levels[i] {
			end++
		}
		if levels[i] == levelRight {
			for i < end {
				next := i + s.piece(from+i, from+end)
				parts = s.part(parts, part{from: from + i, to: from + next, level: levelRight})
				i = next
			}
		} else {
			parts = s.part(parts, part{from: from + i, to: from + end, level: levels[i]})
			i = end
		}
	}
	reorder(parts, func(p part) uint8 { return p.level })
	return parts
}

// part adds a part, unless it is empty, and measures it where its width is unknown.
func (s *setter) part(parts []part, p part) []part {
	if p.from == p.to {
		return parts
	}
	p.rtl = p.level == levelRight
	p.shown = shownPart(s.runes[p.from:p.to])
	if p.to-p.from == 1 && p.rtl {
		p.shown = bidi.ReverseString(p.shown) // a bracket opens to the other side
	}
	if p.width == unknown {
		p.width = s.measureShown(p.shown)
	}
	return append(parts, p)
}

// piece returns how many characters from the first on, which runs from right to left, are in one
// font: a word of one script, blanks, or one sign or emoji.
func (s *setter) piece(from, to int) int {
	kind := kindOf(s.runes[from])
	if kind == sign {
		return clusters(s.runes[from:to])[0]
	}
	for at := from + 1; at < to; at++ {
		if k := kindOf(s.runes[at]); k != kind && k != attached {
			return at - from
		}
	}
	return to - from
}

// Kinds of characters beside the scripts.
const (
	sign     = language.Common
	attached = language.Inherited // a mark or joiner
	blanks   = language.Unknown
)

func kindOf(r rune) language.Script {
	if unicode.IsSpace(r) {
		return blanks
	}
	switch class(r) {
	case bidi.R, bidi.AL:
		return language.LookupScript(r)
	case bidi.NSM, bidi.BN:
		return attached
	default:
		return sign
	}
}
