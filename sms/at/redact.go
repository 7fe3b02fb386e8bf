package at

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	secretCommand = regexp.MustCompile(`(?i)^(.*[+^](?:CPIN2?|CPWD|CLCK|CARDLOCK)=).*$`)
	hexRun        = regexp.MustCompile(`[0-9A-Fa-f]{16,}`)
	digitRun      = regexp.MustCompile(`\+?[0-9]{5,}`)
	quoted        = regexp.MustCompile(`"[^"]*"?`)
	bare          = regexp.MustCompile(`(\+CUSD: ?[0-9]+,)[^"].*$`)
	phoneBook     = regexp.MustCompile(`(?i)\+CPB[RWF][:=]|\+CNUM:`)
)

// Redact returns a line without what must not be in a log: PINs, PDUs, numbers (three digits stay),
// names of the phone book, and USSD messages.
func Redact(line string) string {
	if m := secretCommand.FindStringSubmatch(line); m != nil {
		return m[1] + "***"
	}
	if strings.Contains(line, "+CUSD") {
		line = bare.ReplaceAllString(line, `$1***`)
		line = quoted.ReplaceAllString(line, `"***"`)
	}
	if phoneBook.MatchString(line) {
		line = quoted.ReplaceAllStringFunc(line, redactField)
	}
	line = hexRun.ReplaceAllStringFunc(line, redactHex)
	return digitRun.ReplaceAllStringFunc(line, func(s string) string {
		return s[:3] + "***"
	})
}

// redactHex leaves runs of up to 20 digits to the rule for numbers: an IMEI is no PDU.
func redactHex(s string) string {
	if len(s) < 21 && strings.Trim(s, "0123456789") == "" {
		return s
	}
	return fmt.Sprintf("<%d hex>", len(s))
}

// redactField masks a name, and leaves a number to the rule for numbers.
func redactField(s string) string {
	if strings.Trim(s, `"+*#0123456789`) == "" {
		return s
	}
	return `"***"`
}
