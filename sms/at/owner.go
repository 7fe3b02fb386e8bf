package at

import (
	"fmt"
	"strings"
	"time"
)

// phase is what the owner waits for.
type phase int

const (
	idle      phase = iota
	syncing         // ESC and AT are out, an OK is wanted
	settling        // it came; nothing else must come for quietTime
	prompting       // the command is out, the prompt is wanted
	answering       // the final line is wanted
)

// owner holds all that is known of the line. Only the goroutine in run touches it.
type owner struct {
	c     *Channel
	lines tokenizer
	phase phase
	cur   *request    // the command that waits, nil in idle
	timer *time.Timer // of the phase

	dirty  bool      // late bytes may come: synchronise before the next command
	tries  int       // AT sent while syncing
	late   *request  // gave up waiting; its answer may still come, nil if none
	until  time.Time // as long as it might have taken: no ErrStuck before
	header string    // first line of a two-line notice, "" when none is open

	queue   [][]byte // to be written after the write that runs
	writing bool
	hung    *time.Timer // of the write that runs
}

// run is the goroutine that owns the line.
func (c *Channel) run(readErr <-chan error) {
	o := &owner{c: c, timer: stopped(), hung: stopped()}
	c.err = o.loop(readErr)
	o.finish(c.err)
	close(c.writes)
	c.closePort()
	close(c.done)
}

func stopped() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

// loop serves the line until it ends and tells why.
func (o *owner) loop(readErr <-chan error) error {
	for {
		requests, cancelled := o.inputs()
		var err error
		select {
		case r := <-requests:
			o.begin(r)
		case b := <-o.c.chunks:
			o.feed(b)
		case err = <-o.c.wrote:
			err = o.written(err)
		case <-cancelled:
			o.abandon(o.cur.ctx.Err())
		case <-o.timer.C:
			err = o.expire()
		case <-o.hung.C:
			err = ErrWrite
		case err = <-readErr:
			err = fmt.Errorf("read: %w", err)
		case <-o.c.stop:
			err = ErrClosed
		}
		if err != nil {
			return err
		}
	}
}

// inputs gives the channels that matter in this phase: a new command only when none runs, the
// cancellation only of the one that runs.
func (o *owner) inputs() (<-chan *request, <-chan struct{}) {
	if o.cur == nil {
		return o.c.requests, nil
	}
	return nil, o.cur.ctx.Done()
}

// begin takes a command, and brings the channel in order first if need be.
func (o *owner) begin(r *request) {
	o.cur = r
	if !o.dirty {
		o.send()
		return
	}
	o.tries = 0
	o.sync()
}

const (
	esc   = 0x1b
	ctrlZ = 0x1a
)

// sync asks for an OK. The ESC goes out every time: the prompt of a command that was given up may
// come late, and everything after it would be taken for a PDU.
func (o *owner) sync() {
	o.tries++
	o.phase = syncing
	o.trace("> ", "<ESC>AT")
	o.write([]byte{esc})
	o.write([]byte("AT\r"))
	o.timer.Reset(syncTimeout)
}

// send writes the command.
func (o *owner) send() {
	o.phase = answering
	o.cur.started = time.Now()
	wait := o.cur.timeout()
	if o.cur.PDU != "" {
		o.phase, wait = prompting, PromptTimeout
	}
	o.timer.Reset(wait)
	o.trace("> ", o.cur.text)
	o.write([]byte(o.cur.text + "\r"))
}

// prompted writes the PDU.
func (o *owner) prompted() {
	o.phase = answering
	o.cur.started = time.Now()
	o.cur.answer.Sent = true
	o.timer.Reset(o.cur.timeout())
	o.trace("> ", o.cur.PDU)
	o.write(append([]byte(o.cur.PDU), ctrlZ))
}

// expire handles the end of the time that a phase may take.
func (o *owner) expire() error {
	switch o.phase {
	case syncing:
		if o.tries >= syncTries && !time.Now().Before(o.until) {
			return ErrStuck
		}
		o.sync()
	case settling:
		o.dirty, o.late = false, nil
		o.send()
	case prompting, answering:
		o.abandon(ErrTimeout)
	}
	return nil
}

// abandon ends the command without its final line and remembers that it may still come.
func (o *owner) abandon(err error) {
	r := o.cur
	switch o.phase {
	case prompting:
		o.write([]byte{esc}) // nothing is sent: the modem leaves the prompt
		o.dirty = true
	case answering:
		o.dirty = true
		o.until = r.started.Add(r.timeout())
		if r.Late != nil {
			o.late = &request{Command: r.Command, prefix: r.prefix, answer: r.answer}
		}
	}
	o.finish(err)
}

// finish answers the command that waits.
func (o *owner) finish(err error) {
	if o.cur == nil {
		return
	}
	r := o.cur
	o.cur, o.phase = nil, idle
	o.timer.Stop()
	r.reply <- result{r.answer, wrap(r.Name, err)}
}

// feed takes bytes as they come.
func (o *owner) feed(b []byte) {
	for _, x := range b {
		switch o.lines.add(x, o.phase == prompting) {
		case tokenLine:
			o.take(o.lines.line)
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
	mine := o.claims(o.cur, line) && o.phase == answering
	switch {
	case o.header != "" && !final && !mine && !isNotice(line):
		o.closeHeader(line)
	case o.isEcho(line):
	case final:
		o.closeHeader("")
		o.final(failure)
	case mine:
		o.closeHeader("")
		o.cur.answer.Lines = append(o.cur.answer.Lines, line)
	case o.claims(o.late, line) && o.phase != answering && o.phase != prompting:
		o.late.answer.Lines = append(o.late.answer.Lines, line)
	case isNotice(line):
		o.notice(line)
	case o.phase == answering && o.cur.Any:
		o.cur.answer.Lines = append(o.cur.answer.Lines, line)
	}
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
	o.tell(Notice{Line: line})
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
	case syncing, settling:
		if failure == nil || o.phase == settling {
			o.phase = settling
			o.timer.Reset(quietTime)
		}
	case prompting, answering:
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
	if r == nil || o.phase == answering || o.phase == prompting {
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
