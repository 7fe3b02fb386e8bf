package ussd

import (
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/warthog618/sms/encoding/gsm7"

	"surfstick-sms/sms/answer"
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
// code was sent packed, so that hex is expected. Firmware tells the scheme of the network and hands
// the answer on in its own coding, or the other way round: the scheme decides only where the content
// does not. It never fails.
func Text(s string, dcs int, packed bool) string {
	s = shorten(s)
	data, err := hex.DecodeString(s)
	if err != nil || len(data) == 0 {
		return answer.Chars(withoutLanguage(s, dcs))
	}
	if told := alphabet(dcs); told == ucs2 && len(data)%2 == 0 {
		return ucs2Text(withoutPrefix(data, dcs))
	}
	return hexText(s, dcs, packed)
}

// hexText decodes an answer in hex that is not in UCS-2 by its scheme.
func hexText(s string, dcs int, packed bool) string {
	data, _ := hex.DecodeString(s) // Text has looked
	unpacked := septetText(data)
	words := withoutLanguage(unpacked, dcs)
	hexWanted := packed || !onlyDigits(s) || words != unpacked
	text, wide := wideText(s)
	switch {
	case packed && alphabet(dcs) == septets && plain(unpacked):
		return words
	case wide && answer.Alphabetic(text):
		return strings.TrimRight(text, "\r")
	case alphabet(dcs) == octets:
		return answer.Chars(string(data))
	case wide && !isASCII(words):
		return text
	case hexWanted && readable(unpacked):
		return words
	}
	return s
}

// wideText reads hex as UCS-2, and reports whether it can be that: in an alphabet, where digits alone
// must give ASCII, or in East Asian characters.
func wideText(s string) (text string, ok bool) {
	text, ok = answer.UCS2(s)
	if !ok {
		return "", false
	}
	if answer.Alphabetic(text) {
		return text, !onlyDigits(s) || isASCII(text)
	}
	return text, answer.EastAsian(text)
}

// plain reports whether a text in GSM 7 bit can be nothing else: UCS-2 in an alphabet begins with an
// octet below 20, which is an @ there, or no letter of ASCII.
func plain(unpacked string) bool {
	return readable(unpacked) && isASCII(unpacked) && !strings.ContainsRune(unpacked, '@')
}

// shorten cuts an answer that is too long, before a character.
func shorten(s string) string {
	if len(s) <= maxText {
		return s
	}
	end := maxText
	for end > maxText-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// The schemes whose text begins with a language (TS 23.038 clause 5): two letters and a CR before GSM
// 7 bit, two letters in two octets before UCS-2.
const (
	septetsLanguage = 0x10
	ucs2Language    = 0x11
)

// withoutLanguage takes the language off a text in GSM 7 bit.
func withoutLanguage(s string, dcs int) string {
	if dcs != septetsLanguage || len(s) < 3 || !letters(s[:2]) || s[2] != '\r' && s[2] != '\n' {
		return s
	}
	return s[3:]
}

// withoutPrefix takes the language off a text in UCS-2. The letters stand in an octet each, or packed.
func withoutPrefix(data []byte, dcs int) []byte {
	if dcs != ucs2Language || len(data) < 2 {
		return data
	}
	unpacked := gsm7.Unpack7Bit(data[:2], 0)
	if letters(string(data[:2])) || len(unpacked) >= 2 && letters(string(unpacked[:2])) {
		return data[2:]
	}
	return data
}

// letters reports whether a string may be a language of ISO 639.
func letters(s string) bool {
	return strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz") == ""
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
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
	case dcs == ucs2Language:
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

func ucs2Text(data []byte) string { return strings.TrimRight(answer.UTF16(data), "\r\x00") }

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
