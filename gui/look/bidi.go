package look

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// Levels of Unicode's bidirectional algorithm (UAX #9) as far as they occur without embeddings,
// which sms.Sanitise drops: odd ones run from right to left. In a paragraph from left to right,
// numbers in a text from right to left have level 2, all else from left to right 0.
const (
	levelLeft   = 0
	levelRight  = 1
	levelNumber = 2
)

// directions returns the level of each character of a paragraph, and whether the paragraph runs from
// right to left, which its first strong character decides. The levels are nil where all of it runs
// from left to right.
func directions(runes []rune) (levels []uint8, rtl bool) {
	if !slices.ContainsFunc(runes, rightToLeft) {
		return nil, false
	}
	var paragraph bidi.Paragraph
	if _, err := paragraph.SetString(string(runes)); err != nil {
		return nil, false
	}
	order, err := paragraph.Order()
	if err != nil {
		return nil, false // a paragraph separator within: nothing that Sanitise lets through
	}
	rtl = firstStrong(runes) != bidi.L
	levels = make([]uint8, len(runes))
	numbers := numeric(runes)
	for i := range order.NumRuns() {
		run := order.Run(i)
		begin, end := run.Pos()
		for at := begin; at <= end && at < len(levels); at++ {
			switch {
			case run.Direction() == bidi.RightToLeft:
				levels[at] = levelRight
			case rtl || numbers[at]:
				levels[at] = levelNumber
			}
		}
	}
	return levels, rtl
}

func class(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

// rightToLeft reports whether a character makes a text more than one from left to right.
func rightToLeft(r rune) bool {
	if r < 0x590 {
		return false
	}
	switch class(r) {
	case bidi.R, bidi.AL, bidi.AN, bidi.RLO, bidi.RLE, bidi.RLI:
		return true
	default:
		return false
	}
}

func firstStrong(runes []rune) bidi.Class {
	for _, r := range runes {
		if c := class(r); c == bidi.L || c == bidi.R || c == bidi.AL {
			return c
		}
	}
	return bidi.L
}

// numeric tells which characters are part of a number by the rules W1 to W7 in a paragraph from left
// to right. x/text works that out too, but tells only in which direction a character runs.
func numeric(runes []rune) []bool {
	classes := make([]bidi.Class, len(runes))
	strong, before := bidi.L, bidi.ON
	for i, r := range runes {
		c := class(r)
		switch {
		case c == bidi.NSM: // W1
			c = before
		case c == bidi.L || c == bidi.R || c == bidi.AL:
			strong = c
		case c == bidi.EN && strong == bidi.AL: // W2
			c = bidi.AN
		case c == bidi.EN && strong == bidi.L: // W7; nothing in between depends on it here
			c = bidi.L
		}
		classes[i], before = c, c
	}
	separators(classes)
	numbers := make([]bool, len(runes))
	for i, c := range classes {
		numbers[i] = c == bidi.EN || c == bidi.AN
	}
	return numbers
}

// separators makes numbers of a separator between two of one kind (W4), and of the signs of a
// currency or percentage beside one (W5).
func separators(classes []bidi.Class) {
	for i := 1; i+1 < len(classes); i++ {
		c, before, after := classes[i], classes[i-1], classes[i+1]
		if before == after && (c == bidi.CS && (before == bidi.EN || before == bidi.AN) ||
			c == bidi.ES && before == bidi.EN) {
			classes[i] = before
		}
	}
	for i := 1; i < len(classes); i++ {
		if classes[i] == bidi.ET && classes[i-1] == bidi.EN {
			classes[i] = bidi.EN
		}
	}
	for i := len(classes) - 2; i >= 0; i-- {
		if classes[i] == bidi.ET && classes[i+1] == bidi.EN {
			classes[i] = bidi.EN
		}
	}
}

// reorder brings the parts of a line, each of one level, from the order in which they are written
// into the order in which they are seen from left to right (rule L2).
func reorder[T any](parts []T, level func(T) uint8) {
	for deep := uint8(levelNumber); deep >= levelRight; deep-- {
		for i := 0; i < len(parts); {
			end := i
			for end < len(parts) && level(parts[end]) >= deep {
				end++
			}
			slices.Reverse(parts[i:end])
			i = end + 1
		}
	}
}
