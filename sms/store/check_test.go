package store_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms/store"
)

// spoilt is a file with a hole where one of its texts was, which the first look does not see.
func spoilt(t *testing.T) (path string, content []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	for i := range 100 {
		received(t, s, anna, fmt.Sprintf("text %03d %s", i, strings.Repeat("x", 400)))
	}
	s.Close()
	content, err = os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	hole := strings.Index(string(content), "text 050") &^ 4095
	clear(content[hole : hole+4096])
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, content
}

// changes are all the ways to change something.
func changes(ctx context.Context, s *store.Store) map[string]error {
	_, keep := s.KeepRaw(ctx, store.Raw{})
	_, settle := s.Settle(ctx, store.Incoming{})
	_, mark := s.MarkRead(ctx, anna, math.MaxInt64)
	return map[string]error{
		"keep": keep, "settle": settle, "mark": mark, "setting": s.SetSetting(ctx, "a", "b"),
		"draft": s.SetDraft(ctx, anna, "x"), "delete": s.Remove(ctx, 1), "backup": s.Backup(ctx),
	}
}

// Damage that is found in the background: nothing is written any more, and the next start without
// it keeps the file aside as it was.
func TestCase10DamageFoundLater(t *testing.T) {
	path, content := spoilt(t)
	s, err := store.Open(path, store.Options{Background: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Conversations(t.Context()); err != nil {
		t.Errorf("cannot be read: %v", err)
	}
	if err := s.Checked(); !errors.Is(err, store.ErrBroken) {
		t.Errorf("found %v", err)
	}
	for name, err := range changes(t.Context(), s) {
		if !errors.Is(err, store.ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.Close()
	if now, _ := os.ReadFile(path); !slices.Equal(now, content) {
		t.Error("the file was changed")
	}
	if entries, _ := filepath.Glob(path + ".*"); len(entries) > 0 {
		t.Errorf("made %v", entries)
	}

	s, err = store.Open(path, store.Options{})
	var broken *store.BrokenError
	if !errors.As(err, &broken) || s == nil {
		t.Fatalf("%v, %v", s, err)
	}
	defer s.Close()
	if kept, _ := os.ReadFile(broken.Kept); !slices.Equal(kept, content) {
		t.Error("the broken file was not kept as it was")
	}
}

// While the file is being checked it can be read, and changes wait.
func TestChangesWaitForTheCheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{Background: true}) // a new one is checked at once
	opened(t, s, err)
	received(t, s, anna, "hello")
	s.Close()

	goOn := make(chan struct{})
	s, err = store.OpenChecking(path, func(context.Context) { <-goOn })
	opened(t, s, err)
	if all, err := s.Messages(t.Context(), anna, 0, 0); err != nil || len(all) != 1 {
		t.Errorf("cannot be read: %v, %v", all, err)
	}
	impatient, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	for name, err := range changes(impatient, s) {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s did not wait: %v", name, err)
		}
	}
	close(goOn)
	for name, err := range changes(t.Context(), s) {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Checked(); err != nil {
		t.Error(err)
	}
}

// Closing does not wait for a long check.
func TestCloseEndsTheCheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	s.Close()
	s, err = store.OpenChecking(path, func(ctx context.Context) { <-ctx.Done() })
	opened(t, s, err)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Checked(); err != nil {
		t.Errorf("found %v", err)
	}
}
