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
// an IMEI; sixteen hex digits may be a text in a PDU; a path contains the user's name, and what the
// system calls a device the serial number of a stick, which may be its IMEI.
var (
	hexRun   = regexp.MustCompile(`\b[0-9A-Fa-f]{16,}\b`)
	digitRun = regexp.MustCompile(`0[xX][0-9A-Fa-f]{1,8}\b|` +
		`\b(?:19|20)\d\d-[01]\d-[0-3]\d(?:\b|T)|` + // a day
		`\+?\d(?:[ ()/-]{0,2}\d){4,}`)
	day = regexp.MustCompile(`^(?:19|20)\d\d-[01]\d-[0-3]\dT?$`)
	// Up to the next separator, where there is one: a name may have spaces.
	homePath = regexp.MustCompile(`(?i)((?:[a-z]:)?[\\/]+(?:users|home)[\\/]+)` +
		`(?:[^\\/"':\n]{1,64}?([\\/])|[^\\/"'\s:]+)`)
	// Windows' name of a device: enumerator, kind, and after that its instance; in a path with "#"
	// for the separator, and the class of the interface behind it.
	instance = regexp.MustCompile(`(?i)((?:VID_[0-9A-F]{4}&PID_[0-9A-F]{4}|&VEN_)[^\\#\s"]*(?:\\{1,2}|#))` +
		`([^\\#\s"']*[^\\#\s"':,;.)](?:#\{[0-9a-f-]*\}?)?)`)
	// madeUp is an instance without a serial number: Windows makes it of the socket.
	madeUp = regexp.MustCompile(`(?i)^[0-9a-f]{1,2}&[0-9a-f]{1,8}&[0-9a-f]&[0-9a-f]{1,4}$`)
	serial = regexp.MustCompile(`(?i)\b(serial[:=])[^\s"']+`)    // a Stick in the log
	byID   = regexp.MustCompile(`(/by-id/)[^\s"']*[^\s"':,;.)]`) // Linux' names of devices with their serial numbers
)

// hidden stands for a name.
const hidden = "…"

// Redact masks what could reveal who somebody is, whose the stick and the SIM card are, or what was
// written. Error codes (0x80070005) and days (2026-11-22) stay.
func Redact(s string) string {
	for _, home := range homes() {
		s = strings.ReplaceAll(s, home, "~")
	}
	s = homePath.ReplaceAllString(s, "${1}"+hidden+"${2}")
	s = instance.ReplaceAllStringFunc(s, maskInstance)
	s = serial.ReplaceAllString(s, "${1}"+hidden)
	s = byID.ReplaceAllString(s, "${1}"+hidden)
	s = hexRun.ReplaceAllStringFunc(s, maskHex)
	return digitRun.ReplaceAllStringFunc(s, maskDigits)
}

// maskInstance keeps the kind of the device, and an instance that Windows made up.
func maskInstance(s string) string {
	m := instance.FindStringSubmatch(s)
	if madeUp.MatchString(m[2]) && strings.HasSuffix(m[1], `\`) {
		return s
	}
	return m[1] + hidden
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
	case day.MatchString(s):
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
