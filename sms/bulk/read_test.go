package bulk_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
)

// lines shows a table on one line for comparison.
func lines(t bulk.Table) string {
	var b strings.Builder
	b.WriteString(strings.Join(t.Columns, "|"))
	for _, r := range t.Rows {
		fmt.Fprintf(&b, " / %d:%s", r.Line, strings.Join(r.Cells, "|"))
	}
	for _, f := range t.Faults {
		fmt.Fprintf(&b, " ! %d %v %s", f.Line, f.Why, f.Text)
	}
	return b.String()
}

func utf16le(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

func TestRead(t *testing.T) {
	const table = "Name|Mobil / 2:Jörg|0171 1234567"
	for _, tt := range []struct{ name, data, want string }{
		{"German Excel", "Name;Mobil\r\nJ\xf6rg;0171 1234567\r\n", table},
		{"UTF-8", "Name,Mobil\nJörg,0171 1234567", table},
		{"UTF-8 with its mark", "\xef\xbb\xbfName;Mobil\nJörg;0171 1234567\n", table},
		{"Unicode text of Excel", "\xff\xfe" + utf16le("Name\tMobil\r\nJörg\t0171 1234567\r\n"), table},
		{"the same without a mark", utf16le("Name\tMobil\r\nJörg\t0171 1234567\r\n"), table},
		{"pasted from Excel", "Name\tMobil\nJörg\t0171 1234567\n", table},
		{"old Macintosh", "Name;Mobil\rJörg;0171 1234567\r", table},
		{"sep=", "sep=,\nName,Mobil\nJörg;Hans,0171 1234567", "Name|Mobil / 3:Jörg;Hans|0171 1234567"},
		{"euro in Windows-1252", "Name;Preis\nA\xe4;5 \x80\n", "Name|Preis / 2:Aä|5 €"},
		{"only numbers", "0171 1234567\n0172 1234567\n", "A / 1:0171 1234567 / 2:0172 1234567"},
		{"one number", "0171 1234567", "A / 1:0171 1234567"},
		{"no heading", "Anna;+491711234567\nBert;+491721234567", "A|B / 1:Anna|+491711234567 / 2:Bert|+491721234567"},
		{"lines in a cell", "Name;Text\nAnna;\"two\nlines\"\nBert;one", "Name|Text / 2:Anna|two lines / 4:Bert|one"},
		{"quotation marks", "Name;Text\nAnna;\"say \"\"hi\"\"\"\n5\" disk;x", "Name|Text / 2:Anna|say \"hi\" / 3:5\" disk|x"},
		{"empty lines", "Name;Text\n\n;\nAnna;x\n\n\n", "Name|Text / 4:Anna|x"},
		{"two of one name", "Name;name;\nAnna;x;y", "Name|name 2|C / 2:Anna|x|y"},
		{"braces in a heading", "{a};b\n1;2", "(a)|b / 2:1|2"},
		{"not a heading", "Anna;4,91711E+11\nBert;1", "A|B / 1:Anna|4,91711E+11 / 2:Bert|1"},
	} {
		table, err := bulk.Read([]byte(tt.data))
		if got := lines(table); err != nil || got != tt.want {
			t.Errorf("%s: %v\ngot  %s\nwant %s", tt.name, err, got, tt.want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":       {nil, bulk.ErrNothing},
		"empty lines":   {[]byte("\n\n;;\n"), bulk.ErrNothing},
		"a workbook":    {[]byte("PK\x03\x04abc"), bulk.ErrNoTable},
		"an old one":    {[]byte("\xD0\xCF\x11\xE0abc"), bulk.ErrNoTable},
		"far too large": {make([]byte, bulk.MaxBytes+1), bulk.ErrLarge},
	} {
		if _, err := bulk.Read(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestReadUnclosedQuote(t *testing.T) {
	var b strings.Builder
	b.WriteString("Name;Mobil\nAnna;\"0171 1111111\n")
	for i := range 60 {
		fmt.Fprintf(&b, "P%d;0172 %07d\n", i, i)
	}
	table, err := bulk.Read([]byte(b.String()))
	if err != nil || len(table.Rows) != 60 || len(table.Faults) != 1 || table.Faults[0].Line != 2 ||
		table.Faults[0].Why != bulk.WhyQuote {
		t.Errorf("%d rows, %v, %v", len(table.Rows), table.Faults, err)
	}
}

func TestReadTooManyLines(t *testing.T) {
	for _, heading := range []string{"", "Name;Mobil\n"} {
		data := heading + strings.Repeat("Anna;01711234567\n", bulk.MaxRows+5)
		table, err := bulk.Read([]byte(data))
		if err != nil || len(table.Rows) != bulk.MaxRows || len(table.Faults) == 0 || table.Faults[0].Why != bulk.WhyMany {
			t.Errorf("%q: %d rows, %v, %v", heading, len(table.Rows), table.Faults, err)
		}
	}
}

func TestHostileCells(t *testing.T) {
	table, err := bulk.Read([]byte("Name;Mobil\nA\u202enn\x00a\u2066;0171 1234567\n=cmd|' /C calc'!A0;0172 1234567"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range table.Rows {
		if strings.ContainsAny(r.Cells[0], "\u202e\u2066\x00") {
			t.Errorf("%q", r.Cells[0])
		}
	}
}

func TestPeople(t *testing.T) {
	table, err := bulk.Read([]byte(`Kunde;Mobil;Betrag
Anna;0171 1234567;5
Bert;4,91711E+11;6
Carl;;7
Dora;"=""+491721234567""";8
Emil;'0049 171 1234567;9
Frau;keine;1
Gerd;1711111111;2
Hans;12345678901234567890123;2
Ida;*100#;3
Jan;80850;3
Kim;0664 1234567 89;4
Lea;+436641234567;4
`))
	if err != nil {
		t.Fatal(err)
	}
	layout := table.Guess("DE")
	if layout != (bulk.Layout{Number: 1, Name: 0}) {
		t.Fatalf("guessed %+v", layout)
	}
	list := table.People(layout, "DE")
	var got []string
	for _, p := range list.People {
		got = append(got, fmt.Sprintf("%s %s %v %v", p.Name, p.Number, p.Rate, p.Again))
	}
	for _, f := range list.Faults {
		got = append(got, fmt.Sprintf("%d %s %v", f.Line, f.Text, f.Why))
	}
	want := []string{
		"Anna +491711234567 usual [6]", "Dora +491721234567 usual []", "Gerd +491711111111 usual []",
		"Jan 80850 short []", "Kim +49664123456789 usual []", "Lea +436641234567 foreign []",
		"3 4,91711E+11 rounded", "4 Carl 7 empty", "7 keine chars", "9 12345678901234567890123 long", "10 *100# code",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") || list.Merged != 1 {
		t.Errorf("merged %d, got\n%s", list.Merged, strings.Join(got, "\n"))
	}
}

func TestGuess(t *testing.T) {
	for _, tt := range []struct {
		data string
		want bulk.Layout
	}{
		{"0171 1234567\n0172 1234567", bulk.Layout{Number: 0, Name: -1}},
		{"0171 1234567\tAnna\n0172 1234567\tBert", bulk.Layout{Number: 0, Name: 1}},
		{"Ort;Vorname;Festnetz;Handy\nWien;Anna;0301234567;0171 1234567", bulk.Layout{Number: 3, Name: 1}},
		{"Name;Ort\nAnna;Wien", bulk.Layout{Number: -1, Name: 0}},
		{"Name;Mobil\nAnna;4,91711E+11", bulk.Layout{Number: 1, Name: 0}},
	} {
		table, err := bulk.Read([]byte(tt.data))
		if got := table.Guess("DE"); err != nil || got != tt.want {
			t.Errorf("%q: %+v, %v, want %+v", tt.data, got, err, tt.want)
		}
	}
}

func TestTemplate(t *testing.T) {
	columns := []string{"Kunde", "Mobil", "Betrag"}
	p := bulk.Person{Name: "Anna", Cells: []string{"Anna", "0171", "5 €"}}
	for _, tt := range []struct{ text, want, unknown string }{
		{"Hello {name}, {Betrag}.", "Hello Anna, 5 €.", ""},
		{"{ NAME }{kunde}", "AnnaAnna", ""},
		{"no field", "no field", ""},
		{"{x} {x} {{name}} {", "{x} {x} {Anna} {", "{x}"},
		{"{a\nb} {name", "{a\nb} {name", ""},
		{"}{", "}{", ""},
	} {
		template := bulk.ParseTemplate(tt.text)
		if got := template.Fill(columns, p); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
		if got := strings.Join(template.Unknown(columns), " "); got != tt.unknown {
			t.Errorf("%q: unknown %q, want %q", tt.text, got, tt.unknown)
		}
	}
	// What a table holds is never taken for a placeholder.
	if got := bulk.ParseTemplate("{name}").Fill(columns, bulk.Person{Name: "{Betrag}"}); got != "{Betrag}" {
		t.Errorf("%q", got)
	}
}

func TestPrepare(t *testing.T) {
	list := bulk.List{Columns: []string{"Name", "Mobil", "Ort"}}
	for i, row := range []string{"Anna|+491711111111|Köln", "Bert|+491722222222|", "Cem|+491733333333|Şile", "Dora|+436641234567|Wien", "Eva|900|x"} {
		cells := strings.Split(row, "|")
		n := sms.Number(cells[1])
		list.People = append(list.People, bulk.Person{Number: n, Name: cells[0], Line: i, Cells: cells, Rate: n.Rate("DE")})
	}
	c := bulk.Prepare(list, bulk.ParseTemplate("Hi {name} in {ort}"), func(r sms.Rate) bool { return r == sms.RateForeign })
	if len(c.Texts) != 4 || c.Parts != 4 || c.Most != 1 || c.Gaps != 1 || c.Costly != 1 ||
		strings.Join(c.Culprits, "") != "Ş" || c.Left[sms.RateShort] != 1 {
		t.Errorf("%+v", c)
	}
	if c.Texts[2].Text != "Hi Cem in Şile" {
		t.Errorf("%q", c.Texts[2].Text)
	}
	c = bulk.Prepare(list, bulk.ParseTemplate("{ort}"), func(sms.Rate) bool { return true })
	if len(c.Blank) != 1 || c.Blank[0].Name != "Bert" {
		t.Errorf("blank: %v", c.Blank)
	}
	c = bulk.Prepare(list, bulk.ParseTemplate(strings.Repeat("{name} 123456", 200)), func(sms.Rate) bool { return true })
	if len(c.TooLong) != 5 || len(c.Texts) != 0 {
		t.Errorf("too long: %d", len(c.TooLong))
	}
}

func TestLimits(t *testing.T) {
	for _, tt := range []struct {
		queued, used, limit int
		over                bool
		parts               []int
		want                int
	}{
		{0, 0, 100, false, []int{1, 1, 1, 1}, 3},
		{2, 0, 100, false, []int{1, 1}, 1},
		{3, 0, 100, false, []int{1}, 0},
		{0, 99, 100, false, []int{1, 1}, 1},
		{0, 99, 100, false, []int{2, 1}, 0},
		{0, 99, 100, true, []int{2, 1}, 2},
		{0, 0, 100, false, nil, 0},
	} {
		if got := bulk.Next(tt.queued, tt.used, tt.limit, tt.over, tt.parts); got != tt.want {
			t.Errorf("%+v: %d", tt, got)
		}
	}
	for _, tt := range []struct{ parts, used, limit, want int }{
		{10, 0, 100, 1}, {100, 0, 100, 1}, {101, 0, 100, 2}, {250, 50, 100, 3}, {5, 100, 100, 2}, {5, 0, 0, 1},
	} {
		if got := bulk.Days(tt.parts, tt.used, tt.limit); got != tt.want {
			t.Errorf("%+v: %d days", tt, got)
		}
	}
	for _, tt := range []struct{ now, began, ends string }{
		{"2026-11-27T23:00:00Z", "2026-11-27T09:00:00Z", "2026-11-28T09:00:00Z"},
		{"2026-11-27T00:30:00Z", "2026-11-26T09:00:00Z", "2026-11-27T09:00:00Z"},
		{"2026-11-27T09:00:00Z", "2026-11-27T09:00:00Z", "2026-11-28T09:00:00Z"},
	} {
		now, _ := time.Parse(time.RFC3339, tt.now)
		if a, b := bulk.DayBegan(now).Format(time.RFC3339), bulk.DayEnds(now).Format(time.RFC3339); a != tt.began || b != tt.ends {
			t.Errorf("%s: %s to %s", tt.now, a, b)
		}
	}
}

func TestWriteCSV(t *testing.T) {
	got, err := bulk.WriteCSV(';', [][]string{{"Name", "Text"}, {"=1+1", "a;b\n\"c\""}, {"-x", "@y"}})
	want := "\uFEFFName;Text\r\n'=1+1;\"a;b\r\n\"\"c\"\"\"\r\n'-x;'@y\r\n"
	if err != nil || string(got) != want {
		t.Errorf("%q, %v", got, err)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"Name;Mobil\r\nAnna;0171 1234567", "\xff\xfea\x00;\x00", "sep=,\n1,2", "\"", "\"a\n\"b\";c", "a\tb\nc\"\td",
		"4,91711E+11", "\xef\xbb\xbf", "{a};{b}\n=1;@2",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := bulk.Read(data)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, c := range table.Columns {
			if seen[strings.ToLower(c)] {
				t.Fatalf("two columns %q", c)
			}
			seen[strings.ToLower(c)] = true
		}
		last := 0
		for _, r := range table.Rows {
			if r.Line < last || len(r.Cells) > len(table.Columns) {
				t.Fatalf("row %+v after line %d in columns %q", r, last, table.Columns)
			}
			last = r.Line
			for _, c := range r.Cells {
				if strings.ContainsAny(c, "\n\r\x00\u202e") {
					t.Fatalf("cell %q", c)
				}
			}
		}
		list := table.People(table.Guess("DE"), "DE")
		numbers := map[sms.Number]bool{}
		lines := len(list.Faults) - len(table.Faults)
		for _, p := range list.People {
			if numbers[p.Number] || !p.Number.Dialable() {
				t.Fatalf("number %q", p.Number)
			}
			numbers[p.Number] = true
			lines += 1 + len(p.Again)
		}
		if lines != len(table.Rows) {
			t.Fatalf("%d lines of %d are accounted for", lines, len(table.Rows))
		}
	})
}

func BenchmarkRead20000(b *testing.B) {
	var s strings.Builder
	s.WriteString("Name;Mobil;Ort\n")
	for i := range bulk.MaxRows {
		fmt.Fprintf(&s, "Person %d;0171 %07d;Köln\n", i, i)
	}
	data := []byte(s.String())
	for b.Loop() {
		table, err := bulk.Read(data)
		if err != nil {
			b.Fatal(err)
		}
		list := table.People(table.Guess("DE"), "DE")
		c := bulk.Prepare(list, bulk.ParseTemplate("Hello {name} in {ort}"), func(sms.Rate) bool { return true })
		if len(c.Texts) != bulk.MaxRows {
			b.Fatal(len(c.Texts))
		}
	}
}
