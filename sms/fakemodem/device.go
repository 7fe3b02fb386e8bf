package fakemodem

import (
	"strings"
	"time"
)

// settings are what commands set and a restart resets.
type settings struct {
	curc    int
	creg    int
	cereg   int
	copsFmt int
	csms    int
	cmms    int
	clip    int
	// cnmi is <mode>, <mt>, <bm>, <ds>, <bfr> (3GPP TS 27.005 clause 3.4.1).
	cnmi [5]int
	// cpms is the memory to read from, to write to and to receive into (clause 3.2.2).
	cpms [3]string
	// cpbs is the phone book, charset the alphabet of +CSCS.
	cpbs, charset string
}

// newSettings returns the settings after a start.
func newSettings(o Options) settings {
	s := settings{curc: 1, cpbs: "SM", charset: "IRA", cpms: [3]string{"SM", "SM", "SM"}}
	if o.MESlots > 0 { // as HiLink firmwares do
		s.cpms = [3]string{"ME", "ME", "ME"}
	}
	return s
}

// starting reports whether the modem does not answer yet.
func (m *Modem) starting() bool { return time.Now().Before(m.ready) }

// cfunCommand accepts only what leaves the radio on, and the restart.
func (l *line) cfunCommand(r request) response {
	switch {
	case r.op == read && l.m.own.radioOff:
		return reply("+CFUN: 4")
	case r.op == read:
		return reply("+CFUN: 1")
	case r.arg(0) != "1":
		return badParams
	case r.arg(1) == "1":
		return l.resetCommand(r)
	}
	return l.m.radioCommand()
}

// isRestart reports whether a command is one that even a modem that hangs obeys.
func isRestart(command string) bool {
	c := strings.ToUpper(command)
	return c == "+CFUN=1,1" || c == "^RESET"
}

// resetCommand is AT^RESET: the response comes before the restart.
func (l *line) resetCommand(request) response {
	return response{then: func() { l.m.after(0, l.m.restartByCommand) }}
}

// statusURC announces one of the URCs that AT^CURC=0 switches off, which only Huawei's have.
func (m *Modem) statusURC(s string) {
	if m.huawei() && m.set.curc != 0 && !m.starting() {
		m.announce(s)
	}
}

// startNoise has URCs come all the time that mean nothing.
func (m *Modem) startNoise() {
	if m.opt.Quirks.Noise <= 0 {
		return
	}
	lines := [...]string{
		"^RSSI:21", "^DSFLOWRPT:0000003C,00000000,00000000,0000000000000000,0000000000000000," +
			"0000BB80,0000BB80", `^HCSQ:"WCDMA",45,40,52`, "^BOOT:27710117,0,0,0,72", "^MODE:5,4",
	}
	next := 0
	var tick func()
	tick = func() {
		m.statusURC(lines[next%len(lines)])
		next++
		m.schedule(m.opt.Quirks.Noise, tick)
	}
	m.schedule(m.opt.Quirks.Noise, tick)
}
