// Package charset reads files of texts that other programs wrote, in whatever alphabet: UTF-8 and UTF-16 with
// or without a byte order mark, and Windows-1252 wherever bytes are not UTF-8. Files with both are not rare: old
// programs wrote what they had received.
package charset

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Looked is how many bytes at the beginning of a file are looked at, and can be peeked of a reader.
const Looked = 4 << 10

// NewReader returns a file as UTF-8 without a byte order mark.
func NewReader(r io.Reader) *bufio.Reader {
	raw := bufio.NewReaderSize(r, Looked)
	head, _ := raw.Peek(Looked)
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), zeros(head, 1):
		return fromUTF16(raw, unicode.LittleEndian)
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}), zeros(head, 0):
		return fromUTF16(raw, unicode.BigEndian)
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		_, _ = raw.Discard(3) // was peeked
	}
	return bufio.NewReaderSize(&lenient{r: raw}, Looked)
}

// Text returns a whole file as UTF-8 without a byte order mark.
func Text(data []byte) string {
	text, _ := io.ReadAll(NewReader(bytes.NewReader(data))) // which does not fail
	return string(text)
}

func fromUTF16(r io.Reader, order unicode.Endianness) *bufio.Reader {
	return bufio.NewReaderSize(unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(r), Looked)
}

// zeros reports whether more than 40 of 100 pairs at the beginning have a zero byte at that place, as they
// have in UTF-16 that is mostly Latin letters.
func zeros(head []byte, place int) bool {
	head = head[:min(len(head), 1024)&^1]
	n := 0
	for i := place; i < len(head); i += 2 {
		if head[i] == 0 {
			n++
		}
	}
	return n*200 > len(head)*40
}

// lenient takes bytes that are not UTF-8 for Windows-1252.
type lenient struct {
	r   *bufio.Reader
	out []byte
}

// Read implements io.Reader.
func (l *lenient) Read(p []byte) (int, error) {
	if len(l.out) == 0 {
		if err := l.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, l.out)
	l.out = l.out[n:]
	return n, nil
}

func (l *lenient) fill() error {
	head, err := l.r.Peek(1)
	if len(head) == 0 {
		return err
	}
	head, _ = l.r.Peek(max(l.r.Buffered(), utf8.UTFMax))
	l.out = l.out[:0]
	used := 0
	for used < len(head) && (used == 0 || utf8.FullRune(head[used:])) {
		r, size := utf8.DecodeRune(head[used:])
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(head[used])
		}
		l.out = utf8.AppendRune(l.out, r)
		used += size
	}
	_, err = l.r.Discard(used)
	return err
}
