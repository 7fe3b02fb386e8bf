package modem

import (
	"errors"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// Times of reading, and the +CMS ERROR codes of an empty slot and of a full memory (3GPP TS 27.005
// clause 3.2.5).
const (
	readTimeout = 10 * time.Second
	cmsNoSlot   = 321
	cmsFull     = 322
)

// slotWaits are the waits before each try to read a slot that was reported: the slots of some
// firmware lag behind the notification.
var slotWaits = []time.Duration{0, 200 * time.Millisecond, 500 * time.Millisecond, 2 * time.Second}

// fetch delivers the text that a notification reported. When the slot stays empty, all memories are
// read.
func (r *receiver) fetch(p slot, seq uint64) {
	if seq <= r.lastRead[p] {
		return // a scan read it since: a slot is not filled anew before it was read and deleted
	}
	if at, ok := r.emptyAt[p]; ok && time.Since(at) < questionPause {
		r.ask("announced", r.lookForAnnounced) // not the waits below again and again
		return
	}
	for _, wait := range slotWaits {
		if wait > 0 && !r.m.pause(r.m.ctx, wait) {
			return
		}
		found, err := r.fetchOnce(p)
		if found {
			r.emptyURCs = 0
			return
		}
		if err != nil && !isRefusal(err) {
			r.resync(err)
			return
		}
	}
	r.noteEmpty(p)
	r.m.log.Warn("announced slot is empty", "memory", p.memory, "index", p.index)
	r.ask("announced", r.lookForAnnounced)
}

// lookForAnnounced reads all memories after an announced slot was empty. When nothing is there either,
// twice in a row, another receive mode is taken.
func (r *receiver) lookForAnnounced() {
	if r.scanAll() > 0 {
		r.emptyURCs = 0
		return
	}
	r.emptyURCs++
	if r.emptyURCs >= 2 && r.m.ReceiveMode() == sms.ReceiveNotified {
		r.m.leaveNotified(r.m.ctx)
	}
}

// maxEmpty bounds what is kept of what a modem claims.
const maxEmpty = 500

// noteEmpty notes that a slot was announced and empty.
func (r *receiver) noteEmpty(p slot) {
	if len(r.emptyAt) >= maxEmpty {
		clear(r.emptyAt)
	}
	r.emptyAt[p] = time.Now()
}

// fetchOnce reads, delivers and deletes one slot without any other command in between: what is
// deleted is what was read.
func (r *receiver) fetchOnce(p slot) (found bool, err error) {
	err = r.exclusive(func(s at.Sequence) error {
		if err := r.selectMemory(s, p.memory); err != nil {
			return err
		}
		var e entry
		if e, found, err = r.readSlot(s, p.index); found {
			_, _ = r.deliver(s, p.memory, e, false) // deliver has scheduled the retry
		} else if err == nil {
			delete(r.kept, p)
		}
		return err
	})
	return found, err
}

// readSlot reads one slot of the selected memory. An empty one is no error.
func (r *receiver) readSlot(s at.Sequence, index int) (entry, bool, error) {
	a, err := s.Do(r.m.ctx, at.Cmd("+CMGR", index).WithAnyLines().WithTimeout(readTimeout))
	if errors.Is(err, &at.Error{Class: at.ClassCMS, Code: cmsNoSlot}) {
		return entry{}, false, nil
	}
	if err != nil {
		return entry{}, false, err
	}
	e, ok := parseCMGR(a, index)
	return e, ok, nil
}

// deliver hands one text to the sink, and deletes it when the sink has kept it; one that was kept from
// this slot before is only deleted. It reports whether the slot is free now; the error is the sink's.
// Texts that did not come from the network stay.
func (r *receiver) deliver(s at.Sequence, memory string, e entry, old bool) (bool, error) {
	p := slot{memory, e.index}
	r.lastRead[p] = r.m.urcs.lastSeq()
	if !e.incoming() {
		return false, nil
	}
	first, ok := r.unkept[p]
	if !ok {
		first = seen{old: old, read: old && e.stat == statRead}
	}
	if r.wasKept(p, e) {
		return r.remove(s, p), nil
	}
	listed := e.pdu
	e = r.rereadIfTruncated(s, e)
	if r.wasKept(p, e) {
		return r.remove(s, p), nil
	}
	d := sms.Delivery{
		Raw: e.pdu, Length: e.length, Route: sms.RouteStored,
		Memory: memory, Index: e.index, Old: first.old, Read: first.read,
	}
	if err := r.sink.Keep(d); err != nil {
		r.failed(err)
		r.retryStored = true
		r.unkept[p] = first
		return false, err
	}
	delete(r.unkept, p)
	r.kept[p] = &keptText{listed: listed, read: e.pdu}
	return r.remove(s, p), nil
}

// rereads is how often a text is read again that is not as long as its header says.
const rereads = 2

// rereadIfTruncated reads a slot again whose text is not as long as its header says: a byte may have
// got lost on the line, and after the text was deleted it is too late. A text that is stored like
// that stays as it is.
func (r *receiver) rereadIfTruncated(s at.Sequence, e entry) entry {
	for range rereads {
		if e.whole() {
			break
		}
		again, ok, err := r.readSlot(s, e.index)
		if err != nil || !ok || !again.incoming() {
			break
		}
		if again.whole() || len(again.pdu) > len(e.pdu) {
			e = again
		}
	}
	return e
}
