package messenger

import (
	"context"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
)

// ProgramUsage returns what each program has sent today, without what failed or was cancelled, those that sent
// most first. The day is that of the computer's time zone.
func (m *Messenger) ProgramUsage(ctx context.Context) ([]sms.ProgramUse, error) {
	now := m.o.Now().In(time.Local)
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	return m.st.UsedByPrograms(ctx, midnight)
}

// ProgramsLeft returns how many parts programs may still send by some rules.
func (m *Messenger) ProgramsLeft(ctx context.Context, rules budget.Rules) (budget.Left, error) {
	now := m.o.Now()
	spent, err := m.st.Spent(ctx, now.Add(-budget.DayTime))
	return rules.Left(spent, now), err
}

// ByKey returns the texts of the call with a key, in the order of their numbers; sms.ErrNotFound when there was
// no such call. Of a text that was removed the status is sms.StatusUnknown, and only its ID, program, time and
// number of parts are left.
func (m *Messenger) ByKey(ctx context.Context, key string) ([]sms.Message, error) {
	return m.st.ByKey(ctx, key)
}

// KeyOf returns the key of the call that a text belongs to, "" for none.
func (m *Messenger) KeyOf(ctx context.Context, id int64) (string, error) { return m.st.KeyOf(ctx, id) }

// Message returns one message, also one in the bin; sms.ErrNotFound when there is none. A text of a program
// that was removed is as for ByKey.
func (m *Messenger) Message(ctx context.Context, id int64) (sms.Message, error) {
	return m.st.TextOfProgram(ctx, id)
}

// List returns messages outside the bin, oldest first.
func (m *Messenger) List(ctx context.Context, f sms.Filter) ([]sms.Message, error) {
	return m.st.List(ctx, f)
}

// Name returns what a number is called, "" when it has no name.
func (m *Messenger) Name(ctx context.Context, n sms.Number) (string, error) { return m.st.Name(ctx, n) }

// Queued returns how many texts are not done with.
func (m *Messenger) Queued(ctx context.Context) (int, error) { return m.st.Queued(ctx) }

// Arrivals returns a page of the received texts behind a number, as they are now. Numbers only grow: who asks
// for what is behind the last one that it got, after every signal of Changes, misses nothing. Texts in the bin
// and of blocked partners are left out, and so is what was imported.
func (m *Messenger) Arrivals(ctx context.Context, after int64, limit int) ([]sms.Arrival, error) {
	return m.st.Arrivals(ctx, after, limit)
}

// LastArrival returns the greatest number of an arrival so far.
func (m *Messenger) LastArrival(ctx context.Context) (int64, error) { return m.st.LastArrival(ctx) }

// Changes returns a channel that receives after something has changed: a text, the link, or anything else that
// there is an event for. Several changes are one signal, and what has changed is to be read. The channel is
// closed when the context ends, and by Close.
func (m *Messenger) Changes(ctx context.Context) <-chan struct{} {
	return m.events.changes(ctx, nil)
}

// Reports is Changes with a function that returns the IDs of the texts of programs that have changed since it
// was called last.
func (m *Messenger) Reports(ctx context.Context) (changes <-chan struct{}, changed func() []int64) {
	ids := map[int64]bool{}
	return m.events.changes(ctx, ids), func() []int64 { return m.events.noted(ids) }
}

// Identity returns which stick and which SIM card is there; without one it is zero.
func (m *Messenger) Identity() sms.Identity {
	if b := m.line.attached(); b != nil {
		return b.Identity()
	}
	return sms.Identity{}
}

// Paused returns why nothing is sent until the user does something, sms.ReasonNone when that is not so.
func (m *Messenger) Paused(ctx context.Context) (reason sms.Reason, err error) {
	found := make(chan sms.Reason, 1)
	if err := m.do(ctx, func() error { found <- m.sender.pause.reason; return nil }); err != nil {
		return sms.ReasonNone, err
	}
	return <-found, nil
}
