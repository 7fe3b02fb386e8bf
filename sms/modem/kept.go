package modem

import (
	"errors"
	"time"

	"surfstick-sms/sms/at"
)

// How often the deletion of a text is tried, and how long lies between the second try and the third;
// the pause doubles with every further one. The second try follows when the text is seen again.
const (
	deleteTries = 5
	deletePause = time.Minute
)

// keptText is a text that the sink has kept and that was to be deleted. Some modems answer the deletion
// with OK and still have the text (gammu #590), others refuse it.
type keptText struct {
	listed, read string // the PDU as it was found, and as it was kept
	tries        int    // to delete it
	next         time.Time
}

// wasKept reports whether a slot holds the text that the sink has kept from it already.
func (r *receiver) wasKept(p slot, e entry) bool {
	k := r.kept[p]
	return k != nil && (e.pdu == k.listed || e.pdu == k.read)
}

// forgetKept forgets the texts that were kept from slots of a memory that are free now.
func (r *receiver) forgetKept(memory string, list []entry) {
	used := map[int]bool{}
	for _, e := range list {
		used[e.index] = true
	}
	for p := range r.kept {
		if p.memory == memory && !used[p.index] {
			delete(r.kept, p)
		}
	}
}

// deleting are the ways to delete a slot of the selected memory (3GPP TS 27.005 clause 3.5.4).
func deleting(index int) spellings {
	return spelled("delete", at.Cmd("+CMGD", index).WithTimeout(cardTimeout),
		at.Cmd("+CMGD", index, 0).WithTimeout(cardTimeout))
}

// remove deletes a text that was kept from its slot, and reports whether the slot is free now. When the
// text was there again too often, it is left alone until the line is opened anew.
func (r *receiver) remove(s at.Sequence, p slot) (free bool) {
	k := r.kept[p]
	now := time.Now()
	if k.tries >= deleteTries || now.Before(k.next) {
		return false
	}
	if k.tries++; k.tries > 1 {
		k.next = now.Add(deletePause << (k.tries - 2))
	}
	_, err := r.m.say(r.m.ctx, s, deleting(p.index))
	free = err == nil || errors.Is(err, &at.Error{Class: at.ClassCMS, Code: cmsNoSlot})
	switch {
	case k.tries == deleteTries:
		r.m.log.Warn("text cannot be deleted and is left alone", "memory", p.memory, "index", p.index)
	case !free:
		r.m.log.Warn("text stays on the card", "memory", p.memory, "index", p.index, "err", err)
	}
	return free && k.tries == 1 // afterwards an OK is no longer believed
}
