package messenger

import (
	"errors"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
)

// flight is the part that the backend has.
type flight struct {
	text     outbox.Text
	backend  sms.Backend
	handed   bool      // on disk as handed over; until then it is known not to have gone out
	answered bool      // text is the result, and not on disk yet
	deadline time.Time // when the answer is given up, since the backend has gone; zero before
}

// answer is what Submit returned.
type answer struct {
	flight *flight
	ref    int
	err    error
}

// commit is the wish to let the PDU of a part go.
type commit struct {
	flight *flight
	done   chan error
}

// takeNext hands the next part to the backend, if it is time for that.
func (m *Messenger) takeNext(now time.Time) {
	m.nextTry = time.Time{}
	if now.Before(m.pausedUntil) {
		return
	}
	m.pausedUntil = time.Time{}
	if m.flight != nil || !m.ready() {
		return
	}
	entries, err := m.st.Pending(m.ctx)
	if err != nil {
		m.stored(err)
		return
	}
	turn := outbox.Next(entries, m.me.IMSI, now)
	m.nextTry = turn.Wake
	if turn.ID == 0 {
		return
	}
	if free := m.pace.Free(now); free.After(now) {
		m.nextTry = free
		return
	}
	if t, err := m.st.Text(m.ctx, turn.ID); err != nil {
		m.stored(err)
	} else {
		m.hand(t, now)
	}
}

// ready tells that a backend is there and registered, and the store works.
func (m *Messenger) ready() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.backend != nil && m.link.Registered() && !m.failed
}

// hand gives the next part of the text to the backend. What is on disk changes when the modem asks
// for the PDU: a program that is killed before sends it again.
func (m *Messenger) hand(t outbox.Text, now time.Time) {
	t, i := t.Hand(now)
	if i < 0 {
		return
	}
	f := &flight{text: t, backend: m.attached()}
	m.flight = f
	m.pace = m.pace.Took(now)
	go m.submit(f, t.Parts[i].TPDU, i+1 < len(t.Parts))
}

func (m *Messenger) submit(f *flight, tpdu []byte, more bool) {
	ref, err := f.backend.Submit(m.ctx, tpdu, more, func() error { return m.mayGo(f) })
	select {
	case m.answers <- answer{flight: f, ref: ref, err: err}:
	case <-m.done:
	}
}

// errStale means that a part was given up before its PDU could go.
var errStale = errors.New("part is no longer wanted")

// mayGo has run commit that the part is handed over; without that its PDU must not go.
func (m *Messenger) mayGo(f *flight) error {
	c := commit{flight: f, done: make(chan error, 1)}
	select {
	case m.commits <- c:
		return <-c.done
	case <-m.done:
		return ErrClosed
	}
}

func (m *Messenger) commit(f *flight) error {
	if f != m.flight || f.answered {
		return errStale
	}
	if err := m.save(f.text); err != nil {
		return err
	}
	f.handed = true
	return nil
}

// answered takes in what Submit returned. An answer that comes after it was given up can still
// confirm the text.
func (m *Messenger) answered(a answer) {
	if a.flight != m.flight {
		m.late(a)
		return
	}
	now := m.o.Now()
	m.flight.answered = true
	gone := m.flightGone(a.err)
	m.listenFor(a.err, gone)
	if a.err == nil {
		m.flight.text = m.flight.text.Accepted(a.ref, now)
	} else {
		m.refused(a.err, gone)
	}
	m.landed()
}

func (m *Messenger) late(a answer) {
	t, err := m.st.Text(m.ctx, a.flight.text.ID)
	if err == nil && a.err == nil && t.Status == sms.Unconfirmed {
		m.save(t.Accepted(a.ref, m.o.Now())) //nolint:errcheck // then it stays unconfirmed
		m.matchReports()
	}
}

func (m *Messenger) refused(err error, gone bool) {
	now := m.o.Now()
	r := outbox.Refusal{Code: -1, Written: m.flight.handed, Jitter: m.o.Jitter(), Gone: gone}
	var e *sms.SubmitError
	if errors.As(err, &e) {
		r.Code, r.Written = e.Code, e.Written
	}
	text, class := m.flight.text.Refused(r, now)
	m.flight.text = text
	if class == outbox.ClassUser {
		m.pausedUntil = now.Add(userPause)
	}
	m.log.Warn("text not sent", "class", class.String(), "code", r.Code, "written", r.Written,
		"err", err)
}

// flightGone tells that the backend of the part in flight is no longer there: its answer says so, or
// it is seen.
func (m *Messenger) flightGone(answer error) bool {
	var e *sms.SubmitError
	if errors.As(answer, &e) && e.Gone {
		return true
	}
	select {
	case <-m.flight.backend.Done():
		return true
	case <-m.quit:
		return true
	default:
		return m.flight.backend != m.attached()
	}
}

// landed commits the result of the part in flight and goes on with the next one. As long as the
// store refuses, nothing else is sent.
func (m *Messenger) landed() {
	f := m.flight
	if f == nil || !f.answered || m.save(f.text) != nil {
		return
	}
	m.flight = nil
	m.matchReports()
	if f.text.Status != sms.Sending {
		return
	}
	if now := m.o.Now(); m.ready() && f.backend == m.attached() {
		m.hand(f.text, now)
	} else {
		m.save(f.text.Recover(now)) //nolint:errcheck // recovered at the next start
	}
}

// abandon gives up an answer that its backend, which has gone, still owes.
func (m *Messenger) abandon(now time.Time) {
	f := m.flight
	if f == nil || f.answered || f.deadline.IsZero() || now.Before(f.deadline) {
		return
	}
	m.answered(answer{flight: f, err: errors.New("backend is gone and does not answer")})
}

func (m *Messenger) flightWake() time.Time {
	if m.flight == nil {
		return time.Time{}
	}
	return m.flight.deadline
}

// land waits a little for the answer of the part in flight when the program ends.
func (m *Messenger) land() {
	if m.flight == nil || m.flight.answered {
		m.landed()
		return
	}
	patience := time.NewTimer(closeGrace)
	defer patience.Stop()
	for m.flight != nil && !m.flight.answered {
		select {
		case a := <-m.answers:
			m.answered(a)
		case c := <-m.commits:
			c.done <- m.commit(c.flight)
		case <-patience.C:
			return // when it is handed over on disk it will be unconfirmed
		}
	}
}

// save commits the state of a text and tells the window.
func (m *Messenger) save(t outbox.Text) error {
	err := m.st.SaveText(m.ctx, t)
	m.stored(err)
	if err == nil {
		m.changed(t.ID, false)
	}
	return err
}

// saveReport does the same for a text that a report speaks of.
func (m *Messenger) saveReport(t outbox.Text, raw store.Outcome) error {
	err := m.st.SaveReport(m.ctx, t, raw)
	m.stored(err)
	if err == nil {
		m.changed(t.ID, false)
	}
	return err
}
