package messenger

import (
	"context"
	"errors"
	"slices"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
)

const (
	goneGrace  = 10 * time.Second // for a Submit to return after its backend has gone
	closeGrace = 3 * time.Second  // for a Submit to be answered when the program ends
)

// sender has the texts of the queue go out, one part or one whole text at a time, and finds out what
// became of those whose answer never came.
type sender struct {
	*shared
	health *health
	// submit hands what is in flight to its backend, and ask a question, on a goroutine of its own. The
	// loop then calls handed and answered, or resolved.
	submit func(f *flight, send call)
	ask    func(q *question)
	// flush commits the reports that were collected; before a text is read from the store.
	flush func(context.Context) error

	queue      []outbox.Text // not done with, oldest first, as they are on disk
	doubts     []doubt       // unconfirmed with a note, oldest first
	loaded     bool          // both hold what the store does
	flight     *flight       // what the backend has; nil for none
	asked      *question     // what the backend is being asked; nil for nothing
	pace       outbox.Pace
	unanswered int       // parts in a row
	nextTry    time.Time // when a waiting text is due
	pause      pause     // the user must do something first
	nextRef    byte
	referenced bool // a part has got its reference, by which reports find it
}

// step recovers what was interrupted, gives up an answer that no longer comes, and hands the next
// part to the backend if it is time for that.
func (s *sender) step(now time.Time) {
	if !s.loaded {
		s.load()
		s.recoverTexts(now)
		s.markWaiting()
		s.reportForeign()
	}
	s.abandon(now)
	s.noteSlow(now)
	s.askNext(now)
	s.takeNext(now)
}

// wake returns when to step next, zero for no need.
func (s *sender) wake() time.Time {
	if s.flight == nil {
		return earliest(s.nextTry, s.pause.until, s.nextQuestion())
	}
	return earliest(s.nextTry, s.pause.until, s.flight.deadline, s.flight.slowAt)
}

// load reads the queue and the texts in doubt, once.
func (s *sender) load() {
	ctx := context.Background()
	queue, err := s.st.Pending(ctx)
	doubtful, err2 := s.st.InDoubt(ctx)
	if err = errors.Join(err, err2); err != nil {
		s.health.fail(err)
		return
	}
	s.queue, s.loaded = queue, true
	for _, t := range doubtful {
		s.doubts = append(s.doubts, doubt{text: t})
	}
}

// restored goes on when the store works again: with the result of a part that it refused, and with
// what should have been recovered.
func (s *sender) restored() {
	s.settle()
	s.recoverTexts(s.o.Now())
}

// recoverTexts puts the queue in order after the last run, however it ended, and after a time in
// which the store refused what became of a text.
func (s *sender) recoverTexts(now time.Time) {
	var texts []outbox.Text
	for _, t := range s.queue {
		if t.Status == sms.Sending && (s.flight == nil || s.flight.text.ID != t.ID) {
			texts = append(texts, t.Recover(now))
		}
	}
	_ = s.save(context.Background(), texts...) // health hears of it, and restored tries again
}

// takeNext hands the next part to the backend, if it is time for that.
func (s *sender) takeNext(now time.Time) {
	s.nextTry = time.Time{}
	if now.Before(s.pause.until) {
		return
	}
	s.resume()
	if s.flight != nil || !s.ready() || s.heldBack(now) {
		return
	}
	turn := outbox.Next(s.queue, s.way(), now)
	s.nextTry = turn.Wake
	if turn.ID == 0 {
		return
	}
	if free := s.pace.Free(now); free.After(now) {
		s.nextTry = free
		return
	}
	if i, found := s.find(turn.ID); found {
		s.hand(s.queue[i], now)
	}
}

// ready reports whether a part may go out.
func (s *sender) ready() bool { return s.loaded && !s.health.failed && s.line.registered() }

// way returns how texts go out now.
func (s *sender) way() outbox.Way {
	way := outbox.Way{IMSI: s.line.me.IMSI}
	if b := s.line.attached(); b != nil {
		_, parts := b.(sms.PartBackend)
		way.Whole = !parts
	}
	return way
}

// attached makes ready for a backend and its SIM card.
func (s *sender) attached() {
	s.doubtAnew()
	s.resume()
	s.markWaiting()
	s.reportForeign()
}

// reportForeign notifies the window of the texts that wait for another SIM card than the one that is
// there.
func (s *sender) reportForeign() {
	if s.line.attached() == nil {
		return
	}
	waiting := 0
	for _, t := range s.queue {
		if t.Status != sms.Sending && !t.For(s.line.me.IMSI) {
			waiting++
		}
	}
	if waiting > 0 {
		s.events.add(sms.OtherSIM{Waiting: waiting})
	}
}

// detached sets a last deadline for what the backend has; what it was asked is asked again of the next.
func (s *sender) detached(b sms.Backend) {
	s.withdraw()
	s.resume()
	if s.flight != nil && s.flight.backend == b {
		s.flight.deadline = s.o.Now().Add(goneGrace)
	}
	s.answers()
}

// save commits the states of texts and notifies the window.
func (s *sender) save(ctx context.Context, texts ...outbox.Text) error {
	return s.write(ctx, store.Change{Texts: texts})
}

// write commits a change, brings the queue up to date with its texts, and notifies the window.
func (s *sender) write(ctx context.Context, c store.Change) error {
	if len(c.Texts)+len(c.Incoming) == 0 {
		return nil
	}
	written, err := s.st.Write(ctx, c)
	if err != nil {
		return err
	}
	for i, msg := range written {
		if i < len(c.Incoming) {
			s.notify(msg, msg.ID != 0 && c.Incoming[i].Message.ID == 0)
			continue
		}
		s.notify(msg, false)
		s.keep(c.Texts[i-len(c.Incoming)], shown(msg))
	}
	return nil
}

// keep takes a text as it is on disk now into the queue, or out of it when it is done with or deleted,
// and likewise among those in doubt.
func (s *sender) keep(t outbox.Text, exists bool) {
	s.keepDoubt(t, exists)
	i, found := s.find(t.ID)
	open := t.Status == sms.Queued || t.Status == sms.Sending || t.Status == sms.Waiting
	switch {
	case found && open && exists:
		s.queue[i] = t
	case found:
		s.queue = slices.Delete(s.queue, i, i+1)
	case open && exists:
		s.queue = slices.Insert(s.queue, i, t)
	}
}

// find returns the place of a text in the queue.
func (s *sender) find(id int64) (int, bool) {
	return slices.BinarySearchFunc(s.queue, id, func(t outbox.Text, id int64) int {
		return int(t.ID - id)
	})
}

// forget takes texts that the user deleted out of the queue. One that is being sent goes out
// nevertheless.
func (s *sender) forget(deleted func(id int64) bool) {
	s.queue = slices.DeleteFunc(s.queue, func(t outbox.Text) bool { return deleted(t.ID) })
	s.doubts = slices.DeleteFunc(s.doubts, func(d doubt) bool { return deleted(d.text.ID) })
}

// unansweredLimit is how many parts in a row may stay without an answer before the stick counts as
// hung. One may be the network's fault: it has 300 s each time.
const unansweredLimit = 2

// cmsUnknown is the error of a modem that does not know what became of a text (+CMS ERROR: 500, 3GPP
// TS 27.005 clause 3.2.5).
const cmsUnknown = 500

// countAnswer counts how often in a row the stick gave no answer, and notifies the window when that is
// too often and when it is over.
func (s *sender) countAnswer(err error) {
	var e *sms.SubmitError
	if !errors.As(err, &e) || isAnswer(e) {
		s.answers()
		return
	}
	if s.unanswered++; s.unanswered == unansweredLimit {
		s.log.Warn("stick does not answer", "texts", s.unanswered)
		s.events.add(sms.StickHangs{On: true})
	}
}

// isAnswer reports whether a stick that refused a text said so.
func isAnswer(e *sms.SubmitError) bool {
	if e.Class != sms.ClassUnknown {
		return e.Class != sms.ClassAmbiguous
	}
	return e.Code >= 0 && e.Code != cmsUnknown
}

// answers begins to count anew: the stick has answered, or is gone.
func (s *sender) answers() {
	if s.unanswered >= unansweredLimit {
		s.events.add(sms.StickHangs{})
	}
	s.unanswered = 0
}
