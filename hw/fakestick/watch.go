package fakestick

import (
	"context"
	"time"
)

// Watch implements hw.Watcher. It keeps no goroutine: its caller waits for what somebody does to
// the stick, and for the moments at which the stick does something by itself.
func (s *Stick) Watch(ctx context.Context, changed func()) error {
	wake := make(chan struct{}, 1)
	s.mu.Lock()
	s.watchers[wake] = true
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, wake)
	}()
	for {
		if ctx.Err() != nil {
			return nil
		}
		changed()
		s.awaitChange(ctx, wake)
	}
}

// awaitChange returns at the next change, or when the context ends.
func (s *Stick) awaitChange(ctx context.Context, wake <-chan struct{}) {
	var due <-chan time.Time
	if wait := s.untilChange(); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-ctx.Done():
	case <-wake:
	case <-due:
	}
}

// untilChange returns how long it takes until the stick comes back or its ports appear; 0 is never.
func (s *Stick) untilChange() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.plugged || s.lost {
		return 0
	}
	for _, at := range []time.Time{s.backAt, s.backAt.Add(s.opt.PortDelay)} {
		if wait := time.Until(at); wait > 0 {
			return wait
		}
	}
	return 0
}

// notify wakes those who watch; s.mu is held.
func (s *Stick) notify() {
	for wake := range s.watchers {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}
