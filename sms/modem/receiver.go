package modem

import (
	"errors"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
	"surfstick-sms/sms/manners"
)

// The receiver's own times.
const (
	heartbeat = 30 * time.Second // between two questions to the modem, to see whether it is there
	retryTime = 30 * time.Second // after the sink could not keep something
	pollTime  = 10 * time.Second // between two looks into the memories when polling
	scanEvery = 10               // all memories are read every so many heartbeats
)

// slot is a place in a memory.
type slot struct {
	memory string
	index  int
}

// seen is what was known of a text when it was first found. Reading a text marks it as read, so that
// its status says nothing any more when it is read again.
type seen struct{ old, read bool }

// receiver delivers what comes in. Only the goroutine in Modem.run touches it.
type receiver struct {
	m    *Modem
	sink sms.Sink // nil before Listen

	link       sms.Link        // as last reported
	linkKnown  bool            // link was reported at all
	selected   string          // the memory that is read from (mem1 of +CPMS), "" when unknown
	lastRead   map[slot]uint64 // the latest URC when a slot was last read
	unkept     map[slot]seen   // found, not kept yet
	unreadable map[string]bool // memories that cannot be read
	questions  map[string]*question
	emptyAt    map[slot]time.Time // slots that were announced and empty
	kept       map[slot]*keptText
	staying    map[string]int      // texts that stay in a memory: not ours to delete, or not to be deleted
	fill       map[string]sms.Fill // of the memories, as last reported
	emptyURCs  int                 // notifications that led to nothing, in a row
	heartbeats int                 // since Listen

	call call // that rings

	inUse            bool // the line is in use, and only what comes directly is handled
	acknowledgeLater bool // a text was kept meanwhile
	othersWait       bool // URCs may wait that had to

	due         *time.Timer // runs until the next heartbeat or poll
	heartbeatAt time.Time
	pollAt      time.Time      // counts while polling
	held        []sms.Delivery // came directly and could not be kept yet
	retryStored bool           // something stored could not be kept
	retry       *time.Timer    // runs while held or retryStored
}

// run watches the line and delivers until the modem is gone.
func (m *Modem) run() {
	defer close(m.done)
	defer m.cancel()
	r := &receiver{
		m: m, lastRead: map[slot]uint64{}, unkept: map[slot]seen{},
		unreadable: map[string]bool{}, questions: map[string]*question{}, emptyAt: map[slot]time.Time{},
		kept: map[slot]*keptText{}, staying: map[string]int{},
		fill: map[string]sms.Fill{}, retry: time.NewTimer(time.Hour),
	}
	r.retry.Stop()
	r.heartbeatAt = time.Now().Add(heartbeat)
	r.due = time.NewTimer(heartbeat)
	defer r.due.Stop()
	for r.step() {
	}
	if r.sink != nil {
		r.endCall()
		r.deliverRest()
	}
}

// step waits for one event and handles it. It reports whether the modem is still there.
func (r *receiver) step() bool {
	urcs, linkChanged := r.m.urcs.ready, r.m.link.changed
	if r.sink == nil {
		urcs, linkChanged = nil, nil
	}
	r.due.Reset(time.Until(r.nextDue()))
	select {
	case <-r.m.ch.Done():
		return false
	case r.sink = <-r.m.listen:
		r.begin()
		r.pollAt = time.Now().Add(pollTime)
	case c := <-r.m.flooded:
		r.endFlood(c)
	case f := <-r.m.inside:
		f(r)
	case <-r.m.polling:
		r.pollAt = time.Now().Add(pollTime)
	case <-urcs:
		r.handleURCs()
	case <-linkChanged:
		r.reportLink(r.m.link.get())
	case <-r.due.C:
		r.doDue(time.Now())
	case <-r.retry.C:
		r.keepAgain()
	}
	r.goOn()
	return true
}

// polls reports whether the memories are to be read every pollTime.
func (r *receiver) polls() bool {
	return r.sink != nil && r.m.ReceiveMode() == sms.ReceivePolling
}

// nextDue returns when the next heartbeat, poll or question is due, or a call over.
func (r *receiver) nextDue() time.Time {
	next := r.heartbeatAt
	if r.polls() && r.pollAt.Before(next) {
		next = r.pollAt
	}
	for _, t := range []time.Time{r.nextQuestion(), r.callDue()} {
		if !t.IsZero() && t.Before(next) {
			next = t
		}
	}
	return next
}

// doDue does what is due.
func (r *receiver) doDue(now time.Time) {
	r.askDue(now)
	if due := r.callDue(); !due.IsZero() && !now.Before(due) {
		r.endCall()
	}
	if !now.Before(r.heartbeatAt) {
		r.heartbeatAt = now.Add(heartbeat)
		r.checkAlive()
	}
	if r.polls() && !now.Before(r.pollAt) {
		r.pollAt = now.Add(pollTime)
		r.scanAll()
	}
}

// begin delivers what is there when Listen is called.
func (r *receiver) begin() {
	r.selected = r.m.selected
	if l, err := r.m.Link(r.m.ctx); err == nil {
		r.reportLink(l)
	}
	for _, name := range r.m.memories {
		r.scan(name, true)
	}
}

// handleURCs handles all that wait.
func (r *receiver) handleURCs() {
	for {
		u, ok := r.m.urcs.take()
		if !ok {
			break
		}
		r.handleURC(u)
	}
	if r.m.urcs.takeOverflow() {
		r.askTexts()
	}
}

// handleURC handles one URC; urcQueue has dropped all others.
func (r *receiver) handleURC(u queuedURC) {
	if manners.IsRestart(u.Line) {
		r.restarted(u.seq)
		return
	}
	f := read(u.name()+":", u.value())
	switch u.name() {
	case "+CMT", "+CDS":
		r.receiveDirect(sms.Delivery{Raw: u.PDU, Length: length(f, 1)})
	case "+CMTI", "+CDSI":
		if i := f.Number(1); i >= 0 {
			r.fetch(slot{memory: f.At(0), index: i}, u.seq)
		}
	case "+CREG", "+CEREG", "+C5GREG", "+CGREG":
		if d, ok := domainOf(u.name()); ok {
			r.registrationNotice(d, u.value())
		}
	case "^RSSI":
		l := r.m.link.get()
		l.Signal = percent(f.Number(0))
		r.linkChanged(l)
	case "^SMMEMFULL":
		r.askFull(f.At(0))
	case "^SRVST", "^SIMST":
		r.askLink()
	case "RING", "+CRING":
		r.ring()
	case "+CLIP":
		r.caller(f)
	case "^CEND":
		r.endCall()
	}
}

// restarted closes the line when the modem has restarted behind the open port, and so forgotten
// all settings: it must be opened anew.
func (r *receiver) restarted(seq uint64) {
	if seq > r.m.readySeq {
		r.m.log.Warn("modem restarted")
		_ = r.m.ch.Close()
	}
}

// linkChanged handles a link that the modem reported by itself.
func (r *receiver) linkChanged(l sms.Link) {
	before := r.m.link.get()
	r.m.link.set(l)
	if l.Registered() && !before.Registered() && r.ask("link", r.queryLink) { // for the operator
		return
	}
	r.reportLink(l)
}

// checkAlive asks the modem something, to see whether it is still there: for the link and the number of
// texts once somebody listens. A channel in use needs no heartbeat.
func (r *receiver) checkAlive() {
	if r.sink != nil {
		r.queryLink()
		if r.heartbeats++; r.heartbeats%scanEvery == 0 {
			r.scanAll() // +CPMS? counts the selected memory only
		} else {
			r.checkCounts()
		}
		return
	}
	_, err := r.m.ch.TryExclusive(func(s at.Sequence) error {
		_, err := s.Do(r.m.ctx, at.Cmd(""))
		return err
	})
	r.resync(err)
}

// queryLink asks for the link unless the channel is in use.
func (r *receiver) queryLink() {
	var l sms.Link
	ran, err := r.m.ch.TryExclusive(func(s at.Sequence) (err error) {
		l, err = r.m.queryLink(r.m.ctx, s)
		return err
	})
	if ran && err == nil {
		r.reportLink(l)
	}
	r.resync(err)
}

// resync runs a command after a time-out: it makes the channel synchronise, and the channel closes
// itself when the modem does not answer that.
func (r *receiver) resync(err error) {
	if errors.Is(err, at.ErrTimeout) {
		r.m.try(r.m.ctx, at.Cmd(""))
	}
}

// checkCounts looks at how full the memories are, and for texts that were not reported.
func (r *receiver) checkCounts() {
	var a at.Response
	ran, err := r.m.ch.TryExclusive(func(s at.Sequence) (err error) {
		a, err = s.Do(r.m.ctx, at.Cmd("+CPMS?"))
		return err
	})
	r.resync(err)
	f, _ := told(a, err, "+CPMS:")
	if !ran {
		return
	}
	seen := map[string]bool{}
	for ; len(f) >= 3; f = f[3:] {
		used, total := f.Number(1), f.Number(2)
		if seen[f[0]] || used < 0 {
			continue
		}
		seen[f[0]] = true
		if used > r.staying[f[0]] {
			r.scan(f[0], false)
		} else {
			r.staying[f[0]] = used
			r.reportFill(f[0], used, total)
		}
	}
}
