package messenger

import (
	"bytes"
	"context"
	"slices"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// doubt is a text that was handed over as a whole and had no answer. A stick that sends whole texts may
// know what became of it.
type doubt struct {
	text  outbox.Text
	since time.Time // when the stick was first asked; zero when it was not
	next  time.Time // not asked again before
}

// question is a text about which a stick is being asked.
type question struct {
	text    outbox.Text
	backend sms.TextBackend
	ctx     context.Context
	cancel  context.CancelFunc
}

const (
	// askLimit is how long a stick may take to say what became of a text.
	askLimit = 2 * time.Minute
	// holdBack is how long no other text is sent while the stick does not know yet: the next one takes
	// the place of the last one in what it tells.
	holdBack = 2 * time.Minute
)

// asks returns the backend that can be asked, nil for none.
func (s *sender) asks() sms.TextBackend {
	if !s.way().Whole {
		return nil
	}
	b, _ := s.line.attached().(sms.TextBackend)
	return b
}

// askNext asks the stick about the oldest text in doubt that is due, when it has nothing else to do.
func (s *sender) askNext(now time.Time) {
	b := s.asks()
	if b == nil || !s.loaded || s.health.failed || s.flight != nil || s.asked != nil {
		return
	}
	i := slices.IndexFunc(s.doubts, func(d doubt) bool { return !now.Before(d.next) })
	if i < 0 {
		return
	}
	if s.doubts[i].since.IsZero() {
		s.doubts[i].since = now
	}
	ctx, cancel := context.WithTimeout(context.Background(), askLimit)
	s.asked = &question{text: s.doubts[i].text, backend: b, ctx: ctx, cancel: cancel}
	s.ask(s.asked)
}

// ask runs the backend's Resolve beside the loop.
func (m *Messenger) ask(q *question) {
	go func() {
		defer context.AfterFunc(m.ctx, q.cancel)()
		defer q.cancel()
		fate, err := q.backend.Resolve(q.ctx, wholeText(q.text), q.text.Note)
		m.post(func() { m.sender.resolved(q, fate, err) })
	}()
}

// resolved takes in what a stick says about a text, unless it is gone or the user has decided meanwhile.
func (s *sender) resolved(q *question, fate sms.Fate, err error) {
	if q != s.asked {
		return
	}
	s.asked = nil
	now := s.o.Now()
	i := slices.IndexFunc(s.doubts, func(d doubt) bool { return sameDoubt(d.text, q.text) })
	if i < 0 {
		return
	}
	s.doubts[i].next = now.Add(s.o.AskAgain)
	if err != nil {
		s.log.Warn("stick does not say what became of a text", "err", err)
		return
	}
	s.log.Info("text in doubt", "fate", fate.String())
	ctx := context.Background()
	if s.flush(ctx) != nil {
		return
	}
	t, err := s.st.Text(ctx, q.text.ID) // a report may have changed it, or ended the doubt
	if err != nil {
		return
	}
	if t, changed := t.Resolved(fate, s.o.Jitter(), now); changed {
		_ = s.save(ctx, t) // if it fails, it is asked again
	}
}

// sameDoubt reports whether a text is in the same doubt as before: nobody has sent it again.
func sameDoubt(t, before outbox.Text) bool {
	return t.ID == before.ID && t.Status == sms.Unconfirmed && bytes.Equal(t.Note, before.Note)
}

// keepDoubt takes a text as it is on disk now among those in doubt, or away from them.
func (s *sender) keepDoubt(t outbox.Text, exists bool) {
	i, found := slices.BinarySearchFunc(s.doubts, t.ID, func(d doubt, id int64) int {
		return int(d.text.ID - id)
	})
	inDoubt := exists && t.Status == sms.Unconfirmed && t.Note != nil
	switch {
	case found && inDoubt:
		s.doubts[i].text = t
	case found:
		s.doubts = slices.Delete(s.doubts, i, i+1)
	case inDoubt:
		s.doubts = slices.Insert(s.doubts, i, doubt{text: t})
	}
}

// doubtAnew has everything asked again, and at once.
func (s *sender) doubtAnew() {
	for i := range s.doubts {
		s.doubts[i].since, s.doubts[i].next = time.Time{}, time.Time{}
	}
}

// withdraw drops the question to a backend that is no longer there.
func (s *sender) withdraw() {
	if s.asked != nil {
		s.asked.cancel()
		s.asked = nil
	}
}

// heldBack reports whether the texts of the queue have to wait until the stick has said what became of
// the ones before, or has had the time to.
func (s *sender) heldBack(now time.Time) bool {
	if s.asked != nil {
		return true
	}
	until := s.holdsUntil()
	if !now.Before(until) {
		return false
	}
	s.nextTry = until
	return true
}

// holdsUntil returns when the queue goes on whatever the stick knows, zero for at once.
func (s *sender) holdsUntil() time.Time {
	var until time.Time
	if s.asks() == nil {
		return until
	}
	for _, d := range s.doubts {
		if end := d.since.Add(holdBack); end.After(until) {
			until = end
		}
	}
	return until
}

// nextQuestion returns when to ask next, zero for never.
func (s *sender) nextQuestion() time.Time {
	if s.asked != nil || s.asks() == nil || s.health.failed {
		return time.Time{}
	}
	var next time.Time
	for _, d := range s.doubts {
		next = earliest(next, d.next)
	}
	return next
}
