package modem

import (
	"cmp"
	"slices"

	"surfstick-sms/sms/at"
)

// exclusive runs f as Channel.Exclusive does. While it waits for the line, which a text without an answer
// may hold for minutes, it hands what comes directly to the sink. Nothing else can be done meanwhile: a
// character written to a modem that works on a command may end that command (ITU-T V.250 clause 5.6.1).
func (r *receiver) exclusive(f func(at.Sequence) error) error {
	if ran, err := r.m.ch.TryExclusive(f); ran {
		return err
	}
	began, done, over := make(chan at.Sequence), make(chan struct{}), make(chan error, 1)
	go func() {
		over <- r.m.ch.Exclusive(r.m.ctx, func(s at.Sequence) error {
			began <- s
			<-done
			return nil
		})
	}()
	for {
		select {
		case s := <-began:
			err := f(s)
			close(done)
			return cmp.Or(err, <-over) // the latter waits until the line is free again
		case err := <-over: // the line has ended
			return err
		case <-r.m.urcs.ready:
			r.keepDirectOnes()
		}
	}
}

// keepDirectOnes hands the texts that came directly to the sink, and leaves all other URCs for when the
// line is free. They are acknowledged then.
func (r *receiver) keepDirectOnes() {
	before := r.inUse
	r.inUse = true
	defer func() { r.inUse = before }()
	for u, ok := r.m.urcs.takeDirect(); ok; u, ok = r.m.urcs.takeDirect() {
		r.handleURC(u)
	}
	r.othersWait = true
}

// goOn does what had to wait while the line was in use.
func (r *receiver) goOn() {
	if r.acknowledgeLater {
		r.acknowledgeLater = false
		r.acknowledge()
	}
	if r.othersWait {
		r.othersWait = false
		r.handleURCs()
	}
}

// takeDirect removes and returns the oldest URC that is a text or a report itself.
func (q *urcQueue) takeDirect() (queuedURC, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, u := range q.list {
		if u.PDU != "" {
			q.list = slices.Delete(q.list, i, i+1)
			return u, true
		}
	}
	return queuedURC{}, false
}
