package fakemodem

import "strings"

// The control characters after the prompt (3GPP TS 27.005 clause 3.5.1).
const (
	ctrlZ  = 0x1a
	escape = 0x1b
)

// octet processes one byte from the line.
func (l *line) octet(b byte) {
	switch {
	case l.m.ignoring():
	case l.m.opt.Quirks.NotModem != "":
		l.answerNotModem(b)
	case l.busy: // a second command on the same port is ignored (Huawei)
	case l.submit != nil:
		l.pduOctet(b)
	case b == '\r':
		l.echoByte('\r')
		cmd := string(l.in)
		l.in = nil
		l.command(cmd)
	case b == '\n' || b == escape || b == ctrlZ || b == 0:
	case len(l.in) <= maxLine:
		l.echoByte(b)
		l.in = append(l.in, b)
	}
}

// echoByte echoes input; bytes that were written together are echoed together.
func (l *line) echoByte(b byte) {
	if l.echo && !l.m.faults.hung {
		l.echoed = append(l.echoed, b)
	}
}

// flushEcho sends the echo of what came in.
func (l *line) flushEcho() {
	if s := string(l.echoed); s != "" {
		l.echoed = nil
		l.send(s)
	}
}

// answerNotModem answers every line as something that is no modem.
func (l *line) answerNotModem(b byte) {
	if b == '\r' {
		l.send("\r\n" + l.m.opt.Quirks.NotModem + "\r\n")
	}
}

// command runs one command line, which may hold several commands joined by semicolons.
func (l *line) command(raw string) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return
	}
	if l.m.log = append(l.m.log, raw); len(l.m.log) > maxLog {
		l.m.log = l.m.log[maxLog/2:]
	}
	if len(raw) > maxLine {
		l.respond(plainError)
		return
	}
	if l.m.isLost() {
		return
	}
	if len(raw) < 2 || !strings.EqualFold(raw[:2], "AT") {
		return // not for a modem
	}
	if l.m.faults.hung && !isRestart(raw[2:]) {
		return
	}
	l.busy = true
	a := l.runAll(raw[2:])
	if l.m.opt.Latency.Command <= 0 {
		l.respond(a)
		return
	}
	l.m.schedule(l.m.opt.Latency.Command, func() { l.respond(a) })
}

// runAll runs joined commands in order, up to the first that does not end in OK.
func (l *line) runAll(rest string) response {
	var whole response
	for _, one := range split(rest, ';') {
		a := l.runOne(one)
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

// respond sends the response to the current command, which ends it.
func (l *line) respond(a response) {
	l.busy = false
	if l.err != nil {
		return
	}
	lines := l.m.withNoise(a.lines)
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
	if notice := l.m.opt.Quirks.Chatty; notice != "" {
		b.WriteString(l.wrap(notice))
	}
	if b.Len() > 0 {
		l.send(b.String())
	}
	if a.then != nil {
		a.then()
	}
}

// ignoring reports whether input is dropped: the modem is starting, or Silence was called.
func (m *Modem) ignoring() bool { return m.faults.silent || m.starting() }
