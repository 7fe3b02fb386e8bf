package hilink

import (
	"net/http"
	"slices"
	"testing"
)

// TestCookies: a cookie replaces the one with its name and leaves the others.
func TestCookies(t *testing.T) {
	var s session
	for _, c := range []struct{ line, want string }{
		{"SessionID=a+/b==; path=/; HttpOnly", "SessionID=a+/b=="},
		{"lang=de", "SessionID=a+/b==; lang=de"},
		{"SessionID=c", "lang=de; SessionID=c"},
		{"lang=", "SessionID=c"},
		{"", "SessionID=c"},
	} {
		h := http.Header{}
		if c.line != "" {
			h.Add("Set-Cookie", c.line)
		}
		s.takeCookies((&http.Response{Header: h}).Cookies())
		if got := s.header(); got != c.want {
			t.Errorf("after %q: %q, want %q", c.line, got, c.want)
		}
	}
}

// TestTakeTokens: one token is added, a list replaces all others, and its first two come once.
func TestTakeTokens(t *testing.T) {
	s := session{tokens: []string{"old"}}
	h := func(values ...string) http.Header {
		header := http.Header{}
		for i := 0; i < len(values); i += 2 {
			header.Set(tokenHeader+values[i], values[i+1])
		}
		return header
	}
	for _, c := range []struct {
		header http.Header
		want   []string
	}{
		{nil, []string{"old"}},
		{h("", "next"), []string{"old", "next"}},
		{h("", "next"), []string{"old", "next"}},
		{h("one", "a", "two", "b", "", "a#b#c#"), []string{"a", "b", "c"}},
		{h("one", "d", "two", "e"), []string{"d", "e"}},
		{h("", ""), []string{"d", "e"}},
	} {
		if s.takeTokens(c.header); !slices.Equal(s.tokens, c.want) {
			t.Errorf("%v: %q, want %q", c.header, s.tokens, c.want)
		}
	}
}
