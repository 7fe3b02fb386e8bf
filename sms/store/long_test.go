package store_test

import (
	"strings"
	"testing"
)

// TestSearchForAWholeText: what was pasted into the search, however long, is found.
func TestSearchForAWholeText(t *testing.T) {
	s := open(t)
	var all strings.Builder
	for i := range 6000 {
		all.WriteRune(rune('a' + i*i%23))
		all.WriteRune([]rune("äöüß")[i*7%4])
	}
	word := all.String()
	received(t, s, anna, word)
	received(t, s, anna, strings.Repeat(word[:30]+" ", 50))
	fillIndex(t, s)
	for _, query := range []string{word, word[:len(word)/2], strings.Repeat(word[:600]+" ", 16), strings.Repeat("1234567890", 500)} {
		hits, err := s.Search(t.Context(), query, "", 0)
		want := 1
		if query[0] == '1' {
			want = 0
		}
		if err != nil || len(hits) != want {
			t.Errorf("%d characters: %d hits, %v", len(query), len(hits), err)
		}
	}
}
