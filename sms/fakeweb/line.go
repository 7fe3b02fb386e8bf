// Package fakeweb is what the simulated web servers of sticks have in common: connections in memory, and all
// that can go wrong with a single request. It knows nothing of what is asked for.
package fakeweb

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
)

// ErrUnplugged means that the stick is not plugged in, or restarting.
var ErrUnplugged = errors.New("fake stick: unplugged")

// Line gives connections in memory to a web server; it is a net.Listener.
type Line struct {
	conns chan net.Conn
	ended chan struct{}
	once  sync.Once

	mu sync.Mutex
	// Everything below is guarded by mu.
	open []net.Conn
	away bool
}

// NewLine returns a Line.
func NewLine() *Line {
	return &Line{conns: make(chan net.Conn), ended: make(chan struct{})}
}

// Dial opens a connection and returns its other end; ErrUnplugged while the stick is away.
func (l *Line) Dial(ctx context.Context) (net.Conn, error) {
	if l.gone() {
		return nil, ErrUnplugged
	}
	ours, theirs := net.Pipe()
	select {
	case l.conns <- &headConn{Conn: ours}:
	case <-l.ended:
		return nil, ErrUnplugged
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.away { // pulled out meanwhile
		_ = ours.Close()
		return nil, ErrUnplugged
	}
	l.open = append(l.open, ours)
	return theirs, nil
}

func (l *Line) gone() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.away
}

// Unplug breaks all connections; until Plug there are no new ones.
func (l *Line) Unplug() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.away = true
	l.cut()
}

// Plug lets connections be opened again.
func (l *Line) Plug() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.away = false
}

// Cut breaks all connections.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut()
}

// cut is Cut; mu is held.
func (l *Line) cut() {
	for _, c := range l.open {
		_ = c.Close()
	}
	l.open = nil
}

// Accept implements net.Listener.
func (l *Line) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.ended:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (l *Line) Close() error {
	l.once.Do(func() { close(l.ended) })
	return nil
}

// Addr implements net.Listener.
func (l *Line) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 168, 8, 1), Port: 80} }

// headConn remembers the beginning of what it read, for the spelling of a header.
type headConn struct {
	net.Conn
	mu   sync.Mutex
	head []byte
}

func (c *headConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.head) < 8<<10 {
		c.head = append(c.head, p[:n]...)
	}
	return n, err
}

type connKey struct{}

// NoteConn is the ConnContext of a server whose requests Spelt is asked about.
func NoteConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// Spelt reports whether the head of a request has a text in these letters, or whether that cannot be told.
func Spelt(r *http.Request, text string) bool {
	c, ok := r.Context().Value(connKey{}).(*headConn)
	if !ok {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return bytes.Contains(c.head, []byte(text))
}
