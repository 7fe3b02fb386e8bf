package fakemodem

import (
	"fmt"
	"strings"
)

// card is the SIM card as it is now.
type card struct {
	Card
	wanted  bool // the PIN is asked for at every start
	open    bool // the PIN was given, or none is wanted
	busy    bool // just opened, not ready yet
	pinLeft int
	pukLeft int
	sm      memory
	book    []Contact
}

type simState int

const (
	simReady simState = iota
	simPIN
	simPUK
	simDead
	simMissing
	simFaulty
	simForeign
)

func newCard(c Card) card {
	return card{
		Card: c, wanted: c.PIN != "", pinLeft: c.Tries, pukLeft: c.PUKTries,
		book: newBook(c.Places, c.Contacts),
	}
}

// lock has the card want its PIN again, as after a loss of power.
func (c *card) lock() { c.open, c.busy = !c.wanted, false }

// state returns what the card wants, the worst first.
func (c *card) state() simState {
	switch {
	case c.State == CardMissing:
		return simMissing
	case c.State == CardFaulty:
		return simFaulty
	case c.pukLeft <= 0:
		return simDead
	case c.pinLeft <= 0:
		return simPUK
	case !c.open:
		return simPIN
	case c.State == CardForeign:
		return simForeign
	}
	return simReady
}

// cardError returns the error of a command that needs more of the card than there is.
func (m *Modem) cardError(n need) (response, bool) {
	if n == needNothing || m.card.state() == simReady && !m.card.busy {
		return okay, false
	}
	// 3GPP TS 27.007 clause 9.2.1 and TS 27.005 clause 3.2.5.
	codes := map[simState][2]int{
		simReady: {14, 314}, simPIN: {11, 311}, simPUK: {12, 316}, simDead: {13, 313},
		simMissing: {10, 310}, simFaulty: {13, 313}, simForeign: {40, 302},
	}[m.card.state()]
	if n == needTexts {
		return cmsError(codes[1]), true
	}
	return cmeError(codes[0]), true
}

// cpinCommand is AT+CPIN (3GPP TS 27.007 clause 8.3): what is wanted, PIN, or PUK and new PIN.
func (l *line) cpinCommand(r request) response {
	switch {
	case r.op == set && len(r.args) > 1:
		return l.m.unblock(r.arg(0), r.arg(1))
	case r.op == set:
		return l.m.unlockCard(r.arg(0))
	}
	c := &l.m.card
	if s := c.state(); s == simMissing || s == simFaulty || s == simDead || c.busy {
		a, _ := l.m.cardError(needCard)
		return a
	}
	return reply("+CPIN: " + c.wants())
}

// wants returns the value of +CPIN?.
func (c *card) wants() string {
	return map[simState]string{
		simReady: "READY", simPIN: "SIM PIN", simPUK: "SIM PUK", simForeign: "PH-NET PIN",
		simDead: "SIM PUK", simMissing: "", simFaulty: "",
	}[c.state()]
}

// waitsFor reports whether the card waits for its PIN or its PUK, and otherwise returns the error.
func (m *Modem) waitsFor(what simState) (response, bool) {
	switch s := m.card.state(); s {
	case what:
		return okay, true
	case simReady, simForeign, simPIN:
		return notAllowed, false
	}
	a, _ := m.cardError(needCard)
	return a, false
}

// unlockCard tries a PIN.
func (m *Modem) unlockCard(pin string) response {
	if a, waits := m.waitsFor(simPIN); !waits {
		return a
	}
	if !m.tryPIN(pin) {
		return m.refusal()
	}
	return m.cardUnlocked()
}

// tryPIN reports whether a PIN is right, and counts the tries.
func (m *Modem) tryPIN(pin string) bool {
	if pin != m.card.PIN {
		m.card.pinLeft--
		return false
	}
	m.card.pinLeft = 3
	return true
}

// refusal returns the error of a wrong PIN: after the last try the card asks for its PUK.
func (m *Modem) refusal() response {
	if m.card.pinLeft <= 0 {
		return cmeError(12)
	}
	return cmeError(16)
}

// unblock tries a PUK with a new PIN.
func (m *Modem) unblock(puk, pin string) response {
	if a, waits := m.waitsFor(simPUK); !waits {
		return a
	}
	if !isPIN(pin) {
		return badParams
	}
	if puk != m.card.PUK {
		if m.card.pukLeft--; m.card.pukLeft <= 0 {
			return cmeError(13)
		}
		return cmeError(16)
	}
	m.card.PIN, m.card.pinLeft, m.card.pukLeft = pin, 3, 10
	return m.cardUnlocked()
}

// isPIN reports whether s could be a PIN: 4 to 8 digits (3GPP TS 31.101 clause 9.3).
func isPIN(s string) bool {
	return len(s) >= 4 && len(s) <= 8 && strings.Trim(s, "0123456789") == ""
}

// cardUnlocked has the card become ready after Latency.SIM, and then register.
func (m *Modem) cardUnlocked() response {
	m.card.open, m.card.busy = true, true
	return response{then: func() {
		m.schedule(m.opt.Latency.SIM, func() {
			m.card.busy = false
			m.statusURC("^SIMST:1")
			m.register()
		})
	}}
}

// triesCommand is Huawei's AT^CPIN?: what is wanted, its tries, then the tries left for PUK, PIN,
// PUK2 and PIN2.
func (l *line) triesCommand(r request) response {
	c := &l.m.card
	if r.op != read {
		return badParams
	}
	if s := c.state(); s == simMissing || s == simFaulty {
		a, _ := l.m.cardError(needCard)
		return a
	}
	times := ""
	switch c.state() {
	case simPIN:
		times = fmt.Sprint(c.pinLeft)
	case simPUK, simDead:
		times = fmt.Sprint(c.pukLeft)
	}
	return reply(fmt.Sprintf("^CPIN: %s,%s,%d,%d,10,3", c.wants(), times, c.pukLeft, c.pinLeft))
}

// clckCommand is AT+CLCK for the facility "SC": whether the PIN is asked for (TS 27.007, 7.4).
func (l *line) clckCommand(r request) response {
	c := &l.m.card
	switch {
	case r.op != set || r.arg(0) != "SC":
		return badParams
	case c.state() == simMissing:
		return cmeError(10)
	case r.arg(1) == "2":
		return reply("+CLCK: " + map[bool]string{true: "1", false: "0"}[c.wanted])
	case c.state() == simPUK:
		return cmeError(12)
	case r.arg(1) != "0" && r.arg(1) != "1":
		return badParams
	case !l.m.tryPIN(r.arg(2)):
		return l.m.refusal()
	}
	c.wanted = r.arg(1) == "1"
	return okay
}

// cpwdCommand is AT+CPWD="SC": changing the PIN (TS 27.007, 7.5).
func (l *line) cpwdCommand(r request) response {
	switch {
	case r.op != set || r.arg(0) != "SC" || !isPIN(r.arg(2)):
		return badParams
	case l.m.card.state() != simReady || !l.m.card.wanted:
		return notAllowed
	case !l.m.tryPIN(r.arg(1)):
		return l.m.refusal()
	}
	l.m.card.PIN = r.arg(2)
	return okay
}

func (l *line) iccidCommand(request) response {
	if l.m.card.state() == simMissing {
		return cmeError(10)
	}
	return reply("^ICCID: " + l.m.card.ICCID)
}

// cnumCommand is AT+CNUM (TS 27.007, 7.1): the own number, if the card has it.
func (l *line) cnumCommand(request) response {
	if l.m.card.HideNumber {
		return okay
	}
	return reply(fmt.Sprintf(`+CNUM: "","%s",145`, l.m.card.OwnNumber))
}
