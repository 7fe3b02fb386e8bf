package at

import (
	"fmt"
	"time"
)

// phase is what the owner waits for.
type phase int

const (
	idle      phase = iota
	syncing         // ESC and AT are out, an OK is wanted
	settling        // it came; nothing else must come for quietTime
	prompting       // the command is out, the prompt is wanted
	asking          // the prompt is there, Before runs
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
	quote  string    // a notice whose quotation mark is still open, "" when none is

	queue   [][]byte // to be written after the write that runs
	writing bool
	hung    *time.Timer // of the write that runs
}

// run is the goroutine that owns the line.
func (c *Channel) run(readErr <-chan error) {
	o := &owner{c: c, timer: stopped(), hung: stopped()}
	c.err = fmt.Errorf("%w: %w", ErrEnded, o.loop(readErr))
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
		case p := <-o.c.permits:
			o.permitted(p)
		case err = <-o.c.wrote:
			err = o.written(err)
		case <-cancelled:
			o.abandon(o.cur.ctx.Err())
		case line := <-o.c.last:
			o.interrupt(line)
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

// prompted asks whether the PDU may go, and writes it.
func (o *owner) prompted() {
	if o.cur.Before == nil {
		o.sendPDU()
		return
	}
	o.phase = asking
	o.timer.Reset(PromptTimeout)
	close(o.cur.asked)
}

// permitted takes what Before said, unless the command has ended meanwhile.
func (o *owner) permitted(p permit) {
	switch {
	case o.cur != p.request || o.phase != asking:
	case p.err != nil:
		o.abandon(p.err)
	default:
		o.sendPDU()
	}
}

func (o *owner) sendPDU() {
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
	case idle:
	case syncing:
		if o.tries >= syncTries && !time.Now().Before(o.until) {
			return ErrStuck
		}
		o.sync()
	case settling:
		o.dirty, o.late = false, nil
		o.send()
	case prompting, asking, answering:
		o.abandon(ErrTimeout)
	}
	return nil
}

// abandon ends the command without its final line and remembers that it may still come.
func (o *owner) abandon(err error) {
	r := o.cur
	switch o.phase {
	case idle, syncing, settling: // it was not written yet
	case prompting, asking:
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
