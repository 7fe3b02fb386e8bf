package fakestick

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"surfstick-sms/hw"
)

// idle is how long a read of a silent port waits before it returns nothing.
const idle = 200 * time.Millisecond

// Open implements hw.Opener.
func (s *Stick) Open(ctx context.Context, l hw.Line) (io.ReadWriteCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	h, err := s.open(l)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", l.Name, err)
	}
	return h, nil
}

func (s *Stick) open(l hw.Line) (*handle, error) {
	at := -1
	if s.there() {
		at = slices.IndexFunc(s.lines(), func(o hw.Line) bool { return o.Name == l.Name })
	}
	switch {
	case at < 0:
		return nil, hw.ErrGone
	case s.opt.Denied:
		return nil, hw.ErrAccess
	case s.handles[l.Name] != nil:
		return nil, hw.ErrBusy
	}
	if err := next(&s.openErr); err != nil {
		return nil, err
	}
	rw, err := s.dial(s.lines()[at].Interface)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", hw.ErrGone, err)
	}
	h := &handle{rw: rw, s: s, name: l.Name}
	s.handles[l.Name] = h
	return h, nil
}

// dial opens what is behind an interface.
func (s *Stick) dial(number int) (io.ReadWriteCloser, error) {
	behind := map[Leads]func() (io.ReadWriteCloser, error){ToModem: s.opt.DialModem, ToAT: s.opt.Dial}
	for _, p := range s.opt.Ports {
		if dial := behind[p.Leads]; p.Interface == number && dial != nil {
			return dial()
		}
	}
	return &silence{done: make(chan struct{})}, nil
}

// cut breaks every open line.
func (s *Stick) cut() {
	for name, h := range s.handles {
		h.cut()
		delete(s.handles, name)
	}
}

// handle is an open line.
type handle struct {
	s    *Stick
	name string
	rw   io.ReadWriteCloser

	mu   sync.Mutex
	gone error // guarded by mu: why it ended
}

// Read implements io.Reader.
func (h *handle) Read(p []byte) (int, error) {
	n, err := h.rw.Read(p)
	return n, h.why(err)
}

// Write implements io.Writer.
func (h *handle) Write(p []byte) (int, error) {
	if err := h.end(nil); err != nil {
		return 0, err
	}
	n, err := h.rw.Write(p)
	return n, h.why(err)
}

// Close implements io.Closer; it may be called more than once.
func (h *handle) Close() error {
	h.s.mu.Lock()
	if h.s.handles[h.name] == h {
		delete(h.s.handles, h.name)
	}
	h.s.mu.Unlock()
	_ = h.end(os.ErrClosed) // it may have ended before
	return h.rw.Close()
}

// cut is the stick going away.
func (h *handle) cut() {
	_ = h.end(hw.ErrGone)
	h.rw.Close()
}

// end notes why the line ended, the first time, and returns it.
func (h *handle) end(why error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.gone == nil && why != nil {
		h.gone = fmt.Errorf("line %s: %w", h.name, why)
	}
	return h.gone
}

// why replaces the error of what is behind the line by the reason for it.
func (h *handle) why(err error) error {
	if err == nil {
		return nil
	}
	if ended := h.end(nil); ended != nil {
		return ended
	}
	return err
}

// silence is a port that takes everything and says nothing.
type silence struct {
	once sync.Once
	done chan struct{}
}

// Read implements io.Reader.
func (q *silence) Read([]byte) (int, error) {
	t := time.NewTimer(idle)
	defer t.Stop()
	select {
	case <-q.done:
		return 0, os.ErrClosed
	case <-t.C:
		return 0, nil
	}
}

// Write implements io.Writer.
func (q *silence) Write(p []byte) (int, error) {
	select {
	case <-q.done:
		return 0, os.ErrClosed
	default:
		return len(p), nil
	}
}

// Close implements io.Closer.
func (q *silence) Close() error {
	q.once.Do(func() { close(q.done) })
	return nil
}
