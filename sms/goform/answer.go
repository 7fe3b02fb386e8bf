package goform

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// fields are those of an answer: every value as text, whatever JSON has it as. What a stick does not know,
// or does not say without its password, is "".
type fields map[string]string

// errIncomplete means that an answer ended too soon.
var errIncomplete = errors.New("answer is incomplete")

// decode reads an answer that is one flat object. Control characters in it, which JSON does not allow and
// firmware sends in names of networks, count as spaces.
func decode(raw []byte) (fields, error) {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(clean(raw), &values); err != nil {
		return nil, errors.Join(errIncomplete, err)
	}
	if values == nil { // null
		return nil, errIncomplete
	}
	f := fields{}
	for name, v := range values {
		f[name] = textOf(v)
	}
	return f, nil
}

// textOf returns a value as text: a string as what it says, anything else as it is written.
func textOf(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return s
	}
	return string(bytes.TrimSpace(v))
}

// clean returns an answer without byte order mark, and with spaces for control characters.
func clean(raw []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, bytes.TrimPrefix(raw, []byte("\ufeff")))
}

// num returns a number, missing when there is none.
func (f fields) num(name string, missing int) int {
	n, err := strconv.Atoi(strings.TrimSpace(f[name]))
	if err != nil {
		return missing
	}
	return n
}

// first returns the first of some fields that is not empty: firmwares name the same differently.
func (f fields) first(names ...string) string {
	for _, name := range names {
		if v := strings.TrimSpace(f[name]); v != "" {
			return v
		}
	}
	return ""
}

// has reports whether any of some fields is not empty.
func (f fields) has(names ...string) bool { return f.first(names...) != "" }

// isPage reports whether an answer is a page for people, as for an address that there is not.
func isPage(raw []byte) bool {
	head := strings.TrimLeft(string(raw[:min(len(raw), 512)]), "\ufeff \t\r\n")
	return strings.HasPrefix(head, "<")
}
