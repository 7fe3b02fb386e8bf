package store_test

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"surfstick-sms/bench/work"
	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/plan"
	"surfstick-sms/sms/store"
	"surfstick-sms/sms/transfer"
)

// TestRestoredCopySendsNothing: what waited to be sent when the copy was made may have gone since.
func TestRestoredCopySendsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{Now: func() time.Time { return noon }})
	opened(t, s, err)
	ctx := t.Context()
	waiting := queue(t, s, anna, "")
	if _, err := s.AddJob(ctx, bulk.Job{State: bulk.Running, Created: noon}, []bulk.Entry{{Number: bert, Text: "x", Parts: 1}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetPlanned(ctx, plan.Text{To: anna, Body: "late", Start: plan.WallOf(noon), At: noon}); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(ctx); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if err := store.Restore(path, path+".backup-"+noon.Format("2006-01-02")); err != nil {
		t.Fatal(err)
	}
	s, err = store.Open(path, store.Options{})
	opened(t, s, err)
	if pending, err := s.Pending(ctx); err != nil || len(pending) != 0 {
		t.Errorf("%d texts go out again, %v", len(pending), err)
	}
	if m, err := s.Message(ctx, waiting.ID); err != nil || m.Status != sms.Unconfirmed || m.Reason != sms.ReasonNoAnswer {
		t.Errorf("%v %v, %v", m.Status, m.Reason, err)
	}
	if jobs, err := s.RunningJobs(ctx); err != nil || len(jobs) != 0 {
		t.Errorf("%d jobs go on, %v", len(jobs), err)
	}
	if all, err := s.Planned(ctx); err != nil || len(all) != 1 || !all[0].Ask {
		t.Errorf("planned: %+v, %v", all, err)
	}
}

// TestFoundWhileTheIndexIsFilled: a text is found at every moment, also when it is just being put into the
// index.
func TestFoundWhileTheIndexIsFilled(t *testing.T) {
	s := open(t)
	const n = 300
	for i := range n {
		received(t, s, anna, fmt.Sprintf("needle %d", i))
	}
	var done atomic.Bool
	go func() {
		defer done.Store(true)
		for {
			if put, err := s.Index(t.Context(), 1); err != nil || put == 0 {
				return
			}
		}
	}()
	for !done.Load() {
		hits, err := s.Search(t.Context(), "needle", "", 0)
		if err != nil || len(hits) != n {
			t.Fatalf("%d hits, want %d: %v", len(hits), n, err)
		}
	}
}

// TestImportOfOneTime: a file whose texts all have the same time takes no longer than another one.
func TestImportOfOneTime(t *testing.T) {
	s := open(t)
	id, err := s.BeginImport(t.Context(), noon, transfer.FormatJSON)
	if err != nil {
		t.Fatal(err)
	}
	batch := func(i int) time.Duration {
		texts := make([]transfer.Text, 500)
		for j := range texts {
			texts[j].Message = sms.Message{Number: anna, Text: fmt.Sprint(i, j), Status: sms.Received, Time: noon}
		}
		return work.Of(func() {
			if _, err := s.AddImported(t.Context(), id, texts, nil); err != nil {
				t.Fatal(err)
			}
		})
	}
	first := batch(0)
	for i := range 6 {
		batch(i + 1)
	}
	if last := batch(7); last > 4*first+50*time.Millisecond {
		t.Errorf("500 texts took %v at first, and %v when there were 3,500 of one time", first, last)
	}
}

// TestSalvageOfPlans: what was to be sent later comes back, and never goes by itself where it may have gone.
func TestSalvageOfPlans(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	ctx := t.Context()
	at := plan.At(2099, 11, 27, 8, 0)
	for _, p := range []plan.Text{
		{To: anna, Body: "once", Start: at, At: at.In(time.UTC), Since: noon},
		{To: anna, Body: "passed", Start: plan.WallOf(noon), At: noon, Since: noon},
		{To: bert, Body: "weekly", Start: at, Repeat: plan.Repeat{Unit: plan.Weekly, Every: 2}, Since: noon},
	} {
		if p, err = s.SetPlanned(ctx, p); err != nil {
			t.Fatal(err)
		}
		if p.Body == "weekly" {
			if err := s.SkipPlanned(ctx, p.ID, at); err != nil {
				t.Fatal(err)
			}
		}
	}
	job, err := s.AddJob(ctx, bulk.Job{Name: "party", Text: "hello", State: bulk.Running, Created: noon}, []bulk.Entry{
		{Row: 0, Number: anna, Name: "A", Text: "hello A", Parts: 1}, {Row: 1, Number: bert, Name: "B", Text: "hello B", Parts: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	text := outbox.New(anna, "", [][]byte{{1}})
	text.Body = "hello A"
	sent, err := s.EnqueueJobRow(ctx, store.Outgoing{Text: text, At: noon.Add(time.Minute)}, job, 0)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()

	into := open(t)
	for range 2 { // a second time adds nothing
		if _, err := into.Salvage(ctx, path); err != nil {
			t.Fatal(err)
		}
	}
	all, err := into.Planned(ctx)
	if err != nil || len(all) != 3 || all[0].Ask || !all[1].Ask || all[2].Repeat.Every != 2 || !all[2].Done[at] {
		t.Fatalf("planned: %+v, %v", all, err)
	}
	jobs, err := into.Jobs(ctx)
	if err != nil || len(jobs) != 1 || jobs[0].State != bulk.Paused || jobs[0].Pause != bulk.PausedRestored ||
		jobs[0].Rows != 2 || jobs[0].Given != 1 {
		t.Fatalf("jobs: %+v, %v", jobs, err)
	}
	rows, err := into.JobEntries(ctx, jobs[0].ID)
	if err != nil || !rows[0].Given || rows[0].Message.Status != sms.Unconfirmed || rows[1].Given || rows[1].Text != "hello B" {
		t.Fatalf("rows: %+v, %v (sent %d)", rows, err, sent.ID)
	}
}
