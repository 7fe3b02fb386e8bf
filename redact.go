package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
)

// What a log or a report must not tell (facts, reliability, C.7). Whatever has five digits may be
// a number, an IMSI or an IMEI; sixteen hex digits may be a text; a path tells the user's name.
var (
	hexRun   = regexp.MustCompile(`\b[0-9A-Fa-f]{16,}\b`)
	digitRun = regexp.MustCompile(`0[xX][0-9A-Fa-f]{1,8}\b|\+?\d(?:[ ()/]{0,2}\d){4,}`)
	homePath = regexp.MustCompile(`(?i)((?:[a-z]:)?[\\/]+(?:users|home)[\\/]+)[^\\/"'\s:]+`)
)

// redact masks what could tell who somebody is or what they wrote. Error codes (0x80070005) stay.
func redact(s string) string {
	for _, home := range homes() {
		s = strings.ReplaceAll(s, home, "~")
	}
	s = homePath.ReplaceAllString(s, "${1}…")
	s = hexRun.ReplaceAllStringFunc(s, maskHex)
	return digitRun.ReplaceAllStringFunc(s, maskDigits)
}

// homes gives the user's home folder as it is and as it looks in a quoted string.
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

// Write implements io.Writer. It tells the length that it was given, not that of the masked text.
func (r redactor) Write(p []byte) (int, error) {
	if _, err := io.WriteString(r.to, redact(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
