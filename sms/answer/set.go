package answer

import (
	"strings"
)

// Set is what a test answer offers for one parameter: numbers, ranges of numbers and words, such as
// (0-3,5) or ("SM","ME").
type Set struct {
	ranges [][2]int
	words  []string
}

// Set returns field i as a set. A single value counts as a set of one.
func (f Fields) Set(i int) Set {
	var s Set
	for item := range strings.SplitSeq(strings.Trim(f.At(i), "() "), ",") {
		item = bare(strings.Trim(item, "() "))
		first, last, isRange := strings.Cut(item, "-")
		from := Fields{first}.Number(0)
		to := from
		if isRange {
			to = Fields{last}.Number(0)
		}
		switch {
		case from >= 0 && to >= from:
			s.ranges = append(s.ranges, [2]int{from, to})
		case item != "":
			s.words = append(s.words, strings.ToUpper(item))
		}
	}
	return s
}

// Has reports whether a number is in the set.
func (s Set) Has(n int) bool {
	for _, r := range s.ranges {
		if r[0] <= n && n <= r[1] {
			return true
		}
	}
	return false
}

// HasWord reports whether a word is in the set. ASCII case does not count.
func (s Set) HasWord(w string) bool {
	for _, x := range s.words {
		if strings.EqualFold(x, w) {
			return true
		}
	}
	return false
}

// Bounds returns the least and the greatest number of the set; ok is false when it has none.
func (s Set) Bounds() (least, most int, ok bool) {
	for i, r := range s.ranges {
		if i == 0 {
			least, most = r[0], r[1]
		}
		least, most = min(least, r[0]), max(most, r[1])
	}
	return least, most, len(s.ranges) > 0
}
