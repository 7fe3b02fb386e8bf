package find_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"surfstick-sms/sms/find"
)

// marked returns the text with the words of the query in brackets, "-" when not all are there.
func marked(query, text string) string {
	q := find.Parse(query)
	places := make([]int, q.Words())
	for i := range places {
		places[i] = i
	}
	spans, ok := q.In(text, places)
	if n, isNumber := q.NumberIn(text); !ok && isNumber {
		spans, ok = n, true
	}
	if !ok {
		return "-"
	}
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.From] + "[" + text[s.From:s.To] + "]")
		at = s.To
	}
	return b.String() + text[at:]
}

func TestIn(t *testing.T) {
	for _, c := range []struct{ query, text, want string }{
		{"äpfel", "Die ÄPFEL sind reif", "Die [ÄPFEL] sind reif"},
		{"müller", "Mueller, Müller, Muller", "[Mueller], [Müller], [Muller]"},
		{"mueller", "Mueller, Müller", "[Mueller], [Müller]"},
		{"muller", "Müller", "[Müller]"},
		{"mue", "Müller", "[Mü]ller"},
		{"shoe", "the shop", "-"},
		{"neue", "neu", "-"},
		{"strasse", "Hauptstraße 5", "Haupt[straße] 5"},
		{"straße", "STRASSE", "[STRASSE]"},
		{"termin", "Zahnarzttermin", "Zahnarzt[termin]"},
		{"te", "Zahnarzttermin, Tee", "Zahnarzttermin, [Te]e"},
		{"t", "Zahnarzt", "-"},
		{"termin zahn", "Zahnarzttermin", "[Zahn]arzt[termin]"},
		{"termin bert", "Zahnarzttermin", "-"},
		{"cafe", "Café, CAFÉ", "[Café], [CAFÉ]"},
		{"café", "cafe\u0301", "[cafe\u0301]"},
		{"смс елка", "Ёлка: СМС", "[Ёлка]: [СМС]"},
		{"ΣΑΣ", "σας", "[σας]"},
		{"istanbul", "İSTANBUL ıstanbul", "[İSTANBUL] [ıstanbul]"},
		{"中国", "我爱中国人", "我爱[中国]人"},
		{"国", "我爱中国人", "我爱中[国]人"},
		{"は", "ば", "[ば]"},
		{"👍", "gut 👍🏽!", "gut [👍]🏽!"},
		{"❤️", "ich ❤ dich", "ich [❤] dich"},
		{"100%", "100% sicher", "[100%] sicher"},
		{"100%", "100 Prozent", "-"},
		{`\`, `a\b`, `a[\]b`},
		{"e_c", "snake_case", "snak[e_c]ase"},
		{`"nicht" OR`, `"nicht" oder`, "-"},
		{`"nicht"`, `"nicht" oder`, `["nicht"] oder`},
		{"0171 123", "ruf an: +49 171 / 123456", "ruf an: +49 [171 / 123]456"},
		{"0171-123", "01711234", "0[171123]4"},
		{"ﬁn", "final", "[fin]al"},
		{"ｆｕｌｌ", "full", "[full]"},
		{"ab\u00adc", "abc", "[abc]"},
	} {
		if got := marked(c.query, c.text); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

func TestNothingToLookFor(t *testing.T) {
	for _, query := range []string{"", " \n", "\u200b", "\ufe0f \u00ad"} {
		if !find.Parse(query).Empty() {
			t.Errorf("%q looks for something", query)
		}
	}
}

func TestDials(t *testing.T) {
	for _, c := range []struct {
		query string
		want  bool
	}{
		{"0171 123", true},
		{"+49 171", true},
		{"0049171", true},
		{"(0171) 123-45", true},
		{"4567", true},
		{"0172", false},
		{"71a", false},
		{"1", false},
	} {
		if got := find.Parse(c.query).Dials("+491711234567"); got != c.want {
			t.Errorf("%q: %v, want %v", c.query, got, c.want)
		}
	}
}

// FuzzIn: what is found is a part of the text, at the borders of characters, and folds to a word that was
// looked for. And the grams of a text hold those of each word that is found in it.
func FuzzIn(f *testing.F) {
	for _, seed := range [][2]string{
		{"müller", "Herr Mueller"},
		{"0171 12", "0171/12345"},
		{"中", "中国"},
		{"\xff", "a\xffb"},
		{`" OR * NEAR(`, `x " OR * NEAR(`},
		{"👨‍👩‍👧", "die 👨‍👩‍👧 da"},
		{"e\u0301", "é"},
		{"\x00", "a\x00b"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		q := find.Parse(query)
		places := make([]int, q.Words())
		for i := range places {
			places[i] = i
		}
		spans, ok := q.In(text, places)
		if _, self := q.In(query, places); !self {
			t.Fatalf("%q is not found in itself", query)
		}
		before := 0
		for _, s := range spans {
			if s.From < before || s.From >= s.To || s.To > len(text) {
				t.Fatalf("%v in %q", spans, text)
			}
			before = s.To
			if utf8.ValidString(text) && (!utf8.ValidString(text[:s.From]) || !utf8.ValidString(text[:s.To])) {
				t.Fatalf("%v within a character of %q", spans, text)
			}
		}
		if !ok || q.Empty() {
			return
		}
		if len(spans) == 0 {
			t.Fatalf("%q found in %q, nowhere", query, text)
		}
		if !covered(q.Match(places), find.Grams(text, "")) {
			t.Fatalf("%q is in %q, and the index does not find it", query, text)
		}
	})
}

// covered evaluates an expression of Match on grams: words joined by AND, each one or two ways joined by OR.
func covered(match, grams string) bool {
	has := map[string]bool{}
	for _, g := range strings.Fields(grams) {
		has[g] = true
	}
	depth, or, and := 0, []bool{false}, []bool{true}
	value := func(v bool) { and[depth] = and[depth] && v }
	for _, part := range strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(match)) {
		switch part {
		case "(":
			depth++
			or, and = append(or, false), append(and, true)
		case ")":
			v := or[depth] || and[depth]
			depth--
			or, and = or[:depth+1], and[:depth+1]
			value(v)
		case "OR":
			or[depth], and[depth] = or[depth] || and[depth], true
		case "AND":
		default:
			value(has[strings.Trim(part, `"`)])
		}
	}
	return or[0] || and[0]
}
