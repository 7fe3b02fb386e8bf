package torture

import (
	"fmt"

	"surfstick-sms/sms"
)

// figures is what a run came to.
type figures struct {
	kills, working    int // all, and those of an engine that was ready to send
	out, in, parts    int // texts in the store, and parts that the network has
	unconfirmed, gone int // possibly sent, and those of them that the network has in full
}

// count adds what a store holds.
func (f *figures) count(story record, real truth) {
	f.out, f.in = len(story.out), len(story.in)
	whole := map[string]bool{}
	for _, s := range real.sent {
		f.parts += len(s.TPDUs)
		whole[s.Text] = s.Complete
	}
	for _, m := range story.out {
		if m.Status == sms.Unconfirmed {
			f.unconfirmed++
			if whole[m.Text] {
				f.gone++
			}
		}
	}
}

func (f figures) plus(g figures) figures {
	return figures{
		f.kills + g.kills, f.working + g.working, f.out + g.out, f.in + g.in, f.parts + g.parts,
		f.unconfirmed + g.unconfirmed, f.gone + g.gone,
	}
}

// String is one line for people.
func (f figures) String() string {
	return fmt.Sprintf("%d kills (%d while ready), %d texts out in %d parts (%d possibly sent, %d of "+
		"them were), %d texts in", f.kills, f.working, f.out, f.parts, f.unconfirmed, f.gone, f.in)
}
