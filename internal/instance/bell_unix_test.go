//go:build unix

package instance

import (
	"errors"
	"testing"

	"github.com/fsnotify/fsnotify"
)

// TestClaimUnwatched: the folder is held, and a second start is answered, even where nothing can be
// watched.
func TestClaimUnwatched(t *testing.T) {
	none := errors.New("too many open files")
	watch := watchFile
	t.Cleanup(func() { watchFile = watch })
	watchFile = func(string) (*fsnotify.Watcher, error) { return nil, none }
	folder := t.TempDir()
	first, err := Claim(folder)
	if err != nil || !errors.Is(first.WatchErr(), none) {
		t.Fatalf("%v, %v", err, first.WatchErr())
	}
	answer(t, first)
	startAgain(t, folder, ErrRunning)
	if err := first.Close(); err != nil {
		t.Error(err)
	}
}
