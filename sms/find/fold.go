// Package find decides whether a text holds what a person is looking for, and where. It folds texts and queries
// so that what people take for the same is the same (case, accents, ß and ss, wide and narrow letters), cuts
// texts into grams by which an index finds them, and looks for the words of a query in a text.
//
// A word of three characters or more is found anywhere, also inside of another word, since German makes one word
// of many ("Zahnarzttermin"). A shorter one is found where a word begins, so that the first letters that are
// typed find something sensible. Each sign, emoji and Chinese or Japanese character counts as a word of its
// own: such texts have no blanks.
//
// An umlaut is found in each way to write it: "Müller" finds Müller, Muller and Mueller, and is found by all
// three. So a text that holds umlauts has two folded forms, "muller" and "mueller".
//
// It is pure: nothing is read or written.
package find

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// form is a text as it is compared: its characters, and which part of the text each came from.
type form struct {
	runes    []rune
	from, to []int
	begins   []bool // whether a word begins with the character
}

// forms are the ways to write a text: one, or two when it holds umlauts.
func forms(text string) []form {
	plain, umlauts := fold(text, false)
	if !umlauts {
		return []form{plain}
	}
	long, _ := fold(text, true)
	return []form{plain, long}
}

// fold returns a form of a text, the one with the umlauts as two letters if long, and reports whether there are
// any.
func fold(text string, long bool) (f form, umlauts bool) {
	f.runes = make([]rune, 0, len(text))
	for at := 0; at < len(text); {
		if c := text[at]; c < utf8.RuneSelf && (at+1 == len(text) || text[at+1] < utf8.RuneSelf) {
			f.add(lower(rune(c)), at, at+1)
			at++
			continue
		}
		n := norm.NFKD.NextBoundaryInString(text[at:], true)
		if n <= 0 {
			_, n = utf8.DecodeRuneInString(text[at:])
		}
		umlauts = f.addCluster(text[at:at+n], at, long) || umlauts
		at += n
	}
	f.findBegins()
	return f, umlauts
}

// addCluster adds a letter with its accents and reports whether it is an umlaut.
func (f *form) addCluster(cluster string, at int, long bool) (umlaut bool) {
	before := rune(0)
	for _, r := range norm.NFKD.String(cluster) {
		second := rune(0)
		switch {
		case r == diaeresis && strings.ContainsRune("aou", before):
			second = 'e'
		case ignored(r):
			continue
		case expanded[r] != "":
			for _, e := range expanded[r] {
				f.add(e, at, at+len(cluster))
			}
			second = alternative[r]
		default:
			before = lower(r)
			f.add(before, at, at+len(cluster))
		}
		if second != 0 {
			umlaut = true
			if long {
				f.add(second, at, at+len(cluster))
			}
		}
	}
	return umlaut
}

// diaeresis are the two dots over a letter.
const diaeresis = '\u0308'

// expanded are the letters that Unicode does not take apart, in their plain form, and alternative is the second
// letter that some of them have in their long form.
var (
	expanded = map[rune]string{
		'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ø': "o", 'Ø': "o",
		'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'ł': "l", 'Ł': "l", 'þ': "th", 'Þ': "th",
	}
	alternative = map[rune]rune{'ø': 'e', 'Ø': 'e'}
)

// ignored reports whether a character does not count: what is not seen, and accents. In scripts whose vowels
// are marks they count.
func ignored(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return false
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
		return true
	}
	return unicode.Is(unicode.Mn, r) && (unicode.Is(unicode.Inherited, r) ||
		unicode.Is(unicode.Hebrew, r) || unicode.Is(unicode.Arabic, r))
}

func lower(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + ('a' - 'A')
	}
	if r < utf8.RuneSelf {
		return r
	}
	return unicode.ToLower(unicode.ToUpper(r))
}

func (f *form) add(r rune, from, to int) {
	f.runes, f.from, f.to = append(f.runes, r), append(f.from, from), append(f.to, to)
}

// kind is what a character is for the question where words begin.
type kind int

const (
	blank kind = iota
	letter
	digit
	sign // stands for itself: a sign, an emoji, a character of a script without blanks
)

func kindOf(r rune) kind {
	switch {
	case 'a' <= r && r <= 'z':
		return letter
	case '0' <= r && r <= '9':
		return digit
	case unicode.IsSpace(r):
		return blank
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer,
		unicode.Myanmar) && !unicode.IsMark(r):
		return sign
	case unicode.IsLetter(r), unicode.IsMark(r):
		return letter
	case unicode.IsDigit(r):
		return digit
	}
	return sign
}

func (f *form) findBegins() {
	f.begins = make([]bool, len(f.runes))
	before := blank
	for i, r := range f.runes {
		k := kindOf(r)
		mark := k == letter && before == sign && unicode.IsMark(r)
		f.begins[i] = k == sign || k != blank && k != before && !mark
		if !mark {
			before = k
		}
	}
}
