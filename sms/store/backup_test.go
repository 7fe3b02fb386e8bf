package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/store"
)

func TestBackupKeepsThree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "[x] #1.db")
	now := noon
	s, err := store.Open(path, store.Options{Now: func() time.Time { return now }})
	opened(t, s, err)
	for range 5 {
		for range 2 {
			if err := s.Backup(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		received(t, s, anna, "hello")
		now = now.AddDate(0, 0, 1)
	}
	entries, _ := os.ReadDir(filepath.Dir(path))
	var got []string
	for _, e := range entries {
		if _, date, ok := strings.Cut(e.Name(), ".backup-"); ok {
			got = append(got, date)
		}
	}
	if want := "[2026-11-24 2026-11-25 2026-11-26]"; fmt.Sprint(got) != want {
		t.Fatalf("copies %v, want %v", got, want)
	}
	db := raw(t, path+".backup-2026-11-26")
	var n int
	if err := db.QueryRow("SELECT count(*) FROM messages").Scan(&n); err != nil || n != 4 {
		t.Fatalf("the last copy holds %d texts: %v", n, err)
	}
}

// TestNothingWaitsForTheCopy reads and writes in the middle of the daily copy, which begins anew then
// and holds what was written.
func TestNothingWaitsForTheCopy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "messages.db")
		s, err := store.Open(path, store.Options{Now: func() time.Time { return noon }})
		opened(t, s, err)
		for range 100 {
			received(t, s, anna, strings.Repeat("x", 20_000))
		}
		done := make(chan error, 1)
		go func() { done <- s.Backup(t.Context()) }()
		time.Sleep(time.Millisecond)
		select {
		case err := <-done:
			t.Fatalf("the copy was made without a pause: %v", err)
		default:
		}
		began := time.Now()
		if all, err := s.Messages(t.Context(), anna, 0, 0); err != nil || len(all) != 100 {
			t.Errorf("%d, %v", len(all), err)
		}
		received(t, s, bert, "in the middle")
		if took := time.Since(began); took > 10*time.Millisecond {
			t.Errorf("waited %v for the copy", took)
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		s, err = store.Open(path+".backup-2026-11-22", store.Options{})
		opened(t, s, err)
		all, err := s.Messages(t.Context(), bert, 0, 0)
		if err != nil || len(all) != 1 {
			t.Errorf("in the copy: %v, %v", all, err)
		}
	})
}
