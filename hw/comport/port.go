package comport

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// port is an open serial port whose every call ends. Any goroutine may call any method.
type port struct {
	name string
	dev  device
	// reading and writing hold a token while a call is inside dev.
	reading, writing chan struct{}
	closing          sync.Once
	closed           chan struct{} // closed when Close begins
	done             chan struct{} // closed when dev is closed
}

func newPort(name string, dev device) *port {
	return &port{
		name: name, dev: dev,
		reading: make(chan struct{}, 1), writing: make(chan struct{}, 1),
		closed: make(chan struct{}), done: make(chan struct{}),
	}
}

// Read implements io.Reader; (0, nil) means that nothing came for 200 ms.
func (p *port) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	select {
	case p.reading <- struct{}{}:
		defer func() { <-p.reading }()
	case <-p.closed:
		return 0, p.closedError("read")
	}
	if p.isClosed() {
		return 0, p.closedError("read")
	}
	n, err := p.dev.Read(b)
	return n, p.wrap("read", err)
}

// Write implements io.Writer. The bytes go out in a goroutine of their own, because a driver that
// stalls keeps a write for ever; after 5 s the port is closed, which is all that can be done.
func (p *port) Write(b []byte) (int, error) {
	deadline := time.NewTimer(writeTimeout)
	defer deadline.Stop()
	select {
	case p.writing <- struct{}{}:
	case <-p.closed:
		return 0, p.closedError("write")
	case <-deadline.C:
		return 0, p.stuck()
	}
	if p.isClosed() {
		<-p.writing
		return 0, p.closedError("write")
	}
	done := make(chan written, 1)
	go p.writeAll(bytes.Clone(b), done)
	select {
	case w := <-done:
		return w.n, p.wrap("write", w.err)
	case <-p.closed:
		return 0, p.closedError("write")
	case <-deadline.C:
		return 0, p.stuck()
	}
}

type written struct {
	n   int
	err error
}

// writeAll writes until everything is out and gives the token back. It never writes to a port that
// was closed meanwhile: the system may have given the handle's number to another file.
func (p *port) writeAll(b []byte, done chan<- written) {
	defer func() { <-p.writing }()
	var w written
	for w.n < len(b) && w.err == nil {
		if p.isClosed() {
			w.err = os.ErrClosed
			break
		}
		var n int
		n, w.err = p.dev.Write(b[w.n:])
		if n == 0 && w.err == nil {
			w.err = io.ErrShortWrite
		}
		w.n += n
	}
	done <- w
}

func (p *port) stuck() error {
	_ = p.Close()
	return fmt.Errorf("write to %s: the driver takes nothing: %w", p.name, os.ErrDeadlineExceeded)
}

// SetSpeed implements hw.SpeedSetter. It waits for a write that is under way, which Close ends, and not
// for a read.
func (p *port) SetSpeed(speed int) error {
	select {
	case p.writing <- struct{}{}:
		defer func() { <-p.writing }()
	case <-p.closed:
	}
	if p.isClosed() {
		return p.closedError("set the speed of")
	}
	return p.wrap("set the speed of", p.dev.SetMode(mode(speed)))
}

// Close implements io.Closer. It waits for the driver, but not longer than 3 s.
func (p *port) Close() error {
	p.closing.Do(func() {
		close(p.closed)
		go p.closeDevice()
	})
	limit := time.NewTimer(closeTimeout)
	defer limit.Stop()
	select {
	case <-p.done:
	case <-limit.C: // the driver hangs; the handle is lost, the program goes on
	}
	return nil
}

// awaitWriter gives a write that is under way the time to notice that the port is closed. One that
// hangs in the kernel longer than that finds it out when it comes back.
func (p *port) awaitWriter() {
	grace := time.NewTimer(2 * readTimeout)
	defer grace.Stop()
	select {
	case p.writing <- struct{}{}:
	case <-grace.C:
	}
}

// closeDevice lets a read that is under way run into its time-out first: the library's Read looks
// at the handle without a lock, and the system may already have given its number to another file.
// A write still under way is stuck, and its bytes are discarded.
func (p *port) closeDevice() {
	defer close(p.done)
	select {
	case p.writing <- struct{}{}:
	default:
		_ = p.dev.ResetOutputBuffer()
		p.awaitWriter()
	}
	grace := time.NewTimer(2 * readTimeout)
	defer grace.Stop()
	select {
	case p.reading <- struct{}{}:
	case <-grace.C:
	}
	_ = p.dev.Close()
}

func (p *port) isClosed() bool {
	select {
	case <-p.closed:
		return true
	default:
		return false
	}
}

func (p *port) closedError(doing string) error {
	return fmt.Errorf("%s %s: %w", doing, p.name, os.ErrClosed)
}

func (p *port) wrap(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case p.isClosed():
		return p.closedError(doing)
	}
	return fmt.Errorf("%s %s: %w", doing, p.name, hwError(err))
}

// byteDevice reads a byte at a time, for systems that complete no longer read in time.
type byteDevice struct{ device }

// Read implements io.Reader.
func (d byteDevice) Read(b []byte) (int, error) { return d.device.Read(b[:min(1, len(b))]) }
