package sms_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"surfstick-sms/sms"
)

func TestCase24Sanitise(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"plain", "Grüße\naus\tBerlin €", "Grüße\naus\tBerlin €"},
		{"line ends", "a\r\nb\rc\fd\u2028e\u0085f", "a\nb\nc\nd\ne\nf"},
		{"controls", "a\x00b\x1b[31mc\x7fd\u009be", "ab[31mcde"},
		{"direction override", "http://a.de/\u202egpj.exe", "http://a.de/gpj.exe"},
		{"isolates and marks", "\u2066a\u2069\u200e\u200fb\u061cc", "abc"},
		{"zero width", "a\u200bb\ufeffc\u2060d\u00ade", "abcde"},
		{"tags", "a\U000e0041\U000e0042b", "ab"},
		{"letters without ink", "a\u3164\u115fb", "ab"},
		{"three marks stay", "e\u0301\u0302\u0303", "e\u0301\u0302\u0303"},
		{"the fourth does not", "e\u0301\u0302\u0303\u0304x", "e\u0301\u0302\u0303x"},
		{"marks without a letter", "\u0301\u0301x", "x"},
		{"emoji", "👍🏽 👨‍👩‍👧 ❤️ 🇩🇪", "👍🏽 👨‍👩‍👧 ❤️ 🇩🇪"},
		{"flag of England", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f!", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f!"},
		{"hidden behind a flag", "🏴\U000e0068\U000e0069\U000e007f!", "🏴!"},
		{"joiners in a row", "a\u200d\u200d\u200db", "a\u200db"},
		{"shell", "$(calc) \"; calc; \" `x` ]]><action>", "$(calc) \"; calc; \" `x` ]]><action>"},
		{"no UTF-8", "a\xffb", "a\ufffdb"},
		{"non-character", "a\ufffeb\ufdd0c\U0001ffffd", "abcd"},
		{"too long", strings.Repeat("x", 2001), strings.Repeat("x", 1999) + "…"},
		{"as long as may be", strings.Repeat("x", 2000), strings.Repeat("x", 2000)},
		{"too many lines", strings.Repeat("x\n", 300), strings.Repeat("x\n", 199) + "…"},
		{"", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := sms.Sanitise(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSanitiseLine(t *testing.T) {
	cases := []struct {
		name, text string
		limit      int
		want       string
	}{
		{"lines", "  a\nb\r\n\tc  ", 20, "a b c"},
		{"hidden between spaces", "a \u200b b", 20, "a b"},
		{"fits", "12345", 5, "12345"},
		{"cut", "123456", 5, "1234…"},
		{"cut at a space", "1234 6", 5, "1234…"},
		{"family is one character", "👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 2, "👨‍👩‍👧…"},
		{"flag is one character", strings.Repeat("🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f", 3), 2, "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f…"},
		{"no room at all", "abc", 0, "…"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := sms.SanitiseLine(c.text, c.limit); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// nasty draws texts full of what Sanitise is there for.
func nasty() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringOf(rapid.RuneFrom([]rune("ab \n\r\t\u0301\u0302\u200d\u200b\u202e👨👩❤\ufe0f\x00"))),
		rapid.StringOf(rapid.RuneFrom([]rune("a🏴\u200d\U000e0067\U000e0062\U000e0065\U000e006e\U000e007f"))),
	)
}

func TestSanitiseHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := nasty().Draw(t, "text")
		limit := rapid.IntRange(1, 30).Draw(t, "limit")
		clean, line := sms.Sanitise(text), sms.SanitiseLine(text, limit)
		for _, s := range []string{clean, line} {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\x1b\r\u202e\u2066\u200b") {
				t.Fatalf("not clean: %q", s)
			}
		}
		if sms.Sanitise(clean) != clean {
			t.Fatalf("not stable: %q then %q", clean, sms.Sanitise(clean))
		}
		if again := sms.SanitiseLine(line, limit); again != line || strings.Contains(line, "\n") {
			t.Fatalf("line not stable: %q then %q", line, again)
		}
	})
}

// zalgo is a text made to hang a window.
var zalgo = strings.Repeat("e"+strings.Repeat("\u0301", 5000), 100)

func TestCase24Zalgo(t *testing.T) {
	if n := utf8.RuneCountInString(sms.Sanitise(zalgo)); n != 400 {
		t.Errorf("%d runes, want 400", n)
	}
}

func BenchmarkSanitiseZalgo(b *testing.B) {
	for b.Loop() {
		sms.Sanitise(zalgo)
	}
}
