package pdu

import (
	"maps"
	"unicode/utf16"

	"github.com/warthog618/sms/encoding/gsm7"
	"github.com/warthog618/sms/encoding/gsm7/charset"
)

// esc switches to the extension table for one character (3GPP TS 23.038 clause 6.2.1).
const esc = 0x1b

// alphabets holds the tables of every national language identifier (3GPP TS 23.038 clause
// 6.2.1.2.4). They are built here and now because the library builds them on first use, which
// two goroutines must not do at the same time.
var (
	locking, shift [charset.End]charset.Decoder
	encodable      = gsmTable()
)

func init() {
	for i := range locking {
		locking[i], shift[i] = charset.NewDecoder(i), charset.NewExtDecoder(i)
	}
	correct(&shift[charset.Portuguese], 0x1f, 'Ê')
	correct(&locking[charset.Hindi], 0x00, '\u0901') // those of Bengali in the library
	correct(&locking[charset.Hindi], 0x01, '\u0902')
	correct(&locking[charset.Hindi], 0x02, '\u0903')
}

// correct mends a septet that the tables of warthog618/sms v0.3.0 have wrong or not at all (3GPP TS
// 23.038 clauses A.2.3 and A.3.6). The library's own table stays as it is.
func correct(d *charset.Decoder, septet byte, r rune) {
	*d = maps.Clone(*d)
	(*d)[septet] = r
}

// gsmTable lists what the default alphabet and its extension can carry, with the septets of each.
// The library's table would also pass U+001B as a bare escape; here it is no character.
func gsmTable() map[rune][]byte {
	table := make(map[rune][]byte)
	for r, g := range charset.DefaultExtEncoder() {
		table[r] = []byte{esc, g}
	}
	for r, g := range charset.DefaultEncoder() {
		table[r] = []byte{g}
	}
	delete(table, esc)
	return table
}

// textOf7Bit turns septets into a string, with the language tables that the header asks for.
func textOf7Bit(septets []byte, lockingID, shiftID int) string {
	d := gsm7.NewDecoder().WithCharset(table(&locking, lockingID)).
		WithExtCharset(table(&shift, shiftID))
	text, _ := d.Decode(septets) // not strict: it has no error to return
	return string(text)
}

func table(tables *[charset.End]charset.Decoder, id int) charset.Decoder {
	if id < 0 || id >= len(tables) {
		return tables[charset.Default]
	}
	return tables[id]
}

// ucs2Text is what UCS-2 data says.
type ucs2Text struct {
	text string
	// odd reports whether half a character was left over; lone that a surrogate without its partner
	// stands inside the text; lead and trail are such surrogates at its edges.
	odd, lone   bool
	lead, trail uint16
}

// textOfUCS2 turns UCS-2 data (UTF-16 in practice) into a string; what cannot be read becomes
// U+FFFD.
func textOfUCS2(data []byte) ucs2Text {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i])<<8 | uint16(data[2*i+1])
	}
	t := ucs2Text{odd: len(data)%2 == 1, text: string(utf16.Decode(units))}
	for i := 0; i < len(units); i++ {
		switch u := units[i]; {
		case !utf16.IsSurrogate(rune(u)):
		case high(u) && i+1 < len(units) && low(units[i+1]):
			i++
		case low(u) && i == 0:
			t.lead = u
		case high(u) && i == len(units)-1:
			t.trail = u
		default:
			t.lone = true
		}
	}
	return t
}

func high(u uint16) bool { return u >= 0xd800 && u < 0xdc00 }
func low(u uint16) bool  { return u >= 0xdc00 && u < 0xe000 }
