package remote

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestLines(t *testing.T) {
	full := strings.Repeat("x", MaxLine)
	cases := []struct {
		name, text string
		want       []string
		end        error
	}{
		{"nothing", "", nil, io.EOF},
		{"two", "a\nb\n", []string{"a", "b"}, io.EOF},
		{"ends of Windows", "a\r\n\r\nb\r\n", []string{"a", "", "b"}, io.EOF},
		{"half a line", "a\nb", []string{"a"}, io.ErrUnexpectedEOF},
		{"as long as allowed", full + "\nb\n", []string{full, "b"}, io.EOF},
		{"as long as allowed on Windows", full + "\r\n", []string{full}, io.EOF},
		{"too long", "a\n" + full + "x\nb\n", []string{"a"}, ErrLong},
		{"without any end", "a\n" + full + full, []string{"a"}, ErrLong},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for name, r := range map[string]io.Reader{
				"at once": strings.NewReader(c.text), "in bytes": iotest.OneByteReader(strings.NewReader(c.text)),
			} {
				got, end := readAll(r)
				if strings.Join(got, "|") != strings.Join(c.want, "|") || !errors.Is(end, c.end) {
					t.Errorf("%s: %d lines and %v, want %d and %v", name, len(got), end, len(c.want), c.end)
				}
			}
		})
	}
}

func readAll(r io.Reader) (all []string, end error) {
	l := NewLines(r, MaxLine)
	for {
		line, err := l.Next()
		if err != nil {
			return all, err
		}
		all = append(all, string(line))
	}
}

// TestLinesWait: waiting takes nothing away.
func TestLinesWait(t *testing.T) {
	l := NewLines(strings.NewReader("a\n"), MaxLine)
	for range 2 {
		if err := l.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	if line, err := l.Next(); string(line) != "a" || err != nil {
		t.Errorf("got %q and %v", line, err)
	}
	if err := l.Wait(); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
}
