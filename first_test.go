package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

func TestBecomeFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		first, err := becomeFirst(folder)
		if err != nil {
			t.Fatal(err)
		}
		defer first.Close()
		other, err := becomeFirst(t.TempDir())
		if err != nil {
			t.Fatal("another folder is another matter:", err)
		}
		defer other.Close()

		if _, err := becomeFirst(folder); !errors.Is(err, errRunning) {
			t.Fatalf("second start: %v, want %v", err, errRunning)
		}
		time.Sleep(raiseInterval)
		synctest.Wait()
		if !raised(first) {
			t.Error("the first window was not asked to come forward")
		}
		if raised(other) {
			t.Error("the window of another folder was asked to come forward")
		}
		time.Sleep(2 * raiseInterval)
		synctest.Wait()
		if raised(first) {
			t.Error("it was asked twice")
		}
	})
}

func TestBecomeFirstAgain(t *testing.T) {
	folder := t.TempDir()
	for range 2 {
		first, err := becomeFirst(folder)
		if err != nil {
			t.Fatal(err)
		}
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		if err := first.Close(); err != nil {
			t.Errorf("closed twice: %v", err)
		}
	}
}

// TestBecomeFirstStale: a poke that nobody took is not taken for a new one.
func TestBecomeFirstStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, raiseFile), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		first, err := becomeFirst(folder)
		if err != nil {
			t.Fatal(err)
		}
		defer first.Close()
		time.Sleep(2 * raiseInterval)
		synctest.Wait()
		if raised(first) {
			t.Error("an old poke raised the window")
		}
	})
}

func TestBecomeFirstNowhere(t *testing.T) {
	if _, err := becomeFirst(filepath.Join(t.TempDir(), "missing", "folder")); err == nil {
		if os.PathSeparator == '/' {
			t.Error("claimed a folder that is not there")
		}
	} else if errors.Is(err, errRunning) {
		t.Errorf("a missing folder is not a running program: %v", err)
	}
}

func raised(s *firstStart) bool {
	select {
	case <-s.Raised():
		return true
	default:
		return false
	}
}
