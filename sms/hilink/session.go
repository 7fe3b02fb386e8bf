package hilink

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/wire"
)

// session is what a stick wants to see with a request beside its cookie: a token for every POST.
type session struct {
	tokens []string // not used yet, the next one first
	style  int      // index in styles
	works  bool     // a POST was taken with a token of this style
}

// styles are the ways to get tokens, in the order in which they are tried. Web interface 10.x and 11.x
// has the first one, 17.x, 21.x and 22.x the second, most the third; the sticks of 2012 want none.
var styles = []func(*Client, context.Context) ([]string, error){
	(*Client).tokenByName, (*Client).tokenBySession, (*Client).tokenByPage, (*Client).noToken,
}

// takeTokens keeps the tokens in the answer to a POST: the next one, or after a log-in a list of 30
// that replaces all others. Two more headers repeat the first two of the list.
func (s *session) takeTokens(h http.Header) {
	if h == nil {
		return
	}
	var fresh []string
	for _, name := range []string{"", "one", "two"} {
		for part := range strings.SplitSeq(h.Get(tokenHeader+name), "#") {
			if part = strings.TrimSpace(part); part != "" && !slices.Contains(fresh, part) {
				fresh = append(fresh, part)
			}
		}
	}
	if len(fresh) > 1 {
		s.tokens = nil
	}
	for _, token := range fresh {
		if !slices.Contains(s.tokens, token) {
			s.tokens = append(s.tokens, token)
		}
	}
}

// forget drops the cookie and the tokens of a session. A style by which no POST was ever taken is left for the next one.
func (c *Client) forget(otherStyle bool) {
	c.wire.Cookies, c.session.tokens = nil, nil
	if otherStyle && !c.session.works {
		c.session.style = (c.session.style + 1) % len(styles)
	}
}

// token returns the token for the next POST, "" when the stick wants none. It is not used again.
func (c *Client) token(ctx context.Context) (string, error) {
	if len(c.session.tokens) == 0 {
		if err := c.open(ctx); err != nil {
			return "", err
		}
	}
	if len(c.session.tokens) == 0 {
		return "", nil
	}
	token := c.session.tokens[0]
	c.session.tokens = c.session.tokens[1:]
	return token, nil
}

// open asks for a token, in the session that there is or in a new one, in the first style that this
// stick has.
func (c *Client) open(ctx context.Context) error {
	for ; ; c.session.style++ {
		tokens, err := styles[c.session.style](c, ctx)
		if err == nil {
			c.session.tokens = tokens
			return nil
		}
		var lost *wire.Error
		if errors.As(err, &lost) || errors.Is(err, sms.ErrBusy) || c.session.works {
			return err
		}
	}
}

// tokenByName asks webserver/token. Of its 64 characters the last 32 are the token.
func (c *Client) tokenByName(ctx context.Context) ([]string, error) {
	if len(c.wire.Cookies) == 0 {
		var lost *wire.Error
		if _, _, err := c.exchange(ctx, message{path: "/", limit: limit}); errors.As(err, &lost) {
			return nil, err // whatever else came, it has set the cookie
		}
	}
	root, err := c.ask(ctx, "webserver/token")
	if err != nil {
		return nil, err
	}
	token := root.trimmed("token")
	return oneToken(token[max(len(token)-32, 0):])
}

// tokenBySession asks webserver/SesTokInfo, which gives the cookie as well.
func (c *Client) tokenBySession(ctx context.Context) ([]string, error) {
	root, err := c.ask(ctx, "webserver/SesTokInfo")
	if err != nil {
		return nil, err
	}
	if id := root.trimmed("SesInfo"); id != "" {
		c.wire.Cookies.Set("SessionID", strings.TrimPrefix(id, "SessionID="))
	}
	return oneToken(root.trimmed("TokInfo"))
}

func oneToken(token string) ([]string, error) {
	if token == "" {
		return nil, errors.New("no token in the answer")
	}
	return []string{token}, nil
}

var pageToken = regexp.MustCompile(`name="csrf_token"\s+content="([^"]{1,128})"`)

// tokenByPage reads the tokens, usually two, out of the stick's start page.
func (c *Client) tokenByPage(ctx context.Context) ([]string, error) {
	for _, path := range []string{"/", "/html/home.html"} {
		body, _, err := c.exchange(ctx, message{path: path, limit: limit})
		var lost *wire.Error
		if errors.As(err, &lost) {
			return nil, err
		}
		var tokens []string
		for _, m := range pageToken.FindAllSubmatch(body, -1) {
			tokens = append(tokens, string(m[1]))
		}
		if len(tokens) > 0 {
			return tokens, nil
		}
	}
	return nil, errors.New("no token in the page")
}

func (c *Client) noToken(context.Context) ([]string, error) { return nil, nil }

// ask is a GET without any second try.
func (c *Client) ask(ctx context.Context, path string) (*element, error) {
	body, _, err := c.exchange(ctx, message{path: "/api/" + path, limit: limit})
	if err != nil {
		return nil, err
	}
	return readAnswer(path, body)
}

// readAnswer decodes an answer and returns the error in it.
func readAnswer(path string, body []byte) (*element, error) {
	if isPage(body) {
		return nil, fmt.Errorf("%s: %w", path, wire.ErrPage)
	}
	root, err := decode(body)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, err)
	case root.name == "error":
		return nil, &Error{Path: path, Code: root.num("code", -1)}
	case root.name == "html":
		return nil, fmt.Errorf("%s: %w", path, wire.ErrPage)
	}
	return root, nil
}
