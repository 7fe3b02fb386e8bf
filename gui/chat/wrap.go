package chat

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// wrapping tells how a text is wrapped into lines no wider than width, by the rules of Fyne's own
// widgets (2.8.1, widget/richtext.go, wrapWordLines), which keep the lines to themselves.
type wrapping struct {
	width, size float32
}

// rows returns the number of lines of a text, but no more than most.
func (w wrapping) rows(text string, most int) (rows int) {
	for line := range strings.SplitSeq(text, "\n") {
		if rows += w.paragraph(line, most-rows); rows >= most {
			return most
		}
	}
	return rows
}

// paragraph returns the number of lines of a text without line ends, up to about most.
func (w wrapping) paragraph(text string, most int) (rows int) {
	runes := []rune(text)
	for rows = 1; rows < most; rows++ {
		fit := w.fit(runes)
		if fit >= len(runes) {
			break
		}
		cut := fit
		for cut > 0 && !unicode.IsSpace(runes[cut]) {
			cut--
		}
		if cut == 0 { // a word longer than a line
			cut = max(fit, 1)
		}
		runes = runes[cut:]
		if unicode.IsSpace(runes[0]) {
			runes = runes[1:]
		}
	}
	return rows
}

// fit returns how many of the runes fit into one line.
func (w wrapping) fit(runes []rune) int {
	low, high := 0, min(len(runes), w.most())
	for low < high {
		middle := (low + high + 1) / 2
		if w.measure(runes[:middle]) <= w.width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return low
}

// most is more than ever fits into a line.
func (w wrapping) most() int { return int(5*w.width/w.size) + 2 }

func (w wrapping) measure(runes []rune) float32 {
	return fyne.MeasureText(string(runes), w.size, fyne.TextStyle{}).Width
}
