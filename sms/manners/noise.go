package manners

import "strings"

// noise, restarts and floods are those of all rows: whose a modem is shows only after some answers, and
// none of these lines is an answer to anything.
var (
	noise    = gather(func(r row) []string { return r.noise })
	restarts = gather(func(r row) []string { return r.restarts })
)

func gather(of func(row) []string) []string {
	var all []string
	for _, r := range table {
		all = append(all, of(r)...)
	}
	return all
}

// IsNoise reports whether a line is one that modems send by themselves and that does not look like a
// notice: those begin with + or ^ and have a colon. A line that belongs to the command which runs is the
// caller's to tell.
func IsNoise(line string) bool {
	return beginsWithOne(line, noise) || beginsWithOne(line, restarts)
}

// IsRestart reports whether a line tells that the modem has started anew: it has forgotten what it was
// told, and its card may want the PIN again.
func IsRestart(line string) bool { return beginsWithOne(line, restarts) }

// EndFlood returns the question that ends a flood of notices of which line is one.
func EndFlood(line string) (Command, bool) {
	for _, r := range table {
		if r.flood != "" && strings.HasPrefix(line, r.flood) {
			return r.endFlood, true
		}
	}
	return Command{}, false
}

// beginsWithOne reports whether a line is one of some words, or begins with one of them and a blank or
// colon.
func beginsWithOne(line string, words []string) bool {
	for _, w := range words {
		rest, ok := strings.CutPrefix(line, w)
		if ok && (rest == "" || strings.IndexByte(" :", rest[0]) >= 0 ||
			w[len(w)-1] == ':') {
			return true
		}
	}
	return false
}
