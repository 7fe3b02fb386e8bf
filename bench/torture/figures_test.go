package torture

import (
	"fmt"

	"surfstick-sms/sms"
)

// figures is what a run came to.
type figures struct {
	kills, working    int // all, and those of an engine that was ready to send
	out, in, parts    int // texts in the store, and how many pieces the network has
	unconfirmed, gone int // possibly sent for good, and those of them that the network has in full
	// resolved are texts that were possibly sent for a while; it is known now what became of them.
	resolved int
	faults   int // things that went wrong on purpose, beside the kills
}

// count adds what a store holds. unsure are the texts that were once possibly sent.
func (f *figures) count(story record, real truth, unsure map[string]bool) {
	f.out, f.in = len(story.out), len(story.in)
	whole := map[string]bool{}
	for _, s := range real.sent {
		f.parts += len(s.keys)
		whole[s.text] = s.whole
	}
	for _, m := range story.out {
		switch {
		case m.Status != sms.Unconfirmed:
			if unsure[m.Text] {
				f.resolved++
			}
		case whole[m.Text]:
			f.gone++
			fallthrough
		default:
			f.unconfirmed++
		}
	}
}

func (f figures) plus(g figures) figures {
	return figures{
		f.kills + g.kills, f.working + g.working, f.out + g.out, f.in + g.in, f.parts + g.parts,
		f.unconfirmed + g.unconfirmed, f.gone + g.gone, f.resolved + g.resolved, f.faults + g.faults,
	}
}

// String is one line for people.
func (f figures) String() string {
	return fmt.Sprintf("%d kills (%d while ready), %d other faults, %d texts out, the network has %d pieces of "+
		"them, %d possibly sent (%d were) and %d only for a while, %d texts in",
		f.kills, f.working, f.faults, f.out, f.parts, f.unconfirmed, f.gone, f.resolved, f.in)
}
