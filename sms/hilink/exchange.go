package hilink

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"surfstick-sms/sms/wire"
)

// The header that holds a token. Go would write it in lower case; some firmware looks for this
// spelling.
const tokenHeader = "__RequestVerificationToken"

// message is a request as it goes over the wire.
type message struct {
	path  string // from the root: /api/sms/sms-count
	body  []byte // nil for a GET
	token string // "" for none
	limit time.Duration
}

// exchange sends one request as the stick's own pages do, and reads the answer, whatever it is.
func (c *Client) exchange(ctx context.Context, m message) (body []byte, h http.Header, err error) {
	header := http.Header{}
	if m.body != nil {
		header["_ResponseSource"] = []string{"Broswer"} // spelt like this in the pages
	}
	if m.token != "" {
		header[tokenHeader] = []string{m.token}
	}
	return c.wire.Exchange(ctx, wire.Message{
		Path: m.path, Body: m.body, Header: header, Limit: m.limit, Describe: describe,
	})
}

// errorInAnswer is the number in an answer that is an error.
var errorInAnswer = regexp.MustCompile(`^[^<]*(?:<\?[^>]*>\s*)?<error>\s*<code>(-?\d{1,9})</code>`)

// describe returns the number of an answer that is an error, "" of any other.
func describe(body []byte) string {
	if code := errorInAnswer.FindSubmatch(body); code != nil {
		return "error " + string(code[1])
	}
	return ""
}
