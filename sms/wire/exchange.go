package wire

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

	"surfstick-sms/sms"
)

// maxAnswer is the most bytes of an answer that are read. A list of 50 long texts has 100 kB.
const maxAnswer = 1 << 20

// ErrPage means that a page for people came in place of an answer: the stick has no such endpoint.
var ErrPage = fmt.Errorf("a page in place of an answer: %w", sms.ErrNotHere)

// ErrUnknown means that the stick names no cause.
var ErrUnknown = errors.New("error without a cause")

// Error is a request without an answer.
type Error struct {
	// Written reports whether a connection was made, so that the stick may have read the request.
	Written bool
	Err     error // never nil
}

// Error implements error.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap says that the stick is silent, beside the cause.
func (e *Error) Unwrap() []error { return []error{sms.ErrSilent, e.Err} }

// StatusError is an answer whose status is not 200.
type StatusError struct {
	Path   string
	Status int
}

// Error implements error.
func (e *StatusError) Error() string { return fmt.Sprintf("%s: HTTP status %d", e.Path, e.Status) }

// Unwrap takes a redirection and 404 for what they are: there is no such endpoint.
func (e *StatusError) Unwrap() error {
	if e.Status/100 == 3 || e.Status == http.StatusNotFound {
		return ErrPage
	}
	return ErrUnknown
}

// Message is a request as it goes over the wire.
type Message struct {
	Path  string // from the root: /api/sms/sms-count
	Query string // encoded, "" for none
	Body  []byte // nil for a GET
	// Header is written as it is, in these letters: some firmware looks at upper and lower case.
	Header http.Header
	Limit  time.Duration // how long the answer may take
	// Name is what the trace says of it in place of Path; nothing private may be in it.
	Name string
	// Describe, if not nil, returns what the trace says of an answer, "" for its length alone.
	Describe func(body []byte) string
}

func (m Message) method() string {
	if m.Body != nil {
		return http.MethodPost
	}
	return http.MethodGet
}

// Exchange sends one request and reads the answer, whatever it is; an answer with another status than 200
// comes with a *StatusError, none at all is an *Error. Cookies that come are kept. It is called by whoever
// has the turn.
func (w *Wire) Exchange(ctx context.Context, m Message) (body []byte, h http.Header, err error) {
	began := time.Now()
	ctx, cancel := context.WithTimeout(ctx, m.Limit)
	defer cancel()
	var connected atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	name := cmp.Or(m.Name, m.Path)
	w.trace("> " + m.method() + " " + name)
	body, h, err = w.roundTrip(traced, m)
	w.log.Debug("web", "path", name, "post", m.Body != nil, "took", time.Since(began), "err", err)
	w.trace(m.outcome(body, err, time.Since(began)))
	var refused *StatusError
	if err != nil && !errors.As(err, &refused) {
		if ctx.Err() != nil {
			err = fmt.Errorf("%w: %w", context.Cause(ctx), err)
		}
		w.Broken = true
		err = &Error{connected.Load(), fmt.Errorf("%s: %w", name, err)}
		w.heard(err)
		return nil, nil, err
	}
	w.heard(nil)
	return body, h, err
}

// outcome describes an answer in a line, without what is in it.
func (m Message) outcome(body []byte, err error, took time.Duration) string {
	how := fmt.Sprintf("%d bytes", len(body))
	if m.Describe != nil {
		how = cmp.Or(m.Describe(body), how)
	}
	if err != nil {
		how = err.Error()
	}
	return fmt.Sprintf("< %s, %d ms", how, took.Milliseconds())
}

func (w *Wire) roundTrip(ctx context.Context, m Message) ([]byte, http.Header, error) {
	r, err := w.newRequest(ctx, m)
	if err != nil {
		return nil, nil, err
	}
	answer, err := w.web.RoundTrip(r)
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, nil, err
	case len(body) > maxAnswer:
		return nil, nil, errors.New("answer is too long")
	}
	w.Cookies.take(answer.Cookies())
	if answer.StatusCode != http.StatusOK {
		return body, answer.Header, &StatusError{m.Path, answer.StatusCode}
	}
	return body, answer.Header, nil
}

// newRequest returns a request as the pages of a stick send it.
func (w *Wire) newRequest(ctx context.Context, m Message) (*http.Request, error) {
	u := url.URL{Scheme: "http", Host: w.address, Path: m.Path, RawQuery: m.Query}
	var body io.Reader
	if m.Body != nil {
		body = bytes.NewReader(m.Body)
	}
	r, err := http.NewRequestWithContext(ctx, m.method(), u.String(), body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", "Mozilla/5.0")
	r.Header.Set("X-Requested-With", "XMLHttpRequest")
	if cookies := w.Cookies.header(); cookies != "" {
		r.Header.Set("Cookie", cookies)
	}
	if m.Body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	}
	maps.Copy(r.Header, m.Header)
	return r, nil
}
