package fakemodem

import (
	"strconv"
	"strings"
	"time"
)

// Manners is what the modems of a maker do beside the standards. personalities.go has those of several.
type Manners struct {
	// Answers are the answers to commands, by what follows AT, such as "+QPINC?": lines joined by \n, "" for
	// OK alone. {pin} and {puk} stand for the tries left, {wanted} for those of what the card wants, {iccid}
	// for the number of the card. They come before what any modem answers.
	Answers map[string]string
	// Foreign are the signs, such as "^", of commands that the modem does not know.
	Foreign string
	// Greeting are notices after a start, or the first line that is opened after it: the first at once, the
	// others 300 ms apart. "+CPIN:" stands for what the card wants.
	Greeting []string
	// Noise are lines of which one comes inside every third answer.
	Noise []string
	// Flood comes again and again until the question FloodEnd was answered.
	Flood, FloodEnd string
	// Deaf is how many command lines get lost after a start, as in a modem that finds out the speed first.
	Deaf int
	// RadioOff has the radio be off after a start, until +CFUN=1, or RadioBy if it is not "".
	RadioOff bool
	RadioBy  string
	// RadioDelay is how long nothing but AT and +CFUN works after that, though +CFUN=1 was answered.
	RadioDelay time.Duration
	// Store is the memory that texts are received into, whatever +CPMS says; "" for what it says.
	Store string
	// Offer is the answer to +CNMI=?, of a modem that does not take what it offers.
	Offer string
}

// huawei reports whether the modem is one of Huawei's: no other maker's manners were given.
func (m *Modem) huawei() bool { return m.opt.Manners.Answers == nil }

// mannersState is how far things have gone since the start.
type mannersState struct {
	flooding bool
	greeted  bool
	deaf     int // command lines that will still get lost
	answers  int // with lines, so far
	radioOff bool
	tuning   bool // the radio was switched on a moment ago
}

// startManners begins what comes with a start.
func (m *Modem) startManners() {
	own := m.opt.Manners
	m.own = mannersState{deaf: own.Deaf, radioOff: own.RadioOff, flooding: own.Flood != ""}
	if m.own.flooding {
		m.flood()
	}
}

// floodEvery is how often a flood comes.
const floodEvery = 300 * time.Millisecond

func (m *Modem) flood() {
	m.schedule(floodEvery, func() {
		if m.own.flooding {
			m.announce(m.opt.Manners.Flood)
			m.flood()
		}
	})
}

// greetEvery is the time between two lines of the greeting.
const greetEvery = 300 * time.Millisecond

// greet sends the greeting, once after each start.
func (m *Modem) greet() {
	if m.own.greeted || m.starting() {
		return
	}
	m.own.greeted = true
	for i, line := range m.opt.Manners.Greeting {
		m.schedule(time.Duration(i)*greetEvery, func() {
			if line == "+CPIN:" {
				line = "+CPIN: " + m.card.wants()
			}
			m.announce(line)
		})
	}
}

// ownAnswer returns the answer of the maker's to a command, if there is one.
func (l *line) ownAnswer(command string) (response, bool) {
	own := l.m.opt.Manners
	answer, known := own.Answers[command]
	switch {
	case own.RadioBy != "" && command == own.RadioBy:
		return l.m.radioCommand(), true
	case known && answer == "ERROR":
		return plainError, true
	case known && answer == "":
		return okay, true
	case known:
		return reply(strings.Split(l.m.filledIn(answer), "\n")...), true
	case l.m.own.tuning && command != "" && !strings.HasPrefix(command, "+CFUN"):
		return plainError, true
	}
	return okay, false
}

// filledIn puts the values of the card into an answer.
func (m *Modem) filledIn(answer string) string {
	pin, wanted := max(m.card.pinLeft, 0), max(m.card.pinLeft, 0)
	if m.card.state() == simPUK {
		wanted = m.card.pukLeft
	}
	return strings.NewReplacer(
		"{pin}", strconv.Itoa(pin), "{puk}", strconv.Itoa(m.card.pukLeft),
		"{wanted}", strconv.Itoa(wanted), "{iccid}", m.card.ICCID,
	).Replace(answer)
}

// withNoise puts a line of noise into every third answer, in turn before and behind its first line.
func (m *Modem) withNoise(lines []string) []string {
	noise := m.opt.Manners.Noise
	if len(noise) == 0 || len(lines) == 0 {
		return lines
	}
	m.own.answers++
	if m.own.answers%3 != 0 {
		return lines
	}
	turn := m.own.answers / 3
	line := noise[turn%len(noise)]
	if turn%2 == 1 {
		return append([]string{line}, lines...)
	}
	first, rest, more := strings.Cut(lines[0], "\r\n")
	out := []string{first, line}
	if more {
		out = append(out, rest)
	}
	return append(out, lines[1:]...)
}

// isLost reports whether a command line gets lost.
func (m *Modem) isLost() bool {
	if m.own.deaf <= 0 {
		return false
	}
	m.own.deaf--
	return true
}

// answered ends a flood when its question was answered.
func (m *Modem) answered(command string, a response) {
	if a.final == "" && command == m.opt.Manners.FloodEnd {
		m.own.flooding = false
	}
}

// radioCommand is AT+CFUN=1 of a modem whose radio is off.
func (m *Modem) radioCommand() response {
	if !m.own.radioOff {
		return okay
	}
	m.own.radioOff, m.own.tuning = false, m.opt.Manners.RadioDelay > 0
	return response{then: func() {
		m.schedule(m.opt.Manners.RadioDelay, func() {
			m.own.tuning = false
			m.register()
		})
	}}
}
