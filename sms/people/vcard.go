package people

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/emersion/go-vcard"

	"surfstick-sms/sms/charset"
)

// maxCard bounds the lines of one card; those of a picture count, too.
const maxCard = 50_000

// isCards reports whether a file holds vCards.
func isCards(data []byte) bool {
	const head = 1024
	start := strings.ToUpper(charset.Text(data[:min(len(data), head)&^1]))
	return strings.HasPrefix(strings.TrimSpace(start), "BEGIN:VCARD")
}

// wideMarks are at the beginning of a file in UTF-16 or of one in UTF-8 that says so.
var wideMarks = [][]byte{{0xEF, 0xBB, 0xBF}, {0xFF, 0xFE}, {0xFE, 0xFF}}

// cards reads all cards of a file. Each property may have an alphabet of its own.
func (r *reader) cards(data []byte) {
	wide := bytes.IndexByte(data[:min(len(data), 64)], 0) >= 0
	if wide || slices.ContainsFunc(wideMarks, func(m []byte) bool { return bytes.HasPrefix(data, m) }) {
		data = []byte(charset.Text(data))
	}
	data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	lines := strings.Split(string(data), "\n")
	for i := 0; i < len(lines); {
		if !isLine(lines[i], "BEGIN:VCARD") {
			i++
			continue
		}
		if r.full(i + 1) {
			return
		}
		end := endOf(lines, i+1)
		r.card(i+1, lines[i:min(end+1, len(lines))])
		if end < len(lines) && isLine(lines[end], "END:VCARD") {
			end++
		}
		i = end
	}
}

func isLine(line, want string) bool { return strings.EqualFold(strings.TrimSpace(line), want) }

// endOf returns the line that ends a card, or where the next one begins without that.
func endOf(lines []string, from int) int {
	for i := from; i < len(lines); i++ {
		if isLine(lines[i], "END:VCARD") || isLine(lines[i], "BEGIN:VCARD") {
			return i
		}
	}
	return len(lines)
}

// card reads one card.
func (r *reader) card(line int, lines []string) {
	card, err := vcard.NewDecoder(strings.NewReader(plain(lines[:min(len(lines), maxCard)]))).Decode()
	if err != nil || len(lines) > maxCard {
		r.fault(line, cardName(card), WhyCut)
		return
	}
	p := raw{line: line, name: cardName(card)}
	var notes []string
	for _, f := range card[vcard.FieldNote] {
		notes = append(notes, f.Value)
	}
	p.note = strings.Join(notes, "\n")
	fields := slices.Clone(card[vcard.FieldTelephone])
	slices.SortStableFunc(fields, func(a, b *vcard.Field) int { return rank(a) - rank(b) })
	for _, f := range fields {
		if n := phone(f.Value); n != "" {
			p.numbers = append(p.numbers, rawNumber{n, cardLabel(card, f)})
		}
	}
	r.add(p)
}

// rank is 0 for the number that is preferred, else 1.
func rank(f *vcard.Field) int {
	if f.Params.HasType("pref") || f.Params.Get(vcard.ParamPreferred) == "1" {
		return 0
	}
	return 1
}

// phone returns the number in a value, which may be an address of the kind tel:+49-171-1;ext=5 (RFC 3966).
func phone(value string) string {
	value = strings.TrimSpace(value)
	if rest, ok := strings.CutPrefix(strings.ToLower(value), "tel:"); ok {
		rest, _, _ = strings.Cut(rest, ";")
		if plain, err := url.PathUnescape(rest); err == nil {
			rest = plain
		}
		value = rest
	}
	return strings.TrimPrefix(value, "sms:")
}

// cardName returns the name on a card, or what can stand for it.
func cardName(card vcard.Card) string {
	get := func(field string) string {
		for _, f := range card[field] {
			if v := strings.TrimSpace(f.Value); v != "" {
				return v
			}
		}
		return ""
	}
	var family, given, middle string
	if n := card.Get(vcard.FieldName); n != nil {
		parts := append(split(n.Value), "", "", "")
		family, given, middle = parts[0], parts[1], parts[2]
	}
	firm := ""
	if o := card.Get(vcard.FieldOrganization); o != nil {
		firm = split(o.Value)[0]
	}
	name := nameOf(get(vcard.FieldFormattedName), firm, given, middle, family)
	return nameOf(name, get(vcard.FieldEmail), get(vcard.FieldNickname))
}

// split returns the parts between semicolons that stand for themselves.
func split(value string) []string {
	var parts []string
	var b strings.Builder
	escaped := false
	for _, c := range value {
		switch {
		case escaped:
			b.WriteRune('\\')
			b.WriteRune(c)
			escaped = false
		case c == '\\':
			escaped = true
		case c == ';':
			parts = append(parts, unescape(b.String()))
			b.Reset()
		default:
			b.WriteRune(c)
		}
	}
	return append(parts, unescape(b.String()))
}

// unescape returns what the decoder leaves in a value.
func unescape(s string) string {
	return strings.NewReplacer(`\;`, ";", `\:`, ":", `\N`, "\n").Replace(s)
}

// cardLabel returns what a number is for: by its types, or by Apple's label, which is a field of its own in
// the same group.
func cardLabel(card vcard.Card, f *vcard.Field) string {
	for _, l := range card["X-ABLABEL"] {
		if f.Group != "" && l.Group == f.Group {
			return labelOf(strings.TrimSuffix(strings.TrimPrefix(l.Value, "_$!<"), ">!$_"))
		}
	}
	return knownLabel(strings.Join(f.Params.Types(), " "))
}
