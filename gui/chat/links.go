package chat

import (
	"net/url"
	"regexp"
	"strings"
)

// maxLinks is how many links of one text are offered; a text full of them is advertising.
const maxLinks = 3

var linkPattern = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"'` + "`" + `]+`)

// links finds the web addresses in a text that may be offered to open. A text from outside can say
// anything, so that only what shows openly where it leads is a link at all: http or https, no user
// name before the host, a host of at least two labels in plain ASCII without percent signs, no more
// than 4096 characters (the rules of Signal's isLinkSneaky, sharpened).
func links(text string) []*url.URL {
	var found []*url.URL
	for _, match := range linkPattern.FindAllString(text, -1) {
		match = strings.TrimRight(match, `.,;:!?)]}`)
		if u, err := url.Parse(match); err == nil && safe(u, match) {
			found = append(found, u)
		}
		if len(found) == maxLinks {
			break
		}
	}
	return found
}

func safe(u *url.URL, text string) bool {
	if u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	if u.User != nil || strings.ContainsAny(text, "@…") || len(text) > 4096 {
		return false
	}
	return plainHost(u.Hostname()) && !strings.ContainsFunc(text, deceptive)
}

// plainHost reports whether a host has two labels or more, of ASCII letters, digits and hyphens.
func plainHost(host string) bool {
	if !strings.Contains(strings.Trim(host, "."), ".") || strings.HasPrefix(host, ".") {
		return false
	}
	return !strings.ContainsFunc(host, func(r rune) bool {
		digit, lower, upper := r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z'
		return !digit && !lower && !upper && r != '-' && r != '.'
	})
}

// deceptive reports whether a character is a control, a space, or a line drawn to look like
// something else.
func deceptive(r rune) bool {
	return r < 0x21 || r >= 0x2500 && r <= 0x257F || r > 0x7E && r < 0xA0
}
