package instance

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestClaim(t *testing.T) {
	folders := []string{t.TempDir(), t.TempDir()}
	var held []*Instance
	for _, folder := range folders {
		held = append(held, claimed(t, folder))
	}
	for i, folder := range folders {
		startAgain(t, folder)
		awaitRaised(t, held[i])
		for _, other := range held {
			if raised(other) {
				t.Error("asked twice, or the window of another folder was asked to come forward")
			}
		}
	}
	startAgain(t, folders[0])
	awaitRaised(t, held[0])
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

// TestClaimStale: a request to a program that ends before it is served is not passed to the next.
func TestClaimStale(t *testing.T) {
	folder := t.TempDir()
	first := claimed(t, folder)
	startAgain(t, folder)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	next, other := claimed(t, folder), t.TempDir()
	otherHeld := claimed(t, other)
	startAgain(t, other) // by the time this is noticed, an old request would have been, too
	awaitRaised(t, otherHeld)
	if raised(next) {
		t.Error("an old request raised the window")
	}
}

func TestClaimNowhere(t *testing.T) {
	i, err := Claim(filepath.Join(t.TempDir(), "missing", "folder"))
	if err == nil {
		i.Close() // Windows claims a name, not the folder itself
		if os.PathSeparator == '/' {
			t.Error("claimed a folder that is not there")
		}
	} else if errors.Is(err, ErrRunning) {
		t.Errorf("a missing folder is not a running program: %v", err)
	}
}

func claimed(t *testing.T, folder string) *Instance {
	t.Helper()
	i, err := Claim(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := i.WatchErr(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { i.Close() })
	return i
}

func startAgain(t *testing.T, folder string) {
	t.Helper()
	if _, err := Claim(folder); !errors.Is(err, ErrRunning) {
		t.Fatalf("second start: %v, want %v", err, ErrRunning)
	}
}

func awaitRaised(t *testing.T, i *Instance) {
	t.Helper()
	select {
	case <-i.Raised():
	case <-time.After(10 * time.Second):
		t.Fatal("the first window was not asked to come forward")
	}
}

func raised(i *Instance) bool {
	select {
	case <-i.Raised():
		return true
	default:
		return false
	}
}
