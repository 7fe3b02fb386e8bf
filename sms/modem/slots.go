package modem

import (
	"errors"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// Times of reading, and the codes that mean "nothing there" and "no room" (3GPP TS 27.005 clause
// 3.2.5).
const (
	readTimeout = 10 * time.Second
	listTimeout = 60 * time.Second
	cmsNoSlot   = 321
	cmsFull     = 322
)

// lagging are the waits before a slot that was announced and is empty is read again: counters and
// slots of some firmware lag behind the notice.
var lagging = []time.Duration{0, 200 * time.Millisecond, 500 * time.Millisecond, 2 * time.Second}

// fetch delivers the text that a notice announced. When nothing is there after all, both memories
// are looked through; when that happens twice, texts are told to come directly, or looked for.
func (r *receiver) fetch(p slot, seq uint64) {
	if seq <= r.read[p] {
		return // a scan was faster: a slot is not filled anew before it was read and deleted
	}
	for _, wait := range lagging {
		if wait > 0 && !r.m.pause(r.m.ctx, wait) {
			return
		}
		found, err := r.fetchOnce(p)
		if found {
			r.empty = 0
			return
		}
		if err != nil && !isRefusal(err) {
			r.alive(err)
			return
		}
	}
	if r.scanAll() > 0 {
		r.empty = 0
		return
	}
	r.empty++
	r.m.log.Warn("notice led to nothing", "memory", p.memory, "index", p.index)
	if r.empty < 2 || r.m.ReceiveMode() != sms.ReceiveNotified {
		return
	}
	if !r.m.goDirect(r.m.ctx) {
		r.m.goPolling(r.m.ctx)
	}
	if found := r.m.opt.Found; found != nil && r.m.ch.Err() == nil {
		found(r.m.ReceiveMode())
	}
}

// fetchOnce reads, delivers and deletes one slot without any other command in between, so that
// what is deleted is what was read.
func (r *receiver) fetchOnce(p slot) (found bool, err error) {
	err = r.m.ch.Exclusive(r.m.ctx, func(s at.Sequence) error {
		if _, _, err := r.choose(s, p.memory, false); err != nil {
			return err
		}
		var e entry
		if e, found, err = r.readSlot(s, p.index); found {
			_, _ = r.deliver(s, p.memory, e, false) // the retry is arranged for
		}
		return err
	})
	return found, err
}

// choose selects the memory to read from. With counts it always asks, and gives them.
func (r *receiver) choose(s at.Sequence, name string, counts bool) (used, total int, err error) {
	r.m.mu.Lock()
	same := r.m.memory == name
	r.m.mu.Unlock()
	if same && !counts {
		return -1, -1, nil
	}
	a, err := r.m.patient(r.m.ctx, s, at.Cmd("+CPMS", name).WithTimeout(cardTimeout))
	if err != nil {
		return -1, -1, err
	}
	r.m.mu.Lock()
	r.m.memory = name
	r.m.mu.Unlock()
	v, _ := a.Value("+CPMS:")
	f := fields(v)
	return number(f, 0), number(f, 1), nil
}

// readSlot reads one slot of the memory chosen. An empty one is no error.
func (r *receiver) readSlot(s at.Sequence, index int) (entry, bool, error) {
	a, err := s.Do(r.m.ctx, at.Cmd("+CMGR", index).WithAnyLines().WithTimeout(readTimeout))
	if errors.Is(err, &at.Error{Class: at.ClassCMS, Code: cmsNoSlot}) {
		return entry{}, false, nil
	}
	if err != nil {
		return entry{}, false, err
	}
	e, ok := single(a, index)
	return e, ok, nil
}

// deliver hands one text over and deletes it when it is safe. It tells whether the slot is free
// now; the error is the sink's. Texts that did not come from the network are left alone.
func (r *receiver) deliver(s at.Sequence, memory string, e entry, old bool) (bool, error) {
	p := slot{memory, e.index}
	r.read[p] = r.m.in.now()
	if !e.incoming() {
		return false, nil
	}
	e = r.sure(s, e)
	d := sms.Delivery{
		PDU: e.pdu, Length: e.length, Route: sms.RouteStored,
		Memory: memory, Index: e.index, Old: old || r.old[p],
	}
	if err := r.sink.Keep(d); err != nil {
		r.failed(err)
		r.again = true
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

// rereads is how often a text is read again that does not look whole.
const rereads = 2

// sure reads a slot again whose text came with a length that is not its own: a byte may have got
// lost on the line, and after the text was deleted it is too late. One that was stored damaged stays
// as it is.
func (r *receiver) sure(s at.Sequence, e entry) entry {
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

// scanAll looks through all memories and tells how many texts it found.
func (r *receiver) scanAll() int {
	n := 0
	for _, name := range r.memories() {
		n += r.scan(name, false)
	}
	return n
}

// scan delivers what is in a memory and tells how many texts were there.
func (r *receiver) scan(name string, old bool) (found int) {
	err := r.m.ch.Exclusive(r.m.ctx, func(s at.Sequence) error {
		used, total, err := r.choose(s, name, true)
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
		r.left[name] = stay
		r.fill(name, stay, total)
		return nil
	})
	if err != nil {
		r.m.log.Warn("scan failed", "memory", name, "err", err)
		r.alive(err)
	}
	return found
}

// maxRefused is how many texts in a row the sink may refuse before the others wait as well.
const maxRefused = 3

// deliverAll delivers a list, and tells how many of it came in and how many slots are free now.
func (r *receiver) deliverAll(s at.Sequence, memory string, l []entry, old bool) (in, freed int) {
	refused := 0
	for _, e := range l {
		if e.incoming() {
			in++
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
	return in, freed
}

// list gives what is in the memory chosen. Some firmware lists nothing, or less than it counts, and
// still gives the single slots; some counts nothing and has a text in slot 0.
func (r *receiver) list(s at.Sequence, used, total int) ([]entry, error) {
	a, err := s.Do(r.m.ctx, at.Cmd("+CMGL", 4).WithAnyLines().WithTimeout(listTimeout))
	if err != nil && !isRefusal(err) {
		return nil, err
	}
	list := entries(a)
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

// fill tells when a memory becomes nearly full: 80 %.
func (r *receiver) fill(name string, used, total int) {
	full := total > 0 && used*100 >= total*80
	if full && !r.full[name] {
		r.sink.MemoryFull(name, used, total)
	}
	r.full[name] = full
}

// overfull takes the modem's word that a memory is full, or all when it names none.
func (r *receiver) overfull(name string) {
	if name == "" {
		r.scanAll()
		return
	}
	var used, total int
	err := r.m.ch.Exclusive(r.m.ctx, func(s at.Sequence) (err error) {
		used, total, err = r.choose(s, name, true)
		return err
	})
	if err != nil {
		r.alive(err)
		return
	}
	if !r.full[name] {
		r.full[name] = true
		r.sink.MemoryFull(name, used, total)
	}
	r.scan(name, false)
}
