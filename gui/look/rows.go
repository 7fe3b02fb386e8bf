package look

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/segmenter"
)

// row is one line of a wrapped text: which characters are in it, without the blanks at its end, and
// the parts that it is drawn in, from left to right.
type row struct {
	from, to int
	rtl      bool // its paragraph runs from right to left: it stands at the right
	width    float32
	shown    string // what is given to Fyne
	parts    []part
}

// part is characters of a row that run in one direction and can be measured by themselves.
type part struct {
	from, to int
	rtl      bool
	level    uint8
	x, width float32 // within the row
	shown    string
}

// setter wraps a text into rows.
type setter struct {
	runes []rune
	size  float32
	width float32
	rows  []row
}

// set returns the rows of a text that is to be no wider than width.
func set(runes []rune, size, width float32) []row {
	s := setter{runes: runes, size: size, width: width}
	for from := 0; from <= len(runes); {
		to := lineEnd(runes, from)
		s.paragraph(from, to)
		from = to + 1
	}
	return s.rows
}

// lineEnd returns where the paragraph ends that a character belongs to.
func lineEnd(runes []rune, at int) int {
	if n := slices.Index(runes[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(runes)
}

// lineBegin returns where it begins.
func lineBegin(runes []rune, at int) int {
	for at > 0 && runes[at-1] != '\n' {
		at--
	}
	return at
}

// paragraph adds the rows of characters without a line end.
func (s *setter) paragraph(from, to int) {
	levels, rtl := directions(s.runes[from:to])
	line := func(begin, end int, width float32) row {
		for end > begin && unicode.IsSpace(s.runes[end-1]) {
			end--
		}
		r := row{from: begin, to: end, rtl: rtl}
		if levels == nil {
			r.parts = s.part(nil, part{from: begin, to: end, width: width})
		} else {
			r.parts = s.parts(begin, levels[begin-from:end-from])
		}
		r.join()
		return r
	}
	if to-from <= s.most() {
		if whole := line(from, to, unknown); whole.width <= s.width {
			s.rows = append(s.rows, whole)
			return
		}
	}
	s.wrap(from, to, func(begin, end int, width float32) {
		s.rows = append(s.rows, line(begin, end, width))
	})
}

// unknown is a width that is still to be measured.
const unknown float32 = 0

// leftToRightMark keeps what it stands between apart.
const leftToRightMark = "\u200E"

// join puts the parts side by side. Fyne (2.8.1, internal/painter/font.go, walkString) shapes each piece
// of a text that has one direction and one font, and puts the pieces side by side in the order in
// which they are written; so they are written in the order in which they are to be seen.
func (r *row) join() {
	for i := range r.parts {
		p := &r.parts[i]
		p.x = r.width
		r.width += p.width
		if len(r.parts) > 1 || p.rtl {
			r.shown += leftToRightMark
		}
		r.shown += p.shown
	}
}

// most is more characters than ever fit into a row. Without it, a text of one word would be measured
// as a whole again and again.
func (s *setter) most() int { return int(8*s.width/s.size) + 8 }

// wrap finds the rows of a paragraph that is too long for one: it breaks where Unicode (UAX #14)
// allows it, and within a word only where that is longer than a row.
func (s *setter) wrap(from, to int, add func(from, to int, width float32)) {
	blank := s.measureShown(" ")
	var breaks segmenter.Segmenter
	breaks.Init(s.runes[from:to])
	begin, used, inked := from, float32(0), float32(0) // inked is used without the blanks at its end
	for lines := breaks.LineIterator(); lines.Next(); {
		word := lines.Line()
		at := from + word.Offset
		end := at + len(word.Text)
		bare := end
		for bare > at && unicode.IsSpace(s.runes[bare-1]) {
			bare--
		}
		width := s.upTo(at, bare)
		if used+width > s.width && at > begin {
			add(begin, at, inked)
			begin, used = at, 0
		}
		for used == 0 && width > s.width {
			cut := s.fitting(at, bare)
			if cut >= bare {
				break
			}
			add(begin, cut, unknown)
			begin, at = cut, cut
			width = s.upTo(at, bare)
		}
		inked = used + width
		used = inked + float32(end-bare)*blank
	}
	if begin < to {
		add(begin, to, inked)
	}
}

// upTo is measure that does not look further than needed to know that something is too long.
func (s *setter) upTo(from, to int) float32 {
	if to-from > s.most() {
		return 2*s.width + 1
	}
	return s.measure(from, to)
}

// fitting returns how many characters from begin on fit into a row: whole ones as a reader counts
// them, and at least one.
func (s *setter) fitting(begin, end int) int {
	end = min(end, begin+s.most())
	ends := clusters(s.runes[begin:end])
	low, high := 0, len(ends)-1
	for low < high {
		middle := (low + high + 1) / 2
		if s.measure(begin, begin+ends[middle]) <= s.width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return begin + ends[low]
}

// clusters returns where the characters end that a reader takes for one, at least one place.
func clusters(runes []rune) (ends []int) {
	var graphemes segmenter.Segmenter
	graphemes.Init(runes)
	for all := graphemes.GraphemeIterator(); all.Next(); {
		one := all.Grapheme()
		ends = append(ends, one.Offset+len(one.Text))
	}
	if len(ends) == 0 {
		return []int{len(runes)}
	}
	return ends
}

// measure returns the width of some characters that stand together.
func (s *setter) measure(from, to int) float32 {
	return s.measureShown(shownPart(s.runes[from:to]))
}

func (s *setter) measureShown(shown string) float32 {
	return fyne.MeasureText(shown, s.size, fyne.TextStyle{}).Width
}

// shownPart returns characters as they are given to Fyne. A tab is as wide as four blanks, because
// Fyne's depends on what is before it.
func shownPart(runes []rune) string {
	text := withPictures(string(runes))
	if strings.Contains(text, "\t") {
		text = strings.ReplaceAll(text, "\t", "    ")
	}
	return text
}

// Shown returns a line of text as it is to be given to Fyne: emoji that its shaper would tear apart as
// the font has them, and what runs from right to left in the order in which it is seen. It is for
// showing only; nothing else is to be had from it.
func Shown(line string) string {
	runes := []rune(line)
	levels, _ := directions(runes)
	if levels == nil {
		return withPictures(line)
	}
	s := setter{runes: runes, size: Theme{}.Size(theme.SizeNameText)}
	r := row{parts: s.parts(0, levels)}
	r.join()
	return r.shown
}
