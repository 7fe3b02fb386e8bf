package ussd

import (
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/warthog618/sms/encoding/gsm7"
)

// DCS is the data coding scheme that goes with a code: GSM 7 bit, language unspecified.
const DCS = 15

// Pack writes a code as Huawei firmwares want it when they refuse it in plain: GSM 7 bit packed,
// in hex. Where seven bits would be left over at the end, which read as another character, they are
// filled up with a CR (TS 23.038 clause 6.1.2.3.1). The result is "" for what is not Valid.
func Pack(code string) string {
	if !Valid(code) {
		return ""
	}
	if len(code)%8 == 7 {
		code += "\r"
	}
	// Stars, hashes and digits have the same place in GSM 7 bit as in ASCII.
	return strings.ToUpper(hex.EncodeToString(gsm7.Pack7Bit([]byte(code), 0)))
}

// maxText is the longest answer that is decoded, in bytes; the longest legal one has 182 characters.
const maxText = 4000

// Text decodes an answer. dcs is its data coding scheme, -1 for none; packed reports whether the
// code was sent packed, so that hex is expected. Some models answer in plain to hex, or the other
// way round: what cannot be hex is taken as it is. It never fails.
func Text(s string, dcs int, packed bool) string {
	s = strings.ToValidUTF8(s[:min(len(s), maxText)], "\ufffd")
	data, err := hex.DecodeString(s)
	if err != nil || len(data) == 0 {
		return s
	}
	switch alphabet(dcs) {
	case ucs2:
		if len(data)%2 == 0 {
			return ucs2Text(data)
		}
	case octets:
		return latin1(data)
	case septets:
		if text := septetText(data); packed && readable(text) || !onlyDigits(s) && readable(text) {
			return text
		}
	}
	return s
}

type coding int

const (
	septets coding = iota
	octets
	ucs2
)

// alphabet reads a cell broadcast data coding scheme (TS 23.038 clause 5).
func alphabet(dcs int) coding {
	switch {
	case dcs == 0x11: // UCS-2 preceded by a language
		return ucs2
	case dcs < 0x40 || dcs > 0xff:
		return septets
	case dcs>>4 == 0xf:
		if dcs&0x04 != 0 {
			return octets
		}
	case dcs < 0xa0 && dcs&0x0c == 0x08:
		return ucs2
	case dcs < 0xa0 && dcs&0x0c == 0x04:
		return octets
	}
	return septets
}

// septetText unpacks GSM 7 bit with the default alphabet.
func septetText(data []byte) string {
	text, _ := gsm7.Decode(gsm7.Unpack7Bit(data, 0)) // not strict: no error to return
	return strings.ReplaceAll(strings.TrimRight(string(text), "\r"), "\r", "\n")
}

func ucs2Text(data []byte) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i])<<8 | uint16(data[2*i+1])
	}
	return strings.TrimRight(string(utf16.Decode(units)), "\r\x00")
}

func latin1(data []byte) string {
	var b strings.Builder
	for _, x := range data {
		b.WriteRune(rune(x))
	}
	return b.String()
}

// readable reports whether a text is one that an operator would write: letters, digits, signs and
// line ends. Plain text that is unpacked by mistake comes out as Greek capitals and controls.
func readable(s string) bool {
	odd := 0
	for _, r := range s {
		switch {
		case r == '\n' || r < 0x7f && unicode.IsPrint(r):
		case unicode.IsControl(r) || unicode.Is(unicode.Greek, r) || r == utf8.RuneError:
			odd++
		}
	}
	return s != "" && odd*4 <= utf8.RuneCountInString(s)
}

func onlyDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }
