package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/plan"
	"surfstick-sms/sms/store"
)

// TestNothingGoesAgainFromACopy: a copy that is brought back holds what was still to be sent when it was
// made. The damaged file knows of one message that went since.
func TestNothingGoesAgainFromACopy(t *testing.T) {
	ctx := t.Context()
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	hour := func(h int) time.Time { return time.Date(2026, 11, 27, h, 0, 0, 0, time.UTC) }
	at := func(name string) *store.Store {
		s, err := store.Open(filepath.Join(t.TempDir(), name), store.Options{Now: func() time.Time { return now }})
		return opened(t, s, err)
	}
	copied, damagedPath := at("copy.db"), filepath.Join(t.TempDir(), "damaged.db")
	damaged, err := store.Open(damagedPath, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	text := outbox.New(anna, "", [][]byte{{1}})
	text.Body = "hello anna"
	if _, err := damaged.Enqueue(ctx, store.Outgoing{Text: text, At: hour(10)}); err != nil {
		t.Fatal(err)
	}
	damaged.Close()

	job := bulk.Job{Name: "x", State: bulk.Running, Created: hour(9)}
	id, err := copied.AddJob(ctx, job, []bulk.Entry{
		{Number: anna, Text: "hello anna", Parts: 1}, {Number: "+491729999999", Text: "hello bert", Parts: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []plan.Text{
		{To: anna, Body: "passed", At: hour(11), Start: plan.WallOf(hour(11))},
		{To: anna, Body: "to come", At: hour(13), Start: plan.WallOf(hour(13))},
		{To: anna, Body: "daily", Start: plan.At(2026, 11, 20, 10, 0), Repeat: plan.Repeat{Unit: plan.Daily}},
	} {
		if _, err := copied.SetPlanned(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := copied.Salvage(ctx, damagedPath); n != 1 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	rows, err := copied.JobEntries(ctx, id)
	if err != nil || !rows[0].Given || rows[0].Message.ID == 0 || rows[1].Given {
		t.Errorf("rows %+v, %v", rows, err)
	}
	if j, err := copied.Job(ctx, id); err != nil || j.State != bulk.Paused || j.Pause != bulk.PausedRestored {
		t.Errorf("job %+v, %v", j, err)
	}
	list, err := copied.Planned(ctx)
	if err != nil || len(list) != 3 {
		t.Fatalf("%v, %v", list, err)
	}
	for i, want := range []plan.Verdict{plan.Ask, plan.Wait, plan.Wait} {
		if turn := list[i].Turn(now, func(w plan.Wall) bool { return list[i].Done[w] }); turn.Verdict != want {
			t.Errorf("%s: %v, want %v", list[i].Body, turn.Verdict, want)
		}
	}
}
