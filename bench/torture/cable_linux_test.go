package torture

import (
	"context"
	"io"
	"net"
	"sync"
)

// wire carries connections of the loopback device to a stick, which may be pulled out after any byte.
type wire struct {
	net.Listener
	dial func(context.Context, string, string) (net.Conn, error)
	cut  func() // pulls the stick out
	all  sync.WaitGroup

	mu sync.Mutex
	// Everything below is guarded by mu.
	ended bool
	open  map[net.Conn]bool
	left  map[bool]int // bytes to the stick (true) and from it until it is cut, -1 for never
}

// newWire listens on a free port of this computer.
func newWire(dial func(context.Context, string, string) (net.Conn, error), cut func()) (*wire, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w := &wire{Listener: l, dial: dial, cut: cut, open: map[net.Conn]bool{}, left: map[bool]int{true: -1, false: -1}}
	w.all.Go(w.serve)
	return w, nil
}

func (w *wire) serve() {
	for {
		c, err := w.Accept()
		if err != nil {
			return
		}
		w.all.Go(func() { w.carry(c) })
	}
}

// carry connects one connection to the stick until either ends.
func (w *wire) carry(c net.Conn) {
	defer func() { _ = c.(*net.TCPConn).SetLinger(0); _ = c.Close() }()
	if !w.note(c) {
		return
	}
	defer w.forget(c)
	stick, err := w.dial(context.Background(), "tcp", "")
	if err != nil {
		return // it is reset
	}
	var both sync.WaitGroup
	both.Go(func() {
		w.copy(stick, c, true)
		_ = stick.Close()
	})
	w.copy(c, stick, false)
	_ = c.(*net.TCPConn).CloseWrite() // what was written still arrives
	_ = stick.Close()
	both.Wait()
}

// copy carries bytes in one direction, up to the one at which the stick is pulled out.
func (w *wire) copy(to io.Writer, from io.Reader, in bool) {
	buffer := make([]byte, 4096)
	for {
		n, err := from.Read(buffer)
		n, out := w.count(n, in)
		if _, failed := to.Write(buffer[:n]); failed != nil {
			err = failed
		}
		if out {
			w.cut()
			return
		}
		if err != nil {
			return
		}
	}
}

// count takes bytes off those that are left, and reports how many may pass and whether that was the last.
func (w *wire) count(n int, in bool) (pass int, out bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	left := w.left[in]
	if left < 0 || n < left {
		if left >= 0 {
			w.left[in] -= n
		}
		return n, false
	}
	w.left[in] = -1
	return left, true
}

// dropAfter has the stick be pulled out after so many bytes to it or from it, -1 for never.
func (w *wire) dropAfter(to, from int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left[true], w.left[false] = to, from
}

func (w *wire) note(c net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.ended {
		w.open[c] = true
	}
	return !w.ended
}

func (w *wire) forget(c net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.open, c)
}

// close ends it and waits for everything.
func (w *wire) close() {
	_ = w.Close()
	w.mu.Lock()
	w.ended = true
	for c := range w.open {
		_ = c.Close()
	}
	w.mu.Unlock()
	w.all.Wait()
}
