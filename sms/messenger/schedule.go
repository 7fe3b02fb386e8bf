package messenger

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
	"surfstick-sms/sms/plan"
	"surfstick-sms/sms/store"
)

// ErrDone is returned by SendPlanned and SkipPlanned for an occurrence that was sent or skipped already.
var ErrDone = store.ErrDone

// lookAgain is how long nothing may look at the clock while something is planned, or a job waits for its
// day. A timer runs on while the clock on the wall is set, and stands still while the computer sleeps.
const lookAgain = time.Minute

// lookAt returns when to look at the clock for what is due then; zero for nothing.
func (s *shared) lookAt(due time.Time) time.Time {
	if due.IsZero() {
		return time.Time{}
	}
	return earliest(due, s.o.Now().Add(lookAgain))
}

// schedule hands the planned texts to the queue when they are due and can be sent. One for which there
// is no stick or network waits here and not in the queue, so that it does not go days too late.
type schedule struct {
	*shared
	health *health
	sender *sender

	texts  []planned
	begun  bool // what was removed in the last run is gone
	loaded bool // texts are as on disk
	next   time.Time
	told   []plan.Turn    // as the window knows it
	broken map[int64]bool // texts that cannot be sent, which nobody can know before
}

// planned is a text that is to be sent later.
type planned store.Planned

// done reports whether an occurrence was sent or skipped.
func (p planned) done(w plan.Wall) bool { return p.Done[w] }

// step hands over what is due.
func (s *schedule) step(now time.Time) {
	s.next = time.Time{}
	if !s.loaded && !s.load() {
		return
	}
	s.putRight(now)
	for _, t := range s.texts {
		turn := t.Turn(now, t.done)
		if turn.Verdict == plan.Go && s.sender.ready() && !s.broken[t.ID] {
			s.hand(t, turn)
		}
	}
	if !s.loaded && !s.load() {
		return
	}
	s.tell(now)
}

// putRight has texts go on that were planned while the clock was ahead.
func (s *schedule) putRight(now time.Time) {
	ahead := func(t planned) bool { return t.Since.After(now) }
	if !slices.ContainsFunc(s.texts, ahead) || s.health.failed {
		return
	}
	if s.st.PlannedSince(context.Background(), now) == nil { // else health has heard of it
		s.load()
	}
}

// load reads the texts.
func (s *schedule) load() bool {
	read := s.st.ReloadPlanned
	if !s.begun {
		read = s.st.LoadPlanned
	}
	texts, err := read(context.Background())
	if err != nil {
		s.health.fail(err)
		return false
	}
	s.texts = s.texts[:0]
	for _, t := range texts {
		s.texts = append(s.texts, planned(t))
	}
	s.begun, s.loaded = true, true
	return true
}

// hand queues an occurrence.
func (s *schedule) hand(t planned, turn plan.Turn) {
	_, err := s.queue(context.Background(), t, turn.Occurrence)
	if err == nil {
		s.log.Info("planned text queued", "id", t.ID, "late", s.o.Now().Sub(turn.Due))
		return
	}
	s.log.Warn("planned text not queued", "id", t.ID, "err", err)
	s.broken[t.ID] = isOfText(err)
}

// isOfText reports whether an error is about the text itself, so that trying again is of no use.
func isOfText(err error) bool {
	return errors.Is(err, pdu.ErrEmpty) || errors.Is(err, pdu.ErrTooLong) || errors.Is(err, pdu.ErrNumber)
}

func (s *schedule) queue(ctx context.Context, t planned, at plan.Wall) (sms.Message, error) {
	s.loaded = false
	return s.sender.enqueueBy(ctx, t.To, t.Body,
		func(ctx context.Context, o store.Outgoing) (sms.Message, error) {
			return s.st.EnqueuePlanned(ctx, o, t.ID, at)
		})
}

// tell notifies the window when it is another text's turn, or another thing to do about it.
func (s *schedule) tell(now time.Time) {
	turns := make([]plan.Turn, len(s.texts))
	for i, t := range s.texts {
		turns[i] = t.Turn(now, t.done)
		s.next = earliest(s.next, turns[i].Next())
	}
	if !slices.Equal(turns, s.told) {
		s.told = turns
		s.events.add(sms.PlannedChanged{})
	}
}

// wake returns when to step next, zero for no need.
func (s *schedule) wake() time.Time { return s.lookAt(s.next) }

// find returns a text whose turn has this occurrence.
func (s *schedule) find(id int64, at plan.Wall) (planned, error) {
	if !s.loaded && !s.load() {
		return planned{}, fmt.Errorf("planned text %d: %w", id, store.ErrNotFound)
	}
	for _, t := range s.texts {
		switch turn := t.Turn(s.o.Now(), t.done); {
		case t.ID != id:
		case turn.Occurrence != at:
			return planned{}, fmt.Errorf("planned text %d: %w", id, ErrDone)
		default:
			return t, nil
		}
	}
	return planned{}, fmt.Errorf("planned text %d: %w", id, store.ErrNotFound)
}

// Planned returns the texts that are to be sent later, the next one first.
func (m *Messenger) Planned(ctx context.Context) ([]plan.Planned, error) {
	texts, err := m.st.Planned(ctx)
	if err != nil {
		return nil, err
	}
	now := m.o.Now()
	all := make([]plan.Planned, 0, len(texts))
	for _, t := range texts {
		if turn := t.Turn(now, planned(t).done); turn.Verdict != plan.Ended {
			all = append(all, plan.Planned{Text: t.Text, Turn: turn})
		}
	}
	slices.SortStableFunc(all, func(a, b plan.Planned) int {
		return cmp.Or(a.Turn.Due.Compare(b.Turn.Due), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

// Plan keeps a text to be sent later, or changes one that has an ID, and returns it as kept. For one that
// goes once At counts, for one that repeats Start. It refuses what Send refuses, and returns
// store.ErrNotFound when the text to change is gone.
func (m *Messenger) Plan(ctx context.Context, t plan.Text) (plan.Text, error) {
	now := m.o.Now()
	if t.Repeat.Unit == plan.Once {
		t.Start = plan.WallOf(t.At.In(now.Location()))
	} else {
		t.At = t.Start.In(now.Location())
	}
	t.Since = now
	if err := sendable(t.To); err != nil {
		return t, fmt.Errorf("plan: %w", err)
	}
	if _, err := pdu.Encode(t.To, t.Body, pdu.Options{}); err != nil {
		return t, fmt.Errorf("plan: %w", err)
	}
	err := m.planning(ctx, func() (err error) {
		t, err = m.st.SetPlanned(ctx, t)
		return err
	})
	return t, err
}

// planning makes a change to the planned texts.
func (m *Messenger) planning(ctx context.Context, f func() error) error {
	err := m.change(ctx, func() error {
		m.schedule.loaded = false
		clear(m.schedule.broken)
		err := f()
		if err == nil {
			m.events.add(sms.PlannedChanged{})
		}
		return err
	})
	m.wake()
	return err
}

// Unplan removes a planned text. Until the program ends, Replan brings it back.
func (m *Messenger) Unplan(ctx context.Context, id int64) error {
	return m.planning(ctx, func() error { return m.st.RemovePlanned(ctx, id, true) })
}

// Replan brings back what Unplan removed.
func (m *Messenger) Replan(ctx context.Context, id int64) error {
	return m.planning(ctx, func() error { return m.st.RemovePlanned(ctx, id, false) })
}

// SendPlanned queues an occurrence of a planned text at once, whether it is due or not. ErrDone means
// that it is no longer the text's turn for this one.
func (m *Messenger) SendPlanned(ctx context.Context, id int64, at plan.Wall) (msg sms.Message, err error) {
	err = m.planning(ctx, func() error {
		t, err := m.schedule.find(id, at)
		if err != nil {
			return err
		}
		msg, err = m.schedule.queue(ctx, t, at)
		return err
	})
	return msg, err
}

// SkipPlanned leaves out an occurrence of a planned text.
func (m *Messenger) SkipPlanned(ctx context.Context, id int64, at plan.Wall) error {
	return m.planning(ctx, func() error {
		if _, err := m.schedule.find(id, at); err != nil {
			return err
		}
		m.schedule.loaded = false
		return m.st.SkipPlanned(ctx, id, at)
	})
}

// Wake has everything that waits for a time looked at again. It is for who knows that the computer has
// woken up or that its clock was set, and returns at once.
func (m *Messenger) Wake() { m.wake() }
