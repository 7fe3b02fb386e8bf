package hilink

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// field is an element of a request: with text, or with others in it.
type field struct {
	name string
	text string
	kids []field
}

func leaf(name, value string) field       { return field{name: name, text: value} }
func digits(name string, n int) field     { return leaf(name, strconv.Itoa(n)) }
func group(name string, k ...field) field { return field{name: name, kids: k} }

// request returns the body of a POST: the elements in the given order, in one line. Firmware with a
// web interface 10.x refuses white space between elements and <Sca/> for an empty one, and others
// look at the order.
func request(fields ...field) []byte {
	out := []byte(`<?xml version="1.0" encoding="UTF-8"?>`)
	return group("request", fields...).appendTo(out)
}

func (f field) appendTo(out []byte) []byte {
	out = append(append(append(out, '<'), f.name...), '>')
	for _, r := range f.text {
		out = appendCESU8(out, r)
	}
	for _, k := range f.kids {
		out = k.appendTo(out)
	}
	return append(append(append(out, "</"...), f.name...), '>')
}

// appendCESU8 adds a character of text. Above U+FFFF it is written as two surrogates of three bytes
// each: the firmware shows and sends nothing else of it.
func appendCESU8(out []byte, r rune) []byte {
	switch {
	case r == '"':
		return append(out, "&quot;"...)
	case r == '\'':
		return append(out, "&apos;"...)
	case r <= 0xFFFF:
		return appendText(out, r)
	}
	high, low := utf16.EncodeRune(r)
	for _, s := range [...]rune{high, low} {
		out = append(out, 0xED, byte(0x80|s>>6&0x3F), byte(0x80|s&0x3F))
	}
	return out
}

// sendable returns text without what a request cannot hold: line ends become line feeds, and control
// characters, which nobody can see, are left out.
func sendable(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return strings.Map(func(r rune) rune {
		if !xmlChar(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
}

// units returns the length of text in UTF-16 units, as the firmware counts it.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}
