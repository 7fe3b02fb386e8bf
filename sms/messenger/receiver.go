package messenger

import (
	"context"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/inbox"
	"surfstick-sms/sms/pdu"
	"surfstick-sms/sms/store"
)

// page is how many PDUs are read from the store at a time.
const page = 100

// maxAhead is how far a service centre's clock may be ahead of ours before its time stamp is taken
// for nonsense.
const maxAhead = 24 * time.Hour

// gather is how long PDUs that follow one another quickly, as from a full card, are collected so
// that one commit serves them all. The first one never waits.
const gather = 20 * time.Millisecond

// receiver makes texts of the PDUs that come in.
type receiver struct {
	*shared
	health *health
	sender *sender
	region func() string

	inbox    *inbox.Inbox
	kept     []store.Raw         // on disk, and not looked at yet
	unread   bool                // the store may hold others that were not settled
	batch    store.Change        // looked at, and not committed yet
	hashes   map[inbox.Hash]bool // of the PDUs in batch
	gathered time.Time           // the next batch is not committed before
	reports  []pendingReport
	calls    []store.Incoming // that came in and are not on disk yet
}

// keep commits a PDU as it came.
func (r *receiver) keep(raw store.Raw) error {
	id, err := r.st.KeepRaw(context.Background(), raw)
	if err != nil {
		return err
	}
	raw.ID = id
	r.kept = append(r.kept, raw)
	return nil
}

// step looks at every PDU that was kept and not looked at yet, and at what time alone has changed.
func (r *receiver) step(now time.Time) {
	if r.health.failed {
		return // all of it is in the store, and read again when that works
	}
	if r.unread {
		r.readOpen()
	}
	kept := r.kept
	r.kept = nil
	r.takeAll(kept)
	r.keepCalls()
	r.expire(now)
	r.matchReports()
	r.expireReports(now)
	if len(r.batch.Incoming)+len(r.batch.Texts) > 0 && !now.Before(r.gathered) {
		r.gathered = now.Add(gather)
		_ = r.flush(context.Background()) // health hears of it
	}
}

// wake returns when to step next, zero for no need.
func (r *receiver) wake() time.Time {
	if r.health.failed {
		return time.Time{} // the store is tried first
	}
	wake := r.inbox.Wake()
	if len(r.batch.Incoming)+len(r.batch.Texts) > 0 {
		wake = earliest(wake, r.gathered)
	}
	if len(r.reports) > 0 && r.sender.flight == nil {
		wake = earliest(wake, r.reports[0].expires())
	}
	return wake
}

// restored has what could not be settled looked at again; the store works again.
func (r *receiver) restored() { r.unread, r.sender.referenced = true, true }

// readOpen looks at everything in the store that is not settled: what a program that was killed, or a
// store that refused, left undone, and the parts that wait for others.
func (r *receiver) readOpen() {
	r.kept = nil // they are among them, and so are those of the batch
	r.batch = store.Change{}
	clear(r.hashes)
	var after int64
	for {
		raws, err := r.st.OpenRaws(context.Background(), after, page)
		if err != nil {
			r.health.fail(err)
			return
		}
		r.takeAll(raws)
		if len(raws) < page {
			break
		}
		after = raws[page-1].ID
		_ = r.flush(context.Background()) // health hears of it
	}
	r.unread = false
}

// takeAll looks at PDUs. One that cannot be settled is tried again with the store, and does not keep
// the others back.
func (r *receiver) takeAll(raws []store.Raw) {
	for _, raw := range raws {
		r.health.fail(r.take(raw))
	}
}

// flush commits what was collected, and notifies the window.
func (r *receiver) flush(ctx context.Context) error {
	c := r.batch
	r.batch = store.Change{}
	clear(r.hashes)
	return r.sender.write(ctx, c)
}

// take makes of what came in what it is: a text or a part of one, a report, a service message, a repeat.
func (r *receiver) take(raw store.Raw) error {
	a := r.decode(raw)
	if len(a.part.Faults) > 0 && raw.State == store.RawNew {
		r.log.Info("odd delivery", "format", raw.Format.String(), "faults", a.part.Faults, "damaged", a.part.Damaged)
	}
	long := a.long()
	if raw.State == store.RawHeld {
		r.inbox.Add(long)
		return nil
	}
	twin := a.twin()
	if r.hashes[a.hash] || r.hashes[twin] || long.Sensible() {
		if err := r.flush(context.Background()); err != nil {
			return err
		}
	}
	same, err := r.st.Same(context.Background(), a.hash[:], raw.ID)
	if err != nil {
		return err
	}
	if repeats(same, raw, long.Sensible()) {
		r.collect(store.Incoming{Raws: []store.Outcome{settled(raw.ID, a.hash)}})
		return nil
	}
	switch {
	case a.part.Kind == pdu.KindReport:
		return r.report(pendingReport{raw: raw.ID, hash: a.hash, Report: a.report()})
	case long.Sensible():
		return r.join(long)
	}
	return r.takeSingle(a, twin)
}

// takeSingle shows a text of one part, unless it was shown when it came in another format.
func (r *receiver) takeSingle(a arrival, twin inbox.Hash) error {
	shown, err := r.cameOtherwise(a.Raw, twin)
	if err != nil {
		return err
	}
	in := store.Incoming{Raws: []store.Outcome{settled(a.ID, a.hash)}}
	if !shown {
		in = a.single(r.sentAt)
	}
	in.Raws[0].Twin = onDisk(twin)
	r.collect(in)
	return nil
}

// cameOtherwise reports whether the text came before in another format.
func (r *receiver) cameOtherwise(raw store.Raw, twin inbox.Hash) (bool, error) {
	if twin == (inbox.Hash{}) {
		return false, nil
	}
	return r.st.HasTwin(context.Background(), twin[:], raw)
}

// onDisk is a hash as the store takes it, nil for none.
func onDisk(h inbox.Hash) []byte {
	if h == (inbox.Hash{}) {
		return nil
	}
	return h[:]
}

// settled is what came in and is done with.
func settled(raw int64, hash inbox.Hash) store.Outcome {
	return store.Outcome{Raw: raw, Hash: hash[:], State: store.RawSettled}
}

// collect adds to what the next flush commits.
func (r *receiver) collect(in store.Incoming) {
	for _, o := range in.Raws {
		r.hashes[inbox.Hash(o.Hash)] = true
		if o.Twin != nil {
			r.hashes[inbox.Hash(o.Twin)] = true
		}
	}
	r.batch.Incoming = append(r.batch.Incoming, in)
}

// sentAt drops a time stamp from the future.
func (r *receiver) sentAt(t time.Time) time.Time {
	if t.After(r.o.Now().Add(maxAhead)) {
		return time.Time{}
	}
	return t
}

// join puts a part to the others of its text.
func (r *receiver) join(p inbox.Part) error {
	change, fresh := r.inbox.Add(p)
	if !fresh {
		r.collect(store.Incoming{Raws: []store.Outcome{settled(p.Raw, p.Hash)}})
		return nil
	}
	return r.show(change)
}

// expire shows texts whose missing parts took too long, and gives up those that took far too long.
func (r *receiver) expire(now time.Time) {
	for _, change := range r.inbox.Expire(now) {
		if r.show(change) != nil {
			return // health has heard of it
		}
	}
}

// show commits what a group has come to, and notifies the window.
func (r *receiver) show(c inbox.Change) error {
	in := store.Incoming{IMSI: c.IMSI, IMEI: r.line.me.IMEI}
	state := store.RawHeld
	if c.Closed {
		state = store.RawSettled
	}
	for _, p := range c.Raws {
		in.Raws = append(in.Raws, store.Outcome{Raw: p.Raw, Hash: p.Hash[:], State: state})
	}
	if c.Show {
		in.Message = r.joined(c)
	}
	if err := r.withTwins(&in, c); err != nil {
		return err
	}
	msg, err := r.st.Settle(context.Background(), in)
	if err != nil {
		return err
	}
	r.inbox.Commit(c, msg.ID)
	r.notify(msg, c.Message == 0)
	return nil
}

// withTwins marks the parts of a text that is complete for the case that it comes in another format, too.
// If it has come so before, it is not shown again. Which part's time the other format has is not known.
func (r *receiver) withTwins(in *store.Incoming, c inbox.Change) error {
	if !c.Complete || c.Damaged || c.Service {
		return nil
	}
	for i, p := range c.Raws {
		twin := inbox.TwinOf(c.From, p.PDU.SentAt, c.Text)
		in.Raws[i].Twin = onDisk(twin)
		shown, err := r.cameOtherwise(store.Raw{IMSI: c.IMSI}, twin)
		if err != nil {
			return err
		}
		if shown && c.Message == 0 {
			in.Message = nil
		}
	}
	return nil
}

// joined is the message that a group makes.
func (r *receiver) joined(c inbox.Change) *sms.Message {
	msg := &sms.Message{
		ID: c.Message, Number: c.From, Text: c.Text, Status: sms.Received, Time: c.At,
		SentAt: r.sentAt(c.SentAt), Parts: c.Parts, Done: c.Done, Read: c.Read,
	}
	switch {
	case c.Service:
		msg.Status = sms.Service
	case !c.Complete:
		msg.Status = sms.Incomplete
	case c.Damaged:
		msg.Status = sms.Damaged
	}
	return msg
}
