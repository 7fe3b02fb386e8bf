package filelock

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestLock: a file is locked once, what is in it can be read all the same, and closing it sets it free.
func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	open := func() *os.File {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	first, second := open(), open()
	if err := Lock(first); err != nil {
		t.Fatal(err)
	}
	if _, err := first.WriteString("words"); err != nil {
		t.Error(err)
	}
	if err := Lock(second); !errors.Is(err, ErrLocked) {
		t.Errorf("the second lock: %v", err)
	}
	if words, err := os.ReadFile(path); string(words) != "words" || err != nil {
		t.Errorf("%q, %v", words, err)
	}
	first.Close()
	if err := Lock(second); err != nil {
		t.Errorf("after the first has ended: %v", err)
	}
}
