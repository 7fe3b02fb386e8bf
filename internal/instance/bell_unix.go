//go:build unix

package instance

import (
	"errors"

	"github.com/fsnotify/fsnotify"
)

// session is always "": a window is seen on whatever desktop the user looks at.
func session() string { return "" }

// ring does nothing: writing to the file is heard.
func ring(string) error { return nil }

// fileBell rings when the file is written to.
type fileBell struct{ watcher *fsnotify.Watcher }

func newBell(path string) (bell, error) {
	w, err := watchFile(path)
	if err != nil {
		return nil, err
	}
	return fileBell{w}, nil
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

func (b fileBell) wait() bool {
	for {
		select {
		case e, ok := <-b.watcher.Events:
			if !ok || e.Has(fsnotify.Write) {
				return ok
			}
		case _, ok := <-b.watcher.Errors:
			if !ok {
				return false
			}
		}
	}
}

func (b fileBell) stop() { b.watcher.Close() }

func (b fileBell) close() error { return nil }
