package netcard

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// linger is how long a connection that was closed waits for the rest of the answer: longer than a
	// stick answers nothing while its radio sends a text.
	linger = 65 * time.Second
	// maxRest is how much of the answer it takes.
	maxRest = 4 << 20
)

// ending counts the connections that were given up and still wait for the stick.
var ending atomic.Int64

// later runs a job beside the caller; Settle waits for it.
func later(job func()) {
	ending.Add(1)
	go func() {
		defer ending.Add(-1)
		job()
	}()
}

// Settle waits until the connections that were closed have ended, but not longer than the limit: for the
// end of the program.
func Settle(limit time.Duration) {
	for until := time.Now().Add(limit); ending.Load() > 0 && time.Now().Before(until); {
		time.Sleep(5 * time.Millisecond)
	}
}

// calm is a connection that goes on taking what the stick sends after it was closed. A system that gets
// something for a connection which is no more answers with a reset. It does not know any longer which
// adapter that connection was bound to, and sends the reset by its first route: to the router of the house.
type calm struct {
	*net.TCPConn
	closing sync.Once
	closed  atomic.Bool
	reading sync.Mutex
}

// Read implements net.Conn.
func (c *calm) Read(b []byte) (int, error) {
	c.reading.Lock()
	defer c.reading.Unlock()
	if c.closed.Load() {
		return 0, net.ErrClosed
	}
	n, err := c.TCPConn.Read(b)
	if err != nil && err != io.EOF && c.closed.Load() { //nolint:errorlint // io.Reader returns it bare
		err = net.ErrClosed
	}
	return n, err
}

// Close ends the connection for the caller and returns at once.
func (c *calm) Close() error {
	c.closing.Do(func() {
		c.closed.Store(true)
		_ = c.SetDeadline(time.Now()) // ends a Read and a Write that wait
		later(c.end)
	})
	return nil
}

// end tells the stick that nothing more comes, and takes what it still has to say.
func (c *calm) end() {
	c.reading.Lock()
	defer c.reading.Unlock()
	_ = c.CloseWrite()
	_ = c.SetReadDeadline(time.Now().Add(linger))
	_, _ = io.Copy(io.Discard, io.LimitReader(c.TCPConn, maxRest))
	_ = c.TCPConn.Close()
}
