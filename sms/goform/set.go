package goform

import (
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
	"surfstick-sms/sms/wire"
)

// command is a request that changes something.
type command struct {
	id     string // goformId
	params []param
	limit  time.Duration // 0 for the usual time
	// bare is sent without a signature: a log-in.
	bare bool
	// commit, if not nil, is called once, before the request is first sent.
	commit func() error
	// untouched, if not nil, reports whether a refusal came before anything was done; only then is the request
	// repeated. A card counts every wrong PIN, and the stick refuses in the same words whatever the cause.
	untouched func(context.Context) bool

	// doubt reports afterwards that the stick may have done it, although there is an error.
	doubt bool
}

// set sends a command when it is its turn.
func (c *Client) set(ctx context.Context, id string, params ...param) error {
	return c.wire.Taking(ctx, func(ctx context.Context) error {
		return c.do(ctx, &command{id: id, params: params})
	})
}

// do sends a command. One that the stick refused is repeated after a new log-in, once, and with every other
// way to sign as long as none was taken.
func (c *Client) do(ctx context.Context, q *command) error {
	loggedIn := false
	for {
		err := c.once(ctx, q)
		var no *Error
		if !errors.As(err, &no) || no.Result != refused || q.bare || ctx.Err() != nil {
			return err
		}
		if q.untouched != nil && !q.untouched(ctx) {
			return err
		}
		if !loggedIn {
			loggedIn = true
			again, loginErr := c.forgotten(ctx)
			if loginErr != nil {
				return loginErr
			}
			if again {
				continue
			}
		}
		if !c.signing.next() {
			return err
		}
	}
}

// forgotten looks whether the stick refuses because nobody is logged in, and logs in again with what it
// took before. again reports that it has; the error is webstick.ErrLogin when the password is wanted.
func (c *Client) forgotten(ctx context.Context) (again bool, err error) {
	in, err := c.loggedIn(ctx)
	if err != nil || in || c.account == nil && c.flags.login == no {
		return false, err
	}
	if c.account == nil && !c.mustLogIn(ctx) {
		return false, nil
	}
	return true, c.loginAgain(ctx)
}

// once sends a command one time.
func (c *Client) once(ctx context.Context, q *command) error {
	q.doubt = false
	if c.device == nil {
		return fmt.Errorf("%s: %w", q.id, webstick.ErrUnproved)
	}
	if err := c.meetAgain(ctx); err != nil {
		return fmt.Errorf("%s: %w", q.id, err)
	}
	params := append([]param{{"isTest", "false"}, {"goformId", q.id}}, q.params...)
	if !q.bare {
		sign, err := c.sign(ctx)
		if err != nil {
			return err
		}
		params = append(params, sign...)
	}
	if q.commit != nil {
		if err := q.commit(); err != nil {
			return fmt.Errorf("commit: %w", err)
		}
		q.commit = nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return c.send(ctx, q, encode(params))
}

// send sends the request and reads the answer.
func (c *Client) send(ctx context.Context, q *command, form string) error {
	m := wire.Message{
		Path: setPath, Body: []byte(form), Header: c.header(), Name: "set " + q.id, Limit: q.limit, Describe: describe,
	}
	if m.Limit == 0 {
		m.Limit = limit
	}
	body, _, err := c.wire.Exchange(ctx, m)
	var lost *wire.Error
	if errors.As(err, &lost) {
		q.doubt = lost.Written
		return err
	}
	q.doubt = true
	if err != nil {
		return err
	}
	if isPage(body) {
		return fmt.Errorf("%s: %w", q.id, wire.ErrPage)
	}
	f, err := decode(body)
	if err != nil {
		return fmt.Errorf("%s: %w", q.id, err)
	}
	switch result := strings.ToLower(f["result"]); result {
	case "":
		return fmt.Errorf("%s: neither success nor failure", q.id)
	case "success", "0":
		q.doubt = false
		c.signing.works = c.signing.works || !q.bare
		return nil
	default:
		q.doubt = result != refused
		return &Error{What: q.id, Result: result}
	}
}

// describe returns what a trace says of an answer.
func describe(body []byte) string {
	if f, err := decode(body); err == nil && len(f) == 1 && len(f["result"]) > 0 && len(f["result"]) < 12 {
		return "result " + f["result"]
	}
	return ""
}

// signing is how newer firmware wants to see that a request comes from its own page: AD is the hash of the
// hash of its versions with RD, a number that it makes up for each request. Which hash it is, its pages know.
type signing struct {
	style int
	works bool // a request was taken that was signed like this, or not at all
}

// signatures are the ways to make AD, in the order in which they are tried. The pages of an MF79U and of an
// MC801A have the first one, those of U25S and F50 the second; one client for an MF79 puts the versions the
// other way round.
var signatures = []func(wa, cr, rd string) string{
	func(wa, cr, rd string) string { return md5Hex(md5Hex(wa+cr) + rd) },
	func(wa, cr, rd string) string { return shaHex(shaHex(wa+cr) + rd) },
	func(wa, cr, rd string) string { return md5Hex(md5Hex(cr+wa) + rd) },
}

// next goes on to the next way to sign. It reports whether there is one that is worth a try.
func (s *signing) next() bool {
	if s.works || s.style+1 >= len(signatures) {
		return false
	}
	s.style++
	return true
}

// sign returns the signature for the next request, none for firmware that makes up no RD.
func (c *Client) sign(ctx context.Context) ([]param, error) {
	if c.flags.signs == no {
		c.signing.style = len(signatures)
		return nil, nil
	}
	f, err := c.get(ctx, "RD")
	switch {
	case err != nil && !errors.Is(err, sms.ErrNotHere) && !errors.Is(err, errIncomplete):
		return nil, err
	case f["RD"] == "":
		c.signing.style = len(signatures)
		return nil, nil
	}
	if c.signing.style >= len(signatures) { // it made up none before
		c.signing.style = 0
	}
	hash := signatures[c.signing.style]
	return []param{{"AD", hash(c.device.Software, c.device.release, f["RD"])}}, nil
}

// md5Hex is the MD5 in lower case, as the pages write it.
func md5Hex(s string) string {
	sum := md5.Sum([]byte(s)) //nolint:gosec // the firmware wants it
	return hex.EncodeToString(sum[:])
}

// shaHex is the SHA-256 in upper case, as the pages write it.
func shaHex(s string) string {
	sum := sha256.Sum256([]byte(s))
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}
