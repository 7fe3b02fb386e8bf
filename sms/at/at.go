// Package at runs AT commands on a modem over any io.ReadWriteCloser (3GPP TS 27.007, ITU-T V.250).
//
// A Channel runs one command at a time. A reader and a writer goroutine move bytes; a third one,
// the owner, holds all state: it cuts the bytes into lines (tokenizer), decides what each line is
// (dispatch) and enforces the time-outs (owner). A line is a final result code, part of the response
// to the current command, or an unsolicited result code (URC). URCs reach Options.Handle in order,
// wherever they came in.
//
// A command that ends without its final result code (time-out, cancelled context) leaves the channel
// dirty: its bytes may still come. Before the next command the owner sends ESC and AT until a clean
// OK came back (or an error that only modems have), and discards what comes in between, except that
// a late response goes to the Late hook of the command that it belongs to. So a response never
// reaches another command than its own. When that fails, the channel closes itself with ErrStuck.
//
// Read may return nothing and no error, or single bytes. Lines beyond 4 kB are dropped. A write that
// hangs closes the port. The package knows nothing about SIM cards, and about texts only that a URC
// may have the PDU in a second line.
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
	// ErrTimeout means that no final result code came in time. The channel stays usable.
	ErrTimeout = errors.New("no answer in time")
	// ErrEnded means that the channel has ended. It wraps the cause, such as the read error of a
	// stick that was pulled out, or one of the three below.
	ErrEnded = errors.New("line has ended")
	// ErrStuck means that the modem did not answer again after a time-out. The channel is closed.
	ErrStuck = errors.New("modem no longer answers")
	// ErrWrite means that a write hung, so that the port was closed.
	ErrWrite = errors.New("write did not end in time")
	// ErrClosed means that Close was called.
	ErrClosed = errors.New("channel closed")
	// ErrInvalid means that a command holds a byte that must not be sent. Nothing was written.
	ErrInvalid = errors.New("invalid command")
)

// URC is an unsolicited result code: what the modem sends without being asked.
type URC struct {
	// Line is the whole line, such as `+CMTI: "ME",0` or `^RSSI:18`. In a USSD message (+CUSD) a
	// LineBreak stands for each line end.
	Line string
	// PDU is the second line of +CMT, +CDS and +CBM, unchecked; "" for any other URC, and when
	// the second line never came.
	PDU string
}

// LineBreak stands for a line end inside a URC.
const LineBreak = "\x1e"

// Options are the hooks and limits of a Channel. The hooks run on the owner goroutine: they must
// return at once and must not use the Channel.
type Options struct {
	// Handle receives the URCs, in order; nil drops them.
	Handle func(URC)
	// Trace receives every line in both directions, redacted; nil drops them.
	Trace func(string)
	// Noise, if not nil, reports whether a line that looks like part of an answer is one that modems
	// send by themselves, such as "RDY". It is handed on as a URC. A line that begins as the answer to
	// the current command, or stands between quotation marks of it, is never asked about.
	Noise func(line string) bool
	// WriteTimeout is how long a write may take; 0 is 5 s.
	WriteTimeout time.Duration
}

// Times of the resynchronisation after a time-out. It takes 8 s at most, unless the command that
// timed out was allowed to take longer.
const (
	writeTimeout = 5 * time.Second
	syncTimeout  = 2 * time.Second        // for one AT
	maxSyncs     = 4                      // how many AT
	quietTime    = 300 * time.Millisecond // after the OK: a late OK would come before
)

// Channel is a line to a modem. Its methods may be called from any goroutine.
type Channel struct {
	rw  io.ReadWriteCloser
	opt Options

	lock       chan struct{} // holds a token while Exclusive runs: a mutex that a context can end
	requests   chan *request
	approvals  chan approval
	interrupts chan string
	chunks     chan []byte // from the reader
	writes     chan []byte // to the writer
	wrote      chan error  // from the writer
	stop       chan struct{}
	stopOnce   sync.Once
	done       chan struct{}

	received atomic.Int64
	err      error // why the channel ended; set before done is closed
}

// New starts a channel on rw and owns rw from then on.
func New(rw io.ReadWriteCloser, o Options) *Channel {
	if o.WriteTimeout <= 0 {
		o.WriteTimeout = writeTimeout
	}
	c := &Channel{
		rw: rw, opt: o,
		lock:       make(chan struct{}, 1),
		requests:   make(chan *request),
		approvals:  make(chan approval),
		interrupts: make(chan string),
		chunks:     make(chan []byte),
		writes:     make(chan []byte, 1),
		wrote:      make(chan error, 1),
		stop:       make(chan struct{}),
		done:       make(chan struct{}),
	}
	readErr := make(chan error, 1)
	go c.read(readErr)
	go c.write()
	go c.run(readErr)
	return c
}

// Done is closed when the channel has ended, by Close or because the line broke.
func (c *Channel) Done() <-chan struct{} { return c.done }

// Err returns why the channel ended; nil while it lives.
func (c *Channel) Err() error {
	select {
	case <-c.done:
		return c.err
	default:
		return nil
	}
}

// Received returns how many bytes came in so far.
func (c *Channel) Received() int64 { return c.received.Load() }

// Close closes the line and ends the current command with ErrClosed. It may be called more than
// once, but not from a hook.
func (c *Channel) Close() error {
	c.stopOnce.Do(func() { close(c.stop) })
	<-c.done
	return nil
}

// Do runs one command and returns its response. The error is an *Error when the modem refused,
// wraps ErrTimeout when it did not answer in time, or is ctx's. The Response holds what came until
// then, also beside an error.
func (c *Channel) Do(ctx context.Context, cmd Command) (Response, error) {
	var r Response
	err := c.Exclusive(ctx, func(s Sequence) (err error) {
		r, err = s.Do(ctx, cmd)
		return err
	})
	return r, err
}

// Sequence runs commands without any other command in between.
type Sequence struct{ c *Channel }

// Do runs one command of the sequence, as Channel.Do does.
func (s Sequence) Do(ctx context.Context, cmd Command) (Response, error) {
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
	case c.lock <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	case <-c.done:
		return c.err
	}
	defer func() { <-c.lock }()
	return f(Sequence{c})
}

// TryExclusive is Exclusive, except that it does not run f when the channel is in use. ran reports
// whether f ran.
func (c *Channel) TryExclusive(f func(Sequence) error) (ran bool, err error) {
	select {
	case c.lock <- struct{}{}:
	default:
		return false, nil
	}
	defer func() { <-c.lock }()
	return true, f(Sequence{c})
}
