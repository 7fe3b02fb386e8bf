// Package hilink talks to the web server of a Huawei stick in HiLink mode: a network card for the
// computer, with a small web server behind it that takes and gives texts.
//
// What it promises:
//   - It looks for nothing. The caller names the address and hands over the function that opens
//     connections, so that they can be bound to the stick's own network adapter. No proxy is used and
//     no redirection is followed.
//   - It changes nothing before Prove has seen that a stick answers, and no home router. When a
//     connection broke it looks again, and changes nothing when something else answers.
//   - It sends one request at a time, each on a connection of its own: more confuse the firmware.
//   - It waits for nothing without a limit, and reads at most 1 MB of an answer.
//   - A POST is repeated only when the stick says that it refused the session or its token, which it
//     checks before anything else. When the answer to a text does not come, SendError.Perhaps says so.
//   - A password is tried once, whatever comes back. Only one that was taken is used again, when the
//     stick has forgotten the session.
//   - What was received is given as it came, byte for byte, beside what could be read in it.
//
// A Client asks single questions. A Stick, which Open returns, is one that texts go through: a sms.TextBackend
// that looks for new texts, follows those that it sends, and finds out later what became of them.
//
// Answers are XML of many kinds of damage; they are cleaned before they are decoded. What is known of
// the firmwares comes from the public sources of other clients and from recordings; docs/hilink.md
// says how such a stick is talked to.
package hilink

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Dial opens a connection; it has the form of http.Transport.DialContext.
type Dial = func(ctx context.Context, network, address string) (net.Conn, error)

// Options say where the web server of a stick is and how to reach it.
type Options struct {
	// Address is the host, with a port when that is not 80, such as "192.168.8.1".
	Address string
	// Dial opens a connection to it. Every connection is opened by it, so it can bind them to the
	// network adapter of the stick.
	Dial Dial
	// Log, if not nil, hears of every request: its path, how long it took and how it ended, never
	// what is in it.
	Log *slog.Logger
	// Trace, if not nil, hears of every request and every answer in one line each, without anything that
	// is secret or private: method and path, then HTTP status or error and how long it took.
	Trace func(string)
	// Haste divides how long is waited between two questions, until something is tried again and until it
	// is given up, for tests with a real clock; 0 and 1 leave it as it is. How long an answer may take stays.
	Haste int
}

// Client talks to the web server of one stick. All its methods may be called from any goroutine; they
// take turns.
type Client struct {
	address string
	log     *slog.Logger
	trace   func(string)
	haste   int
	heard   func(error) // hears how every request went, nil when any answer came; set before the first one
	web     *http.Transport
	ended   context.Context // done when the Client is closed
	end     context.CancelCauseFunc

	ussd chan struct{} // holds a token while a code for the network is being answered
	turn chan struct{} // holds a token while a request, or several that belong together, run
	// Everything below is guarded by turn.

	device  *Device // nil until a stick was proved
	broken  bool    // a connection broke since then, so that something else may be there now
	session session
	// noSimlock is set when the firmware does not know pin/simlock.
	noSimlock bool
	// locked is set when texts were refused for want of the password, whatever the stick says.
	locked  bool
	account *account // what the stick took, to log in again with; nil for none
}

// How long the stick may take. While its radio sends a text it answers nothing else, for up to 30 s.
const (
	dialLimit = 10 * time.Second
	limit     = 35 * time.Second
	sendLimit = 60 * time.Second
)

// New returns a Client. It does not connect yet.
func New(o Options) (*Client, error) {
	if u, err := url.Parse("http://" + o.Address); err != nil || u.Host != o.Address || u.Hostname() == "" {
		return nil, fmt.Errorf("hilink: %.40q is no address", o.Address)
	}
	if o.Dial == nil {
		return nil, errors.New("hilink: a way to reach the address is needed")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Trace == nil {
		o.Trace = func(string) {}
	}
	c := &Client{
		address: o.Address, log: o.Log, trace: o.Trace, haste: max(o.Haste, 1), heard: func(error) {},
		ussd: make(chan struct{}, 1), turn: make(chan struct{}, 1),
	}
	c.ended, c.end = context.WithCancelCause(context.Background())
	c.web = &http.Transport{
		Proxy: nil,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			ctx, cancel := context.WithTimeout(ctx, dialLimit)
			defer cancel()
			return o.Dial(ctx, network, address)
		},
		DisableKeepAlives:      true, // a used connection may be reset, and then nobody knows what was read
		DisableCompression:     true,
		MaxResponseHeaderBytes: 64 << 10,
	}
	return c, nil
}

// Close ends what is under way; everything afterwards is ErrClosed. It may be called more than once.
func (c *Client) Close() error {
	c.end(ErrClosed)
	c.web.CloseIdleConnections()
	return nil
}

// taking runs f when it is its turn, with a context that also ends with the Client.
func (c *Client) taking(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(c.ended, func() { cancel(ErrClosed) })()
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { <-c.turn }()
	if c.ended.Err() != nil { // the context above may end a moment later
		return ErrClosed
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	err := f(ctx)
	if err != nil && c.ended.Err() != nil && !errors.Is(err, ErrClosed) {
		return &endedError{err}
	}
	return err
}

// endedError is an error of a request that was cut off by Close.
type endedError struct{ err error }

func (e *endedError) Error() string   { return ErrClosed.Error() + ": " + e.err.Error() }
func (e *endedError) Unwrap() []error { return []error{ErrClosed, e.err} }

// wait returns how long to wait in place of d: less in haste.
func (c *Client) wait(d time.Duration) time.Duration { return d / time.Duration(c.haste) }

// pause waits, less in haste, or returns the cause why it cannot.
func (c *Client) pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(c.wait(d))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
