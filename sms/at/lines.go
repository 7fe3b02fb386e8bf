package at

import (
	"strings"
	"time"
)

// feed takes bytes as they come.
func (o *owner) feed(b []byte) {
	for _, x := range b {
		switch o.lines.add(x, o.phase == prompting) {
		case tokenNone:
		case tokenLine:
			if !o.inQuote(o.lines.line) {
				o.take(o.lines.line)
			}
		case tokenPrompt:
			o.trace("< ", ">")
			o.prompted()
		}
	}
}

// take finds out whose line it is: the second one of a notice, a final line, part of an answer, or
// something that the modem says by itself. Any other line is nobody's.
func (o *owner) take(line string) {
	line = strings.Trim(strings.TrimLeft(line, "> "), " \t\x1a\x1b")
	if line == "" {
		return
	}
	o.trace("< ", line)
	final, failure := parseFinal(line, o.cur == nil || !o.cur.Any)
	mine := o.phase == answering && o.claims(o.cur, line)
	switch {
	case o.header != "" && !final && !mine && !isNotice(line):
		o.closeHeader(line)
	case o.isEcho(line):
	case final:
		o.closeHeader("")
		o.final(failure)
	case mine:
		o.closeHeader("")
		o.cur.keep(line)
	case o.isLate(line):
		o.late.keep(line)
	case isNotice(line):
		o.notice(line)
	case o.phase == answering && o.cur.Any:
		o.cur.keep(line)
	}
}

// keep adds a line to the answer.
func (r *request) keep(line string) { r.answer.Lines = append(r.answer.Lines, line) }

// isLate tells whether a line belongs to the command that stopped waiting.
func (o *owner) isLate(line string) bool {
	return o.phase < prompting && o.claims(o.late, line)
}

// claims tells whether a line begins as the answer to r does.
func (o *owner) claims(r *request, line string) bool {
	return r != nil && r.prefix != "" && hasPrefix(line, r.prefix)
}

// isEcho tells whether the modem repeats what was written (ATE1).
func (o *owner) isEcho(line string) bool {
	if line == "AT" {
		return true
	}
	return o.cur != nil && (line == o.cur.text || o.cur.answer.Sent && line == o.cur.PDU)
}

// notice hands on what the modem says by itself, in two lines or one.
func (o *owner) notice(line string) {
	if hasBody(line) {
		o.closeHeader("")
		o.header = line
		return
	}
	if hasPrefix(line, "+CUSD:") && strings.Count(line, `"`)%2 == 1 {
		o.quote = line
		return
	}
	o.tell(Notice{Line: line})
}

// inQuote takes the further lines of an answer of the network that has line ends inside its
// quotation marks. The notice is complete with the closing one; the end of a command, a line that
// would make it too long, and any other notice or answer end it without.
func (o *owner) inQuote(line string) bool {
	line = strings.TrimSpace(line)
	if o.quote == "" || line == "" {
		return false
	}
	final, _ := parseFinal(line, false)
	other := isNotice(line) && (hasPrefix(line, "+C") || line[0] == '^')
	if final || other || len(o.quote)+1+len(line) > maxLine {
		o.tell(Notice{Line: o.quote})
		o.quote = ""
		return false
	}
	o.trace("< ", "***")
	o.quote += LineBreak + line
	if strings.Contains(line, `"`) {
		o.tell(Notice{Line: o.quote})
		o.quote = ""
	}
	return true
}

// closeHeader completes a two-line notice, with "" when the second line is not there.
func (o *owner) closeHeader(pdu string) {
	if o.header != "" {
		o.tell(Notice{Line: o.header, PDU: pdu})
		o.header = ""
	}
}

func (o *owner) tell(n Notice) {
	if o.c.opt.Handle != nil {
		o.c.opt.Handle(n)
	}
}

// final handles a line that ends an answer.
func (o *owner) final(failure *Error) {
	if o.lateFinal(failure) {
		return
	}
	switch o.phase {
	case idle: // to nothing that is known
	case syncing, settling:
		if failure == nil || o.phase == settling {
			o.phase = settling
			o.timer.Reset(quietTime)
		}
	case prompting, asking, answering:
		o.end(failure)
	}
}

// end finishes the command with its final line. The end of a call may be news of its own and not
// the answer: it never decides a text's fate, and after it the channel is dirty.
func (o *owner) end(failure *Error) {
	if failure == nil {
		o.finish(nil)
		return
	}
	if failure.Class == ClassCall {
		if o.cur.PDU != "" {
			return
		}
		o.dirty = true
	}
	o.finish(failure)
}

// lateFinal gives the command that stopped waiting its answer, when a final line can only be its.
func (o *owner) lateFinal(failure *Error) bool {
	r := o.late
	if r == nil || o.phase >= prompting {
		return false
	}
	if len(r.answer.Lines) == 0 && (failure == nil || failure.Class != ClassCMS) {
		return false
	}
	o.late, o.until = nil, time.Time{}
	var err error
	if failure != nil {
		err = wrap(r.Name, failure)
	}
	r.Late(r.answer, err)
	if o.phase == syncing { // it was busy until now
		o.tries = 0
		o.sync()
	}
	return true
}

func (o *owner) trace(direction, line string) {
	if o.c.opt.Trace != nil {
		o.c.opt.Trace(direction + Redact(line))
	}
}
