package hilink

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
	"surfstick-sms/sms/wire"
)

// call is one question to an endpoint, with what may be done when it is refused.
type call struct {
	path string // below /api/, or from the root with a slash
	body []byte // nil for a GET
	// limit is how long the answer may take; 0 for the usual time.
	limit time.Duration
	// single has nothing repeated, whatever the answer is.
	single bool
	// list takes an answer of which single entries cannot be decoded.
	list bool
	// makeBody, if not nil, makes the body with the token in the header.
	makeBody func(token string) []byte
	// commit, if not nil, is called once, before the body is first sent.
	commit func() error

	// doubt reports afterwards that the stick may have done what it was asked for, although there is
	// an error.
	doubt bool
}

// reply is an answer without an error in it.
type reply struct {
	*element
	raw []byte
}

// busyPauses are how long is waited when the stick is busy, before each new try.
var busyPauses = []time.Duration{time.Second, 2 * time.Second, 5 * time.Second}

// get asks an endpoint when it is its turn.
func (c *Client) get(ctx context.Context, path string) (reply, error) {
	return c.await(ctx, &call{path: path})
}

// post sends a request to an endpoint when it is its turn.
func (c *Client) post(ctx context.Context, path string, fields ...field) (reply, error) {
	return c.await(ctx, &call{path: path, body: request(fields...)})
}

// await is do when it is its turn.
func (c *Client) await(ctx context.Context, q *call) (r reply, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) error {
		r, err = c.do(ctx, q)
		return err
	})
	return r, err
}

// do asks until there is an answer, or an error that no further try helps against: a refused session
// is opened anew once, a stick that wants its password gets it when it took one before, a busy one is
// left alone for a moment, and a GET is repeated when its connection broke.
func (c *Client) do(ctx context.Context, q *call) (reply, error) {
	var t tries
	for {
		r, err := c.once(ctx, q)
		if err == nil || q.single || !t.again(ctx, c, q, err) {
			return r, err
		}
	}
}

// tries counts what was done against the errors of one call.
type tries struct{ sessions, logins, busy, broken int }

// again does what may help against an error, and reports whether it is worth another try.
func (t *tries) again(ctx context.Context, c *Client, q *call, err error) bool {
	var lost *wire.Error
	var refused *Error
	switch {
	case ctx.Err() != nil:
		return false
	case errors.As(err, &lost):
		t.broken++
		return q.body == nil && lost.Written && t.broken == 1
	case !errors.As(err, &refused):
		return false
	case errors.Is(err, ErrSession):
		t.sessions++
		return c.newSession(ctx, q, t.sessions)
	case refused.Code == codeNoRight:
		t.logins++
		c.locked = c.locked || strings.HasPrefix(q.path, "sms/") // others want a password for themselves only
		return c.account != nil && t.logins == 1 && c.loginAgain(ctx) == nil
	case errors.Is(err, sms.ErrBusy) && refused.Code == 100004:
		t.busy++
		return t.busy <= len(busyPauses) && c.wire.Pause(ctx, busyPauses[t.busy-1]) == nil
	}
	return false
}

// newSession opens a session after one was refused, for the first time in the same style. As long as
// no POST was ever taken, the other styles follow.
func (c *Client) newSession(ctx context.Context, q *call, n int) bool {
	if n > 1 && (c.session.works || !q.isPost() || n > len(styles)) {
		return false
	}
	c.forget(n > 1)
	if c.open(ctx) != nil {
		return false
	}
	return c.account == nil || c.loginAgain(ctx) == nil
}

func (q *call) isPost() bool { return q.body != nil || q.makeBody != nil }

// once asks one time.
func (c *Client) once(ctx context.Context, q *call) (reply, error) {
	q.doubt = false
	m := message{path: q.fullPath(), limit: q.limit}
	if m.limit == 0 {
		m.limit = limit
	}
	if q.isPost() {
		if err := c.prepare(ctx, q, &m); err != nil {
			return reply{}, err
		}
	}
	body, h, err := c.exchange(ctx, m)
	var lost *wire.Error
	if errors.As(err, &lost) {
		q.doubt = lost.Written
		return reply{}, err
	}
	if q.isPost() {
		c.session.takeTokens(h)
	}
	var root *element
	if err == nil {
		root, err = q.read(body)
	}
	denied := isDenial(err)
	q.doubt = err != nil && !denied
	if q.isPost() && !errors.Is(err, ErrSession) && (err == nil || denied) {
		c.session.works = true
	}
	return reply{root, body}, err
}

// isDenial reports whether an error says that nothing was done: a number whose meaning is known, and
// which a stick gives before it does anything.
func isDenial(err error) bool {
	return webstick.IsRefusal(err) && !errors.Is(err, ErrUnknown) && !errors.Is(err, ErrOvertime)
}

// prepare puts body and token into a POST.
func (c *Client) prepare(ctx context.Context, q *call, m *message) error {
	if c.device == nil {
		return fmt.Errorf("%s: %w", q.path, ErrUnproved)
	}
	err := c.proveAgain(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", q.path, err)
	}
	if m.token, err = c.token(ctx); err != nil {
		return err
	}
	if m.body = q.body; q.makeBody != nil {
		m.body = q.makeBody(m.token)
	}
	if q.commit != nil {
		if err := q.commit(); err != nil {
			return fmt.Errorf("commit: %w", err)
		}
		q.commit = nil
	}
	return ctx.Err()
}

func (q *call) fullPath() string {
	if q.path[0] == '/' {
		return q.path
	}
	return "/api/" + q.path
}

// read decodes an answer. One of a list is taken when it is whole, even if it is not well-formed: its
// entries are decoded one by one.
func (q *call) read(body []byte) (*element, error) {
	root, err := readAnswer(q.path, body)
	var refused *Error
	if err != nil && q.list && !errors.As(err, &refused) &&
		bytes.HasSuffix(bytes.TrimSpace(body), []byte("</response>")) {
		return &element{name: "response"}, nil
	}
	return root, err
}
