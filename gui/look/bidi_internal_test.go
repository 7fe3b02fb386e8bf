package look

import (
	"strings"
	"testing"
)

// TestOrderOfLetters: capital letters stand for Hebrew ones (as in the examples of UAX #9), small ones
// for Latin. What is seen from left to right is spelled out.
func TestOrderOfLetters(t *testing.T) {
	for text, want := range map[string]string{
		"hello":              "hello",
		"car is CAR in":      "car is RAC in",
		"CAR is car":         "is car RAC",
		"SHALOM 123 YOU":     "UOY 123 MOLAHS",
		"abc SHALOM 123 def": "abc 123 MOLAHS def",
		"abc 123 SHALOM":     "abc 123 MOLAHS",
		"SHALOM abc 123 YOU": "UOY abc 123 MOLAHS",
		"A 1,000.50 B":       "B 1,000.50 A",
		"x A 50% B y":        "x B 50% A y",
		"x A $50 y":          "x $50 A y",
		"A +49 171 B":        "B 171 49+ A",
		"SHALOM!":            "!MOLAHS",
		"he said SHALOM!":    "he said MOLAHS!",
		"(SHALOM) ok":        "ok (MOLAHS)", // mirrored by the shaper
		"12:30 A":            "A 12:30",
		"":                   "",
	} {
		if got := spelled(text); got != want {
			t.Errorf("%q is seen as %q, want %q", text, got, want)
		}
	}
}

// spelled returns a text as it is seen, letter by letter.
func spelled(text string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r - 'A' + 'א'
		}
		return r
	}, text))
	levels, _ := directions(runes)
	type letter struct {
		r     rune
		level uint8
	}
	all := make([]letter, len(runes))
	for i, r := range []rune(text) {
		all[i].r = r
		if levels != nil {
			all[i].level = levels[i]
		}
	}
	reorder(all, func(l letter) uint8 { return l.level })
	var b strings.Builder
	for _, l := range all {
		r := l.r
		if l.level == levelRight {
			switch r {
			case '(':
				r = ')'
			case ')':
				r = '('
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}
