package fakemodem

import (
	"slices"
	"strconv"
	"strings"
)

// request is one command taken apart: AT+NAME? (read), AT+NAME=? (test), AT+NAME=args (set) or
// AT+NAME (run).
type request struct {
	name string
	op   op
	args []string // unquoted, blanks trimmed
}

type op int

const (
	run op = iota
	read
	test
	set
)

// arg returns argument i or "".
func (r request) arg(i int) string {
	if i < len(r.args) {
		return r.args[i]
	}
	return ""
}

// number returns argument i, or instead when it is left out; ok is false when it is no number.
func (r request) number(i, instead int) (n int, ok bool) {
	if r.arg(i) == "" {
		return instead, true
	}
	n, err := strconv.Atoi(r.arg(i))
	return n, err == nil && n >= 0
}

// parse takes an extended command apart. The name is upper case.
func parse(s string) request {
	end := strings.IndexAny(s, "=?")
	if end < 0 {
		return request{name: strings.ToUpper(strings.TrimSpace(s))}
	}
	r := request{name: strings.ToUpper(strings.TrimSpace(s[:end]))}
	switch rest := s[end:]; {
	case rest == "?":
		r.op = read
	case rest == "=?":
		r.op = test
	case rest[0] == '?':
		r.name += rest
	default:
		r.op = set
		for _, a := range split(rest[1:], ',') {
			r.args = append(r.args, strings.Trim(strings.TrimSpace(a), `"`))
		}
	}
	return r
}

// need is what a command needs of the SIM card.
type need int

const (
	needNothing need = iota
	needCard         // the card open; +CME ERROR otherwise
	needTexts        // the card open; +CMS ERROR otherwise
)

type command struct {
	need need
	do   func(l *line, r request) response
	test func(l *line) response // AT+NAME=?; OK when nil
}

// commands are the extended commands; line.basic has the basic ones.
var commands = map[string]command{
	"+CGMI": {do: info(func(m *Modem) string { return m.opt.Manufacturer })},
	"+CGMM": {do: info(func(m *Modem) string { return m.opt.Model })},
	"+CGMR": {do: info(func(m *Modem) string { return m.opt.Revision })},
	"+CGSN": {do: info(func(m *Modem) string { return m.opt.IMEI })},

	"+CMEE":     {do: setting("+CMEE", func(l *line) *int { return &l.cmee })},
	"^CURC":     {do: setting("^CURC", func(l *line) *int { return &l.m.set.curc })},
	"^USSDMODE": {do: func(*line, request) response { return okay }},
	"+CFUN":     {do: (*line).cfunCommand},
	"^RESET":    {do: (*line).resetCommand},
	"+CSCS":     {do: (*line).cscsCommand, test: (*line).cscsTest},

	"+CPIN":  {do: (*line).cpinCommand},
	"^CPIN":  {do: (*line).triesCommand},
	"+CLCK":  {do: (*line).clckCommand},
	"+CPWD":  {do: (*line).cpwdCommand},
	"+CIMI":  {need: needCard, do: info(func(m *Modem) string { return m.card.IMSI })},
	"^ICCID": {do: (*line).iccidCommand},
	"+CPBS":  {need: needCard, do: (*line).cpbsCommand},
	"+CPBR":  {need: needCard, do: (*line).cpbrCommand, test: (*line).cpbrTest},
	"+CPBW":  {need: needCard, do: (*line).cpbwCommand},
	"+CNUM":  {need: needCard, do: (*line).cnumCommand},
	"+CUSD":  {need: needCard, do: (*line).cusdCommand},

	"+CSQ":   {do: (*line).csqCommand},
	"+CREG":  {do: (*line).cregCommand},
	"+CGREG": {do: (*line).cgregCommand},
	"+CEREG": {do: (*line).ceregCommand},
	"+CGATT": {do: (*line).cgattCommand},
	"+COPS":  {need: needCard, do: (*line).copsCommand},
	"+CLIP":  {do: setting("+CLIP", func(l *line) *int { return &l.m.set.clip })},

	"+CMGF": {do: (*line).cmgfCommand},
	"+CSMS": {need: needTexts, do: (*line).csmsCommand},
	"+CPMS": {need: needTexts, do: (*line).cpmsCommand, test: (*line).cpmsTest},
	"+CNMI": {need: needTexts, do: (*line).cnmiCommand, test: (*line).cnmiTest},
	"+CNMA": {need: needTexts, do: (*line).cnmaCommand},
	"+CMMS": {need: needTexts, do: setting("+CMMS", func(l *line) *int { return &l.m.set.cmms })},
	"+CSCA": {need: needTexts, do: (*line).cscaCommand},
	"+CMGL": {need: needTexts, do: (*line).cmglCommand},
	"+CMGR": {need: needTexts, do: (*line).cmgrCommand},
	"+CMGD": {need: needTexts, do: (*line).cmgdCommand},
	"+CMGS": {need: needTexts, do: (*line).cmgsCommand},
	"+CMGW": {need: needTexts, do: (*line).cmgwCommand},
}

// runOne runs one command of a command line.
func (l *line) runOne(s string) response {
	s = strings.TrimSpace(s)
	if a, locked := l.lockedOut(s); locked {
		return a
	}
	if a, own := l.ownAnswer(strings.ToUpper(s)); own {
		return a
	}
	if s == "" {
		return okay
	}
	if s[0] != '+' && s[0] != '^' {
		return l.basic(strings.ToUpper(s))
	}
	r := parse(s)
	if a, odd := l.odd(r.name); odd {
		return a
	}
	c, known := commands[r.name]
	if !known {
		return plainError
	}
	if r.op == test {
		if c.test == nil {
			return okay
		}
		return c.test(l)
	}
	if a, missing := l.m.cardError(c.need); missing {
		return a
	}
	a := c.do(l, r)
	if slices.Contains(l.m.opt.Quirks.BareOK, r.name) {
		a.lines = nil
	}
	a.silent = a.silent || a.final == "" && l.m.opt.Quirks.Spelling.endless(r)
	l.m.answered(strings.ToUpper(s), a)
	return a
}

// basic runs basic commands, of which several may be joined without a semicolon: ATE0V1.
func (l *line) basic(s string) response {
	for s != "" {
		letter := s[0]
		if letter == '&' && len(s) > 1 {
			s = s[1:]
		}
		s = s[1:]
		value := 0
		for s != "" && s[0] >= '0' && s[0] <= '9' {
			value, s = int(s[0]-'0'), s[1:]
		}
		if !l.setBasic(letter, value) {
			return plainError
		}
	}
	return okay
}

// setBasic runs one basic command, and reports whether it is known.
func (l *line) setBasic(letter byte, value int) bool {
	switch letter {
	case 'E':
		l.echo = value == 1
	case 'Z', '&':
		l.echo = true
	case 'V', 'Q', 'X', 'S', 'H':
	default:
		return false
	}
	return value <= 1
}

// info returns a command that is answered with one value.
func info(of func(*Modem) string) func(*line, request) response {
	return func(l *line, _ request) response { return reply(of(l.m)) }
}

// setting returns a command that sets and reads 0 or 1.
func setting(name string, at func(*line) *int) func(*line, request) response {
	return func(l *line, r request) response {
		if r.op == read {
			return reply(name + ": " + strconv.Itoa(*at(l)))
		}
		n, ok := r.number(0, 0)
		if !ok || n > 1 {
			return badParams
		}
		*at(l) = n
		return okay
	}
}

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
