package fakemodem

import (
	"fmt"
	"strconv"
)

// network is the state of the network registration.
type network struct {
	state      NetworkState
	registered bool            // the network was found
	menu       map[string]Menu // the replies that the USSD session waits for, nil for none
}

// register registers after Latency.Register.
func (m *Modem) register() {
	m.schedule(m.opt.Latency.Register, func() {
		if m.card.state() != simReady || m.net.registered {
			return
		}
		m.net.registered = true
		m.networkChanged()
	})
}

// SetNetwork changes the state of the registration.
func (m *Modem) SetNetwork(s NetworkState) {
	m.lock()
	defer m.unlock()
	m.net.state = s
	m.networkChanged()
}

// ChangeCard puts another SIM card in; the texts on the old one go with it.
func (m *Modem) ChangeCard(c Card) {
	m.lock()
	defer m.unlock()
	m.card = newCard(c.filled())
	m.card.sm = newMemory(m.opt.SMSlots)
	m.restart()
}

// networkChanged announces the state of the registration and delivers what waited for it.
func (m *Modem) networkChanged() {
	if m.set.creg > 0 {
		m.announce("+CREG: " + m.stat(m.set.creg))
	}
	m.statusURC("^SRVST:" + map[bool]string{true: "2", false: "0"}[m.online()])
	m.deliver()
}

// online reports whether texts can be sent and received.
func (m *Modem) online() bool {
	return !m.unplugged && !m.closed && m.net.registered && m.card.state() == simReady &&
		(m.net.state == NetworkHome || m.net.state == NetworkRoaming)
}

// stat is <stat> of +CREG (3GPP TS 27.007 clause 7.2), with location area and cell for mode 2.
func (m *Modem) stat(mode int) string {
	stat := map[NetworkState]int{
		NetworkHome: 1, NetworkSearching: 2, NetworkDenied: 3, NetworkNone: 0, NetworkRoaming: 5,
	}[m.net.state]
	if !m.net.registered && stat != 0 && stat != 3 {
		stat = 2
	}
	if mode == 2 && m.online() {
		return strconv.Itoa(stat) + `,"00A1","01B2C3D4"`
	}
	return strconv.Itoa(stat)
}

// cregCommand is AT+CREG and AT+CGREG (TS 27.007, 7.2).
func (l *line) cregCommand(r request) response {
	n, ok := r.number(0, 0)
	switch {
	case r.op == read:
		return reply(fmt.Sprintf("%s: %d,%s", r.name, l.m.set.creg, l.m.stat(l.m.set.creg)))
	case r.op == test:
		return reply(r.name + ": (0-2)")
	case !ok || n > 2:
		return badParams
	}
	l.m.set.creg = n
	return okay
}

// copsCommand is AT+COPS (TS 27.007, 7.3): the operator in the format that was asked for.
func (l *line) copsCommand(r request) response {
	switch {
	case r.op == test:
		return reply(fmt.Sprintf(`+COPS: (2,"%s","Test","00101",2),,(0-4),(0-2)`, l.m.opt.Operator))
	case r.op == read && !l.m.online():
		return reply("+COPS: 0")
	case r.op == read:
		name := []string{l.m.opt.Operator, "Test", "00101"}[l.m.set.copsFmt]
		return reply(fmt.Sprintf(`+COPS: 0,%d,"%s",2`, l.m.set.copsFmt, name))
	case r.arg(0) != "3":
		return okay
	}
	n, ok := r.number(1, 0)
	if !ok || n > 2 {
		return badParams
	}
	l.m.set.copsFmt = n
	return okay
}

// csqCommand is AT+CSQ (TS 27.007, 8.5).
func (l *line) csqCommand(request) response {
	if !l.m.online() {
		return reply("+CSQ: 99,99")
	}
	return reply("+CSQ: 21,99")
}

func (l *line) hcsqCommand(request) response {
	if !l.m.online() {
		return reply(`^HCSQ:"NOSERVICE"`)
	}
	return reply(`^HCSQ:"WCDMA",45,40,52`)
}

// service returns <srv_status>, <srv_domain>, <roam_status> of ^SYSINFO.
func (m *Modem) service() (srv, domain, roam int) {
	if !m.online() {
		return 0, 255, 0
	}
	return 2, 3, map[bool]int{true: 1}[m.net.state == NetworkRoaming]
}

// simStatus returns <sim_state> of ^SYSINFO: 1 valid, 0 PIN wanted or invalid, 255 no card.
func (m *Modem) simStatus() int {
	return map[simState]int{simReady: 1, simMissing: 255}[m.card.state()]
}

func (l *line) sysinfoCommand(request) response {
	srv, domain, roam := l.m.service()
	return reply(fmt.Sprintf("^SYSINFO:%d,%d,%d,5,%d,,4", srv, domain, roam, l.m.simStatus()))
}

func (l *line) sysinfoexCommand(request) response {
	srv, domain, roam := l.m.service()
	return reply(fmt.Sprintf(`^SYSINFOEX:%d,%d,%d,%d,,3,"WCDMA",41,"WCDMA"`, srv, domain, roam,
		l.m.simStatus()))
}
