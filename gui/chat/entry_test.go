package chat

import (
	"strings"
	"testing"
	"unicode/utf8"

	"surfstick-sms/sms"
)

// found returns the pieces of a line that spans name.
func found(line string, spans []sms.Span) (all []string) {
	for _, s := range spans {
		all = append(all, line[s.From:s.To])
	}
	return all
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("Lorem ipsum. ", 30)
	tests := []struct {
		name, text, word, line string
	}{
		{"whole", "Mit dem Zug", "Zug", "Mit dem Zug"},
		{"at the beginning", "Zug fährt", "Zug", "Zug fährt"},
		{"far behind", long + "der Zug", "Zug", "…em ipsum. der Zug"},
		{"over a line", "eins\nder Zug\nzwei", "Zug", "eins der Zug zwei"},
		{"controls", "der\x1b[31m \u202eZug", "Zug", "der[31m Zug"},
		{"umlaut", "Grüße vom Bäcker", "Bäcker", "Grüße vom Bäcker"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := strings.Index(tt.text, tt.word)
			line, spans := excerpt(tt.text, []sms.Span{{From: at, To: at + len(tt.word)}})
			if line != tt.line {
				t.Errorf("%q, want %q", line, tt.line)
			}
			if got := found(line, spans); len(got) != 1 || got[0] != tt.word {
				t.Errorf("found %q", got)
			}
		})
	}
}

// FuzzSpans: whatever spans a search returns, what is shown is whole characters of the clean text.
func FuzzSpans(f *testing.F) {
	f.Add("Mit dem Zug", 8, 11, 2, 5)
	f.Add("Zug\x00\u202e ü", -1, 400, 3, 3)
	f.Add("\xff\xfe Zug \xff", 1, 2, 3, 5)
	f.Add(strings.Repeat("Z\u0300", 50), 3, 7, 7, 9)
	f.Add("👨\u200d👩\u200d👧 Zug", 4, 11, 12, 20)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		spans := []sms.Span{{From: a, To: b}, {From: c, To: d}}
		line, at := excerpt(text, spans)
		for _, word := range found(line, at) {
			if !utf8.ValidString(word) || strings.ContainsAny(word, "\n\x00\x1b\u202e") {
				t.Errorf("%q is shown as found", word)
			}
		}
		shown := sms.Sanitise(text)
		for _, s := range shownSpans(text, spans) {
			if s.From < 0 || s.To > len(shown) || s.From >= s.To {
				t.Errorf("%v of %d bytes is marked", s, len(shown))
			}
		}
	})
}
