package instance

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"surfstick-sms/internal/filelock"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestClaim(t *testing.T) {
	folders := []string{t.TempDir(), t.TempDir()}
	var held []*Instance
	for _, folder := range folders {
		held = append(held, claimed(t, folder))
	}
	for i, folder := range folders {
		for range 2 {
			asked := secondStart(folder)
			awaitRaised(t, held[i])
			held[i].Heard()
			if err := <-asked; !errors.Is(err, ErrRunning) {
				t.Errorf("second start: %v, want %v", err, ErrRunning)
			}
		}
		for _, other := range held {
			if raised(other) {
				t.Error("asked twice, or the window of another folder was asked to come forward")
			}
		}
	}
}

// TestClaimSilent: a program that was asked and does nothing is reported as such.
func TestClaimSilent(t *testing.T) {
	hurry(t)
	folder := t.TempDir()
	first := claimed(t, folder)
	startAgain(t, folder, ErrSilent)
	awaitRaised(t, first)
	answer(t, first)
	patience = time.Minute            // which it has unless the machine is very busy
	startAgain(t, folder, ErrRunning) // it has come to itself again
}

// TestClaimSquatted: another program that has the lock, and knows nothing of this one, is no reason to
// end without a word.
func TestClaimSquatted(t *testing.T) {
	hurry(t)
	folder := t.TempDir()
	f, err := os.Create(filepath.Join(folder, lockFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := filelock.Lock(f); err != nil {
		t.Fatal(err)
	}
	startAgain(t, folder, ErrSilent)
}

// TestClaimElsewhere: a program in another session of this computer is not asked, because its window
// is not to be seen here.
func TestClaimElsewhere(t *testing.T) {
	folder := t.TempDir()
	first := claimed(t, folder)
	if _, err := first.claim.file.WriteAt([]byte("!another\n"), 0); err != nil {
		t.Fatal(err)
	}
	startAgain(t, folder, ErrElsewhere)
	if raised(first) {
		t.Error("the window elsewhere was asked to come forward")
	}
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
	hurry(t)
	folder := t.TempDir()
	first := claimed(t, folder)
	startAgain(t, folder, ErrSilent)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	next, other := claimed(t, folder), t.TempDir()
	otherHeld := claimed(t, other)
	startAgain(t, other, ErrSilent) // by the time this is noticed, an old request would have been, too
	awaitRaised(t, otherHeld)
	if raised(next) {
		t.Error("an old request raised the window")
	}
}

func TestClaimNowhere(t *testing.T) {
	i, err := Claim(filepath.Join(t.TempDir(), "missing", "folder"))
	if err == nil {
		i.Close()
		t.Error("claimed a folder that is not there")
	}
	for _, running := range []error{ErrRunning, ErrSilent, ErrElsewhere} {
		if errors.Is(err, running) {
			t.Errorf("a missing folder is not a running program: %v", err)
		}
	}
}

// hurry lets a start wait for an answer for a moment only.
func hurry(t *testing.T) {
	t.Helper()
	full := patience
	t.Cleanup(func() { patience = full })
	patience = 300 * time.Millisecond
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

// secondStart starts a second time and returns what that led to.
func secondStart(folder string) <-chan error {
	asked := make(chan error, 1)
	go func() {
		_, err := Claim(folder)
		asked <- err
	}()
	return asked
}

// answer has a window come forward whenever it is asked to.
func answer(t *testing.T, i *Instance) {
	t.Helper()
	over := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-i.Raised():
				i.Heard()
			case <-over:
				return
			}
		}
	}()
	t.Cleanup(func() { close(over); <-ended })
}

func startAgain(t *testing.T, folder string, want error) {
	t.Helper()
	if _, err := Claim(folder); !errors.Is(err, want) {
		t.Fatalf("second start: %v, want %v", err, want)
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
