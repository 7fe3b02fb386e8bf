package fakehilink

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"sync"
)

// listener gives connections in memory to the web server.
type listener struct {
	conns chan net.Conn
	ended chan struct{}
	once  sync.Once

	mu   sync.Mutex
	open []net.Conn // guarded by mu
}

func newListener() *listener {
	return &listener{conns: make(chan net.Conn), ended: make(chan struct{})}
}

// dial opens a connection and returns its other end.
func (l *listener) dial(ctx context.Context) (net.Conn, error) {
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
	l.open = append(l.open, ours)
	return theirs, nil
}

// cut breaks all connections.
func (l *listener) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.open {
		_ = c.Close()
	}
	l.open = nil
}

// Accept implements net.Listener.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.ended:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (l *listener) Close() error {
	l.once.Do(func() { close(l.ended) })
	return nil
}

// Addr implements net.Listener.
func (l *listener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 168, 8, 1), Port: 80} }

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

func noteConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// spelling reports whether the header of the token came as the stick's own pages write it, or whether
// that cannot be told.
func spelling(r *http.Request) bool {
	c, ok := r.Context().Value(connKey{}).(*headConn)
	if !ok {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return bytes.Contains(c.head, []byte(tokenHeader+":"))
}
