package store_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

// fixture is a file as a program of that schema version left it.
func fixture(t *testing.T, name string) string {
	t.Helper()
	statements, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "messages.db")
	db := raw(t, path)
	run(t, db, string(statements))
	db.Close()
	return path
}

func TestOpenVersion1(t *testing.T) {
	s, err := store.Open(fixture(t, "v1.sql"), store.Options{})
	opened(t, s, err)
	want := "80850//0/ST/STOP/1 +491711234567/Anna/1//one […] /0 "
	if got := conversations(t, s); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	all, err := s.Messages(t.Context(), anna, 0, 0)
	if err != nil || len(all) != 3 {
		t.Fatalf("%v, %v", all, err)
	}
	for i, want := range []sms.Status{sms.Received, sms.Delivered, sms.Incomplete} {
		if all[i].Status != want {
			t.Errorf("text %d is %v, want %v", i, all[i].Status, want)
		}
	}
	if open, err := s.OpenRaws(t.Context(), 0, 9); err != nil || len(open) != 1 {
		t.Errorf("open PDUs %v, %v", open, err)
	}
	text, err := s.Text(t.Context(), 4)
	if err != nil || text.Status != sms.Waiting || text.Tries != 1 || len(text.Parts) != 1 {
		t.Errorf("queue: %+v, %v", text, err)
	}
}

// TestOpenVersion2: what came in before there was another format is a PDU, and no text that was on its
// way out has a note. Nothing else changes.
func TestOpenVersion2(t *testing.T) {
	path := fixture(t, "v2.sql")
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	ctx := t.Context()
	open, err := s.OpenRaws(ctx, 0, 9)
	if err != nil || len(open) != 1 || open[0].Format != sms.FormatPDU || open[0].Raw != "00BB" {
		t.Errorf("open: %+v, %v", open, err)
	}
	settled, err := s.Same(ctx, []byte{1}, 9)
	if err != nil || len(settled) != 1 || settled[0].Format != sms.FormatPDU || !settled[0].Read {
		t.Errorf("settled: %+v, %v", settled, err)
	}
	pending, err := s.Pending(ctx)
	if err != nil || len(pending) != 3 {
		t.Fatalf("queue: %+v, %v", pending, err)
	}
	for i, want := range []struct {
		body  string
		begun bool
	}{{"STOP", false}, {"long", true}, {"Hallo", false}} {
		got := pending[i]
		if got.Body != want.body || got.Begun() != want.begun || got.Note != nil {
			t.Errorf("text %d: %+v", got.ID, got)
		}
	}
	if doubts, err := s.InDoubt(ctx); err != nil || len(doubts) != 0 {
		t.Errorf("in doubt: %+v, %v", doubts, err)
	}
	if parts, err := s.OpenParts(ctx, time.UnixMilli(0)); err != nil || len(parts) != 2 {
		t.Errorf("open parts: %+v, %v", parts, err)
	}
	if _, err := os.Stat(path + ".v2"); err != nil {
		t.Errorf("not copied before: %v", err)
	}
}

// TestOpenVersion3: the order in which texts came stays, whatever the clock said, nothing is in the bin, and
// everything is found.
func TestOpenVersion3(t *testing.T) {
	s, err := store.Open(fixture(t, "v3.sql"), store.Options{})
	opened(t, s, err)
	ctx := t.Context()
	if got := chat(t, s, anna); got != "Äpfel? Ja one […]  GRÜSSE vom Vortag " {
		t.Errorf("order: %s", got)
	}
	want := "80850//0/ST/Danke/0 +491711234567/Anna/2//GRÜSSE vom Vortag/0 +491727654321//0//Hallo/1 "
	if got := conversations(t, s); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if list, err := s.Conversations(ctx); err != nil || list[1].FirstUnread != 3 || list[1].Muted {
		t.Errorf("%+v, %v", list, err)
	}
	if bin, err := s.Bin(ctx, 0, 0); err != nil || len(bin) != 0 {
		t.Errorf("bin: %v, %v", bin, err)
	}
	for _, when := range []string{"before the index is filled", "after"} {
		if got := found(t, s, "grüße", "", 9); got != "[GRÜSSE] vom Vortag" {
			t.Errorf("%s: found %s", when, got)
		}
		fillIndex(t, s)
	}
	received(t, s, anna, "behind all others")
	if got := found(t, s, "behind", "", 9); got != "[behind] all others" {
		t.Errorf("found %s", got)
	}
}

// TestMigratedSchemaIsTheFreshOne makes sure that an old file ends up with the very schema of a
// new one.
func TestMigratedSchemaIsTheFreshOne(t *testing.T) {
	for _, name := range []string{"v1.sql", "v2.sql", "v3.sql"} {
		s, err := store.Open(fixture(t, name), store.Options{})
		opened(t, s, err)
		if old, fresh := s.Schema(t), open(t).Schema(t); !maps.Equal(old, fresh) {
			t.Errorf("%s\nold   %v\nfresh %v", name, old, fresh)
		}
	}
}

func TestMigrationCopiesTheFileFirst(t *testing.T) {
	path := fixture(t, "v1.sql")
	steps := append(store.Migrations(), "ALTER TABLE messages ADD COLUMN mood TEXT")
	s, err := store.WithMigrations(t, path, steps...)
	opened(t, s, err)
	if got := s.Pragma(t, "user_version"); got != fmt.Sprint(len(steps)) {
		t.Fatalf("version %s after migration", got)
	}
	var n int
	copied := raw(t, path+".v1")
	if err := copied.QueryRow("SELECT count(*) FROM messages").Scan(&n); err != nil || n != 4 {
		t.Fatalf("the copy holds %d texts: %v", n, err)
	}
	s.Close()
	s, err = store.Open(path, store.Options{})
	if !errors.Is(err, store.ErrNewer) {
		t.Fatalf("the old program opens it: %v", err)
	}
	s.Close()
}

func TestFailedMigrationChangesNothing(t *testing.T) {
	path := fixture(t, "v1.sql")
	steps := append(store.Migrations(), "ALTER TABLE messages ADD COLUMN mood TEXT", "nonsense")
	if s, err := store.WithMigrations(t, path, steps...); err == nil || s != nil {
		t.Fatalf("%v, %v", s, err)
	}
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	if all, err := s.Messages(t.Context(), anna, 0, 0); err != nil || len(all) != 3 {
		t.Fatalf("%v, %v", all, err)
	}
}
