package messenger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// flight is what the backend has: a part, or a whole text.
type flight struct {
	text     outbox.Text
	backend  sms.Backend
	whole    bool
	handed   bool      // on disk as handed over; until then it is known not to have gone out
	answered bool      // text is the result, and not on disk yet
	deadline time.Time // when the answer is given up, since the backend has gone; zero before
	slowAt   time.Time // when to say that there is no answer yet; zero before it is handed over, and after
	pauses   bool      // it was refused for a reason for which every text would be
}

// call is Submit or SendText of a backend. The note is nil for a part.
type call func(ctx context.Context, commit func(note []byte) error) (ref int, err error)

// hand hands the next part of the text, or the whole text, to the backend. What is on disk changes at
// the last moment at which it cannot have gone out: a program that is killed before sends it again.
func (s *sender) hand(t outbox.Text, now time.Time) {
	switch b := s.line.attached().(type) {
	case sms.PartBackend:
		s.handPart(b, t, now)
	case sms.TextBackend:
		s.handWhole(b, t, now)
	}
}

func (s *sender) handPart(b sms.PartBackend, t outbox.Text, now time.Time) {
	t, i := t.Hand(now)
	if i < 0 {
		return
	}
	s.flight = &flight{text: t, backend: b}
	s.pace = s.pace.Took(now)
	s.submit(s.flight, func(ctx context.Context, commit func([]byte) error) (int, error) {
		return b.Submit(ctx, t.Parts[i].TPDU, i+1 < len(t.Parts), func() error { return commit(nil) })
	})
}

func (s *sender) handWhole(b sms.TextBackend, t outbox.Text, now time.Time) {
	t, ok := t.HandWhole(now, nil) // the note comes with the commit
	if !ok {
		return
	}
	s.flight = &flight{text: t, backend: b, whole: true}
	for range t.Parts { // the stick sends them one after the other
		s.pace = s.pace.Took(now)
	}
	s.submit(s.flight, func(ctx context.Context, commit func([]byte) error) (int, error) {
		return outbox.WholeRef, b.SendText(ctx, wholeText(t), commit)
	})
}

// wholeText is a text as a TextBackend takes it.
func wholeText(t outbox.Text) sms.WholeText { return sms.WholeText{To: t.To, Text: t.Body} }

// submit runs the backend's call beside the loop. Before the text may go, the loop has to commit that
// it is handed over.
func (m *Messenger) submit(f *flight, send call) {
	go func() {
		ref, err := send(m.ctx, func(note []byte) error {
			return m.do(context.Background(), func() error { return m.sender.handed(f, note) })
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

var (
	// errStale means that a part was given up before it could go.
	errStale = errors.New("part is no longer wanted")
	// errNote means that a backend brought a note that nothing can be asked by.
	errNote = fmt.Errorf("a note has 1 to %d bytes", sms.MaxNote)
)

// handed commits that the part or the text is handed over; without that it must not go.
func (s *sender) handed(f *flight, note []byte) error {
	if f != s.flight || f.answered {
		return errStale
	}
	if f.whole {
		if len(note) == 0 || len(note) > sms.MaxNote {
			return errNote
		}
		f.text.Note = bytes.Clone(note)
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
		f.text = f.accepted(f.text, ref, s.o.Now())
	} else {
		s.refused(f, err, gone)
	}
	s.referenced = s.referenced || err == nil || f.whole
	s.settle()
}

// accepted is the text with what is in flight taken by the network.
func (f *flight) accepted(t outbox.Text, ref int, now time.Time) outbox.Text {
	if f.whole {
		return t.AcceptedWhole(now)
	}
	return t.Accepted(ref, now)
}

func (s *sender) late(f *flight, ref int, err error) {
	ctx := context.Background()
	if err != nil || s.flush(ctx) != nil {
		return
	}
	t, err := s.st.Text(ctx, f.text.ID)
	if err != nil || t.Status != sms.Unconfirmed || f.whole && !bytes.Equal(t.Note, f.text.Note) {
		return // or it was sent again meanwhile, and this is not the answer to that
	}
	_ = s.save(ctx, f.accepted(t, ref, s.o.Now())) // if it fails, it stays unconfirmed
	s.referenced = true
}

func (s *sender) refused(f *flight, err error, gone bool) {
	now := s.o.Now()
	r := outbox.Refusal{Code: -1, Written: f.handed, Jitter: s.o.Jitter(), Gone: gone}
	var e *sms.SubmitError
	if errors.As(err, &e) {
		r.Code, r.Written, r.Class, r.Reason = e.Code, e.Written, e.Class, e.Reason
	}
	var class sms.Class
	f.text, class = f.text.Refused(r, now)
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

// settle commits the result of what is in flight and goes on with the next one. As long as the
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
		_ = s.save(context.Background(), s.marked(f.text.Recover(now))) // if it fails, restored tries again
	}
}

// slowAnswer is how long the stick may take for an answer before the window says that there is none
// yet. Networks usually take seconds; a modem has 300 s.
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

// awaits reports whether what is in flight has no answer yet.
func (s *sender) awaits() bool { return s.flight != nil && !s.flight.answered }

// abandon gives up an answer that its backend, which has gone, still owes.
func (s *sender) abandon(now time.Time) {
	f := s.flight
	if !s.awaits() || f.deadline.IsZero() || now.Before(f.deadline) {
		return
	}
	s.answered(f, 0, errors.New("backend is gone and does not answer"), false)
}
