package webstick

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

// The times around a text.
const (
	followLimit = 300 * time.Second // from handing it over until it is given up
	idleLimit   = 60 * time.Second  // for the text before, perhaps of somebody at the stick's own page
	idlePause   = time.Second
	errorPause  = 2 * time.Second // after a question that got no answer
)

// outbox is what is known of what was sent.
type outbox struct {
	turn    chan struct{} // holds a token while a text is being sent
	tidy    chan Entry    // copies of texts that are done with, for the receiver
	session string        // tells this Stick from others in notes
	handed  atomic.Int32  // texts that were handed over

	// The rest is only touched by who holds turn.

	lastDate time.Time // that was used as a mark
	// ourDates is set when a copy with the date that the request named was seen.
	ourDates bool
	// last is the mark of the text before, when the stick said what became of it; nil else.
	last *mark
}

func newOutbox() *outbox {
	return &outbox{turn: make(chan struct{}, 1), tidy: make(chan Entry, 8), session: rand.Text()}
}

// markBefore is how long before now the date of a text lies that marks it: the stick's own page always names
// the present time, so that no text that somebody sends there meanwhile has the same mark.
const markBefore = 90 * time.Second

// freeDate returns a date in whole seconds, a little before now, that was not used before.
func (o *outbox) freeDate(now time.Time, there []Entry) time.Time {
	taken := map[string]bool{}
	for _, e := range there {
		taken[e.Date] = true
	}
	date := now.Add(-markBefore).Truncate(time.Second)
	if !date.After(o.lastDate) {
		date = o.lastDate.Add(time.Second)
	}
	for taken[date.Format(DateLayout)] {
		date = date.Add(time.Second)
	}
	return date
}

// learn looks for the copy of the text before among the sent ones: if it bears our date, this stick keeps
// copies by which texts are found again. It returns the copy, else one with Index -1.
func (o *outbox) learn(sent []Entry) Entry {
	if o.last == nil {
		return Entry{Index: -1}
	}
	i := slices.IndexFunc(sent, o.last.on)
	o.last = nil
	if i >= 0 {
		o.ourDates = true
		return sent[i]
	}
	return Entry{Index: -1}
}

// SendText hands a text to the stick and follows it until the stick says that the network has it. See
// sms.TextBackend. It takes up to a minute for the text before, a minute until the stick has taken
// this one, and five until the stick has sent it.
func (s *Stick) SendText(ctx context.Context, t sms.WholeText, commit func(note []byte) error) error {
	phone, err := Dialable(t.To)
	if err != nil {
		return &sms.SubmitError{Code: -1, Class: sms.ClassPermanent, Reason: sms.ReasonNumber, Err: err}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(s.ctx, func() { cancel(errGone) })()
	if s.ctx.Err() != nil {
		return s.submitError(false, errGone)
	}
	select {
	case s.outbox.turn <- struct{}{}:
		defer func() { <-s.outbox.turn }()
	case <-ctx.Done():
		return s.submitError(false, context.Cause(ctx))
	}
	f := following{s: s, text: t, phone: phone}
	if err := f.handOver(ctx, commit); err != nil {
		return err
	}
	err = f.follow(ctx)
	if f.settled {
		m := s.markOf(t, f.note.Date)
		s.outbox.last = &m
	}
	return err
}

// following is a text on its way.
type following struct {
	s     *Stick
	text  sms.WholeText
	phone string
	note  note
	began time.Time // when the request was answered or given up
	// lost reports that no answer came to the request, so that the stick may not have it.
	lost bool
	// before is the send-status before the request; moved reports that it has changed since.
	before  SendStatus
	moved   bool
	settled bool // the stick said what became of it
}

// handOver notes what has to be known and hands the text to the stick. nil means that the stick has it,
// or may have it.
func (f *following) handOver(ctx context.Context, commit func([]byte) error) error {
	until := f.s.after(idleLimit)
	p, err := f.s.prepare(ctx, f.text, until)
	if err != nil {
		return f.s.submitError(false, err)
	}
	f.note, f.before = p.note, p.note.Status
	f.s.outbox.lastDate = p.date
	once := sync.OnceValue(func() error { return f.commit(commit) })
	f.s.outbox.handed.Add(1)
	for {
		f.s.posting.Store(true)
		err = f.s.c.Send(ctx, Text{Phone: f.phone, Content: f.text.Text, Date: p.date}, once)
		f.s.posting.Store(false)
		f.began = time.Now()
		if !errors.Is(err, ErrSending) || !time.Now().Before(until) {
			break
		}
		if f.before, err = f.s.untilIdle(ctx, until); err == nil {
			err = f.s.w.Pause(ctx, idlePause)
		}
		if err != nil {
			return f.s.submitError(false, err)
		}
	}
	var refused *SendError
	if errors.As(err, &refused) && !refused.Perhaps {
		return f.refused(err)
	}
	if f.lost = err != nil; f.lost {
		f.s.log.Warn("no answer to a text", "err", f.s.seen(err))
	}
	f.tidyBefore(p.done)
	return nil
}

// refused returns the error of a text that the stick surely has not taken.
func (f *following) refused(err error) error {
	failed := f.s.submitError(false, err)
	failed.Written = IsRefusal(err) // by the stick, which had it in its hands
	if (errors.Is(err, ErrNumber) || errors.Is(err, ErrFormat)) && pdu.Measure(f.s.c.Sendable(f.text.Text)).Parts > usualParts {
		failed.Reason = sms.ReasonTooLong
	}
	return failed
}

// usualParts is how many parts of a text a stick's own page takes, unless the firmware says more. A longer
// one is offered all the same, because some take it.
const usualParts = 4

// commit hands the note to the caller.
func (f *following) commit(commit func([]byte) error) error {
	raw, err := f.note.encode()
	if err == nil && len(raw) > sms.MaxNote {
		err = errLongNote
	}
	if err != nil || commit == nil {
		return err
	}
	return commit(raw)
}

// tidyBefore has the stick's copy of the text before deleted: this one is on disk as handed over, and so
// is what became of that one. It is the only thing that is deleted in the box of the sent ones, so that
// they do not fill the stick.
func (f *following) tidyBefore(copied Entry) {
	if copied.Index < 0 {
		return
	}
	select {
	case f.s.outbox.tidy <- copied:
	default: // enough to do already; it stays
	}
}

// submitError returns the *sms.SubmitError for an error before the stick can have had the text, or after.
func (s *Stick) submitError(written bool, err error) *sms.SubmitError {
	_ = s.seen(err)
	class, reason, code := Classify(err)
	if written {
		class, reason, code = sms.ClassUnknown, sms.ReasonNone, -1
	}
	return &sms.SubmitError{
		Written: written, Code: code, Class: class, Reason: reason, Gone: s.ctx.Err() != nil,
		Err: fmt.Errorf("send text: %w", err),
	}
}
