// Package at speaks AT with a modem over any io.ReadWriteCloser (3GPP TS 27.007, ITU-T V.250).
//
// A Channel runs one command at a time. One goroutine owns all that is known of the line: it cuts
// the bytes into lines, gives each line to the command that waits or to the handler of unsolicited
// notices, and watches the clock. Notices come in order, and never inside an answer; an answer
// never goes to another command than the one that asked for it.
//
// Whatever ends a command before its final line came (a time-out, a cancelled context) leaves the
// channel dirty: late bytes may be under way. The next command first sends ESC and then AT until a
// clean OK came back, and everything in between is discarded, except that a late answer is handed
// to the Late hook of the command that it belongs to. When the modem does not answer that either,
// the channel closes itself with ErrStuck.
//
// Reads may return nothing and no error, or one byte; lines of more than 4 kB are dropped; a write
// that hangs closes the port. The package knows nothing about SIM cards and texts, beyond that a
// received one comes in two lines.
package at

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// Errors of a Channel. Commands return them wrapped.
var (
	// ErrTimeout means that no final line came in time. The channel stays usable.
	ErrTimeout = errors.New("no answer in time")
	// ErrEnded means that the channel has ended. It comes with the cause, such as the read error of a
	// stick that was pulled out, or one of the three below.
	ErrEnded = errors.New("line has ended")
	// ErrStuck means that the modem did not come back after a time-out. The channel is closed.
	ErrStuck = errors.New("modem no longer answers")
	// ErrWrite means that a write hung, so that the port was closed.
	ErrWrite = errors.New("write did not end in time")
	// ErrClosed means that Close was called.
	ErrClosed = errors.New("channel closed")
	// ErrInvalid means that a command holds a byte that must not go out. Nothing was written.
	ErrInvalid = errors.New("invalid command")
)

// Notice is something that the modem says by itself.
type Notice struct {
	// Line is the whole line, such as `+CMTI: "ME",0` or `^RSSI:18`. In an answer of the network
	// (+CUSD) a LineBreak stands for each line end.
	Line string
	// PDU is the second line of +CMT, +CDS and +CBM, unchecked; "" for any other notice, and when
	// the second line never came.
	PDU string
}

// LineBreak stands for a line end inside a Notice.
const LineBreak = "\x1e"

// Options are the hooks and limits of a Channel. The hooks run on the goroutine that owns the
// line: they must return at once and must not use the Channel.
type Options struct {
	// Handle takes the notices, in order.
	Handle func(Notice)
	// Trace takes every line in both directions, redacted.
	Trace func(string)
	// WriteTimeout is how long a write may take; 0 is 5 s.
	WriteTimeout time.Duration
}

// Times of the recovery after a time-out.
const (
	writeTimeout = 5 * time.Second
	syncTimeout  = 2 * time.Second        // for one AT
	syncTries    = 4                      // how many AT
	quietTime    = 300 * time.Millisecond // after the OK: a late OK would come before
)

// Channel is a line to a modem. Its methods may be called from any goroutine.
type Channel struct {
	rw  io.ReadWriteCloser
	opt Options

	turn     chan struct{} // holds a token while somebody has the channel for himself
	requests chan *request
	permits  chan permit
	last     chan string
	chunks   chan []byte
	writes   chan []byte
	wrote    chan error
	stop     chan struct{}
	stopOnce sync.Once
	done     chan struct{}

	heard atomic.Int64
	err   error // why the channel ended; set before done is closed
}

// New starts a channel on rw and owns it from then on.
func New(rw io.ReadWriteCloser, o Options) *Channel {
	if o.WriteTimeout <= 0 {
		o.WriteTimeout = writeTimeout
	}
	c := &Channel{
		rw: rw, opt: o,
		turn:     make(chan struct{}, 1),
		requests: make(chan *request),
		permits:  make(chan permit),
		last:     make(chan string),
		chunks:   make(chan []byte),
		writes:   make(chan []byte, 1),
		wrote:    make(chan error, 1),
		stop:     make(chan struct{}),
		done:     make(chan struct{}),
	}
	readErr := make(chan error, 1)
	go c.read(readErr)
	go c.write()
	go c.run(readErr)
	return c
}

// Done is closed when the channel has ended, by Close or because the line broke.
func (c *Channel) Done() <-chan struct{} { return c.done }

// Err tells why the channel ended; nil while it lives.
func (c *Channel) Err() error {
	select {
	case <-c.done:
		return c.err
	default:
		return nil
	}
}

// Heard is how many bytes came in so far.
func (c *Channel) Heard() int64 { return c.heard.Load() }

// Close closes the line and ends the command that waits with ErrClosed. It may be called more
// than once, but not from a hook.
func (c *Channel) Close() error {
	c.stopOnce.Do(func() { close(c.stop) })
	<-c.done
	return nil
}

// Do runs one command and returns its answer. The error is an *Error when the modem refused,
// wraps ErrTimeout when it said nothing in time, or ctx's error; the Answer holds what came until
// then, also beside an error.
func (c *Channel) Do(ctx context.Context, cmd Command) (Answer, error) {
	var a Answer
	err := c.Exclusive(ctx, func(s Sequence) (err error) {
		a, err = s.Do(ctx, cmd)
		return err
	})
	return a, err
}

// Sequence runs commands without any other command coming in between.
type Sequence struct{ c *Channel }

// Do runs one command of the sequence.
func (s Sequence) Do(ctx context.Context, cmd Command) (Answer, error) {
	return s.c.exchange(ctx, cmd)
}

// Exclusive runs f, whose commands no other command can interrupt. f must use the Sequence, not
// the Channel.
func (c *Channel) Exclusive(ctx context.Context, f func(Sequence) error) error {
	select {
	case <-c.done:
		return c.err
	default:
	}
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	case <-c.done:
		return c.err
	}
	defer func() { <-c.turn }()
	return f(Sequence{c})
}

// TryExclusive is Exclusive, except that it does nothing when the channel is in use. It tells
// whether f ran.
func (c *Channel) TryExclusive(f func(Sequence) error) (ran bool, err error) {
	select {
	case c.turn <- struct{}{}:
	default:
		return false, nil
	}
	defer func() { <-c.turn }()
	return true, f(Sequence{c})
}

// exchange hands one command to the owner and waits for what became of it. The caller has the turn.
func (c *Channel) exchange(ctx context.Context, cmd Command) (Answer, error) {
	line, err := cmd.line()
	if err != nil {
		return Answer{}, err
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	r := &request{
		Command: cmd, text: line, prefix: cmd.prefix(), ctx: ctx,
		reply: make(chan result, 1), asked: make(chan struct{}),
	}
	select {
	case c.requests <- r:
	case <-c.done:
		return Answer{}, c.err
	}
	got := c.await(r)
	return got.answer, got.err
}

// await waits for the reply, which the owner gives to every request that it took, and lets the PDU
// go in between.
func (c *Channel) await(r *request) result {
	select {
	case got := <-r.reply:
		return got
	case <-r.asked:
	}
	p := permit{r, r.Before()}
	select {
	case got := <-r.reply: // it ended meanwhile
		return got
	case c.permits <- p:
	}
	return <-r.reply
}

// permit is what Before said.
type permit struct {
	request *request
	err     error
}

// request is a command on its way through the owner.
type request struct {
	Command
	text   string
	prefix string
	ctx    context.Context
	reply  chan result
	asked  chan struct{} // closed at the prompt when there is a Before

	// Only touched by the owner.
	answer  Answer
	started time.Time // when it was written, or the PDU if it has one
}

type result struct {
	answer Answer
	err    error
}
