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
}

// commands are the extended commands; line.basic has the basic ones.
var commands map[string]command

func init() { // a variable initialiser would refer to itself through +CLAC
	commands = map[string]command{
		"+CGMI": {do: info(func(m *Modem) string { return m.opt.Manufacturer })},
		"+GMI":  {do: info(func(m *Modem) string { return m.opt.Manufacturer })},
		"+CGMM": {do: info(func(m *Modem) string { return m.opt.Model })},
		"+GMM":  {do: info(func(m *Modem) string { return m.opt.Model })},
		"+CGMR": {do: info(func(m *Modem) string { return m.opt.Revision })},
		"+GMR":  {do: info(func(m *Modem) string { return m.opt.Revision })},
		"+CGSN": {do: info(func(m *Modem) string { return m.opt.IMEI })},
		"+GSN":  {do: info(func(m *Modem) string { return m.opt.IMEI })},
		"+GCAP": {do: info(func(*Modem) string { return "+GCAP: +CGSM,+DS,+ES" })},

		"+CMEE":        {do: (*line).cmeeCommand},
		"^CURC":        {do: setting("^CURC", 1, func(m *Modem) *int { return &m.set.curc })},
		"^PORTSEL":     {do: (*line).portselCommand},
		"^GETPORTMODE": {do: (*line).portModeCommand},
		"^USSDMODE":    {do: func(*line, request) response { return okay }},
		"+CFUN":        {do: (*line).cfunCommand},
		"^RESET":       {do: (*line).resetCommand},
		"+CLAC":        {do: (*line).clacCommand},
		"+CSCS":        {do: (*line).cscsCommand},

		"+CPIN":     {do: (*line).cpinCommand},
		"^CPIN":     {do: (*line).triesCommand},
		"+CLCK":     {do: (*line).clckCommand},
		"+CPWD":     {do: (*line).cpwdCommand},
		"+CIMI":     {needCard, info(func(m *Modem) string { return m.card.IMSI })},
		"^ICCID":    {do: (*line).iccidCommand},
		"+CPBS":     {needCard, (*line).cpbsCommand},
		"+CPBR":     {needCard, (*line).cpbrCommand},
		"+CPBW":     {needCard, (*line).cpbwCommand},
		"+CNUM":     {needCard, (*line).cnumCommand},
		"+CUSD":     {needCard, (*line).cusdCommand},
		"^CARDMODE": {do: func(*line, request) response { return reply("^CARDMODE: 2") }},

		"+CSQ":       {do: (*line).csqCommand},
		"^HCSQ":      {do: (*line).hcsqCommand},
		"+CREG":      {do: (*line).cregCommand},
		"+CGREG":     {do: (*line).cregCommand},
		"+COPS":      {needCard, (*line).copsCommand},
		"^SYSINFO":   {do: (*line).sysinfoCommand},
		"^SYSINFOEX": {do: (*line).sysinfoexCommand},

		"+CMGF": {do: (*line).cmgfCommand},
		"+CSMS": {needTexts, (*line).csmsCommand},
		"+CPMS": {needTexts, (*line).cpmsCommand},
		"+CNMI": {needTexts, (*line).cnmiCommand},
		"+CNMA": {needTexts, (*line).cnmaCommand},
		"+CMMS": {needTexts, setting("+CMMS", 2, func(m *Modem) *int { return &m.set.cmms })},
		"+CSCA": {needTexts, (*line).cscaCommand},
		"+CMGL": {needTexts, (*line).cmglCommand},
		"+CMGR": {needTexts, (*line).cmgrCommand},
		"+CMGD": {needTexts, (*line).cmgdCommand},
		"+CMGS": {needTexts, (*line).cmgsCommand},
		"+CMGW": {needTexts, (*line).cmgwCommand},
	}
}

// runOne runs one command of a command line.
func (l *line) runOne(s string) response {
	s = strings.TrimSpace(s)
	if s == "" {
		return okay
	}
	if s[0] != '+' && s[0] != '^' {
		return l.basic(strings.ToUpper(s))
	}
	r := parse(s)
	if slices.Contains(l.m.opt.Quirks.Hang, r.name) {
		return noResponse
	}
	c, known := commands[r.name]
	if !known || slices.Contains(l.m.opt.Quirks.Refuse, r.name) {
		return l.unknown()
	}
	if a, missing := l.m.cardError(c.need); missing && r.op != test {
		return a
	}
	return c.do(l, r)
}

// unknown returns the response to a command that the modem does not know.
func (l *line) unknown() response {
	if l.m.opt.Quirks.NotSupport {
		return response{final: "COMMAND NOT SUPPORT"}
	}
	return plainError
}

// basic runs basic commands, of which several may be joined without a semicolon: ATE0V1.
func (l *line) basic(s string) response {
	if s == "I" || s == "I0" {
		return l.identify()
	}
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
			return l.unknown()
		}
	}
	return okay
}

// setBasic runs one basic command, and reports whether it is known.
func (l *line) setBasic(letter byte, value int) bool {
	switch letter {
	case 'E':
		l.echo = value == 1
	case 'V':
		l.numeric = value == 0
	case 'Z', '&':
		l.echo, l.numeric = true, false
	case 'Q', 'X', 'S', 'H':
	default:
		return false
	}
	return value <= 1
}

// identify is ATI.
func (l *line) identify() response {
	o := l.m.opt
	return reply("Manufacturer: " + o.Manufacturer + "\r\nModel: " + o.Model + "\r\nRevision: " +
		o.Revision + "\r\nIMEI: " + o.IMEI + "\r\n+GCAP: +CGSM,+DS,+ES")
}

// info returns a command that is answered with one value.
func info(of func(*Modem) string) func(*line, request) response {
	return func(l *line, r request) response {
		if r.op == test {
			return okay
		}
		return reply(of(l.m))
	}
}

// setting returns a command that sets and reads a number from 0 to most.
func setting(name string, most int, at func(*Modem) *int) func(*line, request) response {
	return func(l *line, r request) response {
		switch r.op {
		case read:
			return reply(name + ": " + strconv.Itoa(*at(l.m)))
		case test:
			return reply(name + ": (0-" + strconv.Itoa(most) + ")")
		}
		n, ok := r.number(0, 0)
		if !ok || n > most {
			return badParams
		}
		*at(l.m) = n
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
