package hilink

import (
	"net/http"
	"slices"
	"testing"
)

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
