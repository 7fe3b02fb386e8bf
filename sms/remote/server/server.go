// Package server answers programs of the same user that ask a running Surfstick SMS to send and read
// messages: the other side of package remote. It knows nothing of pipes and sockets; Serve is given a
// connection, and which program is at its other end.
//
// What a program says is held to strict rules before anybody acts on it, and what it wants to do to the
// Guard, which asks the person at the window. Messages go the same way as those that are typed: through
// an Engine, which is the messenger.
//
// A connection answers one request at a time, in order. As long as one is worked on, the end of the
// connection is noticed, and ends it: a program that was killed leaves nothing behind but what was
// accepted.
package server

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
	"surfstick-sms/sms/remote"
)

// Engine keeps and sends messages. Its errors are those of package sms, and *budget.Refusal.
type Engine interface {
	Region() string
	Link() sms.Link
	Identity() sms.Identity
	// Paused returns why nothing is sent until the person at the window does something.
	Paused(ctx context.Context) (sms.Reason, error)
	Queued(ctx context.Context) (int, error)
	ProgramsLeft(ctx context.Context, rules budget.Rules) (budget.Left, error)

	SendFor(ctx context.Context, o sms.Order, rules budget.Rules) (texts []sms.Message, known bool, err error)
	Check(ctx context.Context, o sms.Order, rules budget.Rules) (texts []sms.Message, known bool, err error)
	Cancel(ctx context.Context, id int64) error
	ByKey(ctx context.Context, key string) ([]sms.Message, error)
	KeyOf(ctx context.Context, id int64) (string, error)
	Message(ctx context.Context, id int64) (sms.Message, error)
	List(ctx context.Context, f sms.Filter) ([]sms.Message, error)
	Name(ctx context.Context, n sms.Number) (string, error)
	Arrivals(ctx context.Context, after int64, limit int) ([]sms.Arrival, error)
	LastArrival(ctx context.Context) (int64, error)

	// Changes receives after something has changed, and is closed when ctx or the Engine ends. Reports
	// returns as well which texts of programs have changed.
	Changes(ctx context.Context) <-chan struct{}
	Reports(ctx context.Context) (changes <-chan struct{}, changed func() []int64)
}

// Guard knows what the person at the window has allowed.
type Guard interface {
	// May returns nil when a program may do something. It may have to ask the person at the window, and
	// waits for the answer. Other errors than that of ctx are sms.ErrDenied, sms.ErrNobodyAnswered and
	// sms.ErrOff.
	May(ctx context.Context, p sms.Program, what sms.Permission) error
	// Said returns what the person has said of that before, and asks nobody.
	Said(p sms.Program, what sms.Permission) (allowed, known bool)
	// Rules are how much programs may send.
	Rules() budget.Rules
	// Open reports whether programs are let in at all.
	Open() bool
}

// Stick asks the network by codes such as *100#. Its errors are those of package sms around a SIM card.
type Stick interface {
	SendUSSD(ctx context.Context, code string) (sms.ServiceAnswer, error)
	EndUSSD(ctx context.Context) error
}

// Conn is a connection to a program.
type Conn interface {
	io.ReadWriteCloser
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
}

// Config is what a Server needs.
type Config struct {
	Engine  Engine
	Guard   Guard
	Stick   Stick
	Version string // of the program
	Demo    bool   // the stick is simulated
	Log     *slog.Logger
}

// Server serves connections. Its methods may be called from any goroutine.
type Server struct {
	Config
	open atomic.Int32 // connections

	mu      sync.Mutex
	refused string // what was logged last
}

// New returns a Server.
func New(c Config) *Server {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Server{Config: c}
}

const (
	// answerTime is how long a program may leave an answer unread.
	answerTime = time.Minute
	// refusedTime is how long a program that is one too many may take to read that.
	refusedTime = time.Second
	// lingerTime is how long the requests that a program has made go on after it has said that there will
	// be no more, as one does that pipes a line into the connection. One that was killed looks the same.
	lingerTime = time.Second
)

// Serve serves a connection to a program until one of them, the Engine or ctx ends. It closes the
// connection. "" stands for a program that the system does not name.
func (s *Server) Serve(ctx context.Context, conn Conn, p sms.Program) {
	if p == "" { // which stands for the person at the window
		p = sms.UnknownProgram
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	defer s.open.Add(-1)
	if s.open.Add(1) > remote.MaxConnections {
		s.refuse(conn, p)
		return
	}
	s.Log.Debug("program connects", "program", p.Name())
	c := &connection{Server: s, conn: conn, program: p, in: readLines(conn, cancel)}
	err := c.serve(ctx)
	cancel() // the reader ends with the connection
	_ = conn.Close()
	for range c.in { // what it had read
	}
	s.Log.Debug("program is gone", "program", p.Name(), "err", err)
}

// refuse tells a program that there are too many connections. It may be writing a request at that moment, and
// a pipe may throw away what nobody has read when it is closed: so the program is given a moment.
func (s *Server) refuse(conn Conn, p sms.Program) {
	s.Log.Warn("too many programs connect", "program", p.Name())
	until := time.Now().Add(refusedTime)
	if conn.SetWriteDeadline(until) != nil || conn.SetReadDeadline(until) != nil {
		return
	}
	unheard := make(chan struct{})
	go func() {
		defer close(unheard)
		_, _ = io.Copy(io.Discard, conn)
	}()
	_, _ = conn.Write(remote.ErrorLine(nil, remote.Refuse(remote.ReasonBusy,
		"There are %d connections already; end one, or try again later.", remote.MaxConnections)))
	<-unheard
}

// connection is one of them.
type connection struct {
	*Server
	conn    Conn
	program sms.Program
	in      <-chan input
}

// input is a line of the program, or why there is none.
type input struct {
	line []byte
	err  *remote.Error
}

// ahead is how many lines are read while one is worked on.
const ahead = 4

// readLines reads lines until the connection ends, and calls gone then: whatever is being done for the
// program ends with it.
func readLines(conn Conn, gone func()) <-chan input {
	in := make(chan input, ahead)
	lines := remote.NewLines(conn, remote.MaxLine)
	go func() {
		defer close(in)
		for {
			line, err := nextLine(conn, lines)
			switch {
			case err == nil:
				in <- input{line: append([]byte(nil), line...)}
				continue
			case errors.Is(err, remote.ErrLong):
				in <- input{err: remote.Refuse(remote.ReasonTooLong, "A line has at most %d bytes.", remote.MaxLine)}
			case timedOut(err):
				in <- input{err: remote.Refuse(remote.ReasonUsage, "The line has not ended within %.0f seconds.",
					remote.LineTime.Seconds())}
			case errors.Is(err, io.EOF):
				time.AfterFunc(lingerTime, gone)
			default:
				gone()
			}
			return
		}
	}()
	return in
}

func timedOut(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// nextLine waits as long as it takes for a line to begin, and not so long for its end.
func nextLine(conn Conn, lines *remote.Lines) ([]byte, error) {
	if err := conn.SetReadDeadline(time.Time{}); err != nil {
		return nil, err
	}
	if err := lines.Wait(); err != nil {
		return nil, err
	}
	if err := conn.SetReadDeadline(time.Now().Add(remote.LineTime)); err != nil {
		return nil, err
	}
	return lines.Next()
}

// serve answers requests until the connection ends, and returns why it does.
func (c *connection) serve(ctx context.Context) error {
	for {
		select {
		case in, more := <-c.in:
			if !more {
				return nil
			}
			if in.err != nil { // what follows on the connection makes no sense
				_ = c.write(remote.ErrorLine(nil, in.err))
				return in.err
			}
			if err := c.take(ctx, in.line); err != nil {
				return err
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// take answers one line. The error ends the connection.
func (c *connection) take(ctx context.Context, line []byte) error {
	r, err := remote.ParseRequest(line)
	var result any
	if err == nil {
		result, err = c.call(ctx, r)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		refused := c.refusal(err)
		c.logRefusal(r.Method, refused.Reason)
		err = c.write(remote.ErrorLine(r.ID, refused))
		if last(refused.Reason) && err == nil {
			err = refused
		}
		return err
	}
	if err := c.write(remote.AnswerLine(r.ID, result)); err != nil {
		return err
	}
	if l, ok := result.(*listening); ok {
		return c.listen(ctx, l)
	}
	return nil
}

// logRefusal logs a refusal, unless it is the same as the last one: a script in a loop must not fill the log.
func (c *connection) logRefusal(method string, why remote.Reason) {
	c.mu.Lock()
	defer c.mu.Unlock()
	method = shortened(method)
	what := c.program.Name() + " " + method + " " + string(why)
	if what != c.refused {
		c.Log.Info("program is refused", "program", c.program.Name(), "method", method, "reason", string(why))
	}
	c.refused = what
}

// last reports whether nothing else can be said after a refusal for this reason.
func last(r remote.Reason) bool { return r == remote.ReasonOff || r == remote.ReasonClosed }

// write writes a line.
func (c *connection) write(line []byte) error {
	if err := c.conn.SetWriteDeadline(time.Now().Add(answerTime)); err != nil {
		return err
	}
	_, err := c.conn.Write(line)
	return err
}
