package goform

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/wire"
)

// The two addresses.
const (
	getPath = "/goform/goform_get_cmd_process"
	setPath = "/goform/goform_set_cmd_process"
)

// param is one of a request, in the order in which the stick's own pages send them.
type param struct{ name, value string }

// encode returns parameters as a query or the body of a form.
func encode(params []param) string {
	parts := make([]string, len(params))
	for i, p := range params {
		parts[i] = url.QueryEscape(p.name) + "=" + url.QueryEscape(p.value)
	}
	return strings.Join(parts, "&")
}

// header returns the header without which a stick answers to nothing: its own page as the one that asks.
func (c *Client) header() http.Header {
	return http.Header{"Referer": {"http://" + c.wire.Address() + "/index.html"}}
}

// get asks for some commands at once, with further parameters. It is called by whoever has the turn, and
// repeats the question once when the connection broke.
func (c *Client) get(ctx context.Context, cmds string, more ...param) (fields, error) {
	raw, err := c.getRaw(ctx, cmds, more...)
	if err != nil {
		return nil, err
	}
	f, err := decode(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cmds, err)
	}
	return f, nil
}

// getRaw is get without decoding.
func (c *Client) getRaw(ctx context.Context, cmds string, more ...param) ([]byte, error) {
	params := []param{{"isTest", "false"}, {"cmd", cmds}}
	if strings.Contains(cmds, ",") {
		params = append(params, param{"multi_data", "1"})
	}
	return c.read(ctx, wire.Message{
		Path: getPath, Query: encode(append(params, more...)), Name: "get " + cmds, Limit: limit,
	})
}

// read is a GET of anything, repeated once when the connection broke.
func (c *Client) read(ctx context.Context, m wire.Message) ([]byte, error) {
	m.Header = c.header()
	body, _, err := c.wire.Exchange(ctx, m)
	var lost *wire.Error
	if errors.As(err, &lost) && lost.Written && ctx.Err() == nil {
		body, _, err = c.wire.Exchange(ctx, m)
	}
	if err == nil && isPage(body) {
		err = fmt.Errorf("%s: %w", m.Name, wire.ErrPage)
	}
	return body, err
}

// ask is get when it is its turn.
func (c *Client) ask(ctx context.Context, cmds string, more ...param) (f fields, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) error {
		f, err = c.get(ctx, cmds, more...)
		return err
	})
	return f, err
}

// askPrivate asks for what some firmware says only with its password: told reports whether an answer is one.
// Where the stick has forgotten who was logged in, the password that it took is given again, once. The
// error is webstick.ErrLogin when it wants it and nothing helps. It is called by whoever has the turn.
func (c *Client) askPrivate(
	ctx context.Context, told func([]byte) bool, cmds string, more ...param,
) ([]byte, error) {
	raw, err := c.getRaw(ctx, cmds, more...)
	if err != nil || told(raw) {
		return raw, err
	}
	in, err := c.loggedIn(ctx)
	switch {
	case err != nil:
		return nil, err
	case in:
		return raw, nil // it has nothing to say
	case c.account == nil && c.flags.login == no && !withheld(raw, cmds):
		return raw, nil
	}
	if err := c.loginAgain(ctx); err != nil {
		return nil, err
	}
	return c.getRaw(ctx, cmds, more...)
}

// withheld reports whether an answer is that of a stick that knows a command and does not say what it is asked
// for, whatever its pages say about a password.
func withheld(raw []byte, cmd string) bool {
	f, err := decode(raw)
	value, there := f[cmd]
	return err == nil && there && value == ""
}

// private is askPrivate for fields of which at least one is there, when it is its turn.
func (c *Client) private(ctx context.Context, cmds string, names ...string) (f fields, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) error {
		raw, err := c.askPrivate(ctx, func(raw []byte) bool {
			f, err := decode(raw)
			return err == nil && f.has(names...)
		}, cmds)
		if err != nil {
			return err
		}
		f, err = decode(raw)
		return err
	})
	return f, err
}

// noSuch is the error for what a firmware does not have.
func noSuch(what string) error { return &Error{What: what, Meaning: sms.ErrNotHere} }
