package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"surfstick-sms/sms"
	"surfstick-sms/sms/find"
	"surfstick-sms/sms/store"
	"surfstick-sms/sms/transfer"
)

// found writes hits down, the words that were found in brackets.
func found(t testing.TB, s *store.Store, query string, in sms.Number, limit int) string {
	t.Helper()
	hits, err := s.Search(t.Context(), query, in, limit)
	if err != nil {
		t.Fatal(err)
	}
	all := []string{}
	for _, h := range hits {
		text := h.Message.Text
		for i := len(h.Spans) - 1; i >= 0; i-- {
			sp := h.Spans[i]
			text = text[:sp.From] + "[" + text[sp.From:sp.To] + "]" + text[sp.To:]
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

func TestSearch(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	for _, text := range []string{
		"ÄPFEL und Birnen", "100% sicher", "100 Prozent", `a\b`, "snake_case", "snakeXcase",
		"МОСКВА", "Zahnarzttermin um 9 Uhr", "我爱中国", "wie schön 😀", "Ruf Mueller an: +49 172 / 765 43 21",
	} {
		received(t, s, anna, text)
	}
	received(t, s, bert, "Termin mit Frau Groß")
	received(t, s, "o2", "Termin")
	s.SetName(ctx, bert, "Bärbel Müller")
	cases := []struct {
		query string
		in    sms.Number
		limit int
		want  string
	}{
		{"äpfel", "", 9, "[ÄPFEL] und Birnen"},
		{"UND BIRN", "", 9, "ÄPFEL [und] [Birn]en"},
		{"birn äpf", "", 9, "[ÄPF]EL und [Birn]en"},
		{"100%", "", 9, "[100%] sicher"},
		{"100", "", 9, "[100] Prozent; [100]% sicher"},
		{"100", "", 1, "[100] Prozent"},
		{`\`, "", 9, `a[\]b`},
		{"e_c", "", 9, "snak[e_c]ase"},
		{"москва", "", 9, "[МОСКВА]"},
		{"", "", 9, ""},
		{"nowhere", "", 9, ""},
		{"' OR 1=1 --", "", 9, ""},
		{`"`, "", 9, ""},
		{"termin", "", 0, "[Termin]; [Termin] mit Frau Groß; Zahnarzt[termin] um 9 Uhr"},
		{"termin", bert, 0, "[Termin] mit Frau Groß"},
		{"te", "", 0, "[Te]rmin; [Te]rmin mit Frau Groß"},
		{"gross", "", 0, "Termin mit Frau [Groß]"},
		{"国", "", 0, "我爱中[国]"},
		{"😀", "", 0, "wie schön [😀]"},
		{"baerbel", "", 0, "Termin mit Frau Groß"},
		{"mueller termin", "", 0, "[Termin] mit Frau Groß"},
		{"müller", "", 0, "Termin mit Frau Groß; Ruf [Mueller] an: +49 172 / 765 43 21"},
		{"0172 765", "", 0, "Termin mit Frau Groß; Ruf Mueller an: +49 [172 / 765] 43 21"},
		{"o2", "", 0, "Termin"},
	}
	check := func(when string) {
		t.Helper()
		for _, c := range cases {
			if got := found(t, s, c.query, c.in, c.limit); got != c.want {
				t.Errorf("%s: %q in %q: %s, want %s", when, c.query, c.in, got, c.want)
			}
		}
	}
	check("nothing is in the index")
	if n, err := s.Index(ctx, 5); err != nil || n != 5 {
		t.Fatalf("%d put into the index, %v", n, err)
	}
	check("some is in the index")
	fillIndex(t, s)
	check("everything is in the index")
	if s.Unsearched() != 0 {
		t.Errorf("%d are not in the index", s.Unsearched())
	}
}

// TestSearchFollowsTheTexts: what is in the index changes, goes into the bin, comes back, and goes for good.
func TestSearchFollowsTheTexts(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	m := sms.Message{Number: anna, Text: "first half […]", Status: sms.Incomplete, Time: noon, Parts: 2, Done: 1}
	m, err := s.Settle(ctx, store.Incoming{Message: &m})
	if err != nil {
		t.Fatal(err)
	}
	fillIndex(t, s)
	m.Text = "first second"
	if m, err = s.Settle(ctx, store.Incoming{Message: &m}); err != nil {
		t.Fatal(err)
	}
	is := func(when, query, want string) {
		t.Helper()
		if got := found(t, s, query, "", 9); got != want {
			t.Errorf("%s: %q finds %q, want %q", when, query, got, want)
		}
	}
	is("changed", "half", "")
	is("changed", "second", "first [second]")
	s.Delete(ctx, noon, stopped, m.ID)
	is("in the bin", "second", "")
	s.Restore(ctx, stopped, m.ID)
	is("restored", "second", "first [second]")
	s.Remove(ctx, m.ID)
	is("removed", "second", "")
	received(t, s, anna, "first third")
	is("another one", "first", "[first] third")
}

// TestSearchGoesByPlace: an imported text stands at its time, whenever it was put in.
func TestSearchGoesByPlace(t *testing.T) {
	s := open(t)
	for i, at := range []time.Time{noon, noon.Add(-time.Hour), noon.Add(time.Hour)} {
		m := sms.Message{Number: anna, Text: fmt.Sprint("text ", i), Status: sms.Received, Time: at, Imported: i > 0}
		if _, err := s.Settle(t.Context(), store.Incoming{Message: &m}); err != nil {
			t.Fatal(err)
		}
	}
	for _, when := range []string{"not in the index", "in the index"} {
		if got := found(t, s, "text", "", 2); got != "[text] 2; [text] 0" {
			t.Errorf("%s: %s", when, got)
		}
		fillIndex(t, s)
	}
}

// FuzzSearch: whatever is typed is no error, and a hit holds every word that was typed, inside the text and at
// the borders of characters, unless it is there because of the partner.
func FuzzSearch(f *testing.F) {
	for _, seed := range [][2]string{
		{`"a" OR b*`, "a or b"},
		{"NEAR(a b)", "near a b"},
		{"grams:a", "a"},
		{"^a -b +c", "a b c"},
		{"ü", "uebel"},
		{"\x00'", "it\x00's"},
		{"\xff\xfe", "\xff\xfe"},
		{"中 国", "中国"},
		{"0171 12", "0171/12"},
	} {
		f.Add(seed[0], seed[1])
	}
	s := open(f)
	f.Fuzz(func(t *testing.T, query, text string) {
		m, err := s.Settle(t.Context(), store.Incoming{Message: &sms.Message{Number: anna, Text: text, Time: noon}})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Remove(t.Context(), m.ID)
		fillIndex(t, s)
		hits, err := s.Search(t.Context(), query, "", 9)
		if err != nil {
			t.Fatal(err)
		}
		q := find.Parse(query)
		for _, h := range hits {
			if len(h.Spans) == 0 && len(q.Named("", string(anna))) == 0 && !q.Dials(string(anna)) {
				t.Fatalf("%q finds %q, and nothing in it", query, text)
			}
			for _, sp := range h.Spans {
				if sp.From < 0 || sp.From >= sp.To || sp.To > len(h.Message.Text) {
					t.Fatalf("%v in %q", sp, h.Message.Text)
				}
				if utf8.ValidString(text) && !utf8.ValidString(text[sp.From:sp.To]) {
					t.Fatalf("%v cuts a character of %q", sp, text)
				}
			}
		}
		all := make([]int, q.Words())
		for i := range all {
			all[i] = i
		}
		if _, holds := q.In(m.Text, all); holds && !q.Empty() && len(hits) == 0 {
			t.Fatalf("%q is in %q and not found", query, text)
		}
	})
}

// TestImportedTwice: the texts of every import are read as imported, and found.
func TestImportedTwice(t *testing.T) {
	s := open(t)
	for i := range 3 {
		id, err := s.BeginImport(t.Context(), noon, transfer.FormatJSON)
		if err != nil {
			t.Fatal(err)
		}
		m := sms.Message{Number: anna, Text: fmt.Sprint("text ", i), Status: sms.Received, Time: noon, Parts: 1}
		if _, err := s.AddImported(t.Context(), id, []transfer.Text{{Message: m}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	hits, err := s.Search(t.Context(), "text", "", 9)
	if err != nil || len(hits) != 3 || !hits[0].Message.Imported {
		t.Fatalf("%+v, %v", hits, err)
	}
	if got := chat(t, s, anna); got != "text 0 text 1 text 2 " {
		t.Errorf("order: %s", got)
	}
}
