package hilink

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// replacement stands for what XML cannot hold: a control character, half a surrogate pair, a byte
// that is not UTF-8.
const replacement = utf8.RuneError

// clean turns an answer of a stick into bytes that an XML decoder takes: UTF-8 without a byte order
// mark, without the declaration (which may name an encoding that the answer does not have), without
// characters that XML 1.0 forbids, and with surrogate pairs, as bytes (CESU-8) or as two numeric
// references, joined to one character. What cannot be held becomes U+FFFD; nothing is left out.
// Named references stay as they are, and so does what is between <![CDATA[ and ]]>, where "&" is only
// that. An "&" that begins nothing becomes &amp;: what follows it, once cleaned, could be taken for the
// rest of a reference.
func clean(raw []byte) []byte {
	raw = withoutDeclaration(bytes.TrimPrefix(raw, []byte("\ufeff")))
	out := make([]byte, 0, len(raw))
	for {
		text, rest, found := bytes.Cut(raw, []byte(sectionBegin))
		section, rest, closed := bytes.Cut(rest, []byte(sectionEnd))
		if !found || !closed {
			return cleanText(out, raw)
		}
		out = append(cleanText(out, text), sectionBegin...)
		out = append(cleanSection(out, section), sectionEnd...)
		raw = rest
	}
}

const (
	sectionBegin = "<![CDATA["
	sectionEnd   = "]]>"
)

// cleanText adds what is outside of sections.
func cleanText(out, raw []byte) []byte {
	for len(raw) > 0 {
		r, n := next(raw)
		switch name := named(raw); {
		case name > 0:
			n = name
			out = append(out, raw[:n]...)
		case raw[0] == '&' && n == 1:
			out = append(out, "&amp;"...)
		case n == 1 && r == rune(raw[0]) && xmlChar(r):
			out = append(out, raw[0]) // markup, or a plain character
		default:
			out = appendText(out, r)
		}
		raw = raw[n:]
	}
	return out
}

// cleanSection adds a section: there are no references in it.
func cleanSection(out, raw []byte) []byte {
	for len(raw) > 0 {
		r, n := pair(raw, inBytes)
		if !xmlChar(r) {
			r = replacement
		}
		out, raw = utf8.AppendRune(out, r), raw[n:]
	}
	return out
}

// maxName is the most characters that a named reference may have; the longest of HTML is &thetasym;.
const maxName = 12

// named returns the length of the named reference at the beginning, such as &lt;, 0 when there is none.
func named(raw []byte) int {
	if raw[0] != '&' {
		return 0
	}
	for n, c := range raw[1:min(len(raw), maxName)] {
		switch {
		case c == ';' && n > 0:
			return n + 2
		case c >= '0' && c <= '9' && n > 0, c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		default:
			return 0
		}
	}
	return 0
}

// withoutDeclaration returns what follows <?xml … ?>.
func withoutDeclaration(raw []byte) []byte {
	trimmed := bytes.TrimLeft(raw, " \t\r\n")
	if !bytes.HasPrefix(trimmed, []byte("<?xml")) {
		return raw
	}
	_, rest, found := bytes.Cut(trimmed, []byte("?>"))
	if !found {
		return raw
	}
	return rest
}

// next returns the first character of raw, in whichever way it is written, and its length in bytes.
func next(raw []byte) (r rune, n int) { return pair(raw, unit) }

// pair returns the first character of raw, of which unit reads one half when it is a surrogate pair.
func pair(raw []byte, unit func([]byte) (rune, int)) (r rune, n int) {
	r, n = unit(raw)
	if !utf16.IsSurrogate(r) {
		return r, n
	}
	low, m := unit(raw[n:])
	if whole := utf16.DecodeRune(r, low); whole != replacement {
		return whole, n + m
	}
	return replacement, n
}

// unit returns the first character, which may be half a surrogate pair: as bytes, or as a reference.
func unit(raw []byte) (r rune, n int) {
	if len(raw) > 0 && raw[0] == '&' {
		if r, n := reference(raw); n > 0 {
			return r, n
		}
	}
	return inBytes(raw)
}

// inBytes returns the first character, which may be half a surrogate pair, as bytes.
func inBytes(raw []byte) (r rune, n int) {
	if r, ok := surrogate(raw); ok {
		return r, 3
	}
	return utf8.DecodeRune(raw)
}

// surrogate decodes half a surrogate pair that is written like a character of its own (CESU-8,
// Unicode Technical Report 26).
func surrogate(raw []byte) (rune, bool) {
	if len(raw) < 3 || raw[0] != 0xED || raw[1]&0xE0 != 0xA0 || raw[2]&0xC0 != 0x80 {
		return 0, false
	}
	return 0xD000 | rune(raw[1]&0x3F)<<6 | rune(raw[2]&0x3F), true
}

// maxReference is the most characters that a numeric reference may have: &#x0010FFFF; and some zeros.
const maxReference = 16

// reference decodes &#15; or &#xF; and returns its length, 0 when there is none at the beginning.
func reference(raw []byte) (r rune, n int) {
	if len(raw) < 4 || raw[1] != '#' {
		return 0, 0
	}
	end := bytes.IndexByte(raw[:min(len(raw), maxReference)], ';')
	if end < 0 {
		return 0, 0
	}
	digits, base := string(raw[2:end]), 10
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base = digits[1:], 16
	}
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return 0, 0
	}
	if v > utf8.MaxRune {
		return replacement, end + 1
	}
	return rune(v), end + 1
}

// appendText adds a character that is text, not markup.
func appendText(out []byte, r rune) []byte {
	switch {
	case !xmlChar(r):
		return utf8.AppendRune(out, replacement)
	case r == '<':
		return append(out, "&lt;"...)
	case r == '>':
		return append(out, "&gt;"...)
	case r == '&':
		return append(out, "&amp;"...)
	case r == '\r':
		return append(out, "&#13;"...) // a decoder turns a bare one into a line feed
	}
	return utf8.AppendRune(out, r)
}

// xmlChar reports whether XML 1.0 allows a character (clause 2.2, Char).
func xmlChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF ||
		r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= utf8.MaxRune
}
