// Package wire carries requests to the web server of a stick, and answers back: one at a time, each on a
// connection of its own, none without a limit. It knows HTTP, and nothing of what a stick says.
//
// What it promises:
//   - It looks for nothing. The caller names the address and hands over the function that opens
//     connections, so that they can be bound to the stick's own network adapter. No proxy is used and
//     no redirection is followed.
//   - It repeats nothing. Error.Written says whether the stick may have read a request without an answer.
//   - It reads at most 1 MB of an answer.
package wire

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"
)

// ErrClosed means that the Wire was closed.
var ErrClosed = errors.New("closed")

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
	// SubmitTimeout is how long a stick may take to send a text, from handing it over until it is given up; 0 is
	// 300 s, divided by Haste.
	SubmitTimeout time.Duration
}

// Wire leads to the web server of one stick. Its methods may be called from any goroutine, but for those
// that say otherwise.
type Wire struct {
	address string
	log     *slog.Logger
	trace   func(string)
	haste   int
	submit  time.Duration
	heard   func(error)
	web     *http.Transport
	ended   context.Context // done when the Wire is closed
	end     context.CancelCauseFunc

	turn chan struct{} // holds a token while a request, or several that belong together, run
	// Everything below is guarded by turn.

	// Broken is set when a connection broke, so that something else may be there now. Only whoever proves
	// again who answers takes it back.
	Broken bool
	// Cookies are those that came so far.
	Cookies Cookies
}

// dialLimit is how long a connection may take to open.
const dialLimit = 10 * time.Second

// New returns a Wire. It does not connect yet.
func New(o Options) (*Wire, error) {
	if u, err := url.Parse("http://" + o.Address); err != nil || u.Host != o.Address || u.Hostname() == "" {
		return nil, fmt.Errorf("%.40q is no address", o.Address)
	}
	if o.Dial == nil {
		return nil, errors.New("a way to reach the address is needed")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Trace == nil {
		o.Trace = func(string) {}
	}
	w := &Wire{
		address: o.Address, log: o.Log, trace: o.Trace, haste: max(o.Haste, 1), heard: func(error) {},
		submit: o.SubmitTimeout, turn: make(chan struct{}, 1),
	}
	w.ended, w.end = context.WithCancelCause(context.Background())
	w.web = &http.Transport{
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
	return w, nil
}

// Address returns that of the web server.
func (w *Wire) Address() string { return w.address }

// Log returns the log of the Options; never nil.
func (w *Wire) Log() *slog.Logger { return w.log }

// Hear has f called after every request, with nil when any answer came. It is called before the first one.
func (w *Wire) Hear(f func(error)) { w.heard = f }

// Close ends what is under way; everything afterwards is ErrClosed. It may be called more than once.
func (w *Wire) Close() error {
	w.end(ErrClosed)
	w.web.CloseIdleConnections()
	return nil
}

// Taking runs f when it is its turn, with a context that also ends with the Wire.
func (w *Wire) Taking(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(w.ended, func() { cancel(ErrClosed) })()
	select {
	case w.turn <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { <-w.turn }()
	if w.ended.Err() != nil { // the context above may end a moment later
		return ErrClosed
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	err := f(ctx)
	if err != nil && w.ended.Err() != nil && !errors.Is(err, ErrClosed) {
		return &endedError{err}
	}
	return err
}

// endedError is an error of a request that was cut off by Close.
type endedError struct{ err error }

func (e *endedError) Error() string   { return ErrClosed.Error() + ": " + e.err.Error() }
func (e *endedError) Unwrap() []error { return []error{ErrClosed, e.err} }

// Wait returns how long to wait in place of d: less in haste.
func (w *Wire) Wait(d time.Duration) time.Duration { return d / time.Duration(w.haste) }

// SubmitTimeout returns that of the Options, or what is usual, less in haste.
func (w *Wire) SubmitTimeout(usual time.Duration) time.Duration {
	return cmp.Or(w.submit, w.Wait(usual))
}

// Unhurried is the opposite of Wait: it returns how long d would be without haste.
func (w *Wire) Unhurried(d time.Duration) time.Duration { return d * time.Duration(w.haste) }

// Pause waits, less in haste, or returns the cause why it cannot.
func (w *Wire) Pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(w.Wait(d))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
