package hilink

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"sync/atomic"
	"time"

	"surfstick-sms/sms"
)

// maxAnswer is the most bytes of an answer that are read. A list of 50 long texts has 100 kB.
const maxAnswer = 1 << 20

// The header that holds a token. Go would write it in lower case; some firmware looks for this
// spelling.
const tokenHeader = "__RequestVerificationToken"

// errPage means that a page for people came in place of an answer: the stick has no such endpoint.
var errPage = fmt.Errorf("a page in place of an answer: %w", sms.ErrNotHere)

// wireError is a request without an answer.
type wireError struct {
	// written reports whether a connection was made, so that the stick may have read the request.
	written bool
	err     error
}

func (e *wireError) Error() string { return e.err.Error() }

// Unwrap says that the stick is silent, beside the cause.
func (e *wireError) Unwrap() []error { return []error{sms.ErrSilent, e.err} }

// message is a request as it goes over the wire.
type message struct {
	path  string // from the root: /api/sms/sms-count
	body  []byte // nil for a GET
	token string // "" for none
	limit time.Duration
}

// exchange sends one request and reads the answer, whatever it is. Cookies that come are kept.
func (c *Client) exchange(ctx context.Context, m message) (body []byte, h http.Header, err error) {
	began := time.Now()
	ctx, cancel := context.WithTimeout(ctx, m.limit)
	defer cancel()
	var connected atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	c.trace("> " + m.method() + " " + m.path)
	body, h, err = c.roundTrip(traced, m)
	c.log.Debug("hilink", "path", m.path, "post", m.body != nil, "took", time.Since(began), "err", err)
	c.trace(outcome(body, err, time.Since(began)))
	var refused *statusError
	if err != nil && !errors.As(err, &refused) {
		if ctx.Err() != nil {
			err = fmt.Errorf("%w: %w", context.Cause(ctx), err)
		}
		c.broken = true
		err = &wireError{connected.Load(), fmt.Errorf("%s: %w", m.path, err)}
		c.heard(err)
		return nil, nil, err
	}
	c.heard(nil)
	return body, h, err
}

func (m message) method() string {
	if m.body != nil {
		return http.MethodPost
	}
	return http.MethodGet
}

// errorInAnswer is the number in an answer that is an error.
var errorInAnswer = regexp.MustCompile(`^[^<]*(?:<\?[^>]*>\s*)?<error>\s*<code>(-?\d{1,9})</code>`)

// outcome describes an answer in a line, without what is in it.
func outcome(body []byte, err error, took time.Duration) string {
	how := fmt.Sprintf("%d bytes", len(body))
	if code := errorInAnswer.FindSubmatch(body); code != nil {
		how = "error " + string(code[1])
	}
	if err != nil {
		how = err.Error()
	}
	return fmt.Sprintf("< %s, %d ms", how, took.Milliseconds())
}

// statusError is an answer whose status is not 200.
type statusError struct {
	path   string
	status int
}

func (e *statusError) Error() string { return fmt.Sprintf("%s: HTTP status %d", e.path, e.status) }

// Unwrap takes a redirection and 404 for what they are: there is no such endpoint.
func (e *statusError) Unwrap() error {
	if e.status/100 == 3 || e.status == http.StatusNotFound {
		return errPage
	}
	return ErrUnknown
}

func (c *Client) roundTrip(ctx context.Context, m message) ([]byte, http.Header, error) {
	r, err := c.newRequest(ctx, m)
	if err != nil {
		return nil, nil, err
	}
	answer, err := c.web.RoundTrip(r)
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
	c.session.takeCookies(answer.Cookies())
	if answer.StatusCode != http.StatusOK {
		return body, answer.Header, &statusError{m.path, answer.StatusCode}
	}
	return body, answer.Header, nil
}

// newRequest returns a request as the stick's own pages send it.
func (c *Client) newRequest(ctx context.Context, m message) (*http.Request, error) {
	u := url.URL{Scheme: "http", Host: c.address, Path: m.path}
	var body io.Reader
	if m.body != nil {
		body = bytes.NewReader(m.body)
	}
	r, err := http.NewRequestWithContext(ctx, m.method(), u.String(), body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", "Mozilla/5.0")
	r.Header.Set("X-Requested-With", "XMLHttpRequest")
	if cookies := c.session.header(); cookies != "" {
		r.Header.Set("Cookie", cookies)
	}
	if m.body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
		r.Header["_ResponseSource"] = []string{"Broswer"} // spelt like this in the pages
	}
	if m.token != "" {
		r.Header[tokenHeader] = []string{m.token}
	}
	return r, nil
}
