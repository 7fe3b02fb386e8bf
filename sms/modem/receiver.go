package modem

import (
	"errors"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// The receiver's own times.
const (
	beatTime  = 30 * time.Second // heartbeat, and news of the network
	retryTime = 30 * time.Second // after the sink could not keep something
	pollTime  = 10 * time.Second // when the modem gives no notices
	scanBeats = 10               // all memories are looked through every so many heartbeats
)

// slot is a place in a memory.
type slot struct {
	memory string
	index  int
}

// receiver delivers what comes in. Only the goroutine in Modem.run touches it.
type receiver struct {
	m    *Modem
	sink sms.Sink // nil before Listen

	link  sms.Link        // as last told
	told  bool            // link was told at all
	read  map[slot]uint64 // the latest notice when a slot was last read
	old   map[slot]bool   // found at start, not kept yet
	left  map[string]int  // texts that stay in a memory: not ours to delete
	full  map[string]bool // memories that were told as full
	empty int             // notices that led to nothing, in a row
	beats int             // heartbeats since Listen
	held  []sms.Delivery  // came directly and could not be kept yet
	again bool            // something stored could not be kept
	retry *time.Timer     // runs while held or again
}

// run watches the line and delivers until the modem is gone.
func (m *Modem) run() {
	defer close(m.done)
	defer m.cancel()
	r := &receiver{
		m: m, read: map[slot]uint64{}, old: map[slot]bool{}, left: map[string]int{},
		full: map[string]bool{}, retry: time.NewTimer(time.Hour),
	}
	r.retry.Stop()
	beat, poll := time.NewTicker(beatTime), time.NewTicker(pollTime)
	defer beat.Stop()
	defer poll.Stop()
	for r.step(beat.C, poll.C) {
	}
}

// step waits for one thing and does it. It tells whether the modem is still there.
func (r *receiver) step(beat, poll <-chan time.Time) bool {
	ready, linked := r.m.in.ready, r.m.linked
	if r.sink == nil {
		ready, linked, poll = nil, nil, nil
	}
	select {
	case <-r.m.ch.Done():
		return false
	case r.sink = <-r.m.listen:
		r.first()
	case <-ready:
		r.notices()
	case <-linked:
		r.tellLink(r.m.linkNow())
	case <-beat:
		r.beat()
	case <-poll:
		if r.polls() {
			r.scanAll()
		}
	case <-r.retry.C:
		r.keepAgain()
	}
	return true
}

func (r *receiver) polls() bool {
	r.m.mu.Lock()
	defer r.m.mu.Unlock()
	return r.m.poll
}

// first delivers what is there when somebody begins to listen.
func (r *receiver) first() {
	if l, err := r.m.Link(r.m.ctx); err == nil {
		r.tellLink(l)
	}
	for _, name := range r.memories() {
		r.scan(name, true)
	}
}

func (r *receiver) memories() []string {
	r.m.mu.Lock()
	defer r.m.mu.Unlock()
	return r.m.memories
}

// tellLink tells news of the network, and nothing that was told before.
func (r *receiver) tellLink(l sms.Link) {
	if r.told && l == r.link {
		return
	}
	r.told, r.link = true, l
	r.sink.LinkChanged(l)
}

// notices works through what waits.
func (r *receiver) notices() {
	for {
		n, ok := r.m.in.take()
		if !ok {
			break
		}
		r.notice(n)
	}
	if r.m.in.overflowed() {
		r.scanAll()
	}
}

func (r *receiver) notice(n news) {
	f := fields(n.value())
	switch n.kind() {
	case "+CMT":
		r.direct(sms.Delivery{PDU: n.PDU, Length: number(f, len(f)-1)})
	case "+CDS":
		r.direct(sms.Delivery{PDU: n.PDU, Length: number(f, len(f)-1)})
	case "+CMTI", "+CDSI":
		if i := number(f, 1); i >= 0 {
			r.fetch(slot{memory: f[0], index: i}, n.seq)
		}
	case "+CREG":
		r.changed(registered(r.m.linkNow(), n.value()))
	case "^RSSI":
		l := r.m.linkNow()
		l.Signal = percent(number(f, 0))
		r.changed(l)
	case "^SMMEMFULL":
		r.overfull(field(f, 0))
	case "^SRVST", "^SIMST":
		r.refresh()
	case "^SYSSTART":
		r.restarted(n.seq)
	}
}

// restarted ends everything when the modem has restarted behind the open port, and so forgotten
// all settings: it must be opened anew.
func (r *receiver) restarted(seq uint64) {
	r.m.mu.Lock()
	since := r.m.since
	r.m.mu.Unlock()
	if seq > since {
		r.m.log.Warn("modem restarted")
		_ = r.m.ch.Close()
	}
}

// changed takes news of the network that the modem told by itself.
func (r *receiver) changed(l sms.Link) {
	before := r.m.linkNow()
	r.m.setLink(l)
	if l.Registered() && !before.Registered() {
		r.refresh() // for the operator
		return
	}
	r.tellLink(l)
}

// beat asks something to find out whether the modem is still there: for news of the network when
// somebody listens. A channel in use needs no heartbeat.
func (r *receiver) beat() {
	if r.sink != nil {
		r.refresh()
		if r.beats++; r.beats%scanBeats == 0 {
			r.scanAll() // +CPMS? tells of one memory only
		} else {
			r.counts()
		}
		return
	}
	_, err := r.m.ch.TryExclusive(func(s at.Sequence) error {
		_, err := s.Do(r.m.ctx, at.Cmd(""))
		return err
	})
	r.alive(err)
}

// refresh asks for news of the network unless the channel is in use.
func (r *receiver) refresh() {
	var l sms.Link
	ran, err := r.m.ch.TryExclusive(func(s at.Sequence) (err error) {
		l, err = r.m.refresh(r.m.ctx, s)
		return err
	})
	if ran && err == nil {
		r.tellLink(l)
	}
	r.alive(err)
}

// alive makes sure after a time-out that the modem comes back: any command makes the channel
// synchronise, and the channel closes itself when that fails.
func (r *receiver) alive(err error) {
	if errors.Is(err, at.ErrTimeout) {
		r.m.try(r.m.ctx, at.Cmd(""))
	}
}

// counts looks at how full the memories are, and for texts of which no notice came.
func (r *receiver) counts() {
	var a at.Response
	ran, err := r.m.ch.TryExclusive(func(s at.Sequence) (err error) {
		a, err = s.Do(r.m.ctx, at.Cmd("+CPMS?"))
		return err
	})
	r.alive(err)
	v, ok := a.Value("+CPMS:")
	if !ran || err != nil || !ok {
		return
	}
	seen := map[string]bool{}
	for f := fields(v); len(f) >= 3; f = f[3:] {
		used, total := number(f, 1), number(f, 2)
		if seen[f[0]] || used < 0 {
			continue
		}
		seen[f[0]] = true
		if used > r.left[f[0]] {
			r.scan(f[0], false)
		} else {
			r.left[f[0]] = used
			r.fill(f[0], used, total)
		}
	}
}
