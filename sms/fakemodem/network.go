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
		if m.card.state() != simReady || m.net.registered || m.own.radioOff || m.own.tuning {
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

// networkChanged announces the state of the registration and delivers what waited for it.
func (m *Modem) networkChanged() {
	switch {
	case m.opt.Quirks.LTEOnly && m.set.cereg > 0:
		m.announce("+CEREG: " + m.stat(m.set.cereg))
	case !m.opt.Quirks.LTEOnly && m.set.creg > 0:
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
	if m.online() && m.opt.Quirks.Spelling.Stat != 0 {
		stat = m.opt.Quirks.Spelling.Stat
	}
	if mode == 2 && m.online() {
		return strconv.Itoa(stat) + m.opt.Quirks.Spelling.cells()
	}
	return strconv.Itoa(stat)
}

// cregCommand is AT+CREG (TS 27.007, 7.2): the registration in GSM and UMTS.
func (l *line) cregCommand(r request) response {
	stat := l.m.stat(l.m.set.creg)
	if l.m.opt.Quirks.LTEOnly {
		stat = "2"
	}
	return registration(r, &l.m.set.creg, stat)
}

// cgregCommand is AT+CGREG (10.1.20): that for data, which is the same here.
func (l *line) cgregCommand(r request) response {
	mode := 0
	return registration(r, &mode, l.m.stat(mode))
}

// ceregCommand is AT+CEREG (10.1.22): that in LTE, which only some modems know.
func (l *line) ceregCommand(r request) response {
	if !l.m.opt.Quirks.LTEOnly {
		return plainError
	}
	return registration(r, &l.m.set.cereg, l.m.stat(l.m.set.cereg))
}

// cgattCommand is AT+CGATT (10.1.9): whether the modem is attached for data, which nobody here changes.
func (l *line) cgattCommand(r request) response {
	if r.op != read {
		return okay
	}
	return reply("+CGATT: " + map[bool]string{true: "1", false: "0"}[l.m.online()])
}

// registration reads and sets how a registration is reported.
func registration(r request, mode *int, stat string) response {
	n, ok := r.number(0, 0)
	switch {
	case r.op == read:
		return reply(fmt.Sprintf("%s: %d,%s", r.name, *mode, stat))
	case !ok || n > 2:
		return badParams
	}
	*mode = n
	return okay
}

// copsCommand is AT+COPS (TS 27.007, 7.3): the operator in the format that was asked for.
func (l *line) copsCommand(r request) response {
	switch {
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
