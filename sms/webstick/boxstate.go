package webstick

import (
	"time"

	"surfstick-sms/sms"
)

// How a box is treated.
const (
	// growTime is how long a long text must have lain unchanged. Some firmware lists one before all of
	// its parts have come, and loses those that come after it was deleted. Other clients wait 10 to 30 s.
	growTime = 60 * time.Second
	// deleteTries is how often it is tried to delete a text: some firmware says OK and does nothing.
	deleteTries = 3
	// partTime is how long a long text may stay as it is without some of its parts until it is shown as
	// it is. It is not deleted: the rest may still come, and then it is shown in full. The inbox waits as long.
	partTime = 10 * time.Minute
)

// boxState is what is known of a box of received texts.
type boxState struct {
	box    Box
	memory string // its name in what is delivered
	format sms.Format
	items  map[string]*item
	begun  bool // it was looked into; what is new from then on is not Old
	// left and unread are how many texts stayed there at the last look, and how many of them were unread.
	left, unread int
	again        time.Time // when it is to be looked into, whatever the counts say; zero for no need
}

func newBoxState(box Box, memory string, format sms.Format) *boxState {
	return &boxState{box: box, memory: memory, format: format, items: map[string]*item{}}
}

// item is a text that lies in a box.
type item struct {
	entry Entry
	old   bool      // it was there at the first look
	since time.Time // when it was first seen as it is, by our clock
	kept  bool      // the sink has it: it is to be deleted, and not shown again
	tries int       // to delete it
}

// counted returns how many texts the stick counts in the box, and how many unread ones; -1 when it does
// not say.
func (b *boxState) counted(c Counts) (in, unread int) {
	if b.box == BoxSIMIn {
		return c.SIMIn, c.SIMUnread
	}
	return c.In, c.Unread
}

// take brings the items up to date with a list, and returns them oldest first.
func (b *boxState) take(list []Entry, now time.Time) []*item {
	before := b.items
	b.items = map[string]*item{}
	var ordered []*item
	for i := len(list) - 1; i >= 0; i-- {
		e := list[i]
		it := before[e.Key()]
		switch {
		case it == nil || !it.entry.Same(e) && !it.grows(e):
			it = &item{entry: e, old: !b.begun, since: now}
		case !it.entry.Same(e):
			it.entry, it.since = e, now
		}
		b.items[e.Key()] = it
		ordered = append(ordered, it)
	}
	b.begun = true
	return ordered
}

// grows reports whether e can be the same long text with more parts.
func (it *item) grows(e Entry) bool {
	return !it.kept && it.entry.Kind == e.Kind && (e.Kind == KindLong || e.Kind == KindPart) && it.entry.Phone == e.Phone
}

// ripe reports whether a text is whole, as far as one can tell; else when it may be.
func (it *item) ripe(now time.Time, wait func(time.Duration) time.Duration) (bool, time.Time) {
	var growing time.Duration
	switch it.entry.Kind {
	case KindLong:
		growing = growTime
	case KindPart:
		growing = partTime
	case KindUnknown, KindSingle, KindDelivered, KindUndeliv:
	}
	ripe := it.since.Add(wait(growing))
	return !now.Before(ripe), ripe
}

// delivery returns the text as the sink gets it.
func (b *boxState) delivery(it *item) sms.Delivery {
	return sms.Delivery{
		Raw: string(it.entry.Raw), Format: b.format, Length: -1, Route: sms.RouteStored,
		Memory: b.memory, Index: it.entry.Index, Old: it.old, Read: it.old && it.entry.State == StateRead,
	}
}

// lookBy has the box looked into at t at the latest.
func (b *boxState) lookBy(t time.Time) {
	if b.again.IsZero() || t.Before(b.again) {
		b.again = t
	}
}

// lookInto delivers what is new in a box, and deletes what is kept. It reports whether anything was there
// to be deleted.
func (r *receiver) lookInto(b *boxState) bool {
	b.again = time.Time{}
	var list []Entry
	_, _, err := r.s.c.Present(r.s.ctx) // is it still the same stick?
	if err == nil {
		list, err = r.s.c.List(r.s.ctx, b.box)
	}
	now := time.Now()
	if err != nil {
		r.listFailed(b, err)
		return false
	}
	r.s.barred.Store(false)
	items := b.take(list, now)
	r.keepNew(b, items, now)
	deleted := r.deleteKept(b, items)
	b.left, b.unread = 0, 0
	for _, it := range b.items {
		b.left++
		if it.entry.State == StateNew {
			b.unread++
		}
	}
	return deleted
}

// listFailed has a box looked into again later, unless the stick has no such box.
func (r *receiver) listFailed(b *boxState, err error) {
	if b.box == BoxSIMIn && IsRefusal(err) {
		r.s.log.Info("texts on the SIM card are not listed", "err", r.s.seen(err))
		b.left, b.unread = b.counted(r.counts)
		return
	}
	r.s.log.Warn("texts not listed", "box", int(b.box), "err", r.s.seen(err))
	b.lookBy(r.s.after(retryTime))
}

// keepNew hands the sink what it does not have, in the order in which it came. After an error the rest
// waits.
func (r *receiver) keepNew(b *boxState, items []*item, now time.Time) {
	for _, it := range items {
		if it.kept {
			continue
		}
		if whole, ripe := it.ripe(now, r.s.w.Wait); !whole {
			b.lookBy(ripe)
			if it.entry.Kind == KindPart { // when the rest has come the counts are the same
				b.lookBy(r.s.after(retryTime))
			}
			continue
		}
		if r.s.ctx.Err() != nil {
			return
		}
		if err := r.sink.Keep(b.delivery(it)); err != nil {
			r.s.log.Warn("text not kept", "memory", b.memory, "index", it.entry.Index, "err", err)
			b.lookBy(r.s.after(retryTime))
			return
		}
		it.kept = true
	}
}

// deleteKept deletes what the sink has. It reports whether there was anything.
func (r *receiver) deleteKept(b *boxState, items []*item) bool {
	var doomed []Entry
	for _, it := range items {
		if it.kept && it.tries < deleteTries && it.entry.Index >= 0 && it.entry.Kind != KindPart {
			doomed = append(doomed, it.entry)
		}
	}
	if len(doomed) == 0 || r.s.ctx.Err() != nil {
		return false
	}
	left, err := r.s.c.Delete(r.s.ctx, b.box, doomed)
	if err != nil && !IsRefusal(err) { // nobody knows what is left
		r.s.log.Warn("texts not deleted", "memory", b.memory, "err", r.s.seen(err))
		b.lookBy(r.s.after(retryTime))
		return true
	}
	still := map[string]bool{}
	for _, e := range left {
		still[e.Key()] = true
	}
	for _, e := range doomed {
		r.deleted(b, e, still[e.Key()], err)
	}
	return true
}

// deleted notes whether a text was deleted.
func (r *receiver) deleted(b *boxState, e Entry, still bool, err error) {
	if !still {
		delete(b.items, e.Key())
		return
	}
	it := b.items[e.Key()]
	if it.tries++; it.tries < deleteTries {
		b.lookBy(r.s.after(retryTime))
		return
	}
	r.s.log.Warn("the stick does not delete a text", "memory", b.memory, "index", e.Index, "err", r.s.seen(err))
}
