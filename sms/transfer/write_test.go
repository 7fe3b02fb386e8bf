package transfer_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
	"surfstick-sms/sms/transfer"
)

var update = flag.Bool("update", false, "write the files in testdata anew")

var english = transfer.Words{
	Title: "Messages", Footer: "Made by <Surfstick SMS>", Language: "en", Separator: ',', Zone: berlin,
	Columns: []string{
		"Number", "Name", "Direction", "Date and time", "Text", "Status", "Read", "Time (ISO 8601)",
		"Sent by the network (ISO 8601)", "Status code",
	},
	Received: "received", Sent: "sent", Yes: "yes", No: "no",
	Status: func(m sms.Message) string { return m.Status.String() },
	Time:   func(t time.Time) string { return t.Format("2006-01-02 15:04:05") },
	Day:    func(t time.Time) string { return t.Format("2 January 2006") },
	Clock:  func(t time.Time) string { return t.Format("15:04") },
	Number: func(n sms.Number) string { return n.Display("DE") },
}

// everything are records with all that a file can hold.
var everything = []transfer.Record{
	{Partner: &transfer.Partner{Number: anna, Name: "Anna <b>&\"'", Draft: "=not sent\r\n", Pinned: true, Muted: true}},
	{Partner: &transfer.Partner{Number: "o2", Archived: true, Blocked: true, Marked: true}},
	{Text: &transfer.Text{Message: sms.Message{
		Number: anna, Text: "Hällo 😀 <script>alert(1)</script>\n\u202ezweite\u0000 Zeile", Status: sms.Received,
		Time: at(0), SentAt: at(-2000).In(berlin), Parts: 1, Done: 1,
	}}},
	{Text: &transfer.Text{Place: at(5).UnixMilli(), Message: sms.Message{
		Number: anna, Direction: sms.Outgoing, Text: "=1+1", Status: sms.Failed, Reason: sms.ReasonNumber, Code: 28,
		Time: at(0), DoneAt: at(3000), Parts: 3, Done: 1, Read: true,
	}}},
	{Text: &transfer.Text{Message: sms.Message{
		Number: "o2", Text: "not UTF-8 \xff\xfe", Status: sms.Damaged, Time: at(60000), Parts: 1, Done: 1, Read: true,
		DeletedAt: at(90000),
	}}},
	{Text: &transfer.Text{Message: sms.Message{
		Number: "80850", Direction: sms.Outgoing, Text: "'-5 \"quoted\"; a, b\tc", Status: sms.Waiting,
		Reason: sms.ReasonBusy, Code: 42, Time: at(120000), NextTry: at(150000), Parts: 1, Read: true,
	}}},
	{Planned: &plan.Text{To: anna, Body: "later", At: at(3600000)}},
	{Planned: &plan.Text{
		To: "80850", Body: "again", Start: plan.At(2026, 12, 31, 8, 30), Repeat: plan.Repeat{Unit: plan.Monthly, Every: 3}, Ask: true,
	}},
}

func at(ms int) time.Time { return noon.Add(time.Duration(ms) * time.Millisecond) }

// write puts records into a file.
func write(t testing.TB, records []transfer.Record, open func(io.Writer) transfer.Writer) []byte {
	t.Helper()
	var b bytes.Buffer
	w := open(&b)
	for _, r := range records {
		var err error
		switch {
		case r.Partner != nil:
			err = w.Partner(*r.Partner)
		case r.Planned != nil:
			err = w.Planned(*r.Planned)
		case r.Text != nil && (!w.Grouped() || r.Text.DeletedAt.IsZero()):
			err = w.Text(*r.Text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asCSV(w io.Writer) transfer.Writer  { return transfer.NewCSV(w, english) }
func asHTML(w io.Writer) transfer.Writer { return transfer.NewHTML(w, english) }

// records reads a file of which nothing is left out.
func records(t testing.TB, file []byte) []transfer.Record {
	t.Helper()
	r, err := transfer.Open(bytes.NewReader(file), today)
	if err != nil {
		t.Fatal(err)
	}
	var all []transfer.Record
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil || rec.Left != nil {
			t.Fatalf("after %d: %v, %+v\n%s", len(all), err, rec.Left, file)
		}
		all = append(all, rec)
	}
}

// TestGolden compares what is written with the files in testdata, byte by byte: others read them by now.
func TestGolden(t *testing.T) {
	for name, open := range map[string]func(io.Writer) transfer.Writer{
		"everything.json": transfer.NewJSON, "everything.csv": asCSV, "everything.html": asHTML,
	} {
		got := write(t, everything, open)
		if *update {
			if err := os.WriteFile(filepath.Join("testdata", name), got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if want := sample(t, name); !bytes.Equal(got, want) {
			t.Errorf("%s\ngot  %s\nwant %s", name, got, want)
		}
	}
}

func TestJSONIsReadAgain(t *testing.T) {
	got := records(t, sample(t, "everything.json"))
	if len(got) != len(everything) {
		t.Fatalf("%d records", len(got))
	}
	for i, want := range everything {
		if g, w := line(got[i]), line(want); g != w {
			t.Errorf("record %d\ngot  %s\nwant %s", i, g, w)
		}
	}
	if again := write(t, got, transfer.NewJSON); !bytes.Equal(again, sample(t, "everything.json")) {
		t.Errorf("again\n%s", again)
	}
}

func TestCSV(t *testing.T) {
	file := sample(t, "everything.csv")
	if !bytes.HasPrefix(file, []byte("\ufeff")) || bytes.Contains(bytes.ReplaceAll(file, []byte("\r\n"), nil), []byte("\n")) {
		t.Errorf("no mark, or lines that do not end in CR LF: %q", file[:40])
	}
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
	got, format, err := read(t, bytes.NewReader(file))
	if err != nil || format != transfer.FormatCSV {
		t.Fatalf("%v, %v", format, err)
	}
	same(t, got, []string{
		`+491711234567 0 received 1/1 26-11-27 13:00:00.000 "Hällo 😀 <script>alert(1)</script>\n\u202ezweite\x00 Zeile" unread sent 12:59:58 +01:00`,
		`+491711234567 1 failed 1/1 26-11-27 13:00:00.000 "=1+1"`,
		`80850 1 waiting 1/1 26-11-27 13:02:00.000 "'-5 \"quoted\"; a, b\tc"`,
	})
}

func TestHTML(t *testing.T) {
	text := string(sample(t, "everything.html"))
	for _, bad := range []string{"<script", "\u202e", "\x00", "http://", "https://", "url(", "not UTF-8", "<b>&\"'"} {
		if strings.Contains(text, bad) {
			t.Errorf("%q is in it", bad)
		}
	}
	for _, good := range []string{
		"Hällo 😀 &lt;script&gt;alert(1)&lt;/script&gt;", "27 November 2026", "13:00", "0171 1234567", "Anna &lt;b&gt;",
		`class="own"`, "<b>failed</b>", "Made by &lt;Surfstick SMS&gt;", "prefers-color-scheme: dark", "@media print",
	} {
		if !strings.Contains(text, good) {
			t.Errorf("%q is missing", good)
		}
	}
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// anyText is a text as it can be in the store.
func anyText(t *rapid.T) transfer.Text {
	words := rapid.OneOf(rapid.String(), rapid.StringMatching(`['=+\-@\t;,"\r\n a]*`), rapid.Map(rapid.SliceOf(rapid.Byte()),
		func(b []byte) string { return string(b) })).Draw(t, "text")
	moment := func(name string) time.Time {
		ms := rapid.Int64Range(0, 4102444800000).Draw(t, name)
		if ms == 0 {
			return time.Time{}
		}
		return time.UnixMilli(ms).UTC()
	}
	x := transfer.Text{Message: sms.Message{
		Number:    rapid.SampledFrom([]sms.Number{anna, "80850", "o2", "?", `"110"`, "*100#", "Müller & Söhne"}).Draw(t, "number"),
		Direction: sms.Direction(rapid.IntRange(0, 1).Draw(t, "direction")), Text: words,
		Status: sms.Status(rapid.IntRange(0, 13).Draw(t, "status")), Reason: sms.Reason(rapid.IntRange(0, 17).Draw(t, "reason")),
		Code: rapid.IntRange(0, 600).Draw(t, "code"), Time: moment("time"), DoneAt: moment("done"), NextTry: moment("next"),
		SentAt: moment("sent"), DeletedAt: moment("deleted"), Parts: rapid.IntRange(0, 255).Draw(t, "parts"),
		Done: rapid.IntRange(0, 255).Draw(t, "doneParts"), Read: rapid.Bool().Draw(t, "read"),
	}}
	if x.Time.IsZero() {
		x.Time = noon
	}
	if !x.SentAt.IsZero() {
		x.SentAt = x.SentAt.In(time.FixedZone("", 900*rapid.IntRange(-48, 56).Draw(t, "zone")))
	}
	if rapid.Bool().Draw(t, "moved") {
		x.Place = rapid.Int64Range(1, 4102444800000).Draw(t, "place")
	}
	return x
}

// TestJSONHoldsEverything: whatever is written is read again, each field of it, and written again as it was.
func TestJSONHoldsEverything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x := anyText(rt)
		p := transfer.Partner{
			Number: x.Number, Name: rapid.String().Draw(rt, "name"), Draft: rapid.String().Draw(rt, "draft"),
			Pinned: rapid.Bool().Draw(rt, "pinned"), Blocked: true,
		}
		file := write(t, []transfer.Record{{Partner: &p}, {Text: &x}}, transfer.NewJSON)
		got := records(t, file)
		if len(got) != 2 || *got[0].Partner != p {
			rt.Fatalf("partner: %+v\n%s", got, file)
		}
		for _, at := range []*time.Time{&got[1].Text.SentAt, &x.SentAt} { // zones that are equal may be different values
			_, zone := at.Zone()
			if !at.IsZero() {
				*at = at.In(time.FixedZone(fmt.Sprint(zone), zone))
			}
		}
		y := *got[1].Text
		if !y.SentAt.Equal(x.SentAt) || y.SentAt.String() != x.SentAt.String() {
			rt.Fatalf("sent at %v, want %v", y.SentAt, x.SentAt)
		}
		y.SentAt = x.SentAt
		if !reflect.DeepEqual(y, x) {
			rt.Fatalf("got  %+v\nwant %+v", y, x)
		}
		if again := write(t, got, transfer.NewJSON); !bytes.Equal(again, file) {
			rt.Fatalf("again\n%s\nwas\n%s", again, file)
		}
	})
}

// TestCSVHoldsWords: number, words, time, state and whether it was read come back; the kinds of line ends and
// what is not UTF-8 do not.
func TestCSVHoldsWords(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x := anyText(rt)
		x.DeletedAt = time.Time{}
		x.Direction = sms.Incoming
		if x.Status >= sms.Queued && x.Status <= sms.Unconfirmed {
			x.Direction, x.Read = sms.Outgoing, true
		}
		y := records(t, write(t, []transfer.Record{{Text: &x}}, asCSV))[0].Text
		plain := func(s string) string {
			return lineEnds.Replace(strings.ToValidUTF8(s, "\ufffd"))
		}
		if y.Number != x.Number || plain(y.Text) != plain(x.Text) || !y.Time.Equal(x.Time) || y.Status != x.Status ||
			y.Read != x.Read || !y.SentAt.Equal(x.SentAt) {
			rt.Fatalf("got  %+v\nwant %+v", y, x)
		}
	})
}
