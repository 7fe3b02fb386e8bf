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
	listTimeout = 60 * time.Second
	cmsNoSlot   = 321
	cmsFull     = 322
)

// slotWaits are the waits before each try to read a slot that was reported: the slots of some
// firmware lag behind the notification.
var slotWaits = []time.Duration{0, 200 * time.Millisecond, 500 * time.Millisecond, 2 * time.Second}

// fetch delivers the text that a notification reported. When the slot stays empty, all memories are
// read; when nothing is there either, twice in a row, another receive mode is taken.
func (r *receiver) fetch(p slot, seq uint64) {
	if seq <= r.lastRead[p] {
		return // a scan read it since: a slot is not filled anew before it was read and deleted
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
	if r.scanAll() > 0 {
		r.emptyURCs = 0
		return
	}
	r.emptyURCs++
	r.m.log.Warn("notification led to nothing", "memory", p.memory, "index", p.index)
	if r.emptyURCs < 2 || r.m.ReceiveMode() != sms.ReceiveNotified {
		return
	}
	r.m.leaveNotified(r.m.ctx)
}

// fetchOnce reads, delivers and deletes one slot without any other command in between: what is
// deleted is what was read.
func (r *receiver) fetchOnce(p slot) (found bool, err error) {
	err = r.m.ch.Exclusive(r.m.ctx, func(s at.Sequence) error {
		if err := r.selectMemory(s, p.memory); err != nil {
			return err
		}
		var e entry
		if e, found, err = r.readSlot(s, p.index); found {
			_, _ = r.deliver(s, p.memory, e, false) // deliver has scheduled the retry
		}
		return err
	})
	return found, err
}

// selectMemory selects the memory to read from, unless it is selected already.
func (r *receiver) selectMemory(s at.Sequence, name string) error {
	if r.selected == name {
		return nil
	}
	_, _, err := r.countMemory(s, name)
	return err
}

// countMemory selects the memory to read from, and returns how many slots are used and how many
// there are; -1 when the modem does not say.
func (r *receiver) countMemory(s at.Sequence, name string) (used, total int, err error) {
	c := at.Cmd("+CPMS", name).WithTimeout(cardTimeout)
	a, err := r.m.doUnlessBusy(r.m.ctx, s, c)
	if err != nil {
		return -1, -1, err
	}
	r.selected = name
	v, _ := a.Value("+CPMS:")
	f := fields(v)
	return number(f, 0), number(f, 1), nil
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

// deliver hands one text to the sink, and deletes it when the sink has kept it. It reports whether
// the slot is free now; the error is the sink's. Texts that did not come from the network stay.
func (r *receiver) deliver(s at.Sequence, memory string, e entry, old bool) (bool, error) {
	p := slot{memory, e.index}
	r.lastRead[p] = r.m.urcs.lastSeq()
	if !e.incoming() {
		return false, nil
	}
	e = r.rereadIfTruncated(s, e)
	d := sms.Delivery{
		PDU: e.pdu, Length: e.length, Route: sms.RouteStored,
		Memory: memory, Index: e.index, Old: old || r.old[p],
	}
	if err := r.sink.Keep(d); err != nil {
		r.failed(err)
		r.retryStored = true
		if d.Old {
			r.old[p] = true
		}
		return false, err
	}
	delete(r.old, p)
	_, err := s.Do(r.m.ctx, at.Cmd("+CMGD", e.index).WithTimeout(cardTimeout))
	if err == nil || errors.Is(err, &at.Error{Class: at.ClassCMS, Code: cmsNoSlot}) {
		return true, nil
	}
	r.m.log.Warn("text stays on the card", "memory", memory, "index", e.index, "err", err)
	return false, nil
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

// scanAll delivers what is in all memories and returns how many texts were there.
func (r *receiver) scanAll() int {
	n := 0
	for _, name := range r.m.memories {
		n += r.scan(name, false)
	}
	return n
}

// scan delivers what is in a memory and returns how many texts were there. old is for texts that
// were there at the start.
func (r *receiver) scan(name string, old bool) (found int) {
	err := r.m.ch.Exclusive(r.m.ctx, func(s at.Sequence) error {
		used, total, err := r.countMemory(s, name)
		if err != nil {
			return err
		}
		list, err := r.list(s, used, total)
		if err != nil {
			return err
		}
		var freed int
		found, freed = r.deliverAll(s, name, list, old)
		stay := max(used, len(list)) - freed
		r.staying[name] = stay
		r.reportFull(name, stay, total)
		return nil
	})
	if err != nil {
		r.m.log.Warn("scan failed", "memory", name, "err", err)
		r.resync(err)
	}
	return found
}

// maxRefused is how many texts in a row the sink may refuse before the others wait as well.
const maxRefused = 3

// deliverAll delivers a list, and returns how many of it are received texts and how many slots were
// freed.
func (r *receiver) deliverAll(
	s at.Sequence, memory string, l []entry, old bool,
) (received, freed int) {
	refused := 0
	for _, e := range l {
		if e.incoming() {
			received++
		}
		if refused >= maxRefused || r.m.ch.Err() != nil {
			continue
		}
		ok, err := r.deliver(s, memory, e, old)
		if ok {
			freed++
		}
		if refused++; err == nil {
			refused = 0
		}
	}
	return received, freed
}

// list returns what is in the selected memory. Some firmware lists nothing, or less than it counts,
// but returns the single slots; some counts nothing and has a text in slot 0.
func (r *receiver) list(s at.Sequence, used, total int) ([]entry, error) {
	a, err := s.Do(r.m.ctx, at.Cmd("+CMGL", 4).WithAnyLines().WithTimeout(listTimeout))
	if err != nil && !isRefusal(err) {
		return nil, err
	}
	list := parseCMGL(a)
	if len(list) > 0 && len(list) >= used {
		return list, nil
	}
	listed := map[int]bool{}
	for _, e := range list {
		listed[e.index] = true
	}
	for i := 0; i == 0 || i < min(total, maxSlots) && len(list) < used; i++ {
		if listed[i] {
			continue
		}
		e, ok, err := r.readSlot(s, i)
		if err != nil && !isRefusal(err) {
			return list, err
		}
		if ok {
			list = append(list, e)
		}
	}
	return list, nil
}

// maxSlots is how many slots are tried one by one.
const maxSlots = 512

// reportFull reports a memory that becomes nearly full: 80 %.
func (r *receiver) reportFull(name string, used, total int) {
	full := total > 0 && used*100 >= total*80
	if full && !r.full[name] {
		r.sink.MemoryFull(name, used, total)
	}
	r.full[name] = full
}

// memoryFull handles a URC that a memory is full, or some memory when the name is "".
func (r *receiver) memoryFull(name string) {
	if name == "" {
		r.scanAll()
		return
	}
	var used, total int
	err := r.m.ch.Exclusive(r.m.ctx, func(s at.Sequence) (err error) {
		used, total, err = r.countMemory(s, name)
		return err
	})
	if err != nil {
		r.resync(err)
		return
	}
	if !r.full[name] {
		r.full[name] = true
		r.sink.MemoryFull(name, used, total)
	}
	r.scan(name, false)
}
