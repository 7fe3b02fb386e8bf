package hilink

import "testing"

func TestRequest(t *testing.T) {
	got := string(request(
		digits("Index", -1), group("Phones", leaf("Phone", "+491701234567")), leaf("Sca", ""),
		leaf("Content", "a<b> & \"c\" 'd' €\n😀"),
	))
	want := `<?xml version="1.0" encoding="UTF-8"?><request><Index>-1</Index>` +
		"<Phones><Phone>+491701234567</Phone></Phones><Sca></Sca>" +
		"<Content>a&lt;b&gt; &amp; &quot;c&quot; &apos;d&apos; €\n\xed\xa0\xbd\xed\xb8\x80</Content></request>"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestRequestComesBack: what we write, we read again as the same.
func TestRequestComesBack(t *testing.T) {
	const content = "😀 <Grüße> & ]]> &#40;"
	root, err := decode(request(leaf("Content", content)))
	if err != nil || root.str("Content") != content {
		t.Errorf("read as %q, %v", root.str("Content"), err)
	}
}

func TestUnits(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "üüü€": 4, "😀": 2, "e\u0301": 2} {
		if got := units(text); got != want {
			t.Errorf("%q has %d units, want %d", text, got, want)
		}
	}
}

func TestSendable(t *testing.T) {
	for text, want := range map[string]string{
		"a\r\nb\rc\nd": "a\nb\nc\nd", "a\x00\x0fb\x1b": "ab", "a\xffb": "a\ufffdb", "€😀\t": "€😀\t",
	} {
		if got := sendable(text); got != want {
			t.Errorf("%q is sent as %q, want %q", text, got, want)
		}
	}
}
