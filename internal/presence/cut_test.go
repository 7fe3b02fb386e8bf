package presence

import (
	"strings"
	"testing"
	"unicode/utf16"
)

func TestCut(t *testing.T) {
	family := "👨‍👩‍👧‍👦" // 11 units
	cases := []struct {
		name, text string
		units      int
		want       string
	}{
		{"fits", "482113", 6, "482113"},
		{"one too long", "4821137", 6, "48211…"},
		{"nothing", "", 0, ""},
		{"no room", "ab", 0, ""},
		{"only the sign", "ab", 1, "…"},
		{"surrogates stay together", "a😀b", 3, "a…"},
		{"a family stays together", "x" + family + "y", 12, "x…"},
		{"a family fits", "x" + family + "yz", 13, "x" + family + "…"},
		{"a flag stays together", "🇩🇪🇦🇹", 7, "🇩🇪…"},
		{"a skin tone stays on the hand", "ab👍🏽c", 5, "ab…"},
		{"marks stay on the letter", "ae\u0301\u0323b", 4, "a…"},
		{"no UTF-8", "a\xff\xfeb", 3, "a\xff…"},
	}
	for _, c := range cases {
		if got := Cut(c.text, c.units); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestCutFits: whatever the text, it fits.
func TestCutFits(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("a", 10_000), strings.Repeat("👨‍👩‍👧‍👦", 900), "e" + strings.Repeat("\u0301", 5000),
		strings.Repeat("\u202e😀\x00", 500), strings.Repeat("\xf0", 300),
	} {
		for _, units := range []int{0, 1, 2, 62, 63, 64, 255} {
			if n := len(utf16.Encode([]rune(Cut(text, units)))); n > units {
				t.Errorf("%q…: %d units, at most %d fit", text[:4], n, units)
			}
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("👨‍👩‍👧‍👦", 5)
	f.Fuzz(func(t *testing.T, text string, units int) {
		got := Cut(text, units)
		if n := len(utf16.Encode([]rune(got))); n > max(units, 0) && got != text {
			t.Errorf("%q has %d units, at most %d fit", got, n, units)
		}
	})
}
