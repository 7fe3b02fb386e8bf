package at

import (
	"fmt"
	"time"
)

// phase is what the owner waits for.
type phase int

const (
	idle       phase = iota
	syncing          // ESC and AT are written, waiting for OK
	settling         // OK came; nothing else must come for quietTime
	prompting        // the command is written, waiting for the prompt
	confirming       // the prompt is there, Before runs
	responding       // waiting for the final result code
)

// owner holds the state of the line. Only the goroutine in run touches it.
type owner struct {
	c       *Channel
	lines   tokenizer
	phase   phase
	current *request    // the command that runs, nil in idle
	timer   *time.Timer // of the phase

	dirty     bool        // late bytes may come: synchronise before the next command
	syncs     int         // how many AT were sent while syncing
	late      *request    // timed out; its response may still come, nil if none
	lateUntil time.Time   // when the command that timed out had to be done: no ErrStuck before
	urcHeader string      // first line of a two-line URC whose second line is due, "" for none
	openUSSD  string      // a +CUSD whose quotation mark is still open, "" for none
	ussdTimer *time.Timer // until openUSSD is taken as it is

	writeQueue [][]byte // to be written after the current write
	writing    bool
	writeTimer *time.Timer // of the current write
}

// run is the owner goroutine.
func (c *Channel) run(readErr <-chan error) {
	o := newOwner(c)
	c.err = fmt.Errorf("%w: %w", ErrEnded, o.loop(readErr))
	o.finish(c.err)
	close(c.writes)
	c.closePort()
	close(c.done)
}

// newOwner returns the state of a line on which nothing has happened.
func newOwner(c *Channel) *owner {
	return &owner{
		c: c, timer: stoppedTimer(), writeTimer: stoppedTimer(), ussdTimer: stoppedTimer(),
	}
}

// stoppedTimer returns a timer that does not run.
func stoppedTimer() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

// loop handles events until the line ends, and returns why it did.
func (o *owner) loop(readErr <-chan error) error {
	for {
		requests, cancelled := o.inputs()
		var err error
		select {
		case r := <-requests:
			o.begin(r)
		case b := <-o.c.chunks:
			o.feed(b)
		case a := <-o.c.approvals:
			o.approved(a)
		case err = <-o.c.wrote:
			err = o.written(err)
		case <-cancelled:
			o.abandon(o.current.ctx.Err())
		case line := <-o.c.interrupts:
			o.interrupt(line)
		case <-o.timer.C:
			err = o.timeout()
		case <-o.ussdTimer.C:
			o.flushUSSD()
		case <-o.writeTimer.C:
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

// inputs returns the channels that matter now: new commands only when none runs, cancellation only
// of the one that runs.
func (o *owner) inputs() (<-chan *request, <-chan struct{}) {
	if o.current == nil {
		return o.c.requests, nil
	}
	return nil, o.current.ctx.Done()
}

// begin takes a command, and synchronises first if the channel is dirty.
func (o *owner) begin(r *request) {
	o.current = r
	if !o.dirty {
		o.send()
		return
	}
	o.syncs = 0
	o.sync()
}

const (
	esc   = 0x1b
	ctrlZ = 0x1a
)

// sync asks for an OK. It sends ESC every time: the prompt of an abandoned command may come late,
// and the modem would take everything after it for a PDU.
func (o *owner) sync() {
	o.syncs++
	o.phase = syncing
	o.trace("> ", "<ESC>AT")
	o.write([]byte{esc})
	o.write([]byte("AT\r"))
	o.timer.Reset(syncTimeout)
}

// send writes the command.
func (o *owner) send() {
	o.phase = responding
	o.current.started = time.Now()
	wait := o.current.timeout()
	if o.current.PDU != "" {
		o.phase, wait = prompting, PromptTimeout
	}
	o.timer.Reset(wait)
	o.trace("> ", o.current.text)
	o.write([]byte(o.current.text + "\r"))
}

// prompted handles the prompt: it writes the PDU, or has Before run first.
func (o *owner) prompted() {
	if o.current.Before == nil {
		o.sendPDU()
		return
	}
	o.phase = confirming
	o.timer.Reset(PromptTimeout)
	close(o.current.atPrompt)
}

// approved handles the result of Before, unless the command has ended meanwhile.
func (o *owner) approved(a approval) {
	switch {
	case o.current != a.request || o.phase != confirming:
	case a.err != nil:
		o.abandon(a.err)
	default:
		o.sendPDU()
	}
}

// sendPDU writes the PDU and Ctrl-Z. From here on the network may have the text.
func (o *owner) sendPDU() {
	o.phase = responding
	o.current.started = time.Now()
	o.current.response.Sent = true
	o.timer.Reset(o.current.timeout())
	o.trace("> ", o.current.PDU)
	o.write(append([]byte(o.current.PDU), ctrlZ))
}

// timeout handles the end of the time that a phase may take.
func (o *owner) timeout() error {
	switch o.phase {
	case idle:
	case syncing:
		if o.syncs >= maxSyncs && !time.Now().Before(o.lateUntil) {
			return ErrStuck
		}
		o.sync()
	case settling:
		o.dirty, o.late = false, nil
		o.send()
	case prompting, confirming, responding:
		o.abandon(ErrTimeout)
	}
	return nil
}

// abandon ends the command without its final result code and remembers that it may still come.
func (o *owner) abandon(err error) {
	r := o.current
	switch o.phase {
	case idle, syncing, settling: // it was not written yet
	case prompting, confirming:
		o.write([]byte{esc}) // nothing is sent: the modem leaves the prompt
		o.dirty = true
	case responding:
		o.dirty = true
		o.lateUntil = r.started.Add(r.timeout())
		if r.Late != nil {
			o.late = &request{Command: r.Command, prefix: r.prefix, response: r.response}
		}
	}
	o.finish(err)
}

// finish replies to the current command.
func (o *owner) finish(err error) {
	if o.current == nil {
		return
	}
	r := o.current
	o.current, o.phase = nil, idle
	o.timer.Stop()
	r.reply <- result{r.response, wrap(r.Name, err)}
}

func (o *owner) trace(direction, line string) {
	if o.c.opt.Trace != nil {
		o.c.opt.Trace(direction + Redact(line))
	}
}
