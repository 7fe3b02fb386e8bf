package at_test

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/sms/at"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// port is the far side of a line: what is written to it is cut at CR, Ctrl-Z and ESC and handed to
// answer, which says something or not. Reads return nothing and no error when nothing came for a
// while, as serial ports with a read time-out do.
type port struct {
	chunk  int           // most bytes per read, 0 any
	idle   time.Duration // how long a read waits, 0 is 200 ms
	hang   bool          // writes never end
	answer func(p *port, cmd string)

	mu     sync.Mutex
	in     []byte // to be read
	out    []byte // unfinished command
	log    []string
	broken error
	wake   chan struct{}
	closed chan struct{}
	once   sync.Once
}

func newPort(answer func(p *port, cmd string)) *port {
	return &port{answer: answer, wake: make(chan struct{}, 1), closed: make(chan struct{})}
}

// replies answers commands from a table and leaves all others unanswered.
func replies(table map[string]string) func(*port, string) {
	return func(p *port, cmd string) { p.say(table[cmd]) }
}

func (p *port) say(s string) {
	p.mu.Lock()
	p.in = append(p.in, s...)
	p.mu.Unlock()
	p.signal()
}

func (p *port) signal() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// fail makes reads fail from now on.
func (p *port) fail(err error) {
	p.mu.Lock()
	p.broken = err
	p.mu.Unlock()
	p.signal()
}

// commands returns what was written, in order.
func (p *port) commands() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.log...)
}

func (p *port) take(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.chunk > 0 && len(b) > p.chunk {
		b = b[:p.chunk]
	}
	n := copy(b, p.in)
	p.in = p.in[n:]
	if n == 0 {
		return 0, p.broken
	}
	return n, nil
}

func (p *port) Read(b []byte) (int, error) {
	if n, err := p.take(b); n > 0 || err != nil {
		return n, err
	}
	idle := p.idle
	if idle == 0 {
		idle = 200 * time.Millisecond
	}
	select {
	case <-p.wake:
		return p.take(b)
	case <-time.After(idle):
		return 0, nil
	case <-p.closed:
		return 0, io.ErrClosedPipe
	}
}

func (p *port) Write(b []byte) (int, error) {
	if p.hang {
		<-p.closed
		return 0, io.ErrClosedPipe
	}
	for _, x := range b {
		if cmd, complete := p.collect(x); complete && p.answer != nil {
			p.answer(p, cmd)
		}
	}
	return len(b), nil
}

func (p *port) collect(x byte) (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch x {
	case '\r':
	case 0x1a:
		p.out = append(p.out, "^Z"...)
	case 0x1b:
		p.out = append(p.out, "ESC"...)
	default:
		p.out = append(p.out, x)
		return "", false
	}
	cmd := string(p.out)
	p.out = nil
	p.log = append(p.log, cmd)
	return cmd, true
}

func (p *port) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// urcs collects what the handler gets.
type urcs struct {
	mu   sync.Mutex
	list []at.URC
}

func (n *urcs) add(x at.URC) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, x)
}

func (n *urcs) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var b strings.Builder
	for _, x := range n.list {
		b.WriteString(x.Line + "|" + x.PDU + ";")
	}
	return b.String()
}

func open(t *testing.T, p *port, o at.Options) *at.Channel {
	t.Helper()
	c := at.New(p, o)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// do runs a command that must succeed and returns its lines.
func do(t *testing.T, c *at.Channel, cmd at.Command) string {
	t.Helper()
	a, err := c.Do(context.Background(), cmd)
	if err != nil {
		t.Fatalf("%s: %v", cmd.Name, err)
	}
	return strings.Join(a.Lines, "|")
}
