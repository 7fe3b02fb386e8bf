package webstick

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"surfstick-sms/sms/wire"
)

// When a stick counts as gone. While its radio sends it may answer nothing for 30 s, but the connection
// is opened by its system all the same.
const (
	goneAfter   = 5 * time.Second // no connection can be opened
	silentAfter = 3 * time.Minute // connections can be opened, and nothing is answered
)

// watch follows whether the stick answers.
type watch struct {
	trouble chan struct{} // holds a token when a request got no answer
	wait    func(time.Duration) time.Duration

	mu sync.Mutex
	// answered is when it last answered anything.
	answered time.Time
	// silent is when it first gave no answer since then, lost when no connection could be opened; zero
	// when there was no such request.
	silent, lost time.Time
	losses       int // how often no connection could be opened, after one could
}

func newWatch(wait func(time.Duration) time.Duration) watch {
	return watch{trouble: make(chan struct{}, 1), wait: wait, answered: time.Now()}
}

// heard takes in how a request went: err is nil when any answer came.
func (w *watch) heard(err error) {
	if errors.Is(err, context.Canceled) || errors.Is(err, ErrClosed) {
		return // nobody waited for the answer
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	if err == nil {
		w.answered, w.silent, w.lost = now, time.Time{}, time.Time{}
		return
	}
	if w.silent.IsZero() {
		w.silent = now
	}
	switch {
	case !unreachable(err):
		w.lost = time.Time{}
	case w.lost.IsZero():
		w.lost = now
		w.losses++
	}
	select {
	case w.trouble <- struct{}{}:
	default: // it is looked at already
	}
}

// unreachable reports whether an error says that no connection can be opened: the adapter is gone, there
// is no way to the address, or nobody takes connections there. One that took too long says nothing.
func unreachable(err error) bool {
	var lost *wire.Error
	var slow net.Error
	return errors.As(err, &lost) && !lost.Written && !errors.Is(err, context.DeadlineExceeded) &&
		(!errors.As(err, &slow) || !slow.Timeout())
}

// fails reports whether the last request got no answer.
func (w *watch) fails() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.silent.IsZero()
}

// lossCount returns how often the connection was lost so far.
func (w *watch) lossCount() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.losses
}

// gone reports whether the stick counts as gone.
func (w *watch) gone(now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.lost.IsZero() && now.Sub(w.lost) >= w.wait(goneAfter) ||
		!w.silent.IsZero() && now.Sub(w.silent) >= w.wait(silentAfter)
}

// heardSince reports whether anything was answered since a moment.
func (w *watch) heardSince(t time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.answered.Before(t)
}
