package transfer_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/transfer"
)

const anna = sms.Number("+491711234567")

var (
	berlin = time.FixedZone("", 3600)
	noon   = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	today  = transfer.Options{Region: "DE", Zone: berlin, Now: noon}
)

// read returns the records of a file as lines, and the error at its end.
func read(t testing.TB, r io.Reader) (lines []string, format transfer.Format, err error) {
	t.Helper()
	in, err := transfer.Open(r, today)
	if err != nil {
		return nil, transfer.FormatNone, err
	}
	for {
		rec, err := in.Next()
		if errors.Is(err, io.EOF) && !errors.Is(err, transfer.ErrCut) {
			return lines, in.Format(), nil
		}
		if err != nil {
			return lines, in.Format(), err
		}
		lines = append(lines, line(rec))
	}
}

func line(rec transfer.Record) string {
	switch {
	case rec.Left != nil:
		return fmt.Sprintf("left %d %v", rec.Left.Place, rec.Left.Cause)
	case rec.Partner != nil:
		p := rec.Partner
		return fmt.Sprintf("partner %s %q %q %v", p.Number, p.Name, p.Draft, p.Flags())
	}
	if p := rec.Planned; p != nil {
		return fmt.Sprintf("planned %s %q %s %v %v %v", p.To, p.Body, p.At, p.Start, p.Repeat, p.Ask)
	}
	m := rec.Text
	s := fmt.Sprintf("%s %d %v %d/%d %s %q", m.Number, m.Direction, m.Status, m.Done, m.Parts,
		m.Time.Format("06-01-02 15:04:05.000"), m.Text)
	if !m.Read {
		s += " unread"
	}
	if !m.SentAt.IsZero() {
		s += " sent " + m.SentAt.Format("15:04:05 -07:00")
	}
	return s
}

func same(t testing.TB, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		g, w := "(nothing)", "(nothing)"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("record %d\ngot  %s\nwant %s", i+1, g, w)
		}
	}
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var androidWant = []string{
	`+491711234567 0 received 1/1 25-11-22 08:26:40.123 "Hallo 😀 & <b>\"Gruß\"\nzweite Zeile" sent 08:26:38 +00:00`,
	`partner +491711234567 "Anna" "" []`,
	`+491711234567 1 delivered 1/1 25-11-22 08:27:40.000 "it's \"me\""`,
	`o2 0 received 1/1 25-11-22 08:28:40.000 "Code 123456" unread`,
	`partner +491711234567 "" "not finished" []`,
	`+491711234567 1 failed 0/1 25-11-22 08:29:00.000 "failed"`,
	`partner +491711234567 "Anna" "" []`,
	`+491711234567 1 deliveryFailed 1/1 25-11-22 08:29:10.000 "given up"`,
	`left 7 number`,
	`left 8 time`,
	`left 9 unread`,
	`+491711234567 0 received 1/1 25-11-22 08:29:30.000 "with a picture"`,
	`partner +491711234567 "Anna" "" []`,
	`+491711234567 1 sent 1/1 25-11-22 08:29:40.000 "Betreff"`,
	`left 12 group`,
}

func TestAndroid(t *testing.T) {
	got, format, err := read(t, bytes.NewReader(sample(t, "android.xml")))
	if err != nil || format != transfer.FormatAndroid {
		t.Fatalf("%v, %v", format, err)
	}
	same(t, got, androidWant)
}

// TestEncodings: the same file in UTF-16 with and without a mark, and in UTF-8 with one.
func TestEncodings(t *testing.T) {
	text := []rune(string(sample(t, "android.xml")))
	for name, order := range map[string][]int{"little": {0, 8}, "big": {8, 0}} {
		var plain []byte
		for _, r := range text {
			plain = append(plain, byte(r>>order[0]), byte(r>>order[1]))
		}
		bom := rune(0xfeff)
		mark := []byte{byte(bom >> order[0]), byte(bom >> order[1])}
		for _, file := range [][]byte{plain, append(mark, plain...)} {
			got, _, err := read(t, bytes.NewReader(file))
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			same(t, got, androidWant)
		}
	}
	got, _, err := read(t, strings.NewReader("\ufeff"+string(text)))
	if err != nil {
		t.Error(err)
	}
	same(t, got, androidWant)
}

func TestGammu(t *testing.T) {
	got, format, err := read(t, bytes.NewReader(sample(t, "backup.smsbackup")))
	if err != nil || format != transfer.FormatGammu {
		t.Fatalf("%v, %v", format, err)
	}
	same(t, got, []string{
		`+491711234567 0 received 1/1 25-11-22 08:26:40.000 "Hällo [x] €" unread sent 09:26:40 +01:00`,
		`+491711234567 1 sent 2/2 25-11-22 09:27:00.000 "Smile 😀 end"`,
		`left 5 binary`,
		`+491711234567 1 failed 0/1 25-11-22 09:30:00.000 "later"`,
		`left 7 time`,
		`80850 0 incomplete 1/3 25-11-22 08:28:00.000 "[…]middle[…]" sent 09:28:00 +01:00`,
	})
}

func TestTables(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []string
	}{
		{"English, comma", "Phone Number,Content,Time,Status\r\n" +
			"+491711234567,\"Hello, you\",2013-05-01 14:02:03,Read\r\n" +
			"o2,code,2013-05-01 14:03:03,Unread\r\n01711234567,yes,2013-05-01 14:04:03,Sent\r\n", []string{
			`+491711234567 0 received 1/1 13-05-01 13:02:03.000 "Hello, you"`,
			`o2 0 received 1/1 13-05-01 13:03:03.000 "code" unread`,
			`+491711234567 1 sent 1/1 13-05-01 13:04:03.000 "yes"`,
		}},
		{"German, semicolon, Windows-1252", "Absender;Empf\xe4nger;Datum;Uhrzeit;Inhalt\n" +
			"+491711234567;;01.05.2013;14:02;Gr\xfc\xdfe f\xfcr 5 \x80\n;+491711234567;02.05.2013;09:00:01;\xc4rger\n", []string{
			`+491711234567 0 received 1/1 13-05-01 13:02:00.000 "Grüße für 5 €"`,
			`+491711234567 1 sent 1/1 13-05-02 08:00:01.000 "Ärger"`,
		}},
		{"tabs, folders", "Folder\tFrom\tTo\tDate/Time\tMessage\nInbox\t80850\t\t2013/05/01 14:02:03\tin\n" +
			"Outbox\t\t80850\t2013/05/01 14:02:04\tout\nDrafts\t\t80850\t2013/05/01 14:02:05\tdraft\n", []string{
			`80850 0 received 1/1 13-05-01 13:02:03.000 "in"`,
			`80850 1 sent 1/1 13-05-01 13:02:04.000 "out"`,
			`80850 1 failed 0/1 13-05-01 13:02:05.000 "draft"`,
		}},
		{"no heading", "\"+491711234567\";\"01.05.2013 14:02:03\";\"the words\";\"Inbox\"\n" +
			"\"nobody!?\";\"01.05.2013 14:02:03\";\"x\"\n\"+491711234567\";\"31.02.2013 1:2:3\";\"x\"\n" +
			"\"+491711234567\";\"01.05.2013 14:02:03\";\"\"\n\"+491711234567\";\"01.05.1913 14:02:03\";\"x\"\n", []string{
			`+491711234567 0 received 1/1 13-05-01 13:02:03.000 "the words"`,
			`nobody!? 0 received 1/1 13-05-01 13:02:03.000 "x"`,
			`left 3 time`, `left 4 empty`, `left 5 time`,
		}},
		{"months first", "sep=,\nNumber,Text,Date\n80850,a,5/13/2013 2:02:03 PM\n80850,b,5/6/2013 2:02 PM\n", []string{
			`80850 0 received 1/1 13-05-13 13:02:03.000 "a"`, `80850 0 received 1/1 13-05-06 13:02:00.000 "b"`,
		}},
		{"days first", "Number,Text,Date\n80850,b,5/6/2013 14:02\n", []string{
			`80850 0 received 1/1 13-06-05 13:02:00.000 "b"`,
		}},
	} {
		got, format, err := read(t, strings.NewReader(c.file))
		if err != nil || format != transfer.FormatTable {
			t.Errorf("%s: %v, %v", c.name, format, err)
		}
		t.Log(c.name)
		same(t, got, c.want)
	}
}

func TestRefused(t *testing.T) {
	const head = `{"format":"surfstick-sms","version":1,`
	for _, c := range []struct {
		name, file string
		want       error
	}{
		{"empty", "", transfer.ErrUnknown},
		{"words", "Dear all,\nthis is no list of messages.\n", transfer.ErrUnknown},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", transfer.ErrUnknown},
		{"another JSON", `{"messages":[]}`, transfer.ErrUnknown},
		{"a list", `[1,2]`, transfer.ErrUnknown},
		{"a page", "<html><body>x</body></html>", transfer.ErrUnknown},
		{"contacts", "Name,Phone\nAnna,+491711234567\n", transfer.ErrUnknown},
		{"newer", `{"format":"surfstick-sms","version":2,"messages":[]}`, transfer.ErrNewer},
		{"version 0", `{"format":"surfstick-sms","version":0}`, transfer.ErrDamaged},
		{"sealed", "age-encryption.org/v1\n-> scrypt x 17\n", transfer.ErrSealed},
		{"entities", `<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><smses/>`, transfer.ErrMarkup},
		{"cut JSON", head + `"messages":[` + "\n" + `{"number":"1`, transfer.ErrCut},
		{"JSON without its end", head + `"messages":[]`, transfer.ErrCut},
		{"wrong JSON", head + `"messages":[}`, transfer.ErrDamaged},
		{"no list of JSON", head + `"messages":7}`, transfer.ErrDamaged},
		{"cut XML", `<smses><sms address="1" body="x`, transfer.ErrCut},
		{"XML without its end", `<smses><sms address="1"/>`, transfer.ErrCut},
		{"entities behind", `<smses><!ENTITY a "b"></smses>`, transfer.ErrMarkup},
		{"no quotes", `<smses><sms address=1 /></smses>`, transfer.ErrDamaged},
	} {
		if got, _, err := read(t, strings.NewReader(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v; %v", c.name, err, c.want, got)
		}
	}
}

// endless is a file that begins somehow and then goes on with one byte.
type endless struct {
	head string
	with byte
	left int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.head != "" {
		n := copy(p, e.head)
		e.head = e.head[n:]
		return n, nil
	}
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	for i := range n {
		p[i] = e.with
	}
	e.left -= n
	return n, nil
}

// TestOneLine: a gigabyte in one line ends the reading soon, and takes no memory worth speaking of.
func TestOneLine(t *testing.T) {
	const most = 64 << 20 // of the gigabyte
	for name, head := range map[string]string{
		"JSON":     `{"format":"surfstick-sms","version":1,"messages":[{"number":"`,
		"unknown":  `{"format":"surfstick-sms","version":1,"x":"`,
		"XML":      `<smses><sms address="1" body="`,
		"tag":      `<smses><sms `,
		"between":  `<smses>`,
		"table":    "Number,Text,Time\n80850,\"",
		"gammu":    "[SMSBackup000]\nText00 = ",
		"sections": "[SMSBackup000]\n",
		"nothing":  "",
	} {
		e := &endless{head: head, with: 'x', left: 1 << 30}
		_, _, err := read(t, e)
		if err == nil || 1<<30-e.left > most {
			t.Errorf("%s: %v after %d MB", name, err, (1<<30-e.left)>>20)
		}
	}
}

// TestManyPictures: what is passed over counts for its own record only.
func TestManyPictures(t *testing.T) {
	picture := strings.Repeat("A", 3<<20)
	file := []io.Reader{strings.NewReader("<smses>")}
	for i := range 10 {
		file = append(file, strings.NewReader(fmt.Sprintf(`<mms date="17638%d00000" msg_box="1" address="80850"><parts><part ct="image/png" data="`, 100+i)),
			strings.NewReader(picture), strings.NewReader(`"/><part ct="text/plain" text="words"/></parts></mms>`))
	}
	file = append(file, strings.NewReader("</smses>"))
	got, _, err := read(t, io.MultiReader(file...))
	if err != nil || len(got) != 10 || !strings.Contains(got[9], `"words"`) {
		t.Errorf("%d records, %v", len(got), err)
	}
}

// TestOpenQuote: a table that ends in the middle of a cell has no time any more.
func TestOpenQuote(t *testing.T) {
	got, _, err := read(t, strings.NewReader("Number,Text,Time\n80850,\"a,2013-05-01 14:02:03\n"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, []string{"left 1 time"})
}

func TestNULs(t *testing.T) {
	file := "<smses><sms address=\"80850\" date=\"1763800000000\" type=\"1\" body=\"a&#0;b\x00c&#xD83D;d&#x1F600;&nope;&#99999999;\"/></smses>"
	got, _, err := read(t, strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, []string{
		"80850 0 received 1/1 25-11-22 08:26:40.000 " + `"a\x00b\x00c�d😀&nope;&#99999999;"`,
	})
}

// TestLargePicture: a picture of any size that a message can have is passed over, wherever it stands.
func TestLargePicture(t *testing.T) {
	picture := &endless{with: 'A', left: 40 << 20}
	got, _, err := read(t, io.MultiReader(
		strings.NewReader(`<smses><mms date="1763800000000" msg_box="1" address="80850"><parts><part ct="image/png" data="`),
		picture,
		strings.NewReader(`"/><part ct="text/plain" text="words"/></parts></mms><sms address="80850" date="1763800000000" type="1" body="b"/></smses>`),
	))
	if err != nil || len(got) != 2 || !strings.Contains(got[0], `"words"`) || !strings.Contains(got[1], `"b"`) {
		t.Errorf("%v, %v", got, err)
	}
}

// TestWaitingParts: parts that are longer than a part can be are left out, so that those that wait for others
// take no memory worth speaking of.
func TestWaitingParts(t *testing.T) {
	part := func(n int) string {
		return fmt.Sprintf("[SMSBackup%03d]\nNumber = \"80850\"\nState = Read\nDateTime = 20220101T120000\nUDH = 050003%02XFF01\nText00 = %s\n",
			n, n, strings.Repeat("0041", 5000))
	}
	var file strings.Builder
	for n := range 3 {
		file.WriteString(part(n))
	}
	got, _, err := read(t, strings.NewReader(file.String()))
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, []string{"left 1 long", "left 2 long", "left 3 long"})
}

// TestMonthFirst: which part of a date is the month is the same in the whole table, in its first rows, too.
func TestMonthFirst(t *testing.T) {
	got, _, err := read(t, strings.NewReader("Number,Text,Time\n80850,a,2/3/2013 14:02:03\n80850,b,2/13/2013 14:02:03\n"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, []string{
		`80850 0 received 1/1 13-02-03 13:02:03.000 "a"`, `80850 0 received 1/1 13-02-13 13:02:03.000 "b"`,
	})
	got, _, err = read(t, strings.NewReader("Number,Text,Date,Zeit\n80850,a,2/3/2013,14:02\n80850,b,2/13/2013,14:02\n"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, []string{
		`80850 0 received 1/1 13-02-03 13:02:00.000 "a"`, `80850 0 received 1/1 13-02-13 13:02:00.000 "b"`,
	})
	got, _, err = read(t, strings.NewReader("Number,Text,Time\n80850,on 2/13/2013 and 2/14/2013,2/3/2013 14:02:03\n80850,b,13/2/2013 14:02:03\n"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, []string{
		`80850 0 received 1/1 13-03-02 13:02:03.000 "on 2/13/2013 and 2/14/2013"`, `80850 0 received 1/1 13-02-13 13:02:03.000 "b"`,
	})
}
