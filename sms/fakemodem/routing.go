package fakemodem

import (
	"fmt"
	"strings"
)

// cnmiCommand is AT+CNMI (3GPP TS 27.005 clause 3.4.1): how texts and reports are announced.
func (l *line) cnmiCommand(r request) response {
	switch {
	case r.op == read:
		c := l.m.set.cnmi
		return reply(fmt.Sprintf("+CNMI: %d,%d,%d,%d,%d", c[0], c[1], c[2], c[3], c[4]))
	case len(r.args) > 5:
		return badParams
	}
	var want [5]int
	most := [5]int{2, 3, 3, 2, 1}
	for i := range want {
		n, ok := r.number(i, l.m.set.cnmi[i])
		if !ok || n > most[i] {
			return cmsNoMemory
		}
		want[i] = n
	}
	q := l.m.opt.Quirks
	if !among(q.Modes, want[0]) || !among(q.Reports, want[3]) || !among(q.Buffers, want[4]) {
		return cmsNoMemory
	}
	l.m.set.cnmi = want
	return response{then: func() { l.m.flushNotifications(); l.m.deliver() }}
}

// cnmiTest is AT+CNMI=?: the values that each field takes.
func (l *line) cnmiTest() response {
	q := l.m.opt.Quirks
	if own := l.m.opt.Manners.Offer; own != "" {
		return reply("+CNMI: " + own)
	}
	return reply("+CNMI: " + offered(q.Modes, 2) + ",(0-3),(0-3)," + offered(q.Reports, 2) + "," +
		offered(q.Buffers, 1))
}

// csmsCommand is AT+CSMS (clause 3.2.1): 1 wants +CNMA for what comes directly.
func (l *line) csmsCommand(r request) response {
	n, ok := r.number(0, 0)
	switch {
	case r.op == read:
		return reply(fmt.Sprintf("+CSMS: %d,1,1,1", l.m.set.csms))
	case !ok || n > 1:
		return cmsRefused
	}
	l.m.set.csms = n
	return reply("+CSMS: 1,1,1")
}

// cnmaCommand is AT+CNMA (clause 3.4.4): 0 or 1 takes the text, 2 sends it back.
func (l *line) cnmaCommand(r request) response {
	n, ok := r.number(0, 0)
	switch {
	case !ok || n > 2:
		return badParams
	case l.m.unacked == nil:
		return cmsError(340)
	case n == 2:
		l.m.giveBack()
		return okay
	}
	l.m.stop(l.m.ackTime)
	l.m.unacked, l.m.ackTime = nil, nil
	return response{then: l.m.deliver}
}

// cscaCommand is AT+CSCA (clause 3.3.1).
func (l *line) cscaCommand(r request) response {
	switch {
	case r.op == set && strings.Trim(r.arg(0), "+0123456789") != "":
		return badParams
	case r.op == set:
		l.m.opt.Centre = r.arg(0)
		return okay
	case l.m.opt.Centre == "-":
		return reply(`+CSCA: "",129`)
	}
	return reply(`+CSCA: "` + l.m.opt.Centre + `",145`)
}

func (l *line) cmgfCommand(r request) response {
	switch {
	case r.op == read:
		return reply("+CMGF: 0")
	case r.arg(0) != "0": // text mode is not simulated
		return badParams
	}
	return okay
}
