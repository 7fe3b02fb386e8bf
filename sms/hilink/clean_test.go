package hilink

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"surfstick-sms/bench/work"
)

// inContent returns an answer with raw bytes as the content of a message.
func inContent(raw string) []byte {
	return []byte("<response><Content>" + raw + "</Content></response>")
}

func TestDecodeContent(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"plain", "Grüße €", "Grüße €"},
		{"references", "&lt;a&gt; &amp; &quot;b&quot; &apos;&#40;&#x29;", `<a> & "b" '()`},
		{"decoded once", "&amp;#40;", "&#40;"},
		{"a less-than as a reference", "1 &#60; 2 &#38; 3", "1 < 2 & 3"},
		{"names of HTML", "&uuml;&nbsp;&euro;", "ü\u00a0€"},
		{"a bare ampersand", "A & B &co; &", "A & B &co; &"},
		{"a reference in a reference", "&#&#50;;", "&#2;"},
		{"a reference that begins another", "&&#35;50; &#38;#50;", "&#50; &#50;"},
		{"a reference that ends another", "&l&#116; &lt&#59;", "&lt &lt;"},
		{"a reference with zeros", "&#00000000000000000000002;", "&#00000000000000000000002;"},
		{"a section", "<![CDATA[a & <b> &#15; \xed\xa0\xbd\xed\xb8\x80\x0f]]>&#40;", "a & <b> &#15; 😀\ufffd("},
		{"an open section", "&#40;&lt;![CDATA[&#40;", "(<![CDATA[("},
		{"control character", "a\x0fb", "a\ufffdb"},
		{"control character as a reference", "a&#15;b&#x0;c", "a\ufffdb\ufffdc"},
		{"nul", "a\x00b", "a\ufffdb"},
		{"CESU-8", "\xed\xa0\xbd\xed\xb8\x80!", "😀!"},
		{"references to surrogates", "&#55357;&#56832;!", "😀!"},
		{"references in base 16", "&#xD83D;&#xDE00;!", "😀!"},
		{"half and half", "\xed\xa0\xbd&#56832;!", "😀!"},
		{"lone high surrogate", "a\xed\xa0\xbdb&#55357;c", "a\ufffdb\ufffdc"},
		{"lone low surrogate", "a\xed\xb8\x80b", "a\ufffdb"},
		{"high and high", "\xed\xa0\xbd\xed\xa0\xbd\xed\xb8\x80", "\ufffd😀"},
		{"bytes of GBK", "\xc4\xe3\xba\xc3", "\ufffd\ufffd\ufffd\ufffd"},
		{"cut character", "a\xe2\x82", "a\ufffd\ufffd"},
		{"out of range", "&#1114112;&#99999999999;", "\ufffd&#99999999999;"},
		{"carriage return", "a&#13;&#10;b", "a\r\nb"},
		{"line ends", "a\r\nb\nc", "a\nb\nc"},
		{"non-character", "a\ufffeb", "a\ufffdb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root, err := decode(inContent(c.raw))
			if err != nil {
				t.Fatal(err)
			}
			if got := root.str("Content"); got != c.want {
				t.Errorf("read as %q, want %q", got, c.want)
			}
		})
	}
}

func TestDecode(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"declaration", `<?xml version="1.0" encoding="UTF-8"?><response><a>1</a></response>`, "1"},
		{"another encoding", `<?xml version="1.0" encoding="GBK"?><response><a>1</a></response>`, "1"},
		{"in the middle", `<response><?xml version="1.0" encoding="GBK"?><a>1</a></response>`, "1"},
		{"byte order mark", "\ufeff<?xml version=\"1.0\"?>\r\n<response><a>1</a></response>", "1"},
		{"lines", "<response>\r\n<a> 1\r\n</a>\r\n</response>\r\n", "1"},
		{"lower and upper case", "<response><A>1</A></response>", "1"},
		{"the first of two", "<response><a>1</a><a>2</a></response>", "1"},
		{"none", "<response/>", ""},
		{"rubbish behind", "<response><a>1</a></response></x>\x00<", "1"},
		{"a bomb", `<!DOCTYPE r [<!ENTITY b "&b;&b;">]><response><a>1&b;</a></response>`, "1&b;"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root, err := decode([]byte(c.raw))
			if err != nil {
				t.Fatal(err)
			}
			if got := root.trimmed("a"); got != c.want {
				t.Errorf("read as %q, want %q", got, c.want)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	deep := strings.Repeat("<a>", maxDepth+1)
	for name, raw := range map[string]string{
		"nothing":          "",
		"cut in a value":   "<response><a>1",
		"cut at the end":   "<response><a>1</a>",
		"cut in a tag":     "<response><a>1</a></respo",
		"cut in a section": "<response><a><![CDATA[1&#40;</a></response>",
		"crossed":          "<response><a><b></a></b></response>",
		"too deep":         deep,
		"too many":         "<response>" + strings.Repeat("<a/>", maxElements) + "</response>",
	} {
		if _, err := decode([]byte(raw)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if _, err := decode([]byte("<response><a>1</a>")); !errors.Is(err, errIncomplete) {
		t.Errorf("a cut answer is %v", err)
	}
}

// TestDecodeIsQuick: the worst that fits into an answer takes no time that anybody would notice.
func TestDecodeIsQuick(t *testing.T) {
	for name, part := range map[string]string{
		"comments in a text": "t<!-- -->", "references": "&#55357;", "ampersands": "&", "begun references": "&#1",
		"begun messages": "<Message>", "messages": "<Message></Message>", "ends": "</Message>", "elements": "<a/>",
		"surrogates": "\xed\xa0\xbd", "control characters": "\x0f", "sections": "<![CDATA[x]]>",
		"begun sections": "<![CDATA[", "begun names": "&abcdefghij",
	} {
		raw := inContent(strings.Repeat(part, 1<<20/len(part)))
		took := work.Of(func() {
			_, _ = decode(raw)
			_ = messagesIn(raw)
		})
		if took > 5*time.Second {
			t.Errorf("%s take %s", name, took)
		} else {
			t.Logf("%s: %s", name, took)
		}
	}
}

func TestElement(t *testing.T) {
	root, err := decode([]byte("<response><n> 12 </n><x>many</x></response>"))
	if err != nil {
		t.Fatal(err)
	}
	if root.num("n", -1) != 12 || root.num("x", -1) != -1 || root.num("y", 7) != 7 {
		t.Error("numbers are read wrong")
	}
	if root.kid("y").kid("z") != nil || root.kid("y").str("z") != "" {
		t.Error("an element that is not there has something in it")
	}
}

func TestIsPage(t *testing.T) {
	for raw, want := range map[string]bool{
		"<!DOCTYPE html><html>":          true,
		"\ufeff \r\n<HTML lang=\"de\">":  true,
		"<?xml version=\"1.0\"?><error>": false,
		"":                               false,
	} {
		if isPage([]byte(raw)) != want {
			t.Errorf("%q is a page: %t", raw, !want)
		}
	}
}

// FuzzDecode: whatever a stick answers, the cleaned bytes hold only what XML allows, cleaning twice
// changes nothing more, and what is decoded is valid UTF-8.
func FuzzDecode(f *testing.F) {
	for _, raw := range []string{
		"<response><a>1</a></response>", "a\xed\xa0\xbd\xed\xb8\x80", "&#55357;&#56832;&#15;&#x110000;",
		"\ufeff<?xml version=\"1.0\" encoding=\"GBK\"?><response>\xc4\xe3</response>", "<![CDATA[x]]>",
		"<!DOCTYPE r [<!ENTITY b \"&b;\">]><r>&b;</r>", "<response><Messages><Message><Index>1</Index>",
	} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		out := clean(raw)
		if !utf8.Valid(out) || strings.ContainsFunc(string(out), func(r rune) bool { return !xmlChar(r) }) {
			t.Fatalf("%q is cleaned to %q", raw, out)
		}
		if !bytes.HasPrefix(bytes.TrimLeft(out, "\ufeff \t\r\n"), []byte("<?xml")) {
			if again := clean(out); !bytes.Equal(again, out) && !bytes.HasPrefix(out, []byte("\ufeff")) {
				t.Fatalf("%q is cleaned again to %q", out, again)
			}
		}
		if root, err := decode(raw); err == nil {
			wantValid(t, root)
		}
		for _, m := range messagesIn(raw) {
			if !utf8.ValidString(m.Content) || !utf8.ValidString(m.Phone) || !bytes.Contains(raw, m.Raw) {
				t.Fatalf("message %+v of %q", m, raw)
			}
		}
	})
}

func wantValid(t *testing.T, e *element) {
	t.Helper()
	if !utf8.ValidString(e.text) || !utf8.ValidString(e.name) {
		t.Fatalf("element %q holds %q", e.name, e.text)
	}
	for _, k := range e.kids {
		wantValid(t, k)
	}
}

// TestCleanIsNeeded shows that the standard decoder takes none of these by itself, so that clean can
// go when it does.
func TestCleanIsNeeded(t *testing.T) {
	for _, raw := range []string{"a\x0fb", "&#15;", "\xed\xa0\xbd\xed\xb8\x80", "\xc4\xe3"} {
		d := xml.NewDecoder(bytes.NewReader(inContent(raw)))
		d.Strict = false
		var err error
		for err == nil {
			_, err = d.RawToken()
		}
		if errors.Is(err, io.EOF) {
			t.Errorf("%q is taken as it is", raw)
		}
	}
}
