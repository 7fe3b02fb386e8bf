package webstick

import (
	"context"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
)

// errNoEnd means that the stick does not say what became of a text.
var errNoEnd = errors.New("the stick does not say what became of it")

// errStick means that the stick says that it could not send a text.
var errStick = errors.New("the stick could not send it")

// pace returns how long to wait before a question for the send-status, so long after the text was handed
// over: a text takes a stick 2 to 30 s.
func pace(since time.Duration) time.Duration {
	switch {
	case since < 10*time.Second:
		return time.Second
	case since < time.Minute:
		return 2 * time.Second
	}
	return 5 * time.Second
}

// follow asks until the stick says what became of the text. It gives up after 5 minutes, or as the options of the Wire say.
func (f *following) follow(ctx context.Context) error {
	looked := time.Time{}
	for time.Since(f.began) < f.s.w.SubmitTimeout(followLimit) {
		fate, look, err := f.ask(ctx)
		if err == nil && look && time.Since(looked) >= f.s.w.Wait(boxesEvery) {
			looked = time.Now()
			fate, err = f.s.fate(ctx, f.text, f.note)
			fate = f.inBoxes(fate)
		}
		wait := pace(f.s.w.Unhurried(time.Since(f.began)))
		if err != nil {
			_ = f.s.seen(err)
			wait = errorPause
		}
		if err == nil && fate != sms.FatePending {
			return f.ended(fate)
		}
		if err := f.s.w.Pause(ctx, wait); err != nil {
			return f.s.submitError(true, err)
		}
	}
	return f.s.submitError(true, errNoEnd)
}

// boxesEvery is how often the boxes are looked at while the send-status says nothing.
const boxesEvery = 5 * time.Second

// ask asks for the send-status once. What it says of the last text counts only when it has changed since
// before this one, and only when the stick said that it has taken this one: somebody at the stick's own
// page may send to the same number. look reports that the boxes have to tell.
func (f *following) ask(ctx context.Context) (fate sms.Fate, look bool, err error) {
	st, err := f.s.sendStatus(ctx)
	if err != nil {
		return sms.FatePending, false, err
	}
	f.moved = f.moved || !st.equal(f.before)
	sent, failed := names(st.Sent, f.phone), names(st.Failed, f.phone)
	switch {
	case samePhone(st.Phone, f.phone):
		return sms.FatePending, false, nil
	case f.lost || !f.moved || st.Phone != "" || sent == failed:
		return sms.FatePending, true, nil
	case failed:
		return sms.FateFailed, false, nil
	}
	return sms.FateSent, false, nil
}

// inBoxes returns what the boxes say as long as the text is followed. After OK from the stick, a text that
// is in none of them is on its way. Without any answer it may be for a while: the note is older than the
// end of the request, which may have taken a minute.
func (f *following) inBoxes(fate sms.Fate) sms.Fate {
	expected := !f.lost || time.Since(f.began) < f.s.w.Wait(settleTime)
	if expected && (fate == sms.FateNotSent || fate == sms.FateUnknown) {
		return sms.FatePending
	}
	return fate
}

// ended returns what SendText returns for a fate.
func (f *following) ended(fate sms.Fate) error {
	switch fate {
	case sms.FateSent:
		f.settled = true
		return nil
	case sms.FateFailed:
		f.settled = true
		return &sms.SubmitError{
			Written: true, Code: -1, Class: sms.ClassPermanent, Reason: sms.ReasonStick,
			Err: fmt.Errorf("send text: %w", errStick),
		}
	case sms.FateNotSent:
		return &sms.SubmitError{
			Written: true, Code: -1, Class: sms.ClassSoon, Reason: sms.ReasonNoAnswer,
			Err: fmt.Errorf("send text: no answer, and the stick has not taken it: %w", sms.ErrSilent),
		}
	case sms.FateUnknown, sms.FatePending:
	}
	return f.s.submitError(true, errNoEnd)
}
