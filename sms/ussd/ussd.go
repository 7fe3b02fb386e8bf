// Package ussd checks and encodes USSD codes, such as *100# for the balance, and decodes the
// answers: which codes are well formed, which ones change something, so that the user is asked
// first, and how codes and answers are coded on the line to a modem (3GPP TS 22.030, TS 23.038
// clauses 5 and 6.1.2.3, TS 27.007 clause 7.15). It does no I/O; sms/modem sends the codes.
package ussd

import "regexp"

// valid is what a code or a reply may be. Nothing else ever reaches the line: a quotation mark or a
// line end would begin another AT command.
var valid = regexp.MustCompile(`^[*#0-9]{1,20}#?$`)

// Valid reports whether code may be sent: digits, stars and hashes, at most 21 of them.
func Valid(code string) bool { return valid.MatchString(code) }

// Risk is what a code may change.
type Risk int

// The risks.
const (
	RiskNone     Risk = iota
	RiskPIN           // changes the PIN, or uses up tries for it
	RiskService       // changes a service of the subscription, such as call forwarding
	RiskPassword      // changes the password of call barring
)

var riskNames = [...]string{"none", "pin", "service", "password"}

// String returns the name of the risk; it is the key of the words that are shown for it.
func (r Risk) String() string {
	if r < 0 || int(r) >= len(riskNames) {
		return "unknown"
	}
	return riskNames[r]
}

var (
	// PIN, PIN2 and their PUKs: TS 22.030 clause 6.6.2.2.
	pinCode = regexp.MustCompile(`^\*\*0(?:4|42|5|52)\*`)
	// The password of call barring: TS 22.030 clause 6.5.4.
	passwordCode = regexp.MustCompile(`^\*{1,2}03\*`)
	// Activation (*), registration (**), deactivation (#) and erasure (##) of a service: TS 22.030
	// clause 6.5.2. Interrogation (*#) changes nothing.
	serviceCode = regexp.MustCompile(`^(?:\*\*|\*|##|#)([0-9]{2,3})(?:[*#]|$)`)
)

// services are the service codes of TS 22.030 annex B.
var services = map[string]bool{
	"002": true, "004": true, "21": true, "61": true, "62": true, "67": true, // forwarding
	"33": true, "330": true, "331": true, "332": true, "333": true, // barring
	"35": true, "351": true, "353": true,
	"30": true, "31": true, "76": true, "77": true, "300": true, // whose number is shown
	"43": true, "66": true, "96": true, "37": true, "361": true, "362": true, "363": true,
}

// RiskOf returns what a code may do, so that the window can ask first.
func RiskOf(code string) Risk {
	switch {
	case pinCode.MatchString(code):
		return RiskPIN
	case passwordCode.MatchString(code):
		return RiskPassword
	}
	if m := serviceCode.FindStringSubmatch(code); m != nil && services[m[1]] {
		return RiskService
	}
	return RiskNone
}

// BalanceCode returns the code that most operators of a country (ISO 3166) answer with the balance.
// It is a proposal: others use another one.
func BalanceCode(region string) string {
	switch region {
	case "AT":
		return "*101#"
	case "CH", "LI":
		return "*130#"
	}
	return "*100#"
}
