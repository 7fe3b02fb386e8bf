package applog

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
)

// What must not stand in a log or a report: five or more digits may be a phone number, an IMSI or
// an IMEI; sixteen hex digits may be a text in a PDU; a path contains the user's name.
var (
	hexRun   = regexp.MustCompile(`\b[0-9A-Fa-f]{16,}\b`)
	digitRun = regexp.MustCompile(`0[xX][0-9A-Fa-f]{1,8}\b|\+?\d(?:[ ()/]{0,2}\d){4,}`)
	homePath = regexp.MustCompile(`(?i)((?:[a-z]:)?[\\/]+(?:users|home)[\\/]+)[^\\/"'\s:]+`)
)

// Redact masks what could reveal who somebody is or what they wrote. Error codes (0x80070005) stay.
func Redact(s string) string {
	for _, home := range homes() {
		s = strings.ReplaceAll(s, home, "~")
	}
	s = homePath.ReplaceAllString(s, "${1}…")
	s = hexRun.ReplaceAllStringFunc(s, maskHex)
	return digitRun.ReplaceAllStringFunc(s, maskDigits)
}

// homes returns the user's home folder as it is and as it looks in a quoted string.
var homes = sync.OnceValue(func() []string {
	home, err := os.UserHomeDir()
	if err != nil || len(home) < 2 {
		return nil
	}
	return []string{strings.ReplaceAll(home, `\`, `\\`), home}
})

// maskHex keeps the length; runs of digits only are left to maskDigits.
func maskHex(s string) string {
	if strings.Trim(s, "0123456789") == "" {
		return s
	}
	return fmt.Sprintf("[%d hex digits]", len(s))
}

// maskDigits keeps the country of a number and its last three digits, and of short ones nothing.
func maskDigits(s string) string {
	switch {
	case strings.HasPrefix(s, "0x"), strings.HasPrefix(s, "0X"):
		return s
	case s[0] == '+':
		return s[:3] + "***" + s[len(s)-3:]
	case len(s) < 8:
		return "***"
	}
	return "***" + s[len(s)-3:]
}

// redactor masks what is written through it. Every Write must be whole lines, as those of slog and
// log are.
type redactor struct{ to io.Writer }

// Write implements io.Writer. It returns the length of p, not that of the masked text.
func (r redactor) Write(p []byte) (int, error) {
	if _, err := io.WriteString(r.to, Redact(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
