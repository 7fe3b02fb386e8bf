package sms

import "strings"

// maxName caps a sender's name. The air interface carries 11 characters (3GPP TS 23.040 clause
// 9.1.2.5); a damaged length field may claim more.
const maxName = 20

// SenderNumber returns the canonical form of a sender as the network delivered it: digits, which are
// completed by the rules of region, or a name. It never fails: what is empty after sanitising is
// UnknownSender.
func SenderNumber(digitsOrName, region string) Number {
	s := strings.TrimSpace(digitsOrName)
	if !dialable.MatchString(s) {
		return SenderName(s)
	}
	if plain, ok := strings.CutPrefix(s, "+"); ok && len(plain) <= maxShort {
		return Number(plain) // some networks call their short codes international
	}
	return canonical(s, region)
}

// SenderName returns the canonical form of a sender that the network marked as a name (alphanumeric
// type of number). A name that looks like a number is put in quotes: it never joins the
// conversation of that number.
func SenderName(name string) Number {
	clean := SanitiseLine(name, maxName)
	switch {
	case clean == "":
		return UnknownSender
	case dialable.MatchString(clean):
		return Number(`"` + clean + `"`)
	}
	return Number(clean)
}
