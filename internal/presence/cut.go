package presence

import (
	"unicode/utf16"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Cut returns as much of a text as fits into a number of UTF-16 units, and an ellipsis in place of the
// rest. What a reader takes for one character (Unicode 16, annex 29: an emoji of several parts, a
// letter with its marks) is kept whole or left out.
func Cut(text string, units int) string {
	if length(text) <= units {
		return text
	}
	const ellipsis = "…" // one unit
	used, end := length(ellipsis), 0
	if units < used {
		return ""
	}
	for all := graphemes.FromString(text); all.Next(); {
		if used += length(all.Value()); used > units {
			break
		}
		end = all.End()
	}
	return text[:end] + ellipsis
}

// length returns the number of UTF-16 units of a text.
func length(text string) int {
	n := 0
	for _, r := range text {
		n += max(utf16.RuneLen(r), 1) // what is no character becomes one that says so
	}
	return n
}
