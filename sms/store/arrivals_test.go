package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
	"surfstick-sms/sms/transfer"
)

// arrived is what programs get behind a number, and the last number of it.
func arrived(t testing.TB, s *store.Store, after int64) (string, int64) {
	t.Helper()
	all, err := s.Arrivals(t.Context(), after, 0)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, a := range all {
		if a.Seq <= after {
			t.Fatalf("number %d is not behind %d", a.Seq, after)
		}
		after = a.Seq
		texts = append(texts, a.Message.Text)
	}
	return strings.Join(texts, " "), after
}

func TestArrivals(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	start, err := s.LastArrival(ctx)
	if err != nil || start < 1_700_000_000 {
		t.Fatalf("begins with %d, %v", start, err)
	}
	queue(t, s, anna, "") // which did not come in
	first := received(t, s, anna, "one")
	received(t, s, bert, "two")
	got, seq := arrived(t, s, start)
	if got != "one two" {
		t.Errorf("got %q", got)
	}
	if last, err := s.LastArrival(ctx); err != nil || last != seq {
		t.Errorf("last %d, want %d, %v", last, seq, err)
	}
	// What changes comes again, once, behind all others; what only takes note of more does not.
	again := sms.Message{ID: first, Number: anna, Text: "one", Status: sms.Received, Time: noon, Parts: 2, Done: 2}
	if _, err := s.Settle(ctx, store.Incoming{Message: &again}); err != nil {
		t.Fatal(err)
	}
	if got, _ := arrived(t, s, seq); got != "" {
		t.Errorf("nothing changed, and %q came", got)
	}
	again.Text = "one, whole"
	if _, err := s.Settle(ctx, store.Incoming{Message: &again}); err != nil {
		t.Fatal(err)
	}
	if got, _ := arrived(t, s, start); got != "two one, whole" {
		t.Errorf("from the beginning %q", got)
	}
	got, seq = arrived(t, s, seq)
	if got != "one, whole" {
		t.Errorf("got %q", got)
	}
	// A number is not given twice.
	if err := s.Remove(ctx, first); err != nil {
		t.Fatal(err)
	}
	received(t, s, bert, "three")
	if got, next := arrived(t, s, seq); got != "three" || next != seq+1 {
		t.Errorf("got %q, %d after %d", got, next, seq)
	}
	page, err := s.Arrivals(ctx, start, 1)
	if err != nil || len(page) != 1 || page[0].Message.Text != "two" {
		t.Errorf("page %+v, %v", page, err)
	}
}

// TestArrivalsLeaveOut: programs get nothing that the person at the window has deleted or blocked, and nothing
// that was imported.
func TestArrivalsLeaveOut(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	deleted := received(t, s, anna, "deleted")
	received(t, s, bert, "blocked")
	received(t, s, anna, "kept")
	if err := s.Delete(ctx, noon, func(x outbox.Text) outbox.Text { return x }, deleted); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetFlag(ctx, bert, sms.FlagBlocked, true); err != nil {
		t.Fatal(err)
	}
	id, err := s.BeginImport(ctx, noon, transfer.FormatJSON)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddImported(ctx, id, []transfer.Text{{Message: sms.Message{Number: anna, Text: "imported", Status: sms.Received, Time: noon}}}, nil); err != nil {
		t.Fatal(err)
	}
	if got, _ := arrived(t, s, 0); got != "kept" {
		t.Errorf("got %q", got)
	}
	// The rest of a deleted text brings it back.
	_, err = s.Settle(ctx, store.Incoming{Message: &sms.Message{ID: deleted, Text: "deleted, whole", Status: sms.Received, Time: noon, Parts: 2, Done: 2}})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := arrived(t, s, 0); got != "kept deleted, whole" {
		t.Errorf("got %q", got)
	}
}

// TestSalvagedArrivals: a program that goes on where it was gets all of the damaged file that it has not had,
// and then what is new.
func TestSalvagedArrivals(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{Now: func() time.Time { return noon }})
	opened(t, s, err)
	ctx := t.Context()
	received(t, s, anna, "one")
	if err := s.Backup(ctx); err != nil {
		t.Fatal(err)
	}
	received(t, s, anna, "two")
	_, seq := arrived(t, s, 0)
	received(t, s, anna, "three")
	s.Close()
	if err := store.Restore(path, path+".backup-"+noon.Format("2006-01-02")); err != nil {
		t.Fatal(err)
	}
	s, err = store.Open(path, store.Options{})
	opened(t, s, err)
	if n, err := s.Salvage(ctx, path+".replaced"); n != 2 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	received(t, s, anna, "four")
	if got, _ := arrived(t, s, seq); got != "three four" {
		t.Errorf("got %q", got)
	}
	fresh := open(t)
	if n, err := fresh.Salvage(ctx, path); n != 4 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	received(t, fresh, anna, "five")
	if got, _ := arrived(t, fresh, seq); got != "three four five" {
		t.Errorf("in a fresh file %q", got)
	}
}

// TestOpenVersion8: texts of a file from before programs could ask are nobody's but the person's, and are
// handed to no program.
func TestOpenVersion8(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.WithMigrations(t, path, store.Migrations()[:8]...)
	opened(t, s, err)
	if got := s.Pragma(t, "user_version"); got != "8" {
		t.Fatalf("version %s", got)
	}
	s.Close()
	db := raw(t, path)
	for i, direction := range []sms.Direction{sms.Incoming, sms.Outgoing} {
		run(t, db, fmt.Sprintf(`INSERT INTO messages (number, direction, text, status, time, place)
			VALUES ('%s', %d, 'old', %d, %d, %d)`, anna, direction, sms.Received, 1000+i, 1000+i))
	}
	db.Close()
	s, err = store.Open(path, store.Options{})
	opened(t, s, err)
	all, err := s.Messages(t.Context(), anna, 0, 0)
	if err != nil || len(all) != 2 || all[0].Program != "" || all[1].Program != "" {
		t.Errorf("%+v, %v", all, err)
	}
	if got, _ := arrived(t, s, 0); got != "" {
		t.Errorf("programs get %q", got)
	}
	received(t, s, anna, "new")
	if got, _ := arrived(t, s, 0); got != "new" {
		t.Errorf("programs get %q", got)
	}
	if got := s.Schema(t)["program_calls"]; got == "" || got != open(t).Schema(t)["program_calls"] {
		t.Errorf("schema %q", got)
	}
}

// TestArrivalsEnd: reading them obeys its context.
func TestArrivalsEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := open(t).Arrivals(ctx, 0, 0); err == nil {
		t.Error("no error")
	}
}
