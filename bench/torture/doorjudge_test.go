package torture

import (
	"fmt"
	"slices"

	"surfstick-sms/sms"
	"surfstick-sms/sms/remote"
)

// called is what a script has asked for: one message to one or several numbers, once or, with a key, over and over.
// No two calls have the same text.
type called struct {
	key, text string
	to        []string
	// ids are those that the first answer named, in the order of the numbers; nil while nobody has answered.
	ids []int64
	// fresh is how many answers said that the call had not been known before.
	fresh int
}

// heard is a received message that surfstick printed while it listened.
type heard struct {
	remote.Received
	listener, process int // which script, and the how manieth process of it
}

// listened is one process of a script that listens.
type listened struct {
	since  int64 // what it was told to go on behind
	killed bool  // and did not end by itself
}

// office is what scripts did, and were told.
type office struct {
	calls     map[string]*called // by the text
	heard     []heard            // in the order in which it was printed
	listeners [][]listened
}

// doorVerdict lists everything that is not as it should be. What is queued need not be out.
func doorVerdict(o office, real truth, story record) []string {
	var wrong []string
	note := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	judgeCalls(o.calls, story.out, note)
	judgeSent(real, story, note)
	judgeInbox(real, story, note)
	judgeHeard(o, real.came, note)
	return wrong
}

// judgeCalls: what was accepted is there once for each of its numbers, under the IDs that were answered; what was
// called and not answered is there once or not at all; and there is nothing else.
func judgeCalls(calls map[string]*called, out []sms.Message, note func(string, ...any)) {
	found := map[string]map[string][]int64{}
	for _, m := range out {
		if calls[m.Text] == nil {
			note("nobody called %q", m.Text)
			continue
		}
		if found[m.Text] == nil {
			found[m.Text] = map[string][]int64{}
		}
		to := string(m.Number)
		found[m.Text][to] = append(found[m.Text][to], m.ID)
	}
	for text, c := range calls {
		judgeCall(c, found[text], note)
	}
}

// judgeCall looks at one call. There are the IDs of its text by the numbers that it goes to.
func judgeCall(c *called, there map[string][]int64, note func(string, ...any)) {
	var ids []int64
	for _, to := range c.to {
		ids = append(ids, there[to]...)
	}
	for to, all := range there {
		if !slices.Contains(c.to, to) {
			note("%q goes to %s, for whom it was not meant", c.text, to)
		}
		if len(all) > 1 {
			note("%q is there %d times for %s", c.text, len(all), to)
		}
	}
	switch {
	case c.ids != nil && len(ids) == 0:
		note("%q was accepted and is not there", c.text)
	case len(ids) != 0 && len(there) != len(c.to):
		note("%q is there for %d of its %d numbers", c.text, len(there), len(c.to))
	case c.ids != nil && !slices.Equal(ids, c.ids):
		note("%q was accepted as %v and is there as %v", c.text, c.ids, ids)
	}
	if c.fresh > 1 {
		note("%q was accepted as a new one %d times", c.text, c.fresh)
	}
}

// judgeSent: the network has nothing twice, nothing that the store does not know, and every part's state is true.
func judgeSent(real truth, story record, note func(string, ...any)) {
	network := map[string]int{}
	for _, s := range real.sent {
		for _, key := range s.keys {
			network[key]++
		}
	}
	known := map[string]bool{}
	for _, m := range story.out {
		for i, p := range story.texts[m.ID].Parts {
			key := inParts.key(m, p)
			known[key] = true
			if n := network[key]; !honest(p.State, n) {
				note("%q, part %d, is shown as %v and was sent %d times", m.Text, i, p.State, n)
			}
		}
	}
	for key, n := range network {
		if !known[key] {
			note("the network got %s %d times and the store does not know it", key, n)
		}
	}
}

// judgeHeard: everything that came in was printed to every script that listens, and their numbers only grow.
func judgeHeard(o office, came []string, note func(string, ...any)) {
	for listener, processes := range o.listeners {
		whole := map[string]bool{}
		var all []heard
		for _, h := range o.heard {
			if h.listener != listener {
				continue
			}
			all = append(all, h)
			if h.State != remote.Complete {
				continue
			}
			whole[h.Text] = true
			if !slices.Contains(came, h.Text) {
				note("listener %d printed %q, which never came", listener, h.Text)
			}
		}
		for _, text := range came {
			if !whole[text] {
				note("%q came and listener %d did not print it", text, listener)
			}
		}
		judgeNumbers(all, processes, note)
	}
}

// judgeNumbers looks at the numbers that one script has seen.
func judgeNumbers(all []heard, processes []listened, note func(string, ...any)) {
	last := map[int]int64{}   // the last number by the process
	seen := map[int64]heard{} // the last line by the number
	for _, h := range all {
		before, ok := last[h.process]
		if !ok {
			before = processes[h.process].since
		}
		if h.Seq <= before {
			note("listener %d printed %d after %d", h.listener, h.Seq, before)
		}
		last[h.process] = h.Seq
		if old, again := seen[h.Seq]; again {
			if old.ID != h.ID {
				note("number %d is message %d and %d", h.Seq, old.ID, h.ID)
			}
			if !slices.ContainsFunc(processes[old.process:h.process], func(l listened) bool { return l.killed }) {
				note("listener %d printed %d again, and was not killed", h.listener, h.Seq)
			}
		}
		seen[h.Seq] = h
	}
}
