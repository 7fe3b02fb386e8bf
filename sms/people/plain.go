package people

import (
	"io"
	"mime/quotedprintable"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// charsets are the alphabets that vCards of version 2.1 name; others are guessed.
var charsets = map[string]*charmap.Charmap{
	"ISO-8859-1": charmap.Windows1252, "LATIN1": charmap.Windows1252, "WINDOWS-1252": charmap.Windows1252,
	"CP1252": charmap.Windows1252, "ISO-8859-2": charmap.ISO8859_2, "WINDOWS-1250": charmap.Windows1250,
	"ISO-8859-5": charmap.ISO8859_5, "WINDOWS-1251": charmap.Windows1251, "KOI8-R": charmap.KOI8R,
	"ISO-8859-7": charmap.ISO8859_7, "WINDOWS-1253": charmap.Windows1253,
	"ISO-8859-9": charmap.ISO8859_9, "WINDOWS-1254": charmap.Windows1254, "ISO-8859-15": charmap.ISO8859_15,
}

// structured are the properties whose parts are between semicolons.
var structured = map[string]bool{"N": true, "ORG": true, "ADR": true}

// unescaped is a value of versions 3.0 and 4.0 without those of its backslashes that a decoder leaves in it.
var unescaped = strings.NewReplacer(`\\`, `\\`, `\;`, ";", `\:`, ":", `\N`, `\n`)

// plain makes of a card of any version one that a decoder of the versions 3.0 and 4.0 understands: in UTF-8,
// each property in one line, no encodings of their own and no pictures (vCard 2.1 clauses 2.1.3 and 2.1.5).
func plain(lines []string) string {
	var b strings.Builder
	old := false
	for len(lines) > 0 {
		line := lines[0]
		lines = lines[1:]
		old = old || isLine(line, "VERSION:2.1")
		start, value, ok := cutHead(line)
		if !ok {
			continue
		}
		name, p := params(start)
		if p.encoding == "BASE64" || p.encoding == "B" {
			for len(lines) > 0 && lines[0] != "" && !strings.Contains(lines[0], ":") {
				lines = lines[1:]
			}
			continue
		}
		value, lines = unfold(value, lines, p)
		value = inUTF8(value, p.charset)
		if old || p.encoding != "" {
			value = escaped.Replace(value)
		} else if !structured[strings.ToUpper(name[strings.LastIndexByte(name, '.')+1:])] {
			value = unescaped.Replace(value)
		}
		b.WriteString(name + p.rest + ":" + value + "\r\n")
	}
	return b.String()
}

// escaped is a value of version 2.1, which has no backslashes of its own, as the later versions write it.
var escaped = strings.NewReplacer(`\`, `\\`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// unfold returns a value with the lines that belong to it, and the lines after them.
func unfold(value string, lines []string, p head) (whole string, rest []string) {
	var b strings.Builder
	if p.encoding == "QUOTED-PRINTABLE" {
		for strings.HasSuffix(value, "=") && len(lines) > 0 && !isLine(lines[0], "END:VCARD") {
			b.WriteString(strings.TrimSuffix(value, "="))
			value, lines = lines[0], lines[1:]
		}
		b.WriteString(value)
		return unquote(b.String()), lines
	}
	b.WriteString(value)
	for len(lines) > 0 && (strings.HasPrefix(lines[0], " ") || strings.HasPrefix(lines[0], "\t")) {
		b.WriteString(lines[0][1:])
		lines = lines[1:]
	}
	return b.String(), lines
}

// cutHead cuts a line at the colon behind the name and the parameters of a property.
func cutHead(line string) (head, value string, ok bool) {
	quoted := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ':' && !quoted:
			return line[:i], line[i+1:], true
		}
	}
	return "", "", false
}

// head is what of the parameters of a property counts.
type head struct {
	encoding, charset string
	rest              string // all others, each behind a semicolon
}

// params returns the name of a property and its parameters. In version 2.1 they may be bare words.
func params(s string) (name string, p head) {
	name, rest, _ := strings.Cut(strings.ToValidUTF8(s, ""), ";")
	for _, one := range strings.Split(rest, ";") {
		key, value, named := strings.Cut(one, "=")
		key = strings.ToUpper(strings.TrimSpace(key))
		switch bare := !named; {
		case key == "":
		case key == "ENCODING":
			p.encoding = strings.ToUpper(strings.TrimSpace(value))
		case bare && (key == "QUOTED-PRINTABLE" || key == "BASE64"):
			p.encoding = key
		case key == "CHARSET":
			p.charset = strings.ToUpper(strings.Trim(value, `" `))
		case bare:
			p.rest += ";TYPE=" + one
		default:
			p.rest += ";" + one
		}
	}
	return strings.TrimSpace(name), p
}

// unquote decodes Quoted-Printable as far as it is right.
func unquote(value string) string {
	text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value)))
	if err != nil {
		return value
	}
	return string(text)
}

// inUTF8 returns text that is in a named alphabet, or else in UTF-8 or Windows-1252.
func inUTF8(text, charset string) string {
	m := charsets[charset]
	switch {
	case m == nil && utf8.ValidString(text), charset == "UTF-8" && utf8.ValidString(text):
		return text
	case m == nil:
		m = charmap.Windows1252
	}
	decoded, err := m.NewDecoder().String(text)
	if err != nil {
		return strings.ToValidUTF8(text, "�")
	}
	return decoded
}
