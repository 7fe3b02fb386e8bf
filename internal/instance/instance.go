// Package instance keeps one running program per data folder: two programs on one stick and one
// store would take each other's texts. A second start asks the first to bring its window to the
// front, and ends.
//
// Nothing polls. On Windows one named event is both the claim and the request; elsewhere the claim
// is a lock on a file, and the request is a write to that file, which the first start watches. The
// system drops either with the process, however that ends.
package instance

import (
	"errors"
	"fmt"
	"sync"
)

// ErrRunning says that another process has the data folder, and was asked to show its window.
var ErrRunning = errors.New("already running")

// Instance holds a data folder until it is closed or its process ends.
type Instance struct {
	claim  *claim
	raised chan struct{}
	ended  sync.WaitGroup
	close  func() error
}

// Claim claims a data folder. When another process has it, that one is asked to show its window,
// and the error is ErrRunning.
func Claim(folder string) (*Instance, error) {
	c, err := newClaim(folder)
	if errors.Is(err, ErrRunning) {
		return nil, err
	} else if err != nil {
		return nil, fmt.Errorf("claim the data folder: %w", err)
	}
	i := &Instance{claim: c, raised: make(chan struct{}, 1)}
	i.ended.Go(i.watch)
	i.close = sync.OnceValue(func() error {
		c.stop()
		i.ended.Wait()
		return c.release()
	})
	return i, nil
}

// Raised receives a value when another start asks the window to come to the front.
func (i *Instance) Raised() <-chan struct{} { return i.raised }

// WatchErr returns why later starts cannot be noticed, nil when they can. The folder is held either
// way.
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
