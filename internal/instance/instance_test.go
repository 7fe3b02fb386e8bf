package instance

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

func TestClaim(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		first, err := Claim(folder)
		if err != nil {
			t.Fatal(err)
		}
		defer first.Close()
		other, err := Claim(t.TempDir())
		if err != nil {
			t.Fatal("another folder is another matter:", err)
		}
		defer other.Close()

		if _, err := Claim(folder); !errors.Is(err, ErrRunning) {
			t.Fatalf("second start: %v, want %v", err, ErrRunning)
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

func TestClaimAgain(t *testing.T) {
	folder := t.TempDir()
	for range 2 {
		first, err := Claim(folder)
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

// TestClaimStale: a poke that nobody took is not taken for a new one.
func TestClaimStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, raiseFile), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		first, err := Claim(folder)
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

func TestClaimNowhere(t *testing.T) {
	if _, err := Claim(filepath.Join(t.TempDir(), "missing", "folder")); err == nil {
		if os.PathSeparator == '/' {
			t.Error("claimed a folder that is not there")
		}
	} else if errors.Is(err, ErrRunning) {
		t.Errorf("a missing folder is not a running program: %v", err)
	}
}

func raised(s *Instance) bool {
	select {
	case <-s.Raised():
		return true
	default:
		return false
	}
}
