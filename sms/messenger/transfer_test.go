package messenger_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/plan"
	"surfstick-sms/sms/store"
	"surfstick-sms/sms/transfer"
)

// export returns everything as JSON.
func (b *bench) export() []byte {
	b.t.Helper()
	var file bytes.Buffer
	w := transfer.NewJSON(&file)
	if _, err := b.Export(b.t.Context(), "", w, nil); err != nil {
		b.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.t.Fatal(err)
	}
	return file.Bytes()
}

// take imports a file that is whole.
func (b *bench) take(file string) transfer.Result {
	b.t.Helper()
	result, err := b.Import(b.t.Context(), opened(b.t, strings.NewReader(file)), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return result
}

func opened(t testing.TB, file io.Reader) transfer.Reader {
	t.Helper()
	r, err := transfer.Open(file, transfer.Options{Region: "DE", Zone: time.UTC, Now: noon.Add(240 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func testFile(t testing.TB, name string) string {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}

// TestRoundTrip: JSON → store → JSON is byte-equal, and nothing is doubled on a second import.
func TestRoundTrip(t *testing.T) {
	bubble(t, func(b *bench) {
		file := testFile(t, "store/testdata/round.json")
		first := b.take(file)
		if first.Texts != 5 || first.Partners != 2 || first.Known != 0 || len(first.Left) != 0 {
			t.Errorf("first %+v", first)
		}
		if got := string(b.export()); got != file {
			t.Errorf("got\n%s\nwant\n%s", got, file)
		}
		second := b.take(file)
		if second.Texts != 0 || second.Partners != 0 || second.Known != 5 || second.Binned != 1 {
			t.Errorf("second %+v", second)
		}
		if got := string(b.export()); got != file {
			t.Errorf("after the second\n%s\nwant\n%s", got, file)
		}
		if n := seen(b, func(sms.MessageChanged) bool { return true }); n != 0 {
			t.Errorf("%d events about single texts", n)
		}
	})
}

// TestAnyRoundTrip: the same for whatever a store can hold.
func TestAnyRoundTrip(t *testing.T) {
	dir := t.TempDir()
	files := 0
	rapid.Check(t, func(rt *rapid.T) {
		var file bytes.Buffer
		w := transfer.NewJSON(&file)
		texts := rapid.SliceOfN(rapid.Custom(anyText), 0, 12).Draw(rt, "texts")
		slices.SortFunc(texts, func(a, b transfer.Text) int { return a.Time.Compare(b.Time) })
		place := int64(0)
		for _, x := range texts {
			if x.Place = 0; x.Time.UnixMilli() <= place {
				x.Place = place + 1
			}
			place = max(x.Time.UnixMilli(), x.Place)
			if err := w.Text(x); err != nil {
				rt.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			rt.Fatal(err)
		}
		files++
		b := startAt(t, filepath.Join(dir, fmt.Sprint(files)))
		defer b.Close()
		if got := b.take(file.String()); got.Texts != len(texts) {
			rt.Fatalf("%+v of %d", got, len(texts))
		}
		if got := b.export(); !bytes.Equal(got, file.Bytes()) {
			rt.Fatalf("got\n%s\nwant\n%s", got, file.Bytes())
		}
		if got := b.take(file.String()); got.Texts != 0 || got.Known != len(texts) {
			rt.Fatalf("again: %+v of %d", got, len(texts))
		}
	})
}

// anyText is one that is not on its way, as the store keeps it.
func anyText(t *rapid.T) transfer.Text {
	status := rapid.SampledFrom([]sms.Status{
		sms.Received, sms.Incomplete, sms.Damaged, sms.Service, sms.Sent, sms.Delivered, sms.DeliveryFailed, sms.Failed,
		sms.Unconfirmed,
	}).Draw(t, "status")
	x := transfer.Text{Message: sms.Message{
		Number: rapid.SampledFrom([]sms.Number{anna, bert, "80850", "o2", `"110"`}).Draw(t, "number"), Status: status,
		Text:  rapid.SampledFrom([]string{"", "ok", "\x00", "a\r\nb", "\xff", "😀"}).Draw(t, "text"),
		Time:  noon.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "ms")) * time.Millisecond),
		Parts: rapid.IntRange(1, 3).Draw(t, "parts"), Done: rapid.IntRange(0, 3).Draw(t, "done"), Read: rapid.Bool().Draw(t, "read"),
	}}
	if status >= sms.Queued {
		x.Direction, x.DoneAt = sms.Outgoing, noon
	} else {
		x.SentAt = noon.In(time.FixedZone("", 900*rapid.IntRange(-8, 8).Draw(t, "zone")))
	}
	if rapid.Bool().Draw(t, "deleted") {
		x.DeletedAt = noon
	}
	return x
}

// TestNothingTwice: what is here already, from the network or another file, is not added.
func TestNothingTwice(t *testing.T) {
	bubble(t, func(b *bench) {
		android := testFile(t, "transfer/testdata/android.xml")
		first := b.take(android)
		if first.Texts != 7 || first.Format != transfer.FormatAndroid || first.Left[transfer.CauseTime] != 1 ||
			first.Left[transfer.CauseGroup] != 1 || len(first.Named) != 4 {
			t.Errorf("first %+v", first)
		}
		if second := b.take(android); second.Texts != 0 || second.Known != 7 || second.Partners != 0 {
			t.Errorf("second %+v", second)
		}
		own := string(b.export())
		if third := b.take(own); third.Texts != 0 || third.Known != 7 {
			t.Errorf("own %+v", third)
		}
		gammu := testFile(t, "transfer/testdata/backup.smsbackup")
		if fourth := b.take(gammu); fourth.Texts != 4 || fourth.Known != 0 {
			t.Errorf("gammu %+v", fourth)
		}
		if fifth := b.take(gammu); fifth.Texts != 0 || fifth.Known != 4 {
			t.Errorf("gammu again %+v", fifth)
		}
	})
}

// TestNothingTwiceByTheNetworksTime: a text that was received here counts as here for a program that kept only
// the time at which the network sent it; its words may have lost white space and kinds of line ends.
func TestNothingTwiceByTheNetworksTime(t *testing.T) {
	for _, c := range []struct {
		name, row string
		isNew     int
	}{
		{"the network's time", "80850,\"two\nlines\",2026-11-22 11:59:58", 0},
		{"our time", "80850,\"two\nlines\",2026-11-22 12:00:00", 0},
		{"to the minute", "80850,\"two\nlines\",2026-11-22 12:00", 0},
		{"another time", "80850,\"two\nlines\",2026-11-22 12:00:05", 1},
		{"other words", "80850,\"two\nlinez\",2026-11-22 12:00:00", 1},
		{"another number", "80851,\"two\nlines\",2026-11-22 12:00:00", 1},
	} {
		bubble(t, func(b *bench) {
			b.take(`{"format":"surfstick-sms","version":1,"messages":[{"number":"80850","direction":"in","text":"two\r\nlines ",
				"status":"received","time":"2026-11-22T12:00:00.123Z","sentAt":"2026-11-22T12:59:58.000+01:00","parts":1,"done":1}]}`)
			if got := b.take("Number,Text,Time\n" + c.row + "\n"); got.Texts != c.isNew || got.Known != 1-c.isNew {
				t.Errorf("%s: %+v", c.name, got)
			}
		})
	}
}

// TestDoublesInTheFile: another program's file may hold a text twice, and has it once; but two of one minute
// are two where the times are no more exact.
func TestDoublesInTheFile(t *testing.T) {
	for file, want := range map[string]int{
		"80850,ok,2026-11-22 12:00:00\n80850,ok,2026-11-22 12:00:00\n": 1,
		"80850,ok,2026-11-22 12:00\n80850,ok,2026-11-22 12:00\n":       2,
	} {
		bubble(t, func(b *bench) {
			if got := b.take("Number,Text,Time\n" + file); got.Texts != want || got.Known != 2-want {
				t.Errorf("%q: %+v", file, got)
			}
			if got := b.take("Number,Text,Time\n" + file); got.Texts != 0 || got.Known != 2 {
				t.Errorf("%q again: %+v", file, got)
			}
		})
	}
}

// TestCancelAndUndo: what was committed stays until it is taken back, and then nothing of it is left.
func TestCancelAndUndo(t *testing.T) {
	bubble(t, func(b *bench) {
		b.take(`{"format":"surfstick-sms","version":1,"messages":[{"number":"1","direction":"in","text":"kept",
			"status":"received","time":"2026-11-22T12:00:00.000Z","parts":1,"done":1}]}`)
		before := b.export()
		var file strings.Builder
		file.WriteString("Number,Text,Time\n")
		for i := range 1000 {
			fmt.Fprintf(&file, "80850,text %d,2026-11-22 12:00:00\n", i)
		}
		ctx, cancel := context.WithCancel(b.t.Context())
		calls := 0
		result, err := b.Import(ctx, opened(t, strings.NewReader(file.String())), func(done, _ int) {
			if calls++; done >= 500 {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) || result.Texts != 500 || calls == 0 {
			t.Fatalf("%+v, %v, %d calls", result, err, calls)
		}
		if all := b.with("80850"); len(all) != 500 || all[0].Text != "text 0" || !all[0].Imported {
			t.Errorf("%d texts", len(all))
		}
		last, err := b.LastImport(b.t.Context())
		if err != nil || last.ID != result.ID || last.Texts != 500 {
			t.Errorf("last %+v, %v", last, err)
		}
		removed, err := b.UndoImport(b.t.Context(), result.ID, func(done, _ int) { calls++ })
		if err != nil || removed != 500 {
			t.Errorf("removed %d, %v", removed, err)
		}
		if got := b.export(); !bytes.Equal(got, before) {
			t.Errorf("left\n%s", got)
		}
	})
}

// stopped is a reader whose import is stopped behind so many records.
type stopped struct {
	transfer.Reader
	left   int
	cancel func()
}

func (s *stopped) Next() (transfer.Record, error) {
	if s.left--; s.left == 0 {
		s.cancel()
	}
	return s.Reader.Next()
}

// TestCancelAtTheEnd: an import that is stopped while the end of its file is read says so, and not that the file
// is wrong.
func TestCancelAtTheEnd(t *testing.T) {
	bubble(t, func(b *bench) {
		ctx, cancel := context.WithCancel(b.t.Context())
		file := opened(t, strings.NewReader("Number,Text,Time\n80850,a,2026-11-22 12:00:00\n"))
		if got, err := b.Import(ctx, &stopped{file, 2, cancel}, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

// TestManyPlanned: no file fills the memory with what is to be sent later.
func TestManyPlanned(t *testing.T) {
	bubble(t, func(b *bench) {
		ctx, cancel := context.WithCancel(b.t.Context())
		const all = 10_100
		got, err := b.Import(ctx, &stopped{plans(all), all + 1, cancel}, nil)
		if !errors.Is(err, context.Canceled) || got.Left[transfer.CauseUnread] != 100 || got.Planned != 0 {
			t.Errorf("%v, %v", got.Left, err)
		}
	})
}

// plans is a file with so many planned texts.
func plans(n int) transfer.Reader { return &planned{n: n} }

type planned struct{ n int }

func (p *planned) Format() transfer.Format  { return transfer.FormatJSON }
func (p *planned) Precision() time.Duration { return time.Millisecond }
func (p *planned) Next() (transfer.Record, error) {
	if p.n--; p.n < 0 {
		return transfer.Record{}, io.EOF
	}
	return transfer.Record{Planned: &plan.Text{To: anna, Body: fmt.Sprint(p.n), At: noon}}, nil
}

// TestCutFile: what stands before the place where a file is cut is taken.
func TestCutFile(t *testing.T) {
	bubble(t, func(b *bench) {
		file := testFile(t, "transfer/testdata/android.xml")
		cut := file[:strings.Index(file, "not finished")]
		result, err := b.Import(b.t.Context(), opened(t, strings.NewReader(cut)), nil)
		if !errors.Is(err, transfer.ErrCut) || result.Texts != 3 || len(b.with(anna)) != 2 {
			t.Errorf("%+v, %v", result, err)
		}
	})
}

// TestSendImportedAgain: a text that failed elsewhere can be sent from here.
func TestSendImportedAgain(t *testing.T) {
	bubble(t, func(b *bench) {
		b.take(`{"format":"surfstick-sms","version":1,"messages":[{"number":"+491711234567","direction":"out","text":"` +
			strings.Repeat("long ", 50) + `","status":"queued","time":"2026-11-22T12:00:00.000Z","parts":9}]}`)
		b.Attach(newBackend())
		after(time.Hour)
		b.wantStatus(anna, sms.Failed, sms.ReasonNone)
		if err := b.Retry(b.t.Context(), b.one(anna).ID); err != nil {
			t.Fatal(err)
		}
		after(time.Minute)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		if m := b.one(anna); m.Parts != 2 || m.Done != 2 {
			t.Errorf("%+v", m)
		}
	})
}

// grouped counts what a writer is given.
type grouped struct {
	bytes.Buffer
	fail error
}

func (g *grouped) Grouped() bool { return true }
func (g *grouped) Close() error  { return nil }
func (g *grouped) Partner(p transfer.Partner) error {
	fmt.Fprintf(g, "[%s %s]", p.Number, p.Name)
	return nil
}

func (g *grouped) Planned(plan.Text) error { return nil }

func (g *grouped) Text(t transfer.Text) error {
	fmt.Fprintf(g, " %s", t.Text)
	return g.fail
}

func TestGroupedExport(t *testing.T) {
	bubble(t, func(b *bench) {
		b.send(bert, "b1")
		b.send(anna, "a1")
		b.send(bert, "b2")
		gone := b.send(bert, "deleted")
		if err := b.Delete(b.t.Context(), gone.ID); err != nil {
			t.Fatal(err)
		}
		for n, name := range map[sms.Number]string{anna: "Anna", "1": "nothing to say"} {
			if err := b.SetName(b.t.Context(), n, name); err != nil {
				t.Fatal(err)
			}
		}
		for n, want := range map[sms.Number]string{
			"": "[+491711234567 Anna] a1[+491727654321 ] b1 b2", bert: "[+491727654321 ] b1 b2", "2": "",
		} {
			w := &grouped{}
			written, err := b.Export(b.t.Context(), n, w, nil)
			if w.String() != want || err != nil || written != strings.Count(want, " a")+strings.Count(want, " b") {
				t.Errorf("%q: %d %q, %v", n, written, w.String(), err)
			}
		}
		full := errors.New("disk full")
		if _, err := b.Export(b.t.Context(), "", &grouped{fail: full}, nil); !errors.Is(err, full) {
			t.Errorf("%v", err)
		}
	})
}

// TestImportReadOnly: what cannot be written ends the import, and says so.
func TestImportReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	start := startAt(t, path)
	start.Close()
	newer(t, path)
	st, err := store.Open(path, store.Options{})
	if !errors.Is(err, store.ErrNewer) {
		t.Fatal(err)
	}
	m := messenger.New(st, messenger.Options{})
	defer m.Close()
	file := "Number,Text,Time\n80850,ok,2026-11-22 12:00:00\n"
	if _, err := m.Import(t.Context(), opened(t, strings.NewReader(file)), nil); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("%v", err)
	}
}

// TestPlannedTexts: what is planned is exported, and planned elsewhere only with a question; once, and gone with an
// undo.
func TestPlannedTexts(t *testing.T) {
	var file string
	bubble(t, func(b *bench) {
		if _, err := b.Plan(b.t.Context(), plan.Text{To: anna, Body: "later", At: time.Now().Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		monthly := plan.Text{
			To: "80850", Body: "again", Start: plan.WallOf(time.Now()).AddDays(1), Repeat: plan.Repeat{Unit: plan.Monthly, Every: 3},
		}
		if _, err := b.Plan(b.t.Context(), monthly); err != nil {
			t.Fatal(err)
		}
		file = string(b.export())
		if got := b.take(file); got.Planned != 0 || got.Known != 2 {
			t.Errorf("here already: %+v", got)
		}
	})
	bubble(t, func(b *bench) {
		first := b.take(file)
		if first.Planned != 2 || len(first.Left) != 0 {
			t.Errorf("%+v\n%s", first, file)
		}
		if got := b.take(file); got.Planned != 0 || got.Known != 2 {
			t.Errorf("again: %+v", got)
		}
		all, err := b.Planned(b.t.Context())
		if err != nil || len(all) != 2 || !all[0].Ask || !all[1].Ask {
			t.Fatalf("%+v, %v", all, err)
		}
		if got, want := string(b.export()), strings.ReplaceAll(file, `"ask":false`, `"ask":true`); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		b.Attach(newBackend())
		after(48 * time.Hour)
		if got := b.with(anna); len(got) != 0 {
			t.Errorf("sent by itself: %+v", got)
		}
		if _, err := b.UndoImport(b.t.Context(), first.ID, nil); err != nil {
			t.Fatal(err)
		}
		if all, err := b.Planned(b.t.Context()); err != nil || len(all) != 0 {
			t.Errorf("left: %+v, %v", all, err)
		}
	})
}
