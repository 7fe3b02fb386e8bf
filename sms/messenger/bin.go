package messenger

import (
	"context"
	"slices"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// BinTime is how long a deleted text stays in the bin. Then it is removed for good.
const BinTime = 30 * 24 * time.Hour

// binEvery is the longest time between two looks into the bin.
const binEvery = 24 * time.Hour

// purgeStep is how many texts are removed in one commit: others wait for that.
const purgeStep = 50

// bin is when the next text there is due to be removed. Only touched by the loop.
type bin struct {
	next time.Time // not looked into before
}

// wake returns when to look into the bin next, zero for no need.
func (b bin) wake(h *health) time.Time {
	if h.failed {
		return time.Time{} // the store is tried first
	}
	return b.next
}

// purge removes what has been in the bin for long enough. It looks again when the next text is due, and once
// a day in any case: the clock of a computer may be put right meanwhile.
func (m *Messenger) purge(now time.Time) {
	if now.Before(m.bin.next) || m.health.failed || m.sender.flight != nil {
		return
	}
	m.bin.next = now.Add(binEvery)
	ctx := context.Background()
	err := m.st.MisdatedInBin(ctx, now)
	var oldest time.Time
	if err == nil {
		oldest, err = m.st.Oldest(ctx)
	}
	if err == nil && !oldest.IsZero() && !now.Before(oldest.Add(BinTime)) {
		if _, err = m.emptyBin(ctx, now.Add(-BinTime)); err == nil {
			oldest, err = m.st.Oldest(ctx)
		}
	}
	if err != nil {
		m.health.fail(err)
		return
	}
	if !oldest.IsZero() {
		m.bin.next = earliest(m.bin.next, oldest.Add(BinTime))
	}
}

// emptyBin removes some of what was deleted at the given time or before, and reports whether that was all.
func (m *Messenger) emptyBin(ctx context.Context, until time.Time) (all bool, err error) {
	ids, err := m.st.Purge(ctx, until, purgeStep)
	if err != nil {
		return false, err
	}
	m.forget(ids)
	if len(ids) > 0 {
		m.events.add(sms.ConversationsChanged{})
	}
	return len(ids) < purgeStep, nil
}

// Bin returns a page of the deleted texts that can still be restored, those deleted last first: those behind
// the given ID, or the first ones when it is 0.
func (m *Messenger) Bin(ctx context.Context, before int64, limit int) ([]sms.Message, error) {
	return m.st.Bin(ctx, before, limit)
}

// Delete puts messages into the bin, from where Restore brings them back until BinTime is over. One that waits
// to be sent does not go out, one that is being sent does.
func (m *Messenger) Delete(ctx context.Context, ids ...int64) error {
	return m.write(ctx, func() (bool, error) {
		now := m.o.Now()
		if err := m.st.Delete(ctx, now, m.sender.rest(now), ids...); err != nil {
			return false, err
		}
		m.sender.forget(contains(ids)) // the inbox goes on: the rest of a text may still come in
		return len(ids) > 0, nil
	})
}

// DeleteConversation puts all texts with one partner, and the draft, into the bin, and returns the IDs of the
// texts: Restore with them brings all of it back. The conversation is not pinned, muted, archived or marked
// any more; it stays blocked.
func (m *Messenger) DeleteConversation(ctx context.Context, n sms.Number) (ids []int64, err error) {
	err = m.write(ctx, func() (bool, error) {
		now := m.o.Now()
		if ids, err = m.st.DeleteConversation(ctx, now, m.sender.rest(now), n); err != nil {
			return false, err
		}
		m.sender.forget(contains(ids)) // the inbox goes on: the rest of a text may still come in
		return true, nil
	})
	return ids, err
}

// Restore takes messages out of the bin. One that waited to be sent when it was deleted has failed now, with
// sms.ReasonStopped: it goes out only when the user wants it.
func (m *Messenger) Restore(ctx context.Context, ids ...int64) error {
	return m.write(ctx, func() (bool, error) {
		texts, err := m.st.Restore(ctx, m.sender.rest(m.o.Now()), ids...)
		if err != nil {
			return false, err
		}
		for _, t := range texts {
			m.sender.keep(t, true)
		}
		return len(ids) > 0, nil
	})
}

// EmptyBin removes everything for good that is in the bin now, a few at a time.
func (m *Messenger) EmptyBin(ctx context.Context) error {
	until, err := m.st.NewestInBin(ctx)
	if err != nil {
		return err
	}
	for all := false; !all; {
		err := m.change(ctx, func() (err error) {
			all, err = m.emptyBin(ctx, until)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// remove removes messages for good, past the bin.
func (m *Messenger) remove(ctx context.Context, ids ...int64) error {
	return m.write(ctx, func() (bool, error) {
		if err := m.st.Remove(ctx, ids...); err != nil {
			return false, err
		}
		m.forget(ids)
		return len(ids) > 0, nil
	})
}

// forget drops what the parts know of messages that were removed.
func (m *Messenger) forget(ids []int64) {
	gone := contains(ids)
	m.receiver.inbox.Forget(gone)
	m.sender.forget(gone)
}

// contains returns a function that reports whether an ID is one of the given ones.
func contains(ids []int64) func(int64) bool {
	sorted := slices.Sorted(slices.Values(ids))
	return func(id int64) bool {
		_, found := slices.BinarySearch(sorted, id)
		return found
	}
}

// rest returns what becomes of texts that are not done with on their way into the bin or out of it. What the
// backend has goes on.
func (s *sender) rest(now time.Time) func(outbox.Text) outbox.Text {
	return func(t outbox.Text) outbox.Text {
		if s.flight != nil && s.flight.text.ID == t.ID {
			return t
		}
		return t.Recover(now).Stopped(now)
	}
}
