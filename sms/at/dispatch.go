package at

import (
	"cmp"
	"strings"
	"time"

	"surfstick-sms/sms/answer"
)

// feed takes bytes as they come in.
func (o *owner) feed(b []byte) {
	for _, x := range b {
		switch o.lines.add(x, o.phase == prompting) {
		case tokenNone:
		case tokenLine:
			if !o.continueUSSD(o.lines.line) {
				o.dispatch(o.lines.line)
			}
		case tokenPrompt:
			o.trace("< ", ">")
			o.prompted()
		}
	}
}

// dispatch decides what a line is: the second line of a URC, an echo, a final result code, part of
// a response, or a URC. Any other line is dropped.
func (o *owner) dispatch(line string) {
	line = strings.Trim(strings.TrimLeft(line, "> "), " \t\x1a\x1b")
	if line == "" {
		return
	}
	final, failure := parseFinal(line, o.current == nil || !o.current.AnyLines)
	mine, late := o.belongs(line)
	o.traceIn(line, final || mine)
	switch {
	case o.urcHeader != "" && !final && !mine && !o.isURC(line):
		o.flushHeader(line)
	case o.isEcho(line):
	case final:
		o.flushHeader("")
		o.final(failure)
	case mine:
		o.flushHeader("")
		o.current.keep(line)
		o.answered()
	case late:
		o.late.keep(line)
	case o.isURC(line):
		o.urc(line)
	case o.phase == responding && o.current.AnyLines:
		o.current.keep(line)
	}
}

// keep adds a line to the response.
func (r *request) keep(line string) { r.response.Lines = append(r.response.Lines, line) }

// isURC reports whether a line that does not belong to the current command came unasked.
func (o *owner) isURC(line string) bool {
	return isURC(line) || o.c.opt.Noise != nil && !o.quoting() && o.c.opt.Noise(line)
}

// traceIn traces a line that came in; known is for one that begins as the answer does, or ends it. Of what
// goes on between quotation marks nothing is shown: it is part of a name.
func (o *owner) traceIn(line string, known bool) {
	if !known && !isURC(line) && o.quoting() {
		line = "***"
	}
	o.trace("< ", line)
}

// finalTimeout is how long the final result code may take after the answer to a question. Some
// firmware never sends it.
const finalTimeout = 3 * time.Second

// answered waits no longer than that after the answer to a question.
func (o *owner) answered() {
	if o.current.asks() {
		o.awaitFinal()
	}
}

// awaitFinal waits no longer than finalTimeout for the final result code, or as long as the command says.
func (o *owner) awaitFinal() {
	left := time.Until(o.current.started.Add(o.current.timeout()))
	o.timer.Reset(min(left, cmp.Or(o.current.FinalWait, finalTimeout)))
}

// matches reports whether a line begins as the response to r does. A nil r matches nothing.
func (r *request) matches(line string) bool {
	return r != nil && r.prefix != "" && hasPrefix(line, r.prefix)
}

// belongs reports whether a line belongs to the response of the current command, or of the one that
// timed out.
func (o *owner) belongs(line string) (mine, late bool) {
	return o.phase == responding && o.current.matches(line),
		o.phase < prompting && o.late.matches(line)
}

// quoting reports whether the answer to the current command ends inside quotation marks so far, as with a
// name that has a line end in it. What looks like noise belongs to the answer then.
func (o *owner) quoting() bool {
	if o.phase != responding || o.urcHeader != "" || len(o.current.response.Lines) == 0 {
		return false
	}
	lines := o.current.response.Lines
	return strings.Count(lines[len(lines)-1], `"`)%2 == 1
}

// isEcho reports whether the modem repeats what was written (ATE1).
func (o *owner) isEcho(line string) bool {
	if line == "AT" {
		return true
	}
	r := o.current
	return r != nil && (line == r.text || r.response.Sent && line == r.PDU)
}

// urc hands on a URC, or holds it until it is complete.
func (o *owner) urc(line string) {
	if hasPDU(line) {
		o.flushHeader("")
		o.urcHeader = line
		return
	}
	if text, ok := CutPrefix(line, "+CUSD:"); ok && answer.Unclosed(text) {
		o.flushUSSD()
		o.openUSSD = line
		o.ussdTimer.Reset(ussdTimeout)
		return
	}
	o.handle(URC{Line: line})
}

// ussdTimeout is how long a USSD message may wait for its next line, or for the quotation mark that
// is missing in some. A modem writes all lines of it at once.
const ussdTimeout = 500 * time.Millisecond

// continueUSSD takes the further lines of a USSD message that has line ends inside its quotation
// marks, and reports whether this was one. The URC is complete with the closing mark; a final result
// code, another URC, a line that would make it too long, or the end of ussdTimeout ends it without.
func (o *owner) continueUSSD(line string) bool {
	line = strings.TrimSpace(line)
	if o.openUSSD == "" || line == "" {
		return false
	}
	final, _ := parseFinal(line, false)
	other := isURC(line) && (hasPrefix(line, "+C") || line[0] == '^')
	if final || other || len(o.openUSSD)+1+len(line) > maxLine {
		o.flushUSSD()
		return false
	}
	o.trace("< ", "***")
	o.openUSSD += LineBreak + line
	o.ussdTimer.Reset(ussdTimeout)
	if answer.Closes(line) {
		o.flushUSSD()
	}
	return true
}

// flushUSSD takes a USSD message as it is.
func (o *owner) flushUSSD() {
	o.ussdTimer.Stop()
	if o.openUSSD != "" {
		o.handle(URC{Line: o.openUSSD})
		o.openUSSD = ""
	}
}

// flushHeader completes a two-line URC, with "" when its second line did not come.
func (o *owner) flushHeader(pdu string) {
	if o.urcHeader != "" {
		o.handle(URC{Line: o.urcHeader, PDU: pdu})
		o.urcHeader = ""
	}
}

// handle hands on a URC. A USSD message may come in the place of the OK.
func (o *owner) handle(u URC) {
	if o.phase == responding && o.current.Name == "+CUSD" && hasPrefix(u.Line, "+CUSD:") {
		o.awaitFinal()
	}
	if o.c.opt.Handle != nil {
		o.c.opt.Handle(u)
	}
}

// final handles a final result code; failure is nil for OK.
func (o *owner) final(failure *Error) {
	if o.lateFinal(failure) {
		return
	}
	switch o.phase {
	case idle: // belongs to no known command
	case syncing, settling:
		if failure == nil || failure.Class == ClassCME || failure.Class == ClassCMS ||
			o.phase == settling {
			o.phase = settling
			o.timer.Reset(quietTime)
		}
	case prompting, confirming, responding:
		o.complete(failure)
	}
}

// complete ends the command with its final result code. NO CARRIER and the like may be the end of
// some call instead: they never decide the fate of a PDU, and the channel is dirty after them.
func (o *owner) complete(failure *Error) {
	if failure == nil {
		o.finish(nil)
		return
	}
	if failure.Class == ClassCall {
		if o.current.PDU != "" {
			return
		}
		o.dirty = true
	}
	o.finish(failure)
}

// lateFinal returns the command that timed out its final result code, and reports whether the code
// was its: when lines of its response came before, or when it is a +CMS ERROR.
func (o *owner) lateFinal(failure *Error) bool {
	r := o.late
	if r == nil || o.phase >= prompting {
		return false
	}
	if len(r.response.Lines) == 0 && (failure == nil || failure.Class != ClassCMS) {
		return false
	}
	o.late, o.lateUntil = nil, time.Time{}
	var err error
	if failure != nil {
		err = wrap(r.Name, failure)
	}
	r.Late(r.response, err)
	if o.phase == syncing { // the modem was busy until now: begin to count anew
		o.syncs = 0
		o.sync()
	}
	return true
}
