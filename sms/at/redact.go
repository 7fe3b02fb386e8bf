package at

import (
	"fmt"
	"regexp"
	"strings"

	"surfstick-sms/sms/answer"
)

var (
	// What holds a PIN or speaks to the SIM card itself, also in commands of vendors: whatever has PIN, PWD
	// or LCK in its name, and is no question.
	secretCommand = regexp.MustCompile(
		`(?i)^(.*[+^#*$%_](?:[A-Z]*(?:PIN|PUK|PWD|LCK|LOCK)[A-Z0-9]*|CSIM|CRSM)=)[^?].*$`)
	hexRun   = regexp.MustCompile(`[0-9A-Fa-f]{16,}`)
	digitRun = regexp.MustCompile(`\+?[0-9]{5,}`)
	message  = regexp.MustCompile(`(?i)^(.*\+CUSD[:=] ?(?:[0-9]+ *,)?)( *)(.*)$`)
	named    = regexp.MustCompile(`(?i)^(.*(\+(?:CPB[RWF]|CNUM|CMG[LR]|CMT))[:=])(.*)$`)
)

// names are the fields of lines that hold the name of a person (3GPP TS 27.007 clauses 7.1 and 8.12 to
// 8.14, TS 27.005 clauses 3.4.1 to 3.4.3).
var names = map[string][]answer.Kind{
	"+CPBR": phoneBook, "+CPBW": phoneBook, "+CPBF": phoneBook,
	"+CNUM": {answer.Text, answer.Phone, answer.Number},
	"+CMGL": {answer.Number, answer.Number, answer.Text, answer.Number},
	"+CMGR": {answer.Number, answer.Text, answer.Number},
	"+CMT":  {answer.Text, answer.Number},
}

var phoneBook = []answer.Kind{
	answer.Number, answer.Phone, answer.Number, answer.Text,
	answer.Number, answer.Text, answer.Phone, answer.Number, answer.Text,
}

// Redact returns a line without what must not be in a log: PINs, PDUs, numbers (three digits stay),
// names of people, and USSD messages.
func Redact(line string) string {
	if m := secretCommand.FindStringSubmatch(line); m != nil {
		return m[1] + "***"
	}
	if m := message.FindStringSubmatch(line); m != nil {
		line = m[1] + m[2] + redactMessage(m[3])
	} else if m := named.FindStringSubmatch(line); m != nil {
		line = m[1] + redactNames(m[3], names[strings.ToUpper(m[2])])
	}
	line = hexRun.ReplaceAllStringFunc(line, redactHex)
	return digitRun.ReplaceAllStringFunc(line, func(s string) string {
		return s[:3] + "***"
	})
}

// redactMessage masks a USSD message. Its coding stays where quotation marks show which number that is.
func redactMessage(s string) string {
	switch {
	case strings.Trim(s, "0123456789 ?") == "": // a state alone
		return s
	case s[0] != '"':
		return "***"
	case answer.Closes(s[1:]):
		return `"***"` + s[strings.LastIndexByte(s, '"')+1:]
	}
	return `"***"`
}

// redactNames masks whatever is no number in a value, and leaves numbers to the rule for them.
func redactNames(value string, kinds []answer.Kind) string {
	var b strings.Builder
	for _, f := range answer.Read(value, kinds...) {
		before, after, _ := strings.Cut(value, f) // fields stand in it in order
		value = after
		if b.WriteString(before); strings.Trim(f, "+*#0123456789-()") != "" {
			f = "***"
		}
		b.WriteString(f)
	}
	return b.String() + value
}

// redactHex leaves runs of up to 20 digits to the rule for numbers: an IMEI is no PDU.
func redactHex(s string) string {
	if len(s) < 21 && strings.Trim(s, "0123456789") == "" {
		return s
	}
	return fmt.Sprintf("<%d hex>", len(s))
}
