package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const (
	anna = sms.Number("+491711234567")
	bert = sms.Number("+491727654321")
)

// open opens a fresh store.
func open(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
	return opened(t, s, err)
}

func opened(t testing.TB, s *store.Store, err error) *store.Store {
	t.Helper()
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// raw opens the file without a Store.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func run(t testing.TB, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// received puts a text into the store and returns its ID.
func received(t testing.TB, s *store.Store, n sms.Number, text string) int64 {
	t.Helper()
	m, err := s.Settle(t.Context(), store.Incoming{Message: &sms.Message{
		Number: n, Text: text, Status: sms.Received, Time: noon, Parts: 1, Done: 1,
	}})
	if err != nil {
		t.Fatalf("settle: %v", err)
	}
	return m.ID
}

func TestSettingsOfTheConnection(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b#c%41.db") // nothing in a name may become a setting
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("not where it was asked for: %v", err)
	}
	for pragma, want := range map[string]string{
		"journal_mode": "truncate", "synchronous": "2", "foreign_keys": "1",
		"secure_delete": "1", "busy_timeout": "3", "user_version": fmt.Sprint(len(store.Migrations())),
	} {
		if got := s.Pragma(t, pragma); got != want {
			t.Errorf("%s is %s, want %s", pragma, got, want)
		}
	}
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	received(t, s, anna, "hello")
	s.Close()
	s, err = store.Open(path, store.Options{})
	opened(t, s, err)
	all, err := s.Messages(t.Context(), anna, 0, 0)
	if err != nil || len(all) != 1 || all[0].Text != "hello" {
		t.Fatalf("%v, %v", all, err)
	}
}

func TestNoSuchFolder(t *testing.T) {
	s, err := store.Open(filepath.Join(t.TempDir(), "no", "messages.db"), store.Options{})
	if s != nil || err == nil || errors.Is(err, store.ErrBroken) {
		t.Fatalf("%v, %v", s, err)
	}
}

func TestCase10NewerSchemaIsReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	received(t, s, anna, "hello")
	s.Close()
	db := raw(t, path)
	run(t, db, "ALTER TABLE messages ADD COLUMN mood TEXT", "PRAGMA user_version = 99")
	db.Close()
	before, _ := os.ReadFile(path)

	s, err = store.Open(path, store.Options{})
	if !errors.Is(err, store.ErrNewer) || s == nil || !s.ReadOnly() {
		t.Fatalf("%v, %v", s, err)
	}
	defer s.Close()
	if all, err := s.Messages(t.Context(), anna, 0, 0); err != nil || len(all) != 1 {
		t.Errorf("cannot be read: %v, %v", all, err)
	}
	_, keepErr := s.KeepRaw(t.Context(), store.Raw{})
	for name, err := range map[string]error{
		"keep": keepErr, "setting": s.SetSetting(t.Context(), "a", "b"),
		"delete": s.Remove(t.Context(), 1), "backup": s.Backup(t.Context()),
	} {
		if !errors.Is(err, store.ErrReadOnly) {
			t.Errorf("%s: %v", name, err)
		}
	}
	after, _ := os.ReadFile(path)
	if !slices.Equal(before, after) {
		t.Error("the file was changed")
	}
}

func TestCase10BrokenFileIsKeptAside(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(file []byte) []byte
	}{
		{"no database at all", func([]byte) []byte { return []byte(strings.Repeat("junk ", 999)) }},
		{"pages overwritten", func(b []byte) []byte {
			for i := 4096; i < len(b); i++ {
				b[i] ^= 0x5a
			}
			return b
		}},
		{"cut off", func(b []byte) []byte { return b[:5000] }},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "messages.db")
			o := store.Options{Now: func() time.Time { return noon }}
			s, err := store.Open(path, o)
			opened(t, s, err)
			received(t, s, anna, "hello")
			if err := s.Backup(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.Close()
			file, _ := os.ReadFile(path)
			spoilt := c.spoil(file)
			os.WriteFile(path, spoilt, 0o600)

			s, err = store.Open(path, o)
			var broken *store.BrokenError
			if !errors.As(err, &broken) || !errors.Is(err, store.ErrBroken) || s == nil {
				t.Fatalf("%v, %v", s, err)
			}
			if kept, _ := os.ReadFile(broken.Kept); !slices.Equal(kept, spoilt) {
				t.Error("the broken file was not kept as it was")
			}
			if broken.Kept != path+".corrupt-2026-11-22-120000" {
				t.Errorf("kept as %s", broken.Kept)
			}
			received(t, s, anna, "new")
			s.Close()

			if err := store.Restore(path, broken.Backup); err != nil {
				t.Fatalf("restore: %v", err)
			}
			s, err = store.Open(path, o)
			opened(t, s, err)
			all, err := s.Messages(t.Context(), anna, 0, 0)
			if err != nil || len(all) != 1 || all[0].Text != "hello" {
				t.Fatalf("restored: %v, %v", all, err)
			}
		})
	}
}

func TestBrokenTwiceInASecond(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	kept := map[string]bool{}
	for range 3 {
		os.WriteFile(path, []byte(strings.Repeat("junk ", 999)), 0o600)
		s, err := store.Open(path, store.Options{Now: func() time.Time { return noon }})
		var broken *store.BrokenError
		if !errors.As(err, &broken) {
			t.Fatal(err)
		}
		s.Close()
		kept[broken.Kept] = true
	}
	if len(kept) != 3 {
		t.Fatalf("kept %v", kept)
	}
}

func TestHasConversations(t *testing.T) {
	s := open(t)
	for _, step := range []struct {
		name string
		do   func() error
		want bool
	}{
		{"at first", func() error { return nil }, false},
		{"a draft", func() error { return s.SetDraft(t.Context(), anna, "x") }, true},
		{"none again", func() error { return s.SetDraft(t.Context(), anna, "") }, false},
		{"a text", func() error { received(t, s, anna, "hello"); return nil }, true},
		{"deleted", func() error { _, err := s.DeleteConversation(t.Context(), noon, stopped, anna); return err }, false},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if has, err := s.HasConversations(t.Context()); err != nil || has != step.want {
			t.Errorf("%s: %v, %v", step.name, has, err)
		}
	}
}
