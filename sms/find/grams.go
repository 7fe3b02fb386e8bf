package find

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// gramSize is how many characters a gram has. Words that are shorter are found by grams of their own, which
// stand for the beginning of a word.
const gramSize = 3

// An index cuts at what is neither an ASCII letter or digit nor beyond ASCII. So signs, and what a gram means,
// are written in characters of the private use area. A text that holds those is found by them, at worst
// looked at in vain: what an index finds is compared.
const (
	signs  = '\uE000' // plus the sign
	begin  = '\uE100' // a beginning of a word
	number = '\uE101' // of a partner
)

// gramSet is a set of grams in the order in which they came.
type gramSet struct {
	seen map[string]bool
	all  []string
	b    []byte
}

func newGramSet() *gramSet { return &gramSet{seen: map[string]bool{}} }

func (g *gramSet) add(runes []rune, starts bool) {
	g.b = g.b[:0]
	if starts {
		g.b = utf8.AppendRune(g.b, begin)
	}
	for _, r := range runes {
		if r < utf8.RuneSelf && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
			r += signs
		}
		g.b = utf8.AppendRune(g.b, r)
	}
	if !g.seen[string(g.b)] {
		s := string(g.b)
		g.seen[s] = true
		g.all = append(g.all, s)
	}
}

// addForm adds the grams of a form; none reaches across a blank.
func (g *gramSet) addForm(f form) {
	end := 0 // of the word
	for i, r := range f.runes {
		if unicode.IsSpace(r) {
			continue
		}
		for end = max(end, i); end < len(f.runes) && !unicode.IsSpace(f.runes[end]); {
			end++
		}
		if f.begins[i] {
			for n := 1; n < gramSize && i+n <= end; n++ {
				g.add(f.runes[i:i+n], true)
			}
		}
		if i+gramSize <= end {
			g.add(f.runes[i:i+gramSize], false)
		}
	}
}

// Grams returns what an index has to hold of a text with a partner, divided by blanks.
func Grams(text, partner string) string {
	g := newGramSet()
	all := forms(text)
	for _, f := range all {
		g.addForm(f)
	}
	for _, run := range all[0].numbers() {
		for i := 0; i+gramSize <= len(run.digits); i++ {
			g.add(run.digits[i:i+gramSize], false)
		}
	}
	g.all = append(g.all, partnerGram(partner))
	return strings.Join(g.all, " ")
}

// partnerGram stands for a partner.
func partnerGram(partner string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(partner)) // never fails
	return string(number) + strconv.FormatUint(h.Sum64(), 36)
}

// run is a number in a text as people write it, with blanks and signs between its digits.
type run struct {
	digits []rune
	at     []int // the place of each digit in the form
}

// maxBetween is how many signs may stand between two digits of a number: "+49 171 / 123".
const maxBetween = 3

// numbers returns the numbers in a form that are written with something between their digits.
func (f form) numbers() []run {
	var all []run
	var r run
	between, divided := 0, false
	end := func() {
		if divided && len(r.digits) >= minDigits {
			all = append(all, r)
		}
		r, between, divided = run{}, 0, false
	}
	for i, c := range f.runes {
		switch {
		case '0' <= c && c <= '9':
			divided = divided || between > 0 && len(r.digits) > 0
			r.digits, r.at, between = append(r.digits, c), append(r.at, i), 0
		case len(r.digits) > 0 && between < maxBetween && strings.ContainsRune(dividers, c):
			between++
		default:
			end()
		}
	}
	end()
	return all
}

// dividers may stand between the digits of a number, and minDigits is how many digits make one.
const (
	dividers  = " -/.()"
	minDigits = 4
)
