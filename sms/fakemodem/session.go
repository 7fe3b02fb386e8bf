package fakemodem

import (
	"strconv"
	"strings"
)

// Control characters of a conversation (3GPP TS 27.005 clause 3.5.1).
const (
	ctrlZ  = 0x1a
	escape = 0x1b
)

// octet takes in one byte from the line.
func (l *line) octet(b byte) {
	switch {
	case l.m.deaf():
	case l.m.opt.Quirks.Alien != "":
		l.alien(b)
	case l.busy: // a second command on the same port is ignored (Huawei)
	case l.submit != nil:
		l.pduOctet(b)
	case b == '\r':
		l.mirror('\r')
		cmd := string(l.in)
		l.in = nil
		l.command(cmd)
	case b == '\n' || b == escape || b == ctrlZ || b == 0:
	case len(l.in) <= maxLine:
		l.mirror(b)
		l.in = append(l.in, b)
	}
}

// mirror echoes input; what comes in together goes back together.
func (l *line) mirror(b byte) {
	if l.echo && !l.m.faults.hung {
		l.echoed = append(l.echoed, b)
	}
}

func (l *line) flushEcho() {
	if s := string(l.echoed); s != "" {
		l.echoed = nil
		l.say(s)
	}
}

// alien is what something answers that is no modem.
func (l *line) alien(b byte) {
	if b == '\r' {
		l.say("\r\n" + l.m.opt.Quirks.Alien + "\r\n")
	}
}

// answer is what a command comes to.
type answer struct {
	lines []string
	final string // "" means OK
	// silent leaves the command without a final result; prompt is one case of it.
	silent bool
	then   func() // done after the answer was given
}

// Answers that need nothing else.
var (
	okay        = answer{}
	plainError  = answer{final: "ERROR"}
	noAnswer    = answer{silent: true}
	badParams   = cmeError(50)
	notAllowed  = cmeError(3)
	cmsNoSlot   = cmsError(321)
	cmsFull     = cmsError(322)
	cmsRefused  = cmsError(302)
	cmsBadPDU   = cmsError(304)
	cmsNoMemory = cmsError(303)
)

func reply(lines ...string) answer { return answer{lines: lines} }

// cmeError is an error of 3GPP TS 27.007 clause 9.2; how it is worded depends on +CMEE.
func cmeError(code int) answer {
	return answer{final: "+CME ERROR: " + strconv.Itoa(code)}
}

// cmsError is an error of 3GPP TS 27.005 clause 3.2.5.
func cmsError(code int) answer {
	return answer{final: "+CMS ERROR: " + strconv.Itoa(code)}
}

// command works on one command line, which may hold several commands joined by semicolons.
func (l *line) command(raw string) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return
	}
	if l.m.log = append(l.m.log, raw); len(l.m.log) > maxLog {
		l.m.log = l.m.log[maxLog/2:]
	}
	if len(raw) > maxLine {
		l.finish(plainError)
		return
	}
	if len(raw) < 2 || !strings.EqualFold(raw[:2], "AT") {
		return // not for a modem
	}
	if l.m.faults.hung && !isRestart(raw[2:]) {
		return
	}
	l.busy = true
	a := l.all(raw[2:])
	if l.m.opt.Latency.Command <= 0 {
		l.finish(a)
		return
	}
	l.m.alive(l.m.opt.Latency.Command, func() { l.finish(a) })
}

// all runs joined commands one after the other up to the first that does not end in OK.
func (l *line) all(rest string) answer {
	var whole answer
	for _, one := range split(rest, ';') {
		a := l.one(one)
		whole.lines = append(whole.lines, a.lines...)
		whole.final, whole.silent = a.final, a.silent
		whole.then = both(whole.then, a.then)
		if a.final != "" || a.silent {
			break
		}
	}
	return whole
}

// both runs f, then g; either may be nil.
func both(f, g func()) func() {
	switch {
	case f == nil:
		return g
	case g == nil:
		return f
	}
	return func() { f(); g() }
}

// finish gives an answer and lets the next command in.
func (l *line) finish(a answer) {
	l.busy = false
	if l.err != nil {
		return
	}
	lines := a.lines
	if inserted := l.m.faults.insert; len(inserted) > 0 {
		l.m.faults.insert = nil
		lines = append(append([]string(nil), lines...), inserted...)
	}
	var b strings.Builder
	for _, s := range lines {
		b.WriteString(l.wrap(s))
	}
	if !a.silent {
		b.WriteString(l.final(a.final))
	}
	if b.Len() > 0 {
		l.say(b.String())
	}
	if a.then != nil {
		a.then()
	}
}

// wrap puts a line between line ends.
func (l *line) wrap(s string) string {
	end := "\r\n"
	if l.m.opt.Quirks.ExtraCR {
		end = "\r\r\n"
	}
	return end + strings.ReplaceAll(s, "\r\n", end) + end
}

// final words a final result after ATV and +CMEE.
func (l *line) final(f string) string {
	if f == "" {
		f = "OK"
	}
	if code, is := strings.CutPrefix(f, "+CME ERROR: "); is {
		f = l.worded(code)
	}
	if l.numeric && (f == "OK" || f == "ERROR") {
		return map[string]string{"OK": "0\r", "ERROR": "4\r"}[f]
	}
	return l.wrap(f)
}

// worded puts a +CME ERROR as +CMEE asks for it: ERROR, number or words.
func (l *line) worded(code string) string {
	switch words := cmeWords[code]; {
	case l.cmee == 0:
		return "ERROR"
	case l.cmee == 2 && words != "":
		return "+CME ERROR: " + words
	default:
		return "+CME ERROR: " + code
	}
}

// cmeWords are the texts of 3GPP TS 27.007 clause 9.2 for the codes that come up here.
var cmeWords = map[string]string{
	"3": "operation not allowed", "4": "operation not supported", "10": "SIM not inserted",
	"11": "SIM PIN required", "12": "SIM PUK required", "13": "SIM failure", "14": "SIM busy",
	"16": "incorrect password", "30": "no network service",
	"40": "network personalization PIN required", "50": "incorrect parameters",
}

// announce gives an unsolicited line to the port that gets them, and tells whether one was open.
func (m *Modem) announce(s string) bool {
	found := false
	for l := range m.lines {
		if l.port == m.set.urcPort {
			l.say(l.wrap(s))
			found = true
		}
	}
	return found
}

// deaf tells that nothing is taken in: still starting, or told to be silent.
func (m *Modem) deaf() bool { return m.faults.silent || m.starting() }

// split cuts s at sep, but not inside quotation marks.
func split(s string, sep byte) []string {
	var parts []string
	quoted, from := false, 0
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == sep && !quoted:
			parts = append(parts, s[from:i])
			from = i + 1
		}
	}
	return append(parts, s[from:])
}
