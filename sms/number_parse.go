package sms

import (
	"errors"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers/v2"
)

// Errors of ParseNumber.
var (
	// ErrNumberEmpty means that there is no digit in it.
	ErrNumberEmpty = errors.New("number is empty")
	// ErrNumberChars means that there is something in it that belongs in no number: letters,
	// control characters, a plus sign in the middle.
	ErrNumberChars = errors.New("number has characters that are not dialled")
	// ErrNumberLong means that it has more digits than any number (20, or 15 after a plus sign).
	ErrNumberLong = errors.New("number is too long")
	// ErrNumberShort means that it begins with a country and has too few digits after it.
	ErrNumberShort = errors.New("number is too short")
	// ErrNumberCode means that it is a code for the network, such as *100#, and not a number.
	ErrNumberCode = errors.New("code for the network, not a number")
)

const (
	maxDialled       = 20 // 3GPP TS 23.040 clause 9.1.2.5: 10 octets of semi-octets
	maxInternational = 15 // ITU-T E.164 clause 6
)

// ParseNumber reads what a person typed or pasted, in a country given as ISO 3166 code ("DE") or
// "" when that is not known. Spaces, brackets, dashes, slashes and dots between digits are allowed,
// and so are the invisible marks that come with numbers pasted from elsewhere. The error is one of
// ErrNumberEmpty, ErrNumberChars, ErrNumberLong, ErrNumberShort and ErrNumberCode.
func ParseNumber(input, region string) (Number, error) {
	digits, err := dialled(strings.TrimSpace(input))
	if err != nil {
		return "", err
	}
	switch {
	case strings.Trim(digits, "+*#") == "":
		return "", ErrNumberEmpty
	case strings.ContainsAny(digits, "*#"):
		return "", codeOrChars(digits)
	}
	plain := strings.TrimPrefix(digits, "+")
	abroad := plain != digits
	switch {
	case abroad && len(plain) > maxInternational, len(plain) > maxDialled:
		return "", ErrNumberLong
	case abroad && len(plain) <= maxShort:
		return "", ErrNumberShort
	}
	return canonical(digits, region), nil
}

// codeOrChars returns whether digits are a USSD code (*100#, **21*…#, #31#…) or a mistyped number.
func codeOrChars(digits string) error {
	if digits[0] == '*' || digits[0] == '#' {
		return ErrNumberCode
	}
	return ErrNumberChars
}

// dialled keeps what is dialled: digits of any script as ASCII, * and #, one + in front.
func dialled(s string) (string, error) {
	s = strings.ReplaceAll(s, "(0)", "") // +49 (0)171 …, as Germans print it
	var b strings.Builder
	for _, r := range s {
		switch d, ok := digit(r); {
		case ok:
			b.WriteByte(d)
		case r == '*' || r == '#':
			b.WriteRune(r)
		case (r == '+' || r == '＋') && b.Len() == 0:
			b.WriteByte('+')
		case !separator(r):
			return "", ErrNumberChars
		}
	}
	return b.String(), nil
}

// digit returns the ASCII form of a decimal digit: Arabic-Indic and full-width ones count too.
func digit(r rune) (byte, bool) {
	if r >= '0' && r <= '9' {
		return byte(r), true
	}
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	// Unicode lists every set of decimal digits as a run of ten in order of value.
	value := 0
	for value < 9 && unicode.Is(unicode.Nd, r-rune(value)-1) {
		value++
	}
	return '0' + byte(value), value <= 9 && !unicode.Is(unicode.Nd, r-rune(value)-1)
}

// separator reports whether people put r between digits. Format characters (direction marks) come
// along when a number is pasted from a web page or an address book.
func separator(r rune) bool {
	return strings.ContainsRune("()-–‐‑‒/. [\u00a0\u202f]", r) || unicode.Is(unicode.Cf, r)
}

// canonical completes digits ("+…" or bare) to E.164 where the rules of region allow it, and returns
// them as they are otherwise.
func canonical(digits, region string) Number {
	if len(digits) <= maxShort || strings.ContainsAny(digits, "*#") {
		return Number(digits)
	}
	if strings.HasPrefix(digits, "+") {
		return Number(e164(digits, region, digits))
	}
	if cut, ok := strings.CutPrefix(digits, "00"); ok && region == "" {
		return Number(e164("+"+cut, region, digits))
	}
	if full := missingPlus(digits, region); full != "" {
		return Number(full)
	}
	return Number(e164(digits, region, digits))
}

// e164 returns the E.164 form of s, or otherwise when s is no number of region. A number that its
// country's plan does not list (yet) counts when it was written with its trunk prefix or country,
// and when what comes out is read the same way again.
func e164(s, region, otherwise string) string {
	p, err := phonenumbers.Parse(s, region)
	if err != nil || !phonenumbers.IsPossibleNumber(p) {
		return otherwise
	}
	full := phonenumbers.Format(p, phonenumbers.E164)
	if phonenumbers.IsValidNumber(p) {
		return full
	}
	again, err := phonenumbers.Parse(full, noRegion)
	if err != nil || phonenumbers.Format(again, phonenumbers.E164) != full {
		return otherwise
	}
	if s[0] != '+' && s[0] != '0' || len(full) <= 1+maxShort {
		return otherwise
	}
	return full
}

// missingPlus completes numbers that begin with the country code but without a plus sign, as some
// networks deliver senders ("491711234567"). It is tried where national numbers begin with a
// trunk prefix, so that there is no doubt.
func missingPlus(digits, region string) string {
	trunk := phonenumbers.GetNddPrefixForRegion(region, true)
	if trunk == "" || strings.HasPrefix(digits, trunk) {
		return ""
	}
	p, err := phonenumbers.Parse("+"+digits, noRegion)
	home := int32(phonenumbers.GetCountryCodeForRegion(region))
	if err != nil || p.GetCountryCode() != home || !phonenumbers.IsValidNumber(p) {
		return ""
	}
	return phonenumbers.Format(p, phonenumbers.E164)
}
