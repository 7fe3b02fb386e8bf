// Package instance keeps one running program per data folder: two programs on one stick and one
// store would take each other's messages. A second start asks the first to bring its window to the
// front, waits until it has, and ends.
//
// The claim is a lock on a file in the data folder. It holds for every session of the computer, and
// the system drops it with the process, however that ends. What is in the file is the request and
// its answer. Nothing polls: the first start is woken by a named event on Windows, elsewhere by a
// watch on the file. Only where neither can be had it looks into the file twice a second.
package instance

import (
	"errors"
	"fmt"
	"sync"
)

// The reasons why a folder cannot be claimed: another process has it.
var (
	// ErrRunning says that the process was asked to show its window, and has.
	ErrRunning = errors.New("already running")
	// ErrSilent says that the process did not answer within two seconds.
	ErrSilent = errors.New("already running, but does not answer")
	// ErrElsewhere says that the process runs in another session of this computer (Windows: another
	// login or Remote Desktop), where nobody here would see its window.
	ErrElsewhere = errors.New("already running in another session")
)

// Instance holds a data folder until it is closed or its process ends.
type Instance struct {
	claim  *claim
	raised chan struct{}
	ended  sync.WaitGroup
	close  func() error
}

// Claim claims a data folder. When another process has it, that one is asked to show its window,
// and the error is ErrRunning, ErrSilent or ErrElsewhere.
func Claim(folder string) (*Instance, error) {
	c, err := newClaim(folder)
	if err != nil {
		return nil, fmt.Errorf("claim the data folder: %w", err)
	}
	i := &Instance{claim: c, raised: make(chan struct{}, 1)}
	i.ended.Go(i.watch)
	i.close = sync.OnceValue(func() error {
		c.bell.stop()
		i.ended.Wait()
		return c.release()
	})
	return i, nil
}

// Raised receives a value when another start asks the window to come to the front. Heard is the
// answer to it.
func (i *Instance) Raised() <-chan struct{} { return i.raised }

// Heard tells the starts that asked that the window has come to the front.
func (i *Instance) Heard() { i.claim.set(stateDone) }

// WatchErr returns why later starts are not noticed at once, nil when they are. The folder is held
// either way.
func (i *Instance) WatchErr() error { return i.claim.watchErr }

// Close frees the folder. It may be called more than once.
func (i *Instance) Close() error { return i.close() }

// watch passes the requests of later starts on, several at once as one.
func (i *Instance) watch() {
	for i.claim.wait() {
		select {
		case i.raised <- struct{}{}:
		default: // one is pending already
		}
	}
}
