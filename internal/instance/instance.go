// Package instance keeps one running program per data folder. A second start asks the first to
// bring its window to the front, and ends.
package instance

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// ErrRunning tells that another start of the program has the data folder. It was asked to bring
// its window to the front.
var ErrRunning = errors.New("already running")

// raiseFile is what a second start leaves in the data folder for the first one to find. A file is
// all it takes: the same on every system, no port, no name that others could guess and use.
const raiseFile = "raise"

// raiseInterval is how often the first looks for it. A look costs a few microseconds.
const raiseInterval = 300 * time.Millisecond

// Instance holds a data folder: two programs on one stick and one store would take each other's
// texts. The folder is free again when it is closed or its process ends, however that happens.
type Instance struct {
	claim  claim
	raised chan struct{}
	stop   chan struct{}
	ended  sync.WaitGroup
	once   sync.Once
}

// Claim claims a data folder. When another process has it, that one is asked to show its
// window, and the error is ErrRunning.
func Claim(folder string) (*Instance, error) {
	c, err := claimFolder(folder)
	poke := filepath.Join(folder, raiseFile)
	if errors.Is(err, ErrRunning) {
		if err := os.WriteFile(poke, nil, 0o600); err != nil {
			return nil, fmt.Errorf("%w, and cannot be asked to come forward: %w", ErrRunning, err)
		}
		return nil, ErrRunning
	} else if err != nil {
		return nil, fmt.Errorf("claim the data folder: %w", err)
	}
	_ = os.Remove(poke) // left over from a process that ended before it looked
	s := &Instance{claim: c, raised: make(chan struct{}, 1), stop: make(chan struct{})}
	s.ended.Go(func() { s.watch(poke, raiseInterval) })
	return s, nil
}

// Raised tells of every second start: the window should come to the front.
func (s *Instance) Raised() <-chan struct{} { return s.raised }

// Close frees the folder. It may be called more than once.
func (s *Instance) Close() error {
	var err error
	s.once.Do(func() {
		close(s.stop)
		s.ended.Wait()
		err = s.claim.release()
	})
	return err
}

// watch looks for the file of a second start and takes it away.
func (s *Instance) watch(poke string, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-s.stop:
			return
		case <-tick.C:
		}
		if os.Remove(poke) != nil {
			continue
		}
		select {
		case s.raised <- struct{}{}:
		default: // one is waiting already
		}
	}
}
