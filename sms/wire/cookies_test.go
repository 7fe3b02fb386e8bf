package wire

import (
	"net/http"
	"testing"
)

// TestCookies: a cookie replaces the one with its name and leaves the others.
func TestCookies(t *testing.T) {
	var c Cookies
	for _, step := range []struct{ line, want string }{
		{"SessionID=a+/b==; path=/; HttpOnly", "SessionID=a+/b=="},
		{"lang=de", "SessionID=a+/b==; lang=de"},
		{"SessionID=c", "lang=de; SessionID=c"},
		{"lang=", "SessionID=c"},
		{"", "SessionID=c"},
	} {
		h := http.Header{}
		if step.line != "" {
			h.Add("Set-Cookie", step.line)
		}
		c.take((&http.Response{Header: h}).Cookies())
		if got := c.header(); got != step.want {
			t.Errorf("after %q: %q, want %q", step.line, got, step.want)
		}
	}
}
