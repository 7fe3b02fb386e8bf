package instance

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"surfstick-sms/internal/filelock"
)

// lockFile is the file in the data folder that is locked. It stays when the program has ended. Its
// first byte is the state of a request, the rest names the session of who has the lock.
const lockFile = "lock"

// The states of a request.
const (
	stateAsked = '?' // a later start asks for the window
	stateTaken = '.' // the request was noticed
	stateDone  = '!' // the window has come to the front, or nobody has asked yet
)

// How long a later start waits for an answer, and how often it looks for one.
var (
	patience = 2 * time.Second
	lookTime = 20 * time.Millisecond
)

// bell wakes the process that has the lock when a later start has written to the file.
type bell interface {
	// wait waits for a ring, and reports whether there was one; false means that stop was called.
	wait() bool
	stop()
	close() error
}

// claim is a lock on lockFile, and what wakes for a request.
type claim struct {
	file     *os.File
	bell     bell
	watchErr error // why the bell is the clock
}

// newClaim takes the lock. When another process has it, newClaim asks for its window and fails.
func newClaim(folder string) (*claim, error) {
	path, err := filepath.Abs(filepath.Join(folder, lockFile))
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = filelock.Lock(f)
	if errors.Is(err, filelock.ErrLocked) {
		err = ask(path, f)
	} else if err == nil {
		err = begin(f)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	c := &claim{file: f}
	if c.bell, c.watchErr = newBell(path); c.watchErr != nil {
		c.bell = newClock()
	}
	return c, nil
}

// begin drops the requests to an earlier process and names the session of this one.
func begin(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(string(stateDone)+session()+"\n"), 0)
	return err
}

// ask asks the process that has the lock for its window, and returns what came of it.
func ask(path string, f *os.File) error {
	if theirs := holderSession(f); theirs != "" && theirs != session() {
		return ErrElsewhere
	}
	if _, err := f.WriteAt([]byte{stateAsked}, 0); err != nil {
		return fmt.Errorf("%w: %w", ErrSilent, err)
	}
	rung := false
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(lookTime) {
		rung = rung || ring(path) == nil // it may only just be starting
		if stateOf(f) == stateDone {
			return ErrRunning
		}
	}
	return ErrSilent
}

// holderSession returns the session of the process that has the lock, "" when it is not known.
func holderSession(f *os.File) string {
	text := make([]byte, 64)
	n, _ := f.ReadAt(text, 0)
	line, _, whole := bytes.Cut(text[:n], []byte{'\n'})
	if !whole || len(line) == 0 {
		return ""
	}
	return string(line[1:])
}

// stateOf returns the state of the last request.
func stateOf(f *os.File) byte {
	var state [1]byte
	if _, err := f.ReadAt(state[:], 0); err != nil {
		return 0
	}
	return state[0]
}

func (c *claim) set(state byte) { _, _ = c.file.WriteAt([]byte{state}, 0) }

// wait waits for a request and reports whether there was one; false means that the bell was stopped.
func (c *claim) wait() bool {
	for {
		if stateOf(c.file) == stateAsked { // perhaps since before there was a bell
			c.set(stateTaken)
			return true
		}
		if !c.bell.wait() {
			return false
		}
	}
}

func (c *claim) release() error { return errors.Join(c.bell.close(), c.file.Close()) }

// clockTime is how often the file is looked into where nothing tells that it was written to.
const clockTime = 500 * time.Millisecond

// clock is a bell that rings all the time.
type clock struct {
	ticker  *time.Ticker
	stopped chan struct{}
}

func newClock() clock { return clock{time.NewTicker(clockTime), make(chan struct{})} }

func (c clock) wait() bool {
	select {
	case <-c.ticker.C:
		return true
	case <-c.stopped:
		return false
	}
}

func (c clock) stop() { close(c.stopped) }

func (c clock) close() error {
	c.ticker.Stop()
	return nil
}
