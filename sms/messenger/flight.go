package messenger

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// flight is the part that the backend has.
type flight struct {
	text     outbox.Text
	backend  sms.PartBackend
	handed   bool      // on disk as handed over; until then it is known not to have gone out
	answered bool      // text is the result, and not on disk yet
	deadline time.Time // when the answer is given up, since the backend has gone; zero before
	slowAt   time.Time // when to say that there is no answer yet; zero before it is handed over, and after
	pauses   bool      // it was refused for a reason for which every text would be
}

// hand hands the next part of the text to the backend. What is on disk changes when the modem asks
// for the PDU: a program that is killed before sends it again.
func (s *sender) hand(t outbox.Text, now time.Time) {
	backend, carriesParts := s.line.attached().(sms.PartBackend)
	t, i := t.Hand(now)
	if i < 0 || !carriesParts {
		return
	}
	s.flight = &flight{text: t, backend: backend}
	s.pace = s.pace.Took(now)
	s.submit(s.flight, t.Parts[i].TPDU, i+1 < len(t.Parts))
}

// submit runs the backend's Submit beside the loop. Before the PDU may go, the loop has to commit
// that it is handed over.
func (m *Messenger) submit(f *flight, tpdu []byte, more bool) {
	go func() {
		ref, err := f.backend.Submit(m.ctx, tpdu, more, func() error {
			return m.do(context.Background(), func() error { return m.sender.handed(f) })
		})
		m.post(func() { m.sender.answered(f, ref, err, m.closed()) })
	}()
}

// closed reports whether Close was called.
func (m *Messenger) closed() bool {
	select {
	case <-m.quit:
		return true
	default:
		return false
	}
}

// errStale means that a part was given up before its PDU could go.
var errStale = errors.New("part is no longer wanted")

// handed commits that the part is handed over; without that its PDU must not go.
func (s *sender) handed(f *flight) error {
	if f != s.flight || f.answered {
		return errStale
	}
	if err := s.save(context.Background(), f.text); err != nil {
		return err
	}
	f.handed, f.slowAt = true, s.o.Now().Add(slowAnswer)
	return nil
}

// answered takes in what Submit returned. An answer that comes after it was given up can still
// confirm the text.
func (s *sender) answered(f *flight, ref int, err error, closed bool) {
	if f != s.flight {
		s.late(f, ref, err)
		return
	}
	f.answered = true
	gone := closed || s.isGone(f, err)
	if !gone { // a backend that went says nothing about the one that comes next
		s.countAnswer(err)
	}
	if err == nil {
		f.text = f.text.Accepted(ref, s.o.Now())
		s.referenced = true
	} else {
		s.refused(f, err, gone)
	}
	s.settle()
}

func (s *sender) late(f *flight, ref int, err error) {
	ctx := context.Background()
	if err != nil || s.flush(ctx) != nil {
		return
	}
	if t, err := s.st.Text(ctx, f.text.ID); err == nil && t.Status == sms.Unconfirmed {
		_ = s.save(ctx, t.Accepted(ref, s.o.Now())) // if it fails, it stays unconfirmed
		s.referenced = true
	}
}

func (s *sender) refused(f *flight, err error, gone bool) {
	now := s.o.Now()
	r := outbox.Refusal{Code: -1, Written: f.handed, Jitter: s.o.Jitter(), Gone: gone}
	var e *sms.SubmitError
	if errors.As(err, &e) {
		r.Code, r.Written = e.Code, e.Written
	}
	text, class := f.text.Refused(r, now)
	f.text = text
	f.pauses = class == sms.ClassUser
	s.log.Warn("text not sent", "class", class.String(), "code", r.Code, "written", r.Written,
		"err", err)
}

// isGone reports whether the backend of a part is no longer there: its answer says so, or it is seen.
func (s *sender) isGone(f *flight, answer error) bool {
	var e *sms.SubmitError
	if errors.As(answer, &e) && e.Gone {
		return true
	}
	select {
	case <-f.backend.Done():
		return true
	default:
		return f.backend != s.line.attached()
	}
}

// settle commits the result of the part in flight and goes on with the next one. As long as the
// store refuses, nothing else is sent.
func (s *sender) settle() {
	f := s.flight
	if f == nil || !f.answered || s.save(context.Background(), f.text) != nil {
		return
	}
	s.flight = nil
	if f.pauses {
		s.pauseFor(f.text.Reason, f.text.Code, s.o.Now())
	}
	if f.text.Status != sms.Sending {
		return
	}
	if now := s.o.Now(); s.ready() && f.backend == s.line.attached() {
		s.hand(f.text, now)
	} else {
		_ = s.save(context.Background(), f.text.Recover(now)) // if it fails, restored tries again
	}
}

// slowAnswer is how long the modem may take for an answer before the window says that there is none
// yet. Networks usually take seconds; the modem has 300 s.
const slowAnswer = time.Minute

// noteSlow says of the text in flight that there is no answer yet, when that has taken long.
func (s *sender) noteSlow(now time.Time) {
	f := s.flight
	if !s.awaits() || f.slowAt.IsZero() || now.Before(f.slowAt) {
		return
	}
	f.slowAt, f.text = time.Time{}, f.text.Slow()
	_ = s.save(context.Background(), f.text) // only the words shown depend on it
}

// awaits reports whether a part has no answer yet.
func (s *sender) awaits() bool { return s.flight != nil && !s.flight.answered }

// abandon gives up an answer that its backend, which has gone, still owes.
func (s *sender) abandon(now time.Time) {
	f := s.flight
	if !s.awaits() || f.deadline.IsZero() || now.Before(f.deadline) {
		return
	}
	s.answered(f, 0, errors.New("backend is gone and does not answer"), false)
}
