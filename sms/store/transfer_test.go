package store_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
	"surfstick-sms/sms/transfer"
)

// exported is everything in a store, as JSON.
func exported(t testing.TB, s *store.Store) []byte {
	t.Helper()
	var b bytes.Buffer
	w := transfer.NewJSON(&b)
	people, err := s.WholePeople(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		if err := w.(transfer.PeopleWriter).Person(p); err != nil {
			t.Fatal(err)
		}
	}
	partners, err := s.Partners(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range partners {
		if err := w.Partner(p); err != nil {
			t.Fatal(err)
		}
	}
	for after := int64(-1); ; {
		page, last, err := s.ExportTexts(t.Context(), "", after, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		after = last
		for _, x := range page {
			if err := w.Text(x); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// importAll puts a file into a store without looking at what is there, and returns the ID of the import.
func importAll(t testing.TB, s *store.Store, file []byte) int64 {
	t.Helper()
	r, err := transfer.Open(bytes.NewReader(file), transfer.Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	var texts []transfer.Text
	var partners []transfer.Partner
	var people []sms.Person
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		switch {
		case err != nil || rec.Left != nil:
			t.Fatal(err, rec.Left)
		case rec.Text != nil:
			texts = append(texts, *rec.Text)
		case rec.Person != nil:
			people = append(people, *rec.Person)
		default:
			partners = append(partners, *rec.Partner)
		}
	}
	id, err := s.BeginImport(t.Context(), noon, r.Format())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ImportPeople(t.Context(), id, people); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddImported(t.Context(), id, texts, partners); err != nil {
		t.Fatal(err)
	}
	return id
}

// TestImportedIsExportedAgain: a file that is imported into an empty store comes out of it byte by byte.
func TestImportedIsExportedAgain(t *testing.T) {
	file, err := os.ReadFile(filepath.Join("testdata", "round.json"))
	if err != nil {
		t.Fatal(err)
	}
	s := open(t)
	importAll(t, s, file)
	if got := exported(t, s); !bytes.Equal(got, file) {
		t.Errorf("got\n%s\nwant\n%s", got, file)
	}
}

// TestOnItsWay: what waited in the file is not sent from here.
func TestOnItsWay(t *testing.T) {
	s := open(t)
	texts := []transfer.Text{}
	for i, status := range []sms.Status{sms.Queued, sms.Waiting, sms.Sending} {
		texts = append(texts, transfer.Text{Message: sms.Message{
			Number: anna, Direction: sms.Outgoing, Text: "x", Status: status, Reason: sms.ReasonBusy, Code: 42,
			Time: noon.Add(time.Duration(i) * time.Second), NextTry: noon, Parts: 1, Read: true,
		}})
	}
	if _, err := s.AddImported(t.Context(), 1, texts, nil); err != nil {
		t.Fatal(err)
	}
	if pending, err := s.Pending(t.Context()); err != nil || len(pending) != 0 {
		t.Errorf("pending: %v, %v", pending, err)
	}
	all, err := s.Messages(t.Context(), anna, 0, 0)
	if err != nil || len(all) != 3 {
		t.Fatalf("%v, %v", all, err)
	}
	for i, want := range []sms.Status{sms.Failed, sms.Failed, sms.Unconfirmed} {
		if m := all[i]; m.Status != want || !m.Imported || !m.NextTry.IsZero() || m.Code != 0 {
			t.Errorf("%d: %+v", i, m)
		}
	}
}

// TestImportStandsAtItsTime: an imported text stands between others by its time, raises no count when it was
// read, and takes no place that another one has.
func TestImportStandsAtItsTime(t *testing.T) {
	s := open(t)
	received(t, s, anna, "now")
	old := func(text string, read bool) transfer.Text {
		return transfer.Text{Message: sms.Message{
			Number: anna, Text: text, Status: sms.Received, Time: noon.Add(-time.Hour), Read: read, Parts: 1, Done: 1,
		}}
	}
	_, err := s.AddImported(t.Context(), 1, []transfer.Text{old("first", true), old("second", false)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Messages(t.Context(), anna, 0, 0)
	if err != nil || len(all) != 3 || all[0].Text != "first" || all[1].Text != "second" || all[2].Text != "now" {
		t.Fatalf("%v, %v", all, err)
	}
	list, err := s.Conversations(t.Context())
	if err != nil || len(list) != 1 || list[0].Last.Text != "now" || list[0].Unread != 2 {
		t.Errorf("%+v, %v", list, err)
	}
	hits, err := s.Search(t.Context(), "second", "", 9)
	if err != nil || len(hits) != 1 {
		t.Errorf("found %v, %v", hits, err)
	}
}

// TestPartnersMerge: what is known here stays, and an undo takes back only what it brought and nobody changed.
func TestPartnersMerge(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	if err := s.SetName(ctx, anna, "Anna here"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetFlag(ctx, "1", sms.FlagMuted, true); err != nil {
		t.Fatal(err)
	}
	id, err := s.BeginImport(ctx, noon, transfer.FormatJSON)
	if err != nil {
		t.Fatal(err)
	}
	learnt, err := s.AddImported(ctx, id, nil, []transfer.Partner{
		{Number: anna, Name: "Anna there", Pinned: true},
		{Number: "1", Pinned: true},
		{Number: bert, Name: "Bert", Draft: "d"},
		{Number: "2", Name: "two", Blocked: true},
	})
	if err != nil || learnt != 3 {
		t.Errorf("learnt of %d, %v", learnt, err)
	}
	want := `{"format":"surfstick-sms","version":1,
"partners":[
{"number":"+491711234567","name":"Anna here","pinned":true},
{"number":"+491727654321","name":"Bert","draft":"d"},
{"number":"1","muted":true},
{"number":"2","name":"two","blocked":true}
],
"messages":[
]
}
`
	if got := string(exported(t, s)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if err := s.SetName(ctx, "2", "changed"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetFlag(ctx, "2", sms.FlagMarked, true); err != nil {
		t.Fatal(err)
	}
	last, err := s.LastImport(ctx)
	if err != nil || last.ID != id || !last.At.Equal(noon) || last.Format != transfer.FormatJSON {
		t.Errorf("last %+v, %v", last, err)
	}
	if _, err := s.UndoImport(ctx, id, 10); err != nil {
		t.Fatal(err)
	}
	want = `{"format":"surfstick-sms","version":1,
"partners":[
{"number":"+491711234567","name":"Anna here"},
{"number":"1","muted":true},
{"number":"2","name":"changed","blocked":true,"marked":true}
],
"messages":[
]
}
`
	if got := string(exported(t, s)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if last, err = s.LastImport(ctx); err != nil || last.ID != 0 {
		t.Errorf("last %+v, %v", last, err)
	}
}

// TestUndoImport removes what was imported in pieces, and nothing else.
func TestUndoImport(t *testing.T) {
	s := open(t)
	kept := received(t, s, anna, "kept")
	file, err := os.ReadFile(filepath.Join("testdata", "round.json"))
	if err != nil {
		t.Fatal(err)
	}
	before := exported(t, s)
	id := importAll(t, s, file)
	removed := 0
	for {
		ids, err := s.UndoImport(t.Context(), id, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(ids) == 0 {
			break
		}
		if removed += len(ids); len(ids) > 2 {
			t.Errorf("%d at once", len(ids))
		}
	}
	if got := exported(t, s); !bytes.Equal(got, before) || removed == 0 {
		t.Errorf("removed %d, left\n%s", removed, got)
	}
	if _, err := s.Message(t.Context(), kept); err != nil {
		t.Error(err)
	}
}

func TestKnownTexts(t *testing.T) {
	s := open(t)
	a, b := received(t, s, anna, "a"), received(t, s, bert, "b")
	if err := s.Delete(t.Context(), noon, nil, b); err != nil {
		t.Fatal(err)
	}
	first, err := s.KnownTexts(t.Context(), 0, 1)
	if err != nil || len(first) != 1 || first[0].ID != a || first[0].Text != "a" || first[0].Deleted {
		t.Fatalf("%+v, %v", first, err)
	}
	second, err := s.KnownTexts(t.Context(), a, 9)
	if err != nil || len(second) != 1 || second[0].Number != bert || !second[0].Deleted {
		t.Fatalf("%+v, %v", second, err)
	}
	for n, want := range map[sms.Number]int{"": 2, anna: 1, bert: 0} {
		if got, err := s.Count(t.Context(), n); err != nil || got != want {
			t.Errorf("%q: %d, %v", n, got, err)
		}
	}
}
