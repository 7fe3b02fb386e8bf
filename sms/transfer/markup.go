package transfer

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// element is an opening tag, or a closing one (Name begins with "/").
type element struct {
	name string
	attr map[string]string
}

// maxAttr is how much of the value of an attribute is kept, in bytes. Pictures in picture messages stand
// in attributes, too, and are passed over.
const maxAttr = maxText + 1

const (
	// dataAttr is the attribute in which a picture stands, in base64.
	dataAttr = "data"
	// maxPicture is how many bytes of it are passed over: RCS messages have files of up to 100 MB.
	maxPicture = 256 << 20
)

// markup reads the tags of an XML file whose content is all in attributes. It is no parser of
// encoding/xml's kind, which refuses what "SMS Backup & Restore" writes: an emoji as a pair of references to
// surrogates (&#55357;&#56832;), references to control characters. Nor does it hold pictures in memory.
// A document type, in which entities are defined, is refused.
type markup struct {
	r     *bufio.Reader
	limit *budget
}

// next returns the next tag; io.EOF at the end, ErrCut in the middle of one.
func (m markup) next() (element, error) {
	for {
		if err := m.skip('<'); err != nil {
			return element{}, err
		}
		head, _ := m.r.Peek(len("!DOCTYPE"))
		switch {
		case bytes.HasPrefix(head, []byte("!--")):
			if err := inside(m.skipTo("-->")); err != nil {
				return element{}, err
			}
		case bytes.HasPrefix(head, []byte("?")):
			if err := inside(m.skipTo("?>")); err != nil {
				return element{}, err
			}
		case bytes.HasPrefix(head, []byte("![CDATA[")):
			if err := inside(m.skipTo("]]>")); err != nil {
				return element{}, err
			}
		case bytes.HasPrefix(head, []byte("!")):
			return element{}, ErrMarkup
		default:
			return m.tag()
		}
	}
}

// inside turns an end of the file into one in the middle.
func inside(err error) error {
	if errors.Is(err, io.EOF) {
		return ErrCut
	}
	return err
}

func (m markup) skip(until byte) error {
	for {
		c, err := m.r.ReadByte()
		if err != nil || c == until {
			return err
		}
	}
}

func (m markup) skipTo(end string) error {
	var last [3]byte
	for n := 1; ; n++ {
		c, err := m.r.ReadByte()
		if err != nil {
			return err
		}
		last = [3]byte{last[1], last[2], c}
		if n >= len(end) && string(last[len(last)-len(end):]) == end {
			return nil
		}
	}
}

// tag reads a tag behind its "<".
func (m markup) tag() (element, error) {
	name, end, err := m.word()
	e := element{name: name, attr: map[string]string{}}
	for err == nil && end != '>' {
		if name, end, err = m.word(); err == nil && end == '=' {
			err = m.attribute(e, name)
		}
	}
	return e, inside(err)
}

// word reads up to a white space, "=" or ">", white space before it left out, and returns what ended it.
func (m markup) word() (string, byte, error) {
	var word []byte
	for {
		c, err := m.r.ReadByte()
		switch {
		case err != nil:
			return "", 0, err
		case c == '>' || c == '=':
			return strings.TrimSuffix(string(word), "/"), c, nil
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			if len(word) > 0 {
				return string(word), c, nil
			}
		case len(word) < 64:
			word = append(word, c)
		}
	}
}

// attribute reads a value in quotes.
func (m markup) attribute(e element, name string) error {
	quote := byte(' ')
	for quote == ' ' || quote == '\t' || quote == '\r' || quote == '\n' {
		var err error
		if quote, err = m.r.ReadByte(); err != nil {
			return err
		}
	}
	if quote != '"' && quote != '\'' {
		return ErrDamaged
	}
	most := maxAttr
	if name == dataAttr {
		most = 0
		m.limit.left += maxPicture
		defer m.limit.again()
	}
	var value []byte
	for {
		c, err := m.r.ReadByte()
		if err != nil {
			return err
		}
		if c == quote {
			break
		}
		if len(value) < most {
			value = append(value, c)
		}
	}
	if len(e.attr) < 64 {
		e.attr[name] = unescape(string(value))
	}
	return nil
}

// named are the entities that XML has of its own (XML 1.0, section 4.6).
var named = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'"}

// unescape replaces references to characters. Two to surrogates that belong together are one character;
// what is no reference stays as it is.
func unescape(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "&")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		text, n := reference(rest)
		if n == 0 {
			b.WriteByte('&')
		}
		b.WriteString(text)
		s = rest[n:]
	}
}

// reference returns the character of a reference that s begins with, its "&" left out, and how long it is;
// 0 when there is none.
func reference(s string) (string, int) {
	const longest = 10
	end := strings.IndexByte(s[:min(len(s), longest)], ';')
	if end < 0 {
		return "", 0
	}
	if text, known := named[s[:end]]; known {
		return text, end + 1
	}
	r, ok := numeric(s[:end])
	if !ok {
		return "", 0
	}
	n := end + 1
	if utf16.IsSurrogate(r) {
		if next, found := strings.CutPrefix(s[n:], "&"); found {
			if end := strings.IndexByte(next[:min(len(next), longest)], ';'); end >= 0 {
				low, _ := numeric(next[:end])
				if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
					return string(pair), n + 1 + end + 1
				}
			}
		}
	}
	return string(r), n // U+FFFD for half a pair
}

// numeric returns the character with a number in decimal (#65) or hexadecimal (#x41).
func numeric(s string) (rune, bool) {
	digits, found := strings.CutPrefix(s, "#")
	if !found {
		return 0, false
	}
	base := 10
	if hex, found := strings.CutPrefix(strings.ToLower(digits), "x"); found {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune
}
