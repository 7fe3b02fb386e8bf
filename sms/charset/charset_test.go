package charset_test

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"surfstick-sms/sms/charset"
)

// wide is a text in UTF-16; bigEndian is 1 when the higher byte of each pair comes first, else 0.
func wide(text string, bigEndian int) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		pair := [2]byte{byte(u), byte(u >> 8)}
		b = append(b, pair[bigEndian], pair[1-bigEndian])
	}
	return string(b)
}

// TestText: the same text in every alphabet, read at once and byte by byte.
func TestText(t *testing.T) {
	const text = "Jörg; 5 € – 😀\r\nÄ"
	long := strings.Repeat("Jörg Grün ", 3000)
	for name, c := range map[string]struct{ file, want string }{
		"nothing":                       {"", ""},
		"UTF-8":                         {text, text},
		"UTF-8 with its mark":           {"\xef\xbb\xbf" + text, text},
		"UTF-16, little endian":         {"\xff\xfe" + wide(text, 0), text},
		"UTF-16, big endian":            {"\xfe\xff" + wide(text, 1), text},
		"little endian, no mark":        {wide(text, 0), text},
		"big endian, no mark":           {wide(text, 1), text},
		"UTF-16, short, no mark":        {wide("a;", 0), "a;"},
		"Windows-1252":                  {"J\xf6rg \x80", "Jörg €"},
		"both":                          {"Jörg, J\xf6rg", "Jörg, Jörg"},
		"the mark and Windows-1252":     {"\xef\xbb\xbfJ\xf6rg", "Jörg"},
		"longer than what is looked at": {long + "\xe4", long + "ä"},
		"cut in a character":            {"a\xc3", "aÃ"},
	} {
		if got := charset.Text([]byte(c.file)); got != c.want {
			t.Errorf("%s: %.40q, want %.40q", name, got, c.want)
		}
		got, err := io.ReadAll(charset.NewReader(iotest.OneByteReader(strings.NewReader(c.file))))
		if err != nil || string(got) != c.want {
			t.Errorf("%s, byte by byte: %.40q, %v", name, got, err)
		}
	}
}
