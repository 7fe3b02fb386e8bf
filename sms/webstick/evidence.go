package webstick

import (
	"slices"

	"surfstick-sms/sms"
)

// evidence is all that tells what became of a text, while the stick has none under way.
type evidence struct {
	note         note
	mark         mark
	status       SendStatus
	counts       Counts
	sent, drafts []Entry
	restarted    bool // the stick may have, since the note
	settled      bool // so long ago that a copy would be there
	alone        bool // no other text was handed over from here since
}

// fate returns what the evidence proves. It proves too little rather than too much: a text that counts as
// not sent is sent again.
func (ev evidence) fate() sms.Fate {
	if copies := filter(ev.sent, ev.mark.on); len(copies) > 0 {
		return stateOf(copies)
	}
	denied := false
	switch {
	case len(filter(ev.drafts, ev.mark.on)) > 0:
		denied = ev.draftMeansNotSent()
	case !slices.ContainsFunc(ev.sent, ev.candidate) && !slices.ContainsFunc(ev.drafts, ev.candidate):
		denied = ev.neverTaken()
	}
	switch {
	case !ev.settled:
		return sms.FatePending
	case denied:
		return sms.FateNotSent
	}
	return sms.FateUnknown
}

// stateOf returns what the state of a copy says. Of several that say different things nothing follows.
func stateOf(found []Entry) sms.Fate {
	fates := map[State]sms.Fate{StateSent: sms.FateSent, StateFailed: sms.FateFailed}
	fate := fates[found[0].State]
	for _, e := range found[1:] {
		if fates[e.State] != fate {
			return sms.FateUnknown
		}
	}
	return fate
}

func filter(entries []Entry, wanted func(Entry) bool) []Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return !wanted(e) })
}

// draftMeansNotSent reports whether our text among the drafts was not sent. Some firmware keeps what it
// sent there, so a draft alone proves nothing: the stick must be known to keep sent ones elsewhere, or its
// send-status must be that of our text and not call it sent.
func (ev evidence) draftMeansNotSent() bool {
	changed, sent := !ev.status.equal(ev.note.Status), names(ev.status.Sent, ev.mark.phone)
	if ev.note.OurDates {
		return !changed || !sent
	}
	return !ev.restarted && !sent && (!changed || names(ev.status.Failed, ev.mark.phone))
}

// candidate reports whether an entry may be our text under another mark. What lay there before is not, and
// on a stick that keeps our dates no text with another date is.
func (ev evidence) candidate(e Entry) bool {
	if !ev.mark.near(e) || slices.Contains(ev.note.Sent.Same, e.Index) || slices.Contains(ev.note.Draft.Same, e.Index) {
		return false
	}
	return !ev.note.OurDates || e.Date == ev.mark.date
}

// neverTaken reports whether the stick cannot have taken a text of which it has no copy: it keeps copies
// and has room for them, it has sent nothing since, and it has not restarted.
func (ev evidence) neverTaken() bool {
	c, n := ev.counts, ev.note
	if ev.restarted || n.SendType != 1 || !ev.status.equal(n.Status) {
		return false
	}
	if c.In < 0 || c.Sent < 0 || c.Draft < 0 || c.In+c.Sent+c.Draft >= c.Max {
		return false
	}
	// When the text before went to the same number, the send-status may be the same for this one. Then
	// only a copy tells, on a stick that is known to keep them. A stick that keeps none in spite of its
	// settings has nothing in that box; then no other text may have gone since.
	before := n.Status.AnyNumber || names(n.Status.Sent, ev.mark.phone) || names(n.Status.Failed, ev.mark.phone)
	if n.OurDates { // unless somebody has emptied that box; we delete one copy at most meanwhile
		return !before || c.Sent >= n.Sent.Count-1
	}
	return !before && (ev.alone || n.Sent.Count > 0)
}
