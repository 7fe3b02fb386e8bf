// Package phonebook decodes and encodes entries of the phone book on a SIM card: +CPBR lines, and
// names in the codings of SIM cards (3GPP TS 27.007 clauses 8.11 to 8.14, TS 31.102 annex A, which
// repeats TS 11.11 annex B). It does no I/O. Whatever a card holds becomes a name that is safe to
// show, without control characters; no input is an error.
package phonebook

import (
	"encoding/hex"
	"errors"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/warthog618/sms/encoding/gsm7"

	"surfstick-sms/sms"
	"surfstick-sms/sms/answer"
)

// maxName is how many characters of a name are shown; cards have room for 14 to 40.
const maxName = 80

// ErrName means that a name cannot be written: it holds a control character, or characters that
// the modem's alphabet lacks.
var ErrName = errors.New("name cannot be written to the card")

// fields are those of a +CPBR line: <index>,<number>,<type>,<text>[,<hidden>[,<group>[,<adnumber>
// [,<adtype>[,<secondtext>]]]]] and more (3GPP TS 27.007 clause 8.12).
var fields = []answer.Kind{
	answer.Number, answer.Phone, answer.Number, answer.Text,
	answer.Number, answer.Text, answer.Phone, answer.Number, answer.Text,
}

// Entry reads the value of a +CPBR line. wide reports whether the modem was set to UCS-2 (+CSCS). ok
// is false when it is no entry.
func Entry(v string, wide bool) (c sms.Contact, ok bool) {
	f := answer.Read(v, fields...)
	if index := f.Number(0); len(f) < 4 || index < 0 || index > maxIndex {
		return sms.Contact{}, false
	}
	return sms.Contact{
		Index: f.Number(0), Number: Number(f, 1), Name: Name(f.At(3), wide),
	}, true
}

// maxIndex is the greatest place that is believed; the largest cards have 500.
const maxIndex = 0xffff

// International is the type of address of a number with its country (TS 27.007 clause 8.11);
// National is that of any other.
const (
	International = 145
	National      = 129
)

// maxNumber is how many characters of a number are kept; the longest legal one has 40 and a plus.
const maxNumber = 41

// Number reads the phone number in field i of an answer, with its type in the next one. Some modems
// tell the plus only as the type.
func Number(f answer.Fields, i int) string {
	s := f.Phone(i)
	if f.Number(i+1) == International && s != "" && s[0] != '+' {
		s = "+" + s
	}
	return s[:min(len(s), maxNumber)]
}

// Name decodes a name as the modem sent it: in plain, in UCS-2 hex when the modem was set to that
// (wide) or has no other alphabet, or as the bytes on the card in hex, as some firmwares send any name
// that is not ASCII.
func Name(s string, wide bool) string {
	data, err := hex.DecodeString(s)
	isHex := err == nil && len(data) > 0
	text, sure := answer.UCS2(s)
	switch {
	case isHex && raw(data) && (wide || len(data) > 5):
		s = Alpha(data)
	case isHex && wide && len(data)%2 == 0:
		s = answer.UTF16(data)
	case !wide && sure && answer.Alphabetic(text):
		s = text
	default:
		s = answer.Chars(s)
	}
	return sms.SanitiseLine(strings.Trim(s, "\uffff\x00"), maxName)
}

// raw reports whether bytes can only be a name as it stands on a card in one of the three UCS-2
// codings: 80 with whole characters, 81 and 82 with as many characters as they announce.
func raw(data []byte) bool {
	used := len(data)
	for used > 0 && data[used-1] == 0xff {
		used--
	}
	switch data[0] {
	case 0x80:
		return len(data) >= 3 && len(data)%2 == 1
	case 0x81:
		return len(data) >= 4 && used == 3+int(data[1])
	case 0x82:
		return len(data) >= 5 && used == 4+int(data[1])
	}
	return false
}

// Alpha reads the bytes of an alpha identifier as they stand on the card (TS 31.102 annex A): GSM
// 7 bit, one character in a byte, or UCS-2 in one of three codings. FF is padding.
func Alpha(data []byte) string {
	if len(data) == 0 {
		return ""
	}
	switch data[0] {
	case 0x80:
		return answer.UTF16(unpad(data[1:]))
	case 0x81:
		if len(data) >= 3 {
			return based(data[3:], int(data[1]), rune(data[2])<<7)
		}
	case 0x82:
		if len(data) >= 4 {
			return based(data[4:], int(data[1]), rune(data[2])<<8|rune(data[3]))
		}
	}
	return gsm(data)
}

// unpad takes FF FF off the end of UCS-2 data.
func unpad(data []byte) []byte {
	for len(data) >= 2 && data[len(data)-1] == 0xff && data[len(data)-2] == 0xff {
		data = data[:len(data)-2]
	}
	if len(data)%2 == 1 {
		data = data[:len(data)-1]
	}
	return data
}

// based reads characters that are GSM 7 bit below 80 and an offset from base above.
func based(data []byte, count int, base rune) string {
	var b strings.Builder
	for i, x := range data[:min(count, len(data))] {
		switch {
		case x == 0xff && i+1 == len(data):
		case x < 0x80:
			b.WriteString(gsm([]byte{x}))
		default:
			b.WriteRune(base + rune(x&0x7f))
		}
	}
	return b.String()
}

// gsm decodes GSM 7 bit with one character in a byte.
func gsm(data []byte) string {
	septets := make([]byte, 0, len(data))
	for _, x := range data {
		if x < 0x80 {
			septets = append(septets, x)
		}
	}
	text, _ := gsm7.Decode(septets) // not strict: no error to return
	return string(text)
}

// Encode writes a name for +CPBW: in UCS-2 hex when wide, else as it is if that is plain ASCII
// without a quotation mark.
func Encode(name string, wide bool) (string, error) {
	if !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return "", ErrName
	}
	if !wide {
		if strings.ContainsFunc(name, func(r rune) bool { return r > 0x7e || r == '"' }) {
			return "", ErrName
		}
		return name, nil
	}
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(name)) {
		b.WriteString(strings.ToUpper(hex.EncodeToString([]byte{byte(u >> 8), byte(u)})))
	}
	return b.String(), nil
}

// Fit returns as much of a name as the card has room for; room is in characters of the GSM alphabet, 0 when it
// is not known. A name with other characters takes two for each, and one for the coding (TS 31.102 annex A).
func Fit(name string, room int) string {
	runes := []rune(strings.TrimSpace(name))
	for room > 0 && len(runes) > 0 && size(string(runes)) > room {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimSpace(string(runes))
}

// size is how many characters of the GSM alphabet a name takes on a card.
func size(name string) int {
	if septets, err := gsm7.Encode([]byte(name)); err == nil {
		return len(septets)
	}
	return 1 + 2*len(utf16.Encode([]rune(name)))
}
