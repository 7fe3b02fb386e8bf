//go:build unix

package store_test

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"surfstick-sms/sms/store"
)

// TestPrivate: nobody else can read the messages, their copies or the journal, wherever the folder is
// and whoever made the files.
func TestPrivate(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	folder := t.TempDir()
	path := filepath.Join(folder, "messages.db")
	if err := os.WriteFile(path+".backup-2026-01-01", []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	beside := filepath.Join(folder, "notes.txt")
	if err := os.WriteFile(beside, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for range 2 { // a new file, and one that everybody could read
		st, err := store.Open(path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := st.SetSetting(context.Background(), "language", "de"); err != nil {
			t.Fatal(err)
		}
		if err := st.Backup(context.Background()); err != nil {
			t.Fatal(err)
		}
		all, err := os.ReadDir(folder)
		if err != nil || len(all) < 4 {
			t.Fatalf("%d files, %v", len(all), err)
		}
		for _, entry := range all {
			info, err := entry.Info()
			if err != nil {
				t.Fatal(err)
			}
			if mode := info.Mode().Perm(); mode != 0o600 && entry.Name() != "notes.txt" {
				t.Errorf("%s: %o", entry.Name(), mode)
			}
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(beside); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("a file of somebody else was changed: %v, %v", info.Mode(), err)
	}
}
