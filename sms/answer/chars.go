package answer

import (
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Chars returns bytes as they came on the line in UTF-8. Firmware writes what is beyond ASCII in
// UTF-8, or in ISO 8859-1; Windows-1252 is that with more signs, such as the euro.
func Chars(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(charmap.Windows1252.DecodeByte(s[i]))
	}
	return b.String()
}

// UTF16 decodes UCS-2, which is UTF-16 in practice. An odd octet at the end does not count.
func UTF16(data []byte) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i])<<8 | uint16(data[2*i+1])
	}
	return string(utf16.Decode(units))
}

// minUCS2 is the fewest hex digits that are taken for UCS-2 unasked: what is shorter may be a number,
// such as the numeric code of a network (six digits at most, 3GPP TS 27.007 clause 7.3).
const minUCS2 = 8

// UCS2 reads hex digits as UCS-2. ok is false when they cannot be that: fewer than two characters, or
// half of one, or some that are in no text. Line ends are.
func UCS2(s string) (text string, ok bool) {
	if len(s) < minUCS2 || len(s)%4 != 0 {
		return "", false
	}
	data, err := hex.DecodeString(s)
	if err != nil {
		return "", false
	}
	text = UTF16(data)
	return text, !strings.ContainsFunc(text, func(r rune) bool {
		return r == unicode.ReplacementChar || !unicode.IsPrint(r) && r != '\n' && r != '\r'
	})
}

// Alphabetic reports whether a text is written in an alphabet, with the signs that go with any. Octets
// of something else that are read as UCS-2 are not: their characters come from all over Unicode.
func Alphabetic(text string) bool {
	letters := false
	for _, r := range text {
		switch {
		case r < 0x1000: // Latin to Thai and Tibetan
			letters = true
		case r >= 0x1e00 && r < 0x2c00: // more Latin and Greek letters, punctuation, signs
		case r >= 0xfb00 && r < 0xff00: // forms of Arabic letters
		case r > 0xffff: // emoji
		default:
			return false
		}
	}
	return letters
}

// EastAsian reports whether a text is written in Chinese characters, kana or hangul.
func EastAsian(text string) bool {
	letters := false
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			letters = true
		case r < 0x80, r >= 0x2000 && r < 0x2c00, r >= 0x3000 && r < 0x3100, r >= 0xff00 && r < 0x10000:
		default:
			return false
		}
	}
	return letters
}
