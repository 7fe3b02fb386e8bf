package people_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/people"
)

// described is a list in words, one person or fault a line.
func described(l people.List) string {
	var b strings.Builder
	for _, p := range l.People {
		b.WriteString(p.Name)
		for _, n := range p.Numbers {
			fmt.Fprintf(&b, " | %s%s", strings.TrimLeft(n.Label+" ", " "), n.Number)
		}
		if p.Note != "" {
			fmt.Fprintf(&b, " (%s)", p.Note)
		}
		b.WriteString("\n")
	}
	for _, f := range l.Faults {
		fmt.Fprintf(&b, "! %d %s: %s\n", f.Line, f.Why, f.Text)
	}
	return b.String()
}

func wide(s string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

func card(lines ...string) string {
	return "BEGIN:VCARD\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCARD\r\n"
}

// The cards are like those of telephones and programs: Android and Nokia (2.1), Apple and Outlook (3.0),
// Nextcloud (4.0).
var cards = []struct{ name, file, want string }{
	{
		"Nokia 2.1", card("VERSION:2.1",
			"N;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Gr=FCn;J=F6rg;;;",
			"TEL;CELL;VOICE:+491711234567", "TEL;WORK:030 1234567", "X-CLASS:private"),
		"Jörg Grün | mobile +491711234567 | work +49301234567\n",
	},
	{
		"Android 2.1, soft line breaks and a picture", card("VERSION:2.1",
			"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;=4A=C3=B6=72=67=20=47=72=C3=BC=6E=", "=20=44=72=2E;;;",
			"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4A=C3=B6=72=67=20=", "=47=72=C3=BC=6E", "TEL;CELL;PREF:0171 1234567",
			"PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD", " AAAAAAAAAAAAAAAAAAAA", "AAAA==", "",
			"NOTE;ENCODING=QUOTED-PRINTABLE:two=0D=0Alines; and more"),
		"Jörg Grün | mobile +491711234567 (two\nlines; and more)\n",
	},
	{"2.1 in Windows-1252 unsaid", card("VERSION:2.1", "FN:J\xf6rg \x80", "TEL:0171 1234567"), "Jörg € | +491711234567\n"},
	{"2.1 backslashes", card("VERSION:2.1", `FN:a\b`, "N:x\\;y;z", "TEL:0171 1234567"), `a\b | +491711234567` + "\n"},
	{
		"Apple 3.0", card("VERSION:3.0", "N:Meyer;Anna;;;", "FN:Anna Mey", " er", "item1.TEL;type=pref:+49 (171) 123 45-67",
			`item1.X-ABLabel:_$!<Mobile>!$_`, "item2.TEL:030/1234567", "item2.X-ABLabel:Ferienhaus",
			"TEL;type=HOME;type=VOICE:030 7654321", `NOTE:Kinder\, Hund\; Katze\nzweite Zeile`, "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4A", " AAA"),
		"Anna Meyer | mobile +491711234567 | Ferienhaus +49301234567 | home +49307654321 (Kinder, Hund; Katze\nzweite Zeile)\n",
	},
	{
		"4.0, tel: and PREF", card("VERSION:4.0", "FN:Bert", `TEL;VALUE=uri;TYPE="voice,home":tel:+49-30-1234567`,
			`TEL;VALUE=uri;PREF=1;TYPE="cell,text":tel:+49%20171-1234567;ext=5`),
		"Bert | mobile +491711234567 | home +49301234567\n",
	},
	{"lower case, group, tabs", strings.ToLower(card("VERSION:3.0", "FN:anna", "a.TEL;TYPE=cell:0171", "\t1234567")), "anna | mobile +491711234567\n"},
	{"name from its parts", card("VERSION:3.0", `N:Mey\;er;Anna;Maria;Dr.;`, "TEL:0171 1234567"), "Anna Maria Mey;er | +491711234567\n"},
	{"name of the firm", card("VERSION:3.0", "ORG:Werkstatt Nord;Lager", "TEL;TYPE=work,fax:0171 1234567"), "Werkstatt Nord | fax +491711234567\n"},
	{"name of the address", card("VERSION:3.0", "EMAIL:a@b.de", "TEL:0171 1234567"), "a@b.de | +491711234567\n"},
	{"UTF-16", wide(card("VERSION:3.0", "FN:Jörg", "TEL:0171 1234567")), "Jörg | +491711234567\n"},
	{"UTF-8 with its mark", "\xef\xbb\xbf" + card("VERSION:3.0", "FN:Jörg", "TEL:0171 1234567"), "Jörg | +491711234567\n"},
	{"old line ends", strings.ReplaceAll(card("VERSION:3.0", "FN:Anna", "TEL:0171 1234567"), "\r\n", "\r"), "Anna | +491711234567\n"},
	{
		"several, with faults", "\n" + card("VERSION:3.0", "FN:Anna", "TEL:0171 1234567", "TEL:0171 1234567") +
			card("VERSION:3.0", "FN:Mail only", "EMAIL:x@y.de") + card("VERSION:3.0", "TEL:0171 1234567") +
			card("VERSION:3.0", "FN:Code", "TEL:*100#") + card("VERSION:3.0", "FN:Words", "TEL:ask Anna", "TEL:0171 7654321") +
			"BEGIN:VCARD\nFN:Cut\nTEL:0171 1\n" + card("FN:Last", "TEL:80850") + "BEGIN:VCARD\nFN:Open",
		"Anna | +491711234567\nWords | +491717654321\nLast | 80850\n! 8 empty: Mail only\n! 13 noName: +491711234567\n" +
			"! 17 code: Code *100#\n! 22 chars: Words ask Anna\n! 28 cut: Cut\n! 35 cut: Open\n",
	},
	{
		"hostile", card("VERSION:3.0", "FN:\u202eevil\x1b[2J\u0000 name", "TEL:+49171\u202e1234567", `NOTE:a\u202e\n\n\n=cmd()`),
		"evil[2J name | +491711234567 (a\\u202e\n\n\n=cmd())\n",
	},
}

func TestCards(t *testing.T) {
	for _, c := range cards {
		t.Run(c.name, func(t *testing.T) {
			got, err := people.Read([]byte(c.file), "DE")
			if d := described(got); err != nil || d != c.want {
				t.Errorf("%v\ngot\n%s\nwant\n%s", err, d, c.want)
			}
		})
	}
}

var tables = []struct{ name, file, want string }{
	{"simple", "Anna;0171 1234567\nBert;0171 7654321\n", "Anna | +491711234567\nBert | +491717654321\n"},
	{"simple, headed, Windows-1252", "Name;Nummer\nJ\xf6rg;0171 1234567\n", "Jörg | +491711234567\n"},
	{"first and last name", "Vorname;Name;Handy;Notiz\nAnna;Meyer;0171 1234567;VIP\n", "Anna Meyer | mobile +491711234567 (VIP)\n"},
	{
		"Google", "First Name,Middle Name,Last Name,Organization Name,Notes,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n" +
			"Anna,,Meyer,,,a@b.c,Mobile,0171 1234567 ::: 0171 7654321,Home,030 1234567\n,,,Werkstatt,,,* Work,030 7654321,,\nBert,,,,,x@y.z,,,,\n",
		"Anna Meyer | mobile +491711234567 | mobile +491717654321 | home +49301234567\nWerkstatt | work +49307654321\n! 4 empty: Bert\n",
	},
	{
		"Google, old", "Name,Given Name,Family Name,Notes,Phone 1 - Type,Phone 1 - Value\nAnna Meyer,Anna,Meyer,note,Mobile,+49 171 1234567\n",
		"Anna Meyer | mobile +491711234567 (note)\n",
	},
	{
		"Outlook, English", "\"First Name\",\"Last Name\",\"Company\",\"Business Fax\",\"Business Phone\",\"Home Phone\",\"Mobile Phone\",\"Pager\",\"Account\",\"Government ID Number\",\"Notes\"\n" +
			"\"Anna\",\"Meyer\",\"\",\"030 1\",\"030 2222222\",\"\",\"0171 1234567\",\"12345\",\"99999\",\"88888\",\"x\"\n",
		"Anna Meyer | fax 0301 | work +49302222222 | mobile +491711234567 (x)\n",
	},
	{
		"Outlook, German", "Vorname;Nachname;Firma;Fax geschäftlich;Telefon geschäftlich;Telefon (privat);Mobiltelefon;Weiteres Telefon;Notizen\n" +
			"Jörg;Grün;;;030 2222222;030 3333333;0171 1234567;;\n",
		"Jörg Grün | work +49302222222 | home +49303333333 | mobile +491711234567\n",
	},
	{"guarded and rounded", "Name;Nummer\n'=1+1;'+491711234567\nBert;\"=\"\"0171 7654321\"\"\"\nCarl;4,91711E+11\n", "=1+1 | +491711234567\nBert | +491717654321\n! 4 rounded: Carl 4,91711E+11\n"},
	{"no number anywhere", "Anna;Meyer\nBert;Schulz\n", "table is empty"},
	{"a workbook", "PK\x03\x04", "not a table of text"},
	{"nothing", "  \n", "table is empty"},
}

func TestTables(t *testing.T) {
	for _, c := range tables {
		t.Run(c.name, func(t *testing.T) {
			got, err := people.Read([]byte(c.file), "DE")
			d := described(got)
			if err != nil {
				d += err.Error()
			}
			if d != c.want {
				t.Errorf("got\n%s\nwant\n%s", d, c.want)
			}
		})
	}
}

// TestCaps: what is too much is left out with the reason.
func TestCaps(t *testing.T) {
	if _, err := people.Read(make([]byte, people.MaxBytes+1), "DE"); !errors.Is(err, bulk.ErrLarge) {
		t.Errorf("%v", err)
	}
	one := card("VERSION:3.0", "FN:A", "TEL:80850")
	got, err := people.Read([]byte(strings.Repeat(one, people.MaxCards+2)), "DE")
	if err != nil || len(got.People) != people.MaxCards || len(got.Faults) != 1 || got.Faults[0].Why != people.WhyMany {
		t.Errorf("%d people, %v, %v", len(got.People), got.Faults, err)
	}
	var lines []string
	for i := range sms.MaxPersonNumbers + 5 {
		lines = append(lines, fmt.Sprintf("TEL:0171 %07d", i))
	}
	got, err = people.Read([]byte(card(append(lines, "FN:"+strings.Repeat("ä", 500), "NOTE:"+strings.Repeat("ö", 5000))...)), "DE")
	if err != nil || len(got.People) != 1 || len(got.People[0].Numbers) != sms.MaxPersonNumbers || len(got.Faults) != 1 ||
		utf8.RuneCountInString(got.People[0].Name) > sms.MaxPersonName || utf8.RuneCountInString(got.People[0].Note) > sms.MaxPersonNote {
		t.Errorf("%.300v, %v", got, err)
	}
}

// TestFoldedPicture: a picture in many short lines takes no time worth speaking of.
func TestFoldedPicture(t *testing.T) {
	const most = 2 * time.Second // 20 ms where the machine is free; half a minute when each line copies all before
	for name, start := range map[string]string{
		"folded": "PHOTO:data:image/jpeg;base64,", "quoted": "X-PHOTO;ENCODING=QUOTED-PRINTABLE:=",
	} {
		line := " " + strings.Repeat("A", 73) + "="
		lines := append([]string{"VERSION:4.0", "FN:Anna", "TEL:80850", start}, slices.Repeat([]string{line}, 45_000)...)
		begun := time.Now()
		got, err := people.Read([]byte(card(lines...)), "DE")
		if took := time.Since(begun); err != nil || len(got.People) != 1 || took > most {
			t.Errorf("%s: %.300v, %v after %v", name, got, err, took)
		}
	}
}

func words(separator rune) people.Words {
	return people.Words{
		Name: "Name", Note: "Notiz", Separator: separator,
		Number: func(i int) string { return fmt.Sprintf("Telefon %d", i) },
		Label:  func(i int) string { return fmt.Sprintf("Telefon %d - Art", i) },
		LabelWords: func(label string) string {
			if label == sms.LabelMobile {
				return "Mobil"
			}
			return label
		},
	}
}

// written is a file of people in one of the three kinds.
func written(t testing.TB, all []sms.Person, kind int) []byte {
	t.Helper()
	var b bytes.Buffer
	err := []func() error{
		func() error { return people.WriteCards(&b, all, people.Version3) },
		func() error { return people.WriteCards(&b, all, people.Version4) },
		func() error { return people.WriteTable(&b, all, words(';')) },
	}[kind]()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRound: what is written is read again as it was; a table has its notes in one line.
func TestRound(t *testing.T) {
	all := []sms.Person{
		{Name: "Jörg Grün, Dr.; \\o/", Note: "two\nlines, with; signs \\n", Numbers: []sms.PersonNumber{
			{Number: "+491711234567", Label: sms.LabelMobile},
			{Number: "80850"},
			{Number: "+49301234567", Label: "Ferien; haus"},
			{Number: "+49307654321", Label: sms.LabelFax},
		}},
		{Name: "'=1+1", Numbers: []sms.PersonNumber{{Number: "112"}}},
		{Name: "=cmd|' /C calc'!A0", Numbers: []sms.PersonNumber{{Number: "110", Label: sms.LabelWork}}},
		{Name: "العربية 😀", Numbers: []sms.PersonNumber{{Number: "+436641234567", Label: sms.LabelHome}}},
	}
	for kind := range 3 {
		file := written(t, all, kind)
		got, err := people.Read(file, "DE")
		want := slices.Clone(all)
		if kind == 2 {
			want[0].Note = strings.ReplaceAll(want[0].Note, "\n", " ")
		}
		if err != nil || len(got.Faults) > 0 || described(got) != described(people.List{People: want}) {
			t.Errorf("%d: %v\n%s\ngot\n%s", kind, err, file, described(got))
		}
	}
}

// TestWritten shows the files themselves.
func TestWritten(t *testing.T) {
	all := []sms.Person{{Name: "=Anna", Numbers: []sms.PersonNumber{
		{Number: "+491711234567", Label: sms.LabelMobile}, {Number: "80850", Label: "own"},
	}}}
	for kind, want := range []string{
		"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:=Anna\r\nN:;=Anna;;;\r\nTEL;TYPE=cell:+491711234567\r\nitem2.TEL:80850\r\n" +
			"item2.X-ABLABEL:own\r\nEND:VCARD\r\n",
		"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:=Anna\r\nN:;=Anna;;;\r\nTEL;TYPE=cell:+491711234567\r\nitem2.TEL:80850\r\n" +
			"item2.X-ABLABEL:own\r\nEND:VCARD\r\n",
		"\ufeffName;Notiz;Telefon 1 - Art;Telefon 1;Telefon 2 - Art;Telefon 2\r\n'=Anna;;Mobil;'+491711234567;own;80850\r\n",
	} {
		if got := string(written(t, all, kind)); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

// FuzzRead: whatever a file holds, what comes out can be shown, kept and written, and is the same when that is
// read again.
func FuzzRead(f *testing.F) {
	for _, c := range cards {
		f.Add([]byte(c.file))
	}
	for _, c := range tables {
		f.Add([]byte(c.file))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		l, err := people.Read(file, "DE")
		if err != nil {
			return
		}
		for _, x := range l.Faults {
			if x.Line < 1 || x.Why == "" || !utf8.ValidString(x.Text) || strings.ContainsFunc(x.Text, unicode.IsControl) {
				t.Errorf("fault %+v", x)
			}
		}
		for _, p := range l.People {
			check(t, p)
		}
		for kind := range 2 {
			again, err := people.Read(written(t, l.People, kind), "DE")
			if len(l.People) > 0 && (err != nil || described(again) != described(people.List{People: l.People})) {
				t.Errorf("%v\nwas\n%s\nis\n%s", err, described(l), described(again))
			}
		}
	})
}

func check(t *testing.T, p sms.Person) {
	if p.Name == "" || !utf8.ValidString(p.Name+p.Note) || strings.ContainsFunc(p.Name, unicode.IsControl) ||
		utf8.RuneCountInString(p.Name) > sms.MaxPersonName || utf8.RuneCountInString(p.Note) > sms.MaxPersonNote {
		t.Errorf("person %q %q", p.Name, p.Note)
	}
	if len(p.Numbers) == 0 || len(p.Numbers) > sms.MaxPersonNumbers {
		t.Errorf("%d numbers", len(p.Numbers))
	}
	for _, n := range p.Numbers {
		if !n.Number.Dialable() || utf8.RuneCountInString(n.Label) > sms.MaxPersonLabel {
			t.Errorf("number %q %q", n.Number, n.Label)
		}
	}
}
