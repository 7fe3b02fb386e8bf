//go:build unix

package instance

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fsnotify/fsnotify"
	"golang.org/x/sys/unix"
)

// lockFile is the file in the data folder that is locked. It stays when the program has ended; what
// is in it means nothing.
const lockFile = "lock"

// claim is a lock on lockFile, and a watch for writes to it.
type claim struct {
	file     *os.File
	watcher  *fsnotify.Watcher // nil when watchErr is set
	watchErr error
}

// newClaim takes the lock. When another process has it, newClaim writes to the file, which that
// process watches, and fails with ErrRunning.
func newClaim(folder string) (*claim, error) {
	path := filepath.Join(folder, lockFile)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		err = ErrRunning
		if _, failed := f.WriteAt([]byte{'\n'}, 0); failed != nil {
			err = fmt.Errorf("%w, and cannot be asked to come forward: %w", ErrRunning, failed)
		}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	c := &claim{file: f}
	c.watcher, c.watchErr = watchFile(path)
	return c, nil
}

// watchFile watches a file. It fails when the user's watches are used up, for example by editors.
var watchFile = func(path string) (*fsnotify.Watcher, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	if err := w.Add(path); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// wait waits for a write to the file and reports whether there was one; false means that stop was
// called, or that there is no watch.
func (c *claim) wait() bool {
	if c.watcher == nil {
		return false
	}
	for {
		select {
		case e, ok := <-c.watcher.Events:
			if !ok || e.Has(fsnotify.Write) {
				return ok
			}
		case _, ok := <-c.watcher.Errors:
			if !ok {
				return false
			}
		}
	}
}

// stop ends wait.
func (c *claim) stop() {
	if c.watcher != nil {
		c.watcher.Close()
	}
}

func (c *claim) release() error { return c.file.Close() }
