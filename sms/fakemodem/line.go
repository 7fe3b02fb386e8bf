package fakemodem

import (
	"errors"
	"io"
	"os"
	"time"
)

// port is which of a stick's serial ports a line goes to.
type port int

// The ports that answer AT.
const (
	portPCUI  port = iota // URCs come here
	portModem             // dial-up
)

// maxLine is the longest command line that is accepted; longer ones are answered with ERROR.
const maxLine = 1024

// line is one open line: a serial port in memory, and the state that the modem keeps for it.
type line struct {
	m    *Modem
	port port
	done chan struct{} // closed when the line ends
	wake chan struct{} // holds a token when something may be read

	// Everything below is guarded by m.mu.

	out    [][]byte // one element per read
	err    error    // why the line ended, nil while it works
	echo   bool
	echoed []byte // echo not yet sent
	cmee   int
	in     []byte
	busy   bool    // a command runs: input is ignored
	submit *submit // the prompt was sent: input is a PDU
}

func newLine(m *Modem, p port) *line {
	return &line{
		m: m, port: p, echo: true,
		done: make(chan struct{}), wake: make(chan struct{}, 1),
	}
}

// Read returns what the modem sent, or (0, nil) when nothing came for Latency.Idle.
func (l *line) Read(p []byte) (int, error) {
	n, err := l.take(p)
	if n > 0 || err != nil || len(p) == 0 {
		return n, err
	}
	idle := time.NewTimer(l.m.opt.Latency.Idle)
	defer idle.Stop()
	for n == 0 && err == nil {
		select {
		case <-l.wake:
		case <-l.done:
		case <-idle.C:
			return 0, nil
		}
		n, err = l.take(p)
	}
	return n, err
}

// take moves what was sent into p. What was sent before the line broke can still be read, except
// after Close.
func (l *line) take(p []byte) (int, error) {
	l.m.lock()
	defer l.m.unlock()
	if errors.Is(l.err, os.ErrClosed) || l.err != nil && len(l.out) == 0 {
		return 0, l.err
	}
	if len(l.out) == 0 {
		return 0, nil
	}
	n := copy(p, l.out[0])
	if l.out[0] = l.out[0][n:]; len(l.out[0]) == 0 {
		l.out = l.out[1:]
	}
	return n, nil
}

// Write hands bytes to the modem, which processes them before Write returns.
func (l *line) Write(p []byte) (int, error) {
	n, stalled, err := l.feed(p)
	if stalled {
		<-l.done
		return n, io.ErrClosedPipe
	}
	return n, err
}

// feed processes bytes until the line breaks; stalled reports that the write must hang.
func (l *line) feed(p []byte) (n int, stalled bool, err error) {
	l.m.lock()
	defer l.m.unlock()
	if l.err == nil && l.m.faults.stall {
		return 0, true, nil
	}
	for n < len(p) && l.err == nil && l.m.faults.toModem != 0 {
		l.octet(p[n])
		n++
		if l.m.faults.toModem > 0 {
			l.m.faults.toModem--
		}
	}
	l.flushEcho()
	if l.m.faults.toModem == 0 {
		l.out = nil
		l.m.dropLines()
	}
	if n < len(p) {
		return n, false, l.err
	}
	return n, false, nil
}

// Close ends the line and unblocks a Read.
func (l *line) Close() error {
	l.m.lock()
	defer l.m.unlock()
	l.end(os.ErrClosed)
	l.err = os.ErrClosed
	return nil
}

// end ends the line with err, once.
func (l *line) end(err error) {
	if l.err != nil {
		return
	}
	l.err = err
	close(l.done)
	delete(l.m.lines, l)
}

// send queues s for the reader, as far as the faults allow.
func (l *line) send(s string) {
	l.flushEcho()
	if l.err != nil || l.m.faults.silent {
		return
	}
	b, broken := l.m.faults.filter([]byte(s))
	for size := l.m.opt.Quirks.Chunk; size > 0 && len(b) > size; b = b[size:] {
		l.out = append(l.out, b[:size])
	}
	if len(b) > 0 {
		l.out = append(l.out, b)
	}
	if broken {
		l.m.dropLines()
	}
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// Serve runs a line over rw, a pty or a socket, until rw or the modem ends, and returns why. If rw
// is an io.Closer, it is closed then.
func (m *Modem) Serve(rw io.ReadWriter) error {
	l, err := m.Dial()
	if err != nil {
		return err
	}
	ended := make(chan error, 2)
	go func() { ended <- pipe(rw, l) }()
	go func() { ended <- pipe(l, rw) }()
	err = <-ended
	l.Close()
	if c, ok := rw.(io.Closer); ok {
		c.Close()
		if other := <-ended; err == nil {
			err = other
		}
	}
	return err
}

// pipe copies until an error; unlike io.Copy it takes reads that return nothing.
func pipe(to io.Writer, from io.Reader) error {
	buf := make([]byte, 4096)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			if _, err := to.Write(buf[:n]); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
	}
}
