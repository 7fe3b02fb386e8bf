package pdu_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"surfstick-sms/sms/pdu"
)

func TestSubstitute(t *testing.T) {
	for char, want := range map[string]string{
		"„": `"`, "“": `"`, "”": `"`, "«": `"`, "»": `"`, "‘": "'", "’": "'", "‚": "'", "´": "'", "`": "'",
		"–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "•": "*", "\u202f": " ", "\u2009": " ",
		"\u200b": "", "\u00ad": "", "\ufeff": "", "™": "(TM)", "½": "1/2", "→": "->", "ﬁ": "fi",
		"a\u0308": "ä", "U\u0308": "Ü", "n\u0303": "ñ", "e\u0301": "é", "\u212b": "Å",
	} {
		if got, ok := pdu.Substitute(char); !ok || got != want {
			t.Errorf("Substitute(%q) = %q, %t, want %q", char, got, ok, want)
		}
	}
	// What fits already needs no other, and nothing stands for what is another letter or a picture.
	for _, char := range []string{
		"a", "ä", "€", "{", "|", "@", " ", "\u00a0", "\t", "\n", `"`, "'", "-", "🙂", "❤️", "ê", "ş", "я", "e\u0302", "", "中",
	} {
		if got, ok := pdu.Substitute(char); ok {
			t.Errorf("Substitute(%q) = %q", char, got)
		}
	}
}

func TestSubstituteAll(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "",
		"Grüße":                          "Grüße",
		"„Hallo“ – so geht’s …":          `"Hallo" - so geht's ...`,
		"scho\u0308n\u2009gu\u0308nstig": "schön günstig",
		"a\u00a0b\tc\r\nd":               "a\u00a0b\tc\r\nd",
		"„Ja“ 🙂":                         `"Ja" 🙂`,
		"👨‍👩‍👧 ❤️ – 1️⃣":                 "👨‍👩‍👧 ❤️ - 1️⃣",
		"kaputt \xff –":                  "kaputt \xff -",
		"Ştefan – çok":                   "Ştefan - çok",
	} {
		if got := pdu.SubstituteAll(text); got != want {
			t.Errorf("SubstituteAll(%q) = %q, want %q", text, got, want)
		}
	}
	if n := pdu.Measure(pdu.SubstituteAll(strings.Repeat("„Hallo“ – ", 14))); n.UCS2 || n.Parts != 1 {
		t.Errorf("it still costs %+v", n)
	}
}

// FuzzSubstituteAll: replacing changes nothing that fits, is done after one time, and makes no text
// dearer.
func FuzzSubstituteAll(f *testing.F) {
	for _, s := range []string{"„a“", "a\u0308\u0308", "\xff…", "🙂–", "\u200d\u0301", "½½½½", "\xe2\u200b\x80\x8b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := pdu.SubstituteAll(text)
		if twice := pdu.SubstituteAll(once); twice != once {
			t.Errorf("%q becomes %q, then %q", text, once, twice)
		}
		before, after := pdu.Measure(text), pdu.Measure(once)
		if !before.UCS2 && once != text {
			t.Errorf("%q fits, and becomes %q", text, once)
		}
		if utf8.ValidString(text) && !utf8.ValidString(once) {
			t.Errorf("%q becomes %q", text, once)
		}
		if after.UCS2 && !before.UCS2 {
			t.Errorf("%q costs more", once)
		}
	})
}
