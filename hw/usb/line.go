package usb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"surfstick-sms/hw"
)

const (
	// linesUp raises DTR and RTS, linesDown lets them fall (USB CDC PSTN 1.2, clause 6.3.12).
	linesUp, linesDown = 3, 0

	idleTime     = 200 * time.Millisecond // how long a read of a silent line waits
	lineTimeout  = 5 * time.Second        // for a write
	closeTimeout = 3 * time.Second
	maxWrite     = 512
	readSize     = 4096
	// ahead is how many packets wait for somebody to read them; the stick holds the rest back.
	ahead = 64
	// busErrors is how many reads in a row may fail by an error on the bus, busErrorPause the pause
	// between them.
	busErrors     = 3
	busErrorPause = 100 * time.Millisecond
)

// line is an open serial interface. Any goroutine may call any method.
//
// One goroutine reads from the stick as long as the line is open, whether anybody wants the data or
// not: a transfer that is cancelled can lose what has come meanwhile.
type line struct {
	name string
	lib  library
	dev  device
	i    iface

	ctx    context.Context // ends all transfers
	cancel context.CancelFunc
	// reading and writing hold a token while a call is inside Read or Write.
	reading, writing chan struct{}
	chunks           chan []byte
	rest             []byte        // of a chunk; guarded by reading
	failed           chan struct{} // closed when the stick is gone
	why              error         // set before failed is closed
	work             sync.WaitGroup
	closing          sync.Once
	closed           chan struct{} // closed when Close begins
	done             chan struct{} // closed when everything is released
}

func newLine(name string, lib library, dev device, i iface) *line {
	l := &line{
		name: name, lib: lib, dev: dev, i: i,
		reading: make(chan struct{}, 1), writing: make(chan struct{}, 1),
		chunks: make(chan []byte, ahead), failed: make(chan struct{}),
		closed: make(chan struct{}), done: make(chan struct{}),
	}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	l.work.Go(l.receive)
	return l
}

// receive takes what comes until the line is closed or the stick is gone.
func (l *line) receive() {
	b := make([]byte, bufferSize(l.i.packet))
	failures := 0
	for l.ctx.Err() == nil {
		n, err := l.readOnce(b)
		if n > 0 {
			select {
			case l.chunks <- bytes.Clone(b[:n]):
			case <-l.ctx.Done():
			}
		}
		switch {
		case err == nil:
			failures = 0
		case l.ctx.Err() != nil:
		case errors.Is(err, faultIO) && failures < busErrors:
			failures++
			l.pause(busErrorPause)
		default:
			l.fail(err)
			return
		}
	}
}

func (l *line) readOnce(b []byte) (n int, err error) {
	defer recovered(&err)
	return l.dev.read(l.ctx, b)
}

func (l *line) pause(d time.Duration) {
	select {
	case <-time.After(d):
	case <-l.ctx.Done():
	}
}

// fail notes why nothing more can come.
func (l *line) fail(err error) {
	l.why = fmt.Errorf("%w: %w", hw.ErrGone, err)
	close(l.failed)
}

// bufferSize is a multiple of the largest packet: less would overflow.
func bufferSize(packet int) int {
	if packet <= 0 {
		return readSize
	}
	return max(readSize/packet, 1) * packet
}

// Read implements io.Reader; (0, nil) means that nothing came for a while.
func (l *line) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	select {
	case l.reading <- struct{}{}:
		defer func() { <-l.reading }()
	case <-l.closed:
		return 0, l.closedError("read")
	}
	if l.isClosed() {
		return 0, l.closedError("read")
	}
	if len(l.rest) == 0 {
		if err := l.next(); err != nil {
			return 0, err
		}
	}
	n := copy(b, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// next waits for more to read; what came before the stick went away comes first.
func (l *line) next() error {
	select {
	case l.rest = <-l.chunks:
		return nil
	default:
	}
	idle := time.NewTimer(idleTime)
	defer idle.Stop()
	select {
	case l.rest = <-l.chunks:
	case <-l.closed:
		return l.closedError("read")
	case <-idle.C:
	case <-l.failed:
		select {
		case l.rest = <-l.chunks:
		default:
			return fmt.Errorf("read %s: %w", l.name, l.why)
		}
	}
	return nil
}

// Write implements io.Writer. A stick that takes nothing for 5 s has its line closed.
func (l *line) Write(b []byte) (int, error) {
	deadline := time.NewTimer(lineTimeout)
	defer deadline.Stop()
	select {
	case l.writing <- struct{}{}:
	case <-l.closed:
		return 0, l.closedError("write")
	case <-deadline.C:
		return 0, l.stuck()
	}
	if l.isClosed() {
		<-l.writing
		return 0, l.closedError("write")
	}
	done := make(chan written, 1)
	l.work.Go(func() {
		defer func() { <-l.writing }()
		done <- l.writeAll(bytes.Clone(b))
	})
	select {
	case w := <-done:
		return w.n, l.wrap("write", w.err)
	case <-l.closed:
		return 0, l.closedError("write")
	case <-deadline.C:
		return 0, l.stuck()
	}
}

type written struct {
	n   int
	err error
}

// writeAll writes in portions that every stick takes. No packet of length zero ends them: Linux'
// option driver sends none to a Huawei stick.
func (l *line) writeAll(b []byte) (w written) {
	defer recovered(&w.err)
	for w.n < len(b) {
		n, err := l.dev.write(l.ctx, b[w.n:min(w.n+maxWrite, len(b))])
		w.n += n
		if err != nil {
			w.err = err
			return w
		}
	}
	return w
}

func (l *line) stuck() error {
	_ = l.Close()
	return fmt.Errorf("write to %s: the stick takes nothing: %w", l.name, os.ErrDeadlineExceeded)
}

// Close implements io.Closer. It waits for libusb, but not longer than 3 s.
func (l *line) Close() error {
	l.closing.Do(func() {
		close(l.closed)
		go l.release()
	})
	limit := time.NewTimer(closeTimeout)
	defer limit.Stop()
	select {
	case <-l.done:
	case <-limit.C: // a transfer cannot be cancelled; the handle is lost, the program goes on
	}
	return nil
}

// release ends everything in order. Nothing is closed under a transfer.
func (l *line) release() {
	defer close(l.done)
	var err error
	defer recovered(&err)
	_ = l.dev.setLines(l.i.number, linesDown)
	l.cancel()
	l.work.Wait()
	_ = l.dev.close()
	_ = l.lib.close()
}

func (l *line) isClosed() bool {
	select {
	case <-l.closed:
		return true
	default:
		return false
	}
}

func (l *line) closedError(doing string) error {
	return fmt.Errorf("%s %s: %w", doing, l.name, os.ErrClosed)
}

func (l *line) wrap(doing string, err error) error {
	var f fault
	switch {
	case err == nil:
		return nil
	case l.isClosed():
		return l.closedError(doing)
	case errors.As(err, &f) && (f == faultIO || f == faultPipe):
		return fmt.Errorf("%s %s: %w: %w", doing, l.name, hw.ErrGone, err)
	}
	return fmt.Errorf("%s %s: %w", doing, l.name, meaning(err))
}
