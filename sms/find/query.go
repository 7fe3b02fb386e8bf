package find

import (
	"slices"
	"strings"

	"surfstick-sms/sms"
)

// maxWords is how many words of a query count; nobody types more.
const maxWords = 16

// Query is what a person is looking for. Everything that was typed is plain text.
type Query struct {
	words  []word
	digits []rune // of a number without its leading zeros, nil when the query is none
}

// word is one word in each form.
type word [][]rune

// Parse takes a query apart.
func Parse(query string) Query {
	var q Query
	for _, field := range strings.Fields(query) {
		var w word
		for _, f := range forms(field) {
			w = append(w, f.runes)
		}
		if len(w[0]) > 0 && len(q.words) < maxWords {
			q.words = append(q.words, w)
		}
	}
	q.digits = digitsOf(query)
	return q
}

// digitsOf returns the digits of a query that is a number in any writing, without what a country is dialled
// with: +, 00 or 0.
func digitsOf(query string) []rune {
	f, _ := fold(strings.TrimSpace(query), false)
	var digits []rune
	for i, r := range f.runes {
		switch {
		case '0' <= r && r <= '9':
			digits = append(digits, r)
		case r == '+' && i == 0, strings.ContainsRune(dividers, r):
		default:
			return nil
		}
	}
	digits = []rune(strings.TrimLeft(string(digits), "0"))
	if len(digits) < gramSize {
		return nil
	}
	return digits
}

// Empty reports whether the query looks for nothing.
func (q Query) Empty() bool { return len(q.words) == 0 }

// Words is how many words the query has.
func (q Query) Words() int { return len(q.words) }

// Match is an expression of SQLite's FTS5 for an index of Grams. It finds every text that holds the words at
// the given places of the query, and few others. With partners it finds only texts with one of those.
func (q Query) Match(places []int, partners ...string) string {
	var all []string
	for _, i := range places {
		all = append(all, q.words[i].match())
	}
	return restricted(all, partners)
}

// MatchNumber is Match for the number that the query is; "" when it is none.
func (q Query) MatchNumber(partners ...string) string {
	if q.digits == nil {
		return ""
	}
	return restricted([]string{gramsOf(q.digits)}, partners)
}

func restricted(all, partners []string) string {
	if len(partners) > 0 {
		grams := make([]string, len(partners))
		for i, p := range partners {
			grams[i] = `"` + partnerGram(p) + `"`
		}
		all = append(all, "("+strings.Join(grams, " OR ")+")")
	}
	return strings.Join(all, " AND ")
}

func (w word) match() string {
	var ways []string
	for _, form := range w {
		ways = append(ways, gramsOf(form))
	}
	return "(" + strings.Join(slices.Compact(ways), " OR ") + ")"
}

// gramsOf is an expression for the grams of a word, which hold no quotation mark.
func gramsOf(runes []rune) string {
	g := newGramSet()
	if len(runes) < gramSize {
		g.add(runes, true)
	}
	for i := 0; i+gramSize <= len(runes); i++ {
		g.add(runes[i:i+gramSize], false)
	}
	return `("` + strings.Join(g.all, `" AND "`) + `")`
}

// In returns where the words at the given places of the query stand in a text, in order and apart from one
// another; false when not all of them do.
func (q Query) In(text string, places []int) ([]sms.Span, bool) {
	all := forms(text)
	var spans []sms.Span
	for _, i := range places {
		before := len(spans)
		for _, f := range all {
			for _, form := range q.words[i] {
				spans = f.find(form, spans)
			}
		}
		if len(spans) == before {
			return nil, false
		}
	}
	return merged(spans), true
}

// NumberIn is In for the number that the query is.
func (q Query) NumberIn(text string) ([]sms.Span, bool) {
	if q.digits == nil {
		return nil, false
	}
	f, _ := fold(text, false)
	spans := f.find(q.digits, nil)
	for _, r := range f.numbers() {
		for i := range r.digits {
			if hasAt(r.digits, q.digits, i) {
				spans = append(spans, sms.Span{From: f.from[r.at[i]], To: f.to[r.at[i+len(q.digits)-1]]})
			}
		}
	}
	return merged(spans), len(spans) > 0
}

// Named returns the places of the words that stand in a partner's name or number.
func (q Query) Named(name, number string) []int {
	all := append(forms(name), forms(number)...)
	var places []int
	for i, w := range q.words {
		if slices.ContainsFunc(all, func(f form) bool {
			return slices.ContainsFunc(w, func(form []rune) bool { return len(f.find(form, nil)) > 0 })
		}) {
			places = append(places, i)
		}
	}
	return places
}

// Dials reports whether the query is a number, or a part of one, that stands for a partner's.
func (q Query) Dials(number string) bool {
	return q.digits != nil && strings.Contains(number, string(q.digits))
}

// find adds where a word stands.
func (f form) find(word []rune, spans []sms.Span) []sms.Span {
	for i := 0; i+len(word) <= len(f.runes); i++ {
		if (len(word) >= gramSize || f.begins[i]) && hasAt(f.runes, word, i) {
			spans = append(spans, sms.Span{From: f.from[i], To: f.to[i+len(word)-1]})
		}
	}
	return spans
}

func hasAt(runes, word []rune, at int) bool {
	return at+len(word) <= len(runes) && slices.Equal(runes[at:at+len(word)], word)
}

// merged puts spans in order and joins those that overlap.
func merged(spans []sms.Span) []sms.Span {
	slices.SortFunc(spans, func(a, b sms.Span) int { return a.From - b.From })
	var all []sms.Span
	for _, s := range spans {
		if n := len(all); n > 0 && s.From < all[n-1].To {
			all[n-1].To = max(all[n-1].To, s.To)
			continue
		}
		all = append(all, s)
	}
	return all
}
