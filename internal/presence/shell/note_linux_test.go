package shell

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestBody: where a server reads markup, it reads the text and nothing else; where it does not, it gets
// the text as it is. What D-Bus refuses is not in it.
func TestBody(t *testing.T) {
	for _, text := range []string{
		"See you at 8?", "<b>bold</b> & <a href=\"http://x\">you won</a>", "&lt;b&gt; &amp;amp; &#x0; ]]>",
		"<img src='file:///etc/passwd' alt=\"\"/>", "a\x00b", "\xff\xfe", strings.Repeat("<", 10_000), "\u202e\u2066x",
	} {
		want := strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "")
		n := notes{}
		if got := n.body(text); got != want {
			t.Errorf("%.20q without markup: %.20q", text, got)
		}
		n.markup = true
		got := n.body(text)
		if read := readMarkup(t, got); read != want || !utf8.ValidString(got) {
			t.Errorf("%.20q is read as %.20q", text, read)
		}
	}
}

// readMarkup reads what a server reads, which must not contain an element.
func readMarkup(t *testing.T, markup string) string {
	t.Helper()
	var words strings.Builder
	d := xml.NewDecoder(strings.NewReader("<body>" + markup + "</body>"))
	elements := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%.40q: %v", markup, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			elements++
		case xml.CharData:
			words.Write(token)
		}
	}
	if elements != 1 {
		t.Errorf("%.40q has %d elements", markup, elements-1)
	}
	return words.String()
}

// TestSignals: what the server says about a notification, and what others say about theirs.
func TestSignals(t *testing.T) {
	n := notes{shown: map[string]uint32{"+49171": 7, "MyBank": 8}}
	for _, c := range []struct {
		body        []any
		tag, action string
		ok          bool
	}{
		{[]any{uint32(7), "default"}, "+49171", "", true},
		{[]any{uint32(8), "code"}, "MyBank", "code", true},
		{[]any{uint32(9), "default"}, "", "", false},
		{[]any{"7", "default"}, "", "", false},
		{nil, "", "", false},
	} {
		tag, action, ok := n.invoked(c.body)
		if tag != c.tag || ok != c.ok || ok && action != c.action {
			t.Errorf("%v: %q, %q, %t", c.body, tag, action, ok)
		}
	}
	n.closed([]any{uint32(7), uint32(2)})
	n.closed([]any{uint32(99), uint32(2)})
	n.closed(nil)
	if len(n.shown) != 1 || n.shown["MyBank"] != 8 {
		t.Errorf("left: %v", n.shown)
	}
}

func TestSlept(t *testing.T) {
	for _, c := range []struct {
		clock, awake time.Duration
		want         bool
	}{
		{30 * time.Second, 30 * time.Second, false},
		{49 * time.Second, 30 * time.Second, false}, // a clock that was set
		{8 * time.Hour, 30 * time.Second, true},
		{-time.Hour, 30 * time.Second, false},
	} {
		if got := slept(c.clock, c.awake); got != c.want {
			t.Errorf("clock %v, awake %v: %t", c.clock, c.awake, got)
		}
	}
}
