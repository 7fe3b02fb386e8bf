package remote

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

// maxDepth is how deep objects and lists may stand in each other: a request, its params, a list in them.
const maxDepth = 4

// checkStrict checks what encoding/json lets pass: a key that comes twice or is written in other letters,
// null, half a character outside of the basic plane, UTF-8 that is none, and more than one object.
func checkStrict(line []byte) error {
	if !utf8.Valid(line) {
		return badRequest(CodeParse, "This is not UTF-8.")
	}
	if first := bytes.TrimLeft(line, " \t"); bytes.HasPrefix(first, []byte("[")) {
		return badRequest(CodeRequest, "One request a line, please; lists of requests are not taken.")
	}
	if !json.Valid(line) {
		return badRequest(CodeParse, "This is not one JSON object.")
	}
	if halfRune(line) {
		return badRequest(CodeParse, `There is half a character (an unpaired surrogate such as \ud83d).`)
	}
	c := checker{tokens: json.NewDecoder(bytes.NewReader(line))}
	c.tokens.UseNumber() // one that is too large is none of the decoder's business yet
	for {
		switch err := c.step(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// checker goes through the tokens of one JSON value.
type checker struct {
	tokens *json.Decoder
	open   []map[string]bool // the keys of each open object, nil for a list
	value  bool              // the next token is the value of a key
}

// step checks the next token, and returns io.EOF after the last one.
func (c *checker) step() error {
	token, err := c.tokens.Token()
	switch {
	case errors.Is(err, io.EOF):
		return err
	case err != nil:
		return badRequest(CodeParse, "This is not JSON: %s.", plain(err))
	}
	last := len(c.open) - 1
	isKey := last >= 0 && c.open[last] != nil && !c.value
	c.value = false
	switch t := token.(type) {
	case json.Delim:
		return c.bracket(t)
	case string:
		if isKey {
			return c.key(c.open[last], t)
		}
	case nil:
		return badRequest(CodeRequest, "null is not taken; leave the field out.")
	}
	return nil
}

func (c *checker) bracket(t json.Delim) error {
	switch t {
	case '{':
		c.open = append(c.open, map[string]bool{})
	case '[':
		c.open = append(c.open, nil)
	default:
		c.open = c.open[:len(c.open)-1]
	}
	if len(c.open) > maxDepth {
		return badRequest(CodeRequest, "Too many brackets stand in each other.")
	}
	return nil
}

// key checks a key. encoding/json would take "TO" for "to", so other letters than those of the protocol are
// refused.
func (c *checker) key(seen map[string]bool, key string) error {
	for _, b := range []byte(key) {
		if (b < 'a' || b > 'z') && b != '_' {
			return badRequest(CodeRequest, "There is no field %q.", key)
		}
	}
	if seen[key] {
		return badRequest(CodeRequest, "The field %q is there twice.", key)
	}
	seen[key], c.value = true, true
	return nil
}

// halfRune reports whether valid JSON has an escape of one half of a surrogate pair without the other.
func halfRune(text []byte) bool {
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		i++
		if text[i] != 'u' {
			continue
		}
		switch first := unit(text, i+1); {
		case first >= 0xdc00 && first < 0xe000:
			return true
		case first >= 0xd800 && first < 0xdc00:
			second := -1
			if bytes.HasPrefix(text[i+5:], []byte(`\u`)) {
				second = unit(text, i+7)
			}
			if second < 0xdc00 || second >= 0xe000 {
				return true
			}
			i += 6
		}
		i += 4
	}
	return false
}

// unit returns the value of the four hexadecimal digits at a place.
func unit(text []byte, at int) int {
	n := 0
	for _, b := range text[at : at+4] {
		digit := bytes.IndexByte([]byte("0123456789abcdef"), b|0x20)
		n = n<<4 | digit
	}
	return n
}
