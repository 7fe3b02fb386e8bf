package fakemodem

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Contact is an entry of the phone book on the SIM card.
type Contact struct {
	Number string // with plus when international
	Name   string
	// Raw, if not "", is the name as the bytes on the card in hex: some firmwares return these,
	// whatever +CSCS says.
	Raw string
}

// nameRoom is how many characters a name may have (the alpha identifier's length).
const nameRoom = 18

// Contacts returns the entries of the phone book, by place.
func (m *Modem) Contacts() map[int]Contact {
	m.lock()
	defer m.unlock()
	found := map[int]Contact{}
	for i, c := range m.card.book {
		if c.Number != "" {
			found[i+1] = c
		}
	}
	return found
}

func newBook(size int, contacts []Contact) []Contact {
	book := make([]Contact, size)
	copy(book, contacts)
	return book
}

// cpbsCommand is AT+CPBS (TS 27.007, 8.11): SM is the card's phone book, ON its own numbers.
func (l *line) cpbsCommand(r request) response {
	switch {
	case r.op == read:
		used := 0
		for _, c := range l.book() {
			if c.Number != "" {
				used++
			}
		}
		return reply(fmt.Sprintf(`+CPBS: "%s",%d,%d`, l.m.set.cpbs, used, len(l.book())))
	case r.arg(0) != "SM" && (r.arg(0) != "ON" || l.m.opt.NoOwnBook):
		return notAllowed
	}
	l.m.set.cpbs = r.arg(0)
	return okay
}

// book returns the phone book that +CPBS selected.
func (l *line) book() []Contact {
	if l.m.set.cpbs != "ON" {
		return l.m.card.book
	}
	if l.m.card.HideNumber {
		return []Contact{{}}
	}
	return []Contact{{Number: l.m.card.OwnNumber}}
}

// cpbrTest is AT+CPBR=?: the places, and how long a number and a name may be.
func (l *line) cpbrTest() response {
	return reply(fmt.Sprintf("+CPBR: (1-%d),41,%d", len(l.book()), nameRoom))
}

// cpbrCommand is AT+CPBR (TS 27.007, 8.12).
func (l *line) cpbrCommand(r request) response {
	first, ok := r.number(0, 0)
	last, ok2 := r.number(1, first)
	if !ok || !ok2 || first < 1 || last > len(l.book()) {
		return cmeError(21)
	}
	var lines []string
	for i := first; i <= last; i++ {
		if c := l.book()[i-1]; c.Number != "" {
			lines = append(lines, fmt.Sprintf(`+CPBR: %d,"%s",%d,"%s"%s`, i, c.Number,
				addressType(c.Number), l.name(c), l.m.opt.Quirks.Spelling.later()))
		}
	}
	if len(lines) == 0 {
		return cmeError(22)
	}
	return reply(strings.Join(lines, "\r\n"))
}

// addressType returns the type of address of a number (TS 27.007, 8.11).
func addressType(number string) int {
	if strings.HasPrefix(number, "+") {
		return 145
	}
	return 129
}

// name returns a name in the alphabet of +CSCS; without UCS-2, what is not ASCII becomes a question
// mark.
func (l *line) name(c Contact) string {
	if c.Raw != "" {
		return c.Raw
	}
	if l.m.set.charset == "UCS2" {
		return hexUCS2(c.Name)
	}
	return strings.Map(func(r rune) rune {
		if r > 0x7e {
			return '?'
		}
		return r
	}, c.Name)
}

func hexUCS2(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return strings.ToUpper(hex.EncodeToString(b))
}

// cpbwCommand is AT+CPBW (TS 27.007, 8.14): place, number, type, name; a place alone empties it.
func (l *line) cpbwCommand(r request) response {
	place, ok := r.number(0, 0)
	if r.op != set || !ok || place < 1 || place > len(l.book()) {
		return cmeError(21)
	}
	c := Contact{Number: r.arg(1), Name: r.arg(3)}
	if l.m.set.charset == "UCS2" {
		data, err := hex.DecodeString(c.Name)
		if err != nil || len(data)%2 != 0 {
			return cmeError(25)
		}
		units := make([]uint16, len(data)/2)
		for i := range units {
			units[i] = uint16(data[2*i])<<8 | uint16(data[2*i+1])
		}
		c.Name = string(utf16.Decode(units))
	}
	switch {
	case len([]rune(c.Name)) > nameRoom:
		return cmeError(24)
	case strings.Trim(c.Number, "+*#0123456789") != "" || len(c.Number) > 21:
		return cmeError(27)
	case c.Number != "" && r.arg(2) != strconv.Itoa(addressType(c.Number)):
		return cmeError(50)
	}
	if l.m.set.cpbs == "ON" {
		l.m.card.OwnNumber, l.m.card.HideNumber = c.Number, false
		return okay
	}
	l.m.card.book[place-1] = c
	return okay
}

// charsets are those of +CSCS.
var charsets = []string{"IRA", "GSM", "UCS2"}

// cscsCommand is AT+CSCS (TS 27.007, 5.5).
func (l *line) cscsCommand(r request) response {
	switch {
	case r.op == read:
		return reply(`+CSCS: "` + l.m.set.charset + `"`)
	case !slices.Contains(charsets, r.arg(0)):
		return badParams
	case l.m.opt.Quirks.NoUCS2 && r.arg(0) == "UCS2":
		return badParams
	}
	l.m.set.charset = r.arg(0)
	return okay
}

// cscsTest is AT+CSCS=?: the alphabets that are known.
func (l *line) cscsTest() response {
	known := charsets
	if l.m.opt.Quirks.NoUCS2 {
		known = charsets[:2]
	}
	return reply(`+CSCS: ("` + strings.Join(known, `","`) + `")`)
}
