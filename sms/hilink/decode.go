package hilink

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Limits of one answer. A list of 50 long messages has 250 elements in 100 kB.
const (
	maxDepth    = 16
	maxElements = 20_000
)

// element is a decoded element of an answer.
type element struct {
	name string
	text string // the characters directly in it
	kids []*element

	read []byte // text as far as it was read
}

// errIncomplete means that an answer ended before its last element was closed.
var errIncomplete = errors.New("answer is incomplete")

// decode reads an answer of a stick. The root must be closed: an answer that was cut off is an
// error, even where the part that came would do.
func decode(raw []byte) (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(clean(raw)))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var open []*element
	for n := 0; n < maxElements; {
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			return nil, errIncomplete
		case err != nil:
			return nil, fmt.Errorf("decode: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			n++
			e := &element{name: t.Name.Local}
			if len(open) > 0 {
				parent := open[len(open)-1]
				parent.kids = append(parent.kids, e)
			}
			if open = append(open, e); len(open) > maxDepth {
				return nil, errors.New("decode: too many elements in each other")
			}
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1].name != t.Name.Local {
				return nil, fmt.Errorf("decode: </%.20s> closes nothing", t.Name.Local)
			}
			last := open[len(open)-1]
			last.text, last.read = string(last.read), nil
			if open = open[:len(open)-1]; len(open) == 0 {
				return last, nil
			}
		case xml.CharData:
			if len(open) > 0 {
				last := open[len(open)-1]
				last.read = append(last.read, t...)
			}
		}
	}
	return nil, errors.New("decode: too many elements")
}

// kid returns the first child with a name, nil when there is none. Firmwares differ in upper and
// lower case: Classify is also written classify.
func (e *element) kid(name string) *element {
	if e == nil {
		return nil
	}
	for _, k := range e.kids {
		if strings.EqualFold(k.name, name) {
			return k
		}
	}
	return nil
}

// str returns the characters of a child, "" when there is none.
func (e *element) str(name string) string {
	if k := e.kid(name); k != nil {
		return k.text
	}
	return ""
}

// trimmed returns the characters of a child without white space around them.
func (e *element) trimmed(name string) string { return strings.TrimSpace(e.str(name)) }

// num returns the number in a child, missing when there is none.
func (e *element) num(name string, missing int) int {
	n, err := strconv.Atoi(e.trimmed(name))
	if err != nil {
		return missing
	}
	return n
}

// isPage reports whether an answer is a page for people: a firmware without an endpoint, and a
// portal that wants a log-in first, answer with one.
func isPage(raw []byte) bool {
	head := strings.ToLower(strings.TrimLeft(string(raw[:min(len(raw), 512)]), "\ufeff \t\r\n"))
	return strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html")
}
