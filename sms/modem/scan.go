package modem

import (
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// listTimeout is how long AT+CMGL may take: a card may hold 500 texts.
const listTimeout = 60 * time.Second

// selectMemory selects the memory to read from, unless it is selected already.
func (r *receiver) selectMemory(s at.Sequence, name string) error {
	if r.selected == name || r.m.fixed {
		return nil
	}
	_, _, err := r.countMemory(s, name)
	return err
}

// countMemory selects the memory to read from, and returns how many slots are used and how many
// there are; -1 when the modem does not say.
func (r *receiver) countMemory(s at.Sequence, name string) (used, total int, err error) {
	if r.m.fixed {
		return -1, -1, nil
	}
	a, err := r.m.say(r.m.ctx, s, r.m.readFrom(name))
	if err != nil {
		return -1, -1, err
	}
	r.selected = name
	used, total = memoryCounts(a)
	return used, total, nil
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
	err := r.exclusive(func(s at.Sequence) error {
		used, total, err := r.countMemory(s, name)
		if err != nil {
			return err
		}
		list, err := r.list(s, used, total)
		if err != nil && len(list) == 0 {
			return err
		}
		if len(list) >= used {
			r.forgetKept(name, list)
		}
		var freed int
		found, freed = r.deliverAll(s, name, list, old)
		stay := max(used, len(list)) - freed
		r.staying[name] = stay
		r.reportFill(name, stay, total)
		return nil
	})
	if err != nil {
		r.m.log.Warn("scan failed", "memory", name, "err", err)
		r.resync(err)
	}
	r.readable(name, err)
	return found
}

// readable takes in whether a memory could be read, and notes when none can. Texts come directly
// then, if the modem lets them.
func (r *receiver) readable(name string, err error) {
	switch {
	case err == nil:
		r.unreadable = map[string]bool{}
	case notUnderstood(err):
		r.unreadable[name] = true
	default: // busy, or the line broke: says nothing
		return
	}
	none := len(r.m.memories) > 0
	for _, n := range r.m.memories {
		none = none && r.unreadable[n]
	}
	r.m.setLack(sms.LackReading, none)
	if none && r.m.ReceiveMode() == sms.ReceiveNotified {
		r.m.leaveNotified(r.m.ctx)
	}
}

// maxRefused is how many texts in a row the sink may refuse before the others wait as well.
const maxRefused = 3

// deliverAll delivers a list, and returns how many of it are received texts that were not kept before,
// and how many slots were freed.
func (r *receiver) deliverAll(
	s at.Sequence, memory string, l []entry, old bool,
) (received, freed int) {
	refused := 0
	for _, e := range l {
		if e.incoming() && !r.wasKept(slot{memory, e.index}, e) {
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

// listing lists a memory: in PDU mode by a number, in some firmware by the word of text mode.
var listing = spelled("list of texts", at.Cmd("+CMGL", 4).WithAnyLines().WithTimeout(listTimeout),
	at.Cmd("+CMGL", "ALL").WithAnyLines().WithTimeout(listTimeout))

// list returns what is in the selected memory. Some firmware lists nothing, or less than it counts,
// but returns the single slots; some counts nothing and has a text in slot 0; some cannot list. The
// error is a refusal when nothing can be read in either way.
func (r *receiver) list(s at.Sequence, used, total int) ([]entry, error) {
	a, refused := r.m.say(r.m.ctx, s, listing)
	if refused != nil && !isRefusal(refused) {
		return nil, refused
	}
	list := parseCMGL(a)
	if len(list) > 0 && len(list) >= used {
		return list, nil
	}
	in := search{used: used, total: total, patience: usualSlots}
	if refused != nil && used < 0 {
		in = search{used: usualSlots, total: usualSlots, patience: 2} // slots begin with 0 or 1
	}
	rest, err := r.readSlots(s, list, in)
	if isRefusal(err) && (refused == nil || len(rest) > 0) {
		err = nil
	}
	return append(list, rest...), err
}

// search is how texts are looked for slot by slot.
type search struct {
	used, total int // slots of the memory
	patience    int // how many may be refused before the first that is not
}

// readSlots reads the slots that are not in a list, until there are as many texts as are used. The
// error is a refusal when no slot at all could be read: some firmware refuses the empty ones.
func (r *receiver) readSlots(s at.Sequence, list []entry, in search) ([]entry, error) {
	listed := map[int]bool{}
	for _, e := range list {
		listed[e.index] = true
	}
	var rest []entry
	var refused error
	read := false
	for i := 0; i == 0 || i < min(in.total, maxSlots) && len(list)+len(rest) < in.used; i++ {
		if listed[i] {
			continue
		}
		e, ok, err := r.readSlot(s, i)
		switch {
		case err != nil && !isRefusal(err):
			return rest, err
		case err != nil:
			refused = err
		default:
			read = true
		}
		if !read && i+1 >= in.patience {
			break
		}
		if ok {
			rest = append(rest, e)
		}
	}
	if read {
		return rest, nil
	}
	return rest, refused
}

// usualSlots is how many slots a memory is taken to have when the modem neither counts nor lists.
const usualSlots = 50

// maxSlots is how many slots are tried one by one.
const maxSlots = 512

// reportFill reports how full a memory is, when that has changed. Where the modem does not say how many
// slots there are, one that was full is so until nothing is in it.
func (r *receiver) reportFill(name string, used, total int) {
	fill := sms.FillOf(used, total)
	if total <= 0 && used > 0 {
		fill = r.fill[name]
	}
	r.setFill(sms.MemoryChanged{Memory: name, Fill: fill, Used: used, Total: total})
}

func (r *receiver) setFill(m sms.MemoryChanged) {
	if m.Fill != r.fill[m.Memory] {
		r.fill[m.Memory] = m.Fill
		r.sink.MemoryChanged(m)
	}
}

// memoryFull handles a notice that a memory is full.
func (r *receiver) memoryFull(name string) {
	var used, total int
	err := r.exclusive(func(s at.Sequence) (err error) {
		used, total, err = r.countMemory(s, name)
		return err
	})
	if err != nil {
		r.resync(err)
		return
	}
	if total > 0 {
		r.reportFill(name, used, total)
	} else {
		r.setFill(sms.MemoryChanged{Memory: name, Fill: sms.FillFull, Used: used, Total: total})
	}
	r.scan(name, false)
}
