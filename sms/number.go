package sms

import (
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers/v2"
)

// Number is the address of the other side in one canonical form, so that equal numbers are equal
// strings: E.164 ("+491711234567") where the country's rules allow it, bare digits for short codes
// and anything else that is dialled ("80850", "*100#"), the name itself for alphanumeric senders
// ("o2"). It is sanitised: no control characters, never empty in a Message.
//
// A name that could be mistaken for a number stands in double quotes ("\"110\""), so that a sender
// who made up a name never lands in the conversation of that number.
type Number string

// UnknownSender stands for a sender that the network did not send or that could not be read.
const UnknownSender Number = "?"

// maxShort is the most digits of a short code. Numbers up to this length are never completed to
// E.164: they mean something in the network of the SIM card only.
const maxShort = 6

// dialable is what an address may consist of when it goes to the modem: a line end or a quotation
// mark in it would begin another AT command.
var dialable = regexp.MustCompile(`^\+?[0-9*#]{1,20}$`)

// noRegion says that a number names its country itself: CLDR's code for an unknown region.
const noRegion = "ZZ"

// Dialable reports whether a text can be sent to n. It is the check to make before a number goes
// anywhere near a modem.
func (n Number) Dialable() bool { return dialable.MatchString(string(n)) }

// Alphanumeric reports whether n is a name and not a number: anybody can make one up, and there is
// no way to answer it.
func (n Number) Alphanumeric() bool { return !n.Dialable() }

// Short reports whether n is a short code, such as "80850": dialled as it is, and known to the
// network of the SIM card only.
func (n Number) Short() bool {
	return len(n) <= maxShort && onlyDigits(string(n))
}

// International reports whether n is in E.164 form, with the country.
func (n Number) International() bool { return strings.HasPrefix(string(n), "+") }

// Display returns n as people in region (ISO 3166, such as "DE") write it: "0171 1234567" at home,
// "+43 664 1234567" abroad, and as it is when no country's rules apply.
func (n Number) Display(region string) string {
	if !n.International() || !n.Dialable() {
		return string(n)
	}
	p, err := phonenumbers.Parse(string(n), noRegion)
	if err != nil {
		return string(n)
	}
	home := int(p.GetCountryCode()) == phonenumbers.GetCountryCodeForRegion(region)
	if national := phonenumbers.Format(p, phonenumbers.NATIONAL); home && !looksShort(p, national) {
		return national
	}
	return phonenumbers.Format(p, phonenumbers.INTERNATIONAL)
}

// looksShort reports whether the national form of a number lacks the prefix that others have, so
// that it could be taken for a short code of somebody else.
func looksShort(p *phonenumbers.PhoneNumber, national string) bool {
	prefix := phonenumbers.GetNddPrefixForRegion(
		phonenumbers.GetRegionCodeForCountryCode(int(p.GetCountryCode())), true)
	return prefix != "" && !strings.HasPrefix(national, prefix) &&
		!strings.HasPrefix(national, "("+prefix) && !phonenumbers.IsValidNumber(p)
}

// Region returns the ISO 3166 code of the country that n belongs to, or "" when it has none.
func (n Number) Region() string {
	if !n.International() || !n.Dialable() {
		return ""
	}
	p, err := phonenumbers.Parse(string(n), noRegion)
	if err != nil {
		return ""
	}
	return phonenumbers.GetRegionCodeForNumber(p)
}

// Tail returns the last 8 digits of n, or all when there are fewer. Status reports repeat the
// recipient in whatever form the network likes; the tail is what can be compared.
func (n Number) Tail() string {
	digits := strings.TrimPrefix(string(n), "+")
	return digits[max(0, len(digits)-8):]
}

func onlyDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
