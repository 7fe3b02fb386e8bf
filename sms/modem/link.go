package modem

import (
	"context"
	"sync"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/answer"
	"surfstick-sms/sms/at"
)

// linkState is the link as last known.
type linkState struct {
	changed chan struct{} // holds a token when the receiver has to report it

	mu            sync.Mutex
	link          sms.Link
	registrations registrations
}

// newLinkState returns the state before anything is known.
func newLinkState() linkState {
	return linkState{changed: make(chan struct{}, 1), link: sms.Link{Up: true, Signal: -1}}
}

// get returns the link as last known.
func (s *linkState) get() sms.Link {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.link
}

// set keeps a link, but for what the modem lacks, and has the receiver report it when it differs.
func (s *linkState) set(l sms.Link) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.Lacks = s.link.Lacks
	s.change(l)
}

// setLack notes whether the modem lacks a function, and reports whether that is new.
func (s *linkState) setLack(one sms.Lack, lacks bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.link
	if l.Lacks.Has(one) == lacks {
		return false
	}
	l.Lacks ^= one
	s.change(l)
	return true
}

// change keeps a link; mu is held.
func (s *linkState) change(l sms.Link) {
	if s.link == l {
		return
	}
	s.link = l
	select {
	case s.changed <- struct{}{}:
	default: // the receiver will look anyway
	}
}

// setLack notes whether the modem lacks a function.
func (m *Modem) setLack(one sms.Lack, lacks bool) {
	if m.link.setLack(one, lacks) && lacks {
		m.log.Warn("modem lacks a function", "which", one.String())
	}
}

// Link asks for the state of the network registration. While a text is being sent, which may take
// minutes, it returns what was known before.
func (m *Modem) Link(ctx context.Context) (sms.Link, error) {
	var l sms.Link
	busy, err := m.unlessSending(ctx, func(s at.Sequence) (err error) {
		l, err = m.queryLink(ctx, s)
		return err
	})
	if busy {
		return m.link.get(), nil
	}
	return l, err
}

// unlessSending runs f as Exclusive does, except that it does not wait for a text to be sent: busy
// reports whether f did not run because of that.
func (m *Modem) unlessSending(
	ctx context.Context, f func(at.Sequence) error,
) (busy bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	ran, err := m.ch.TryExclusive(f)
	if ran {
		return false, err
	}
	if m.sending.Load() {
		return true, nil
	}
	return false, m.ch.Exclusive(ctx, f)
}

// queryLink asks for registration, operator and signal, and keeps them. What the modem refuses to
// say stays as it was; a broken line is an error.
func (m *Modem) queryLink(ctx context.Context, s at.Sequence) (sms.Link, error) {
	l, err := m.queryRegistration(ctx, s)
	if err == nil {
		l, err = m.queryOperator(ctx, s, l)
	}
	if err == nil || isRefusal(err) {
		var r at.Response
		r, err = s.Do(ctx, at.Cmd("+CSQ"))
		var f answer.Fields
		if f, err = told(r, err, "+CSQ:"); f != nil {
			l.Signal = percent(f.Number(0))
		}
	}
	if err != nil && !isRefusal(err) {
		return l, err
	}
	m.link.set(l)
	return l, nil
}

// queryOperator asks for the operator's name and the technology (3GPP TS 27.007 clause 7.3). It decides where the modem
// told no registration, or one that is not known: only a registered modem names an operator.
func (m *Modem) queryOperator(
	ctx context.Context, s at.Sequence, l sms.Link,
) (sms.Link, error) {
	known := m.link.known()
	untold := known.joined() == sms.RegUnknown
	if !l.Registered() && !untold {
		l.Operator, l.Tech = "", sms.TechUnknown
		return l, nil
	}
	r, err := s.Do(ctx, at.Cmd("+COPS?").WithTimeout(15*time.Second))
	f, err := told(r, err, "+COPS:")
	if f != nil {
		l.Operator, l.Tech = operatorName(f.At(2)), sms.TechOfAcT(f.Number(3))
	}
	switch {
	case !untold || f == nil:
	case l.Operator == "":
		l.Registration = sms.RegUnknown
	case !l.Registered():
		l.Registration = sms.RegHome
	}
	return l, err
}

// percent reads a signal strength of +CSQ or ^RSSI: 0 to 31, 99 unknown (TS 27.007 clause 8.5).
func percent(rssi int) int {
	if rssi < 0 || rssi > 31 {
		return -1
	}
	return (rssi*100 + 15) / 31
}

// reportLink reports a link that differs from the one last reported.
func (r *receiver) reportLink(l sms.Link) {
	if r.linkKnown && l == r.link {
		return
	}
	r.linkKnown, r.link = true, l
	r.sink.LinkChanged(l)
}
