package applog

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// A run marks itself in runFile, and takes the mark away when it ends as it should. What is still
// there at the next start is that of a run which ended otherwise: in a crash, also of a driver's
// native code, of which the Go runtime learns nothing; killed; or with the power. The next start
// renames it to lastRunFile, from where a report takes it.
const (
	runFile     = "running.txt"
	lastRunFile = "running-last.txt"
	// runSize is what the file is filled up to in bytes, so that it is never cut short while it is
	// written anew: the program may end at any moment.
	runSize = 1 << 10
)

// Run is the mark of a running program. Its methods may be called from any goroutine; those of nil
// do nothing.
type Run struct {
	path  string
	dirty chan struct{} // something is to be written; closed by End
	ended sync.WaitGroup

	disk sync.Mutex // held while the file is written; taken before mu
	file *os.File   // guarded by disk; nil where it cannot be written

	mu     sync.Mutex // never held while the disk is waited for
	over   bool
	began  time.Time
	page   string   // what the window shows
	doing  []string // what is under way, the oldest first
	latest string   // what ended last
}

// BeginRun marks a run of the program on a data folder, and reports whether the one before ended
// unexpectedly. The log folder must exist; where the file cannot be written, nothing is noticed at
// the next start. It must be called by the only program on the folder.
func BeginRun(data string) (run *Run, unexpected bool) {
	r := &Run{
		path: filepath.Join(Folder(data), runFile), dirty: make(chan struct{}, 1), began: time.Now(),
		page: "none yet", latest: "nothing",
	}
	if _, err := os.Stat(r.path); err == nil {
		unexpected = os.Rename(r.path, filepath.Join(Folder(data), lastRunFile)) == nil
	}
	r.file, _ = os.OpenFile(r.path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	r.write()
	r.ended.Go(func() {
		for range r.dirty {
			r.write()
		}
	})
	return r, unexpected
}

// LastRun returns during what the last run was that ended unexpectedly, or "".
func LastRun(data string) string {
	text, err := os.ReadFile(filepath.Join(Folder(data), lastRunFile))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text[:min(len(text), runSize)]))
}

// Page notes what the window shows. It returns at once: it may be called by the window's thread.
func (r *Run) Page(page string) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over || page == r.page {
		return
	}
	r.page = page
	select {
	case r.dirty <- struct{}{}:
	default: // the writer has not come to the last one yet
	}
}

// Doing notes that something begins that may bring the program down, such as a call of a driver, and
// returns what notes its end. It is on the disk, or rather with the system, when Doing returns.
func (r *Run) Doing(what string) (done func()) {
	if r == nil {
		return func() {}
	}
	r.change(func() { r.doing = append(r.doing, what) })
	return sync.OnceFunc(func() {
		r.change(func() {
			if at := slices.Index(r.doing, what); at >= 0 {
				r.doing = slices.Delete(r.doing, at, at+1)
			}
			r.latest = what
		})
	})
}

func (r *Run) change(f func()) {
	r.mu.Lock()
	f()
	r.mu.Unlock()
	r.write()
}

// write writes the mark, unless the run is over.
func (r *Run) write() {
	r.disk.Lock()
	defer r.disk.Unlock()
	if text := r.text(); text != "" && r.file != nil {
		_, _ = r.file.WriteAt(fmt.Appendf(nil, "%-*s", runSize, text), 0)
	}
}

// text returns what the mark says, "" when the run is over.
func (r *Run) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		return ""
	}
	now := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	return fmt.Sprintf("started:   %s\nwritten:   %s\npage:      %s\nunder way: %s\nbefore:    %s\n",
		now(r.began), now(time.Now()), r.page, cmp.Or(strings.Join(r.doing, "; "), "nothing"), r.latest)
}

// End takes the mark away: the program ends as it should. It may be called more than once.
func (r *Run) End() {
	if r == nil {
		return
	}
	r.mu.Lock()
	if !r.over {
		r.over = true
		close(r.dirty)
	}
	r.mu.Unlock()
	r.ended.Wait()
	r.disk.Lock()
	defer r.disk.Unlock()
	if r.file != nil {
		r.file.Close()
		r.file = nil
		_ = os.Remove(r.path)
	}
}
