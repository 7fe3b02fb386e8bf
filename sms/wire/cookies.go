package wire

import (
	"net/http"
	"slices"
	"strings"
)

// Cookies are those of a session with a stick, in the order in which they came.
type Cookies []cookie

type cookie struct{ name, value string }

// Set keeps a cookie in place of one with the same name. One without a value is taken away.
func (c *Cookies) Set(name, value string) {
	*c = slices.DeleteFunc(*c, func(k cookie) bool { return k.name == name })
	if value != "" {
		*c = append(*c, cookie{name, value})
	}
}

// take keeps the cookies of an answer. A stick sets a new one for instance at a log-in.
func (c *Cookies) take(cookies []*http.Cookie) {
	for _, k := range cookies {
		c.Set(k.Name, k.Value)
	}
}

// header returns the cookies as they are sent, "" for none.
func (c *Cookies) header() string {
	var parts []string
	for _, k := range *c {
		parts = append(parts, k.name+"="+k.value)
	}
	return strings.Join(parts, "; ")
}
