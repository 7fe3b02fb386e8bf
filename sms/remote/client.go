package remote

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"
)

// Client asks a server. It is for one goroutine at a time; Close may be called from any.
type Client struct {
	conn  io.ReadWriteCloser
	lines *Lines
	last  int64 // ID of the last request
	close func() error
}

// NewClient returns a client over a connection, which it closes.
func NewClient(conn io.ReadWriteCloser) *Client {
	return &Client{conn: conn, lines: NewLines(conn, MaxAnswer), close: sync.OnceValue(conn.Close)}
}

// Close ends the connection. What was accepted is sent all the same.
func (c *Client) Close() error { return c.close() }

// Hello introduces the client, by name and version, and returns who answers.
func (c *Client) Hello(ctx context.Context, name string) (h Hello, err error) {
	return h, c.call(ctx, MethodHello, HelloParams{Version, name}, &h)
}

// Send queues a text, or checks it.
func (c *Client) Send(ctx context.Context, p SendParams) (a Accepted, err error) {
	return a, c.call(ctx, MethodSend, p, &a)
}

// Status returns what became of the texts of a call.
func (c *Client) Status(ctx context.Context, p StatusParams) ([]Text, error) {
	var t Texts
	err := c.call(ctx, MethodStatus, p, &t)
	return t.Texts, err
}

// Cancel takes a text out of the queue and returns it.
func (c *Client) Cancel(ctx context.Context, id int64) (Text, error) {
	var t Texts
	err := c.call(ctx, MethodCancel, CancelParams{id}, &t)
	if err == nil && len(t.Texts) != 1 {
		err = badAnswer()
	}
	if err != nil {
		return Text{}, err
	}
	return t.Texts[0], nil
}

// List returns messages, oldest first.
func (c *Client) List(ctx context.Context, p ListParams) (l List, err error) {
	return l, c.call(ctx, MethodList, p, &l)
}

// Info returns what the stick, the SIM card and the network say, and what the program may do.
func (c *Client) Info(ctx context.Context) (i Info, err error) {
	return i, c.call(ctx, MethodInfo, InfoParams{}, &i)
}

// USSD asks the network something.
func (c *Client) USSD(ctx context.Context, code string) (u USSD, err error) {
	return u, c.call(ctx, MethodUSSD, USSDParams{code}, &u)
}

// Listen has messages come in, and returns the number of the last one that is there. Next returns them;
// other requests cannot follow.
func (c *Client) Listen(ctx context.Context, p ListenParams) (seq int64, err error) {
	var l Listening
	err = c.call(ctx, MethodListen, p, &l)
	return l.Seq, err
}

// Notice is one of the things that come after Listen; one of the two is not nil.
type Notice struct {
	Received *Received
	Report   *Text
}

// Next waits for the next message or report after Listen. Notices of a kind that is not known are left
// out.
func (c *Client) Next(ctx context.Context) (n Notice, err error) {
	defer c.guard(ctx, &err)()
	for {
		a, err := c.read()
		if err != nil {
			return n, err
		}
		switch {
		case a.Error != nil:
			return n, a.Error.refusal()
		case a.Method == NoticeReceived:
			n.Received = new(Received)
			return n, readInto(a.Params, n.Received)
		case a.Method == NoticeReport:
			n.Report = new(Text)
			return n, readInto(a.Params, n.Report)
		}
	}
}

// call asks something and reads the answer. An error that the server told is an *Error, and so is the end
// of the connection; one of ctx is that of ctx.
func (c *Client) call(ctx context.Context, method string, params, into any) (err error) {
	defer c.guard(ctx, &err)()
	c.last++
	line, err := requestLine(c.last, method, params)
	if err != nil {
		return err
	}
	if len(line) > MaxLine+1 {
		return Refuse(ReasonTooLong, "The request is too long: at most %d bytes are taken.", MaxLine)
	}
	// A server that has too many connections says so at once, and may not read what is written.
	_, writeErr := c.conn.Write(line)
	a, err := c.read()
	switch {
	case err != nil && writeErr != nil:
		return closed(writeErr)
	case err != nil:
		return err
	case a.Error != nil:
		return a.Error.refusal()
	}
	var id int64
	if json.Unmarshal(a.ID, &id) != nil || id != c.last || a.Result == nil {
		return badAnswer()
	}
	return readInto(a.Result, into)
}

// guard closes the connection when ctx ends, and has the error be that of ctx then. What it returns is
// called at the end.
func (c *Client) guard(ctx context.Context, err *error) func() {
	stop := context.AfterFunc(ctx, func() { c.Close() })
	return func() {
		if !stop() && *err != nil {
			*err = context.Cause(ctx)
		}
	}
}

// read returns the next line of the server.
func (c *Client) read() (a wireAnswer, err error) {
	line, err := c.lines.Next()
	if errors.Is(err, ErrLong) {
		return a, badAnswer()
	}
	if err != nil {
		return a, closed(err)
	}
	return a, readInto(line, &a)
}

func readInto(text []byte, into any) error {
	if json.Unmarshal(text, into) != nil {
		return badAnswer()
	}
	return nil
}

func closed(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return Refuse(ReasonClosed, "Surfstick SMS has ended the connection.")
	}
	return Refuse(ReasonClosed, "The connection to Surfstick SMS has broken off: %v.", err)
}

func badAnswer() error {
	return Refuse(ReasonInternal, "What answers does not speak the language of Surfstick SMS.")
}

// refusal returns the error that a line says.
func (e *wireError) refusal() error {
	r := &Error{e.Code, e.Data.Reason, e.Message, e.Data.RetryAfter, e.Data.Number}
	if r.Reason == "" {
		r.Reason = ReasonInternal
	}
	return r
}
