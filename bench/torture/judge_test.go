package torture

import (
	"context"
	"encoding/hex"
	"fmt"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
)

// truth is what really happened, as the parent, the network and the stick know it.
type truth struct {
	begun map[string]bool // texts handed to an engine; true when it said that it kept them
	came  []string        // texts that the network had for us
	sent  []sent
	left  int // what came and still lies in the stick or on the card
	// told reports whether the stick can say what became of a text that is possibly sent; nil when
	// a stick cannot.
	told func(text string) bool
}

// sent is a text of which the network has something.
type sent struct {
	text  string
	whole bool
	// keys are what the network got, once for each time: see record.key.
	keys []string
}

// record is what the store says.
type record struct {
	in, out []sms.Message
	texts   map[int64]outbox.Text
}

// read reads a store.
func read(path string) (record, error) {
	t := record{texts: map[int64]outbox.Text{}}
	st, err := store.Open(path, store.Options{})
	if err != nil {
		return t, err
	}
	defer st.Close()
	ctx := context.Background()
	chats, err := st.Conversations(ctx)
	for _, c := range chats {
		var texts []sms.Message
		if texts, err = st.Messages(ctx, c.Number, 0, 0); err != nil {
			break
		}
		for _, m := range texts {
			if m.Direction == sms.Incoming {
				t.in = append(t.in, m)
				continue
			}
			t.out = append(t.out, m)
			if t.texts[m.ID], err = st.Text(ctx, m.ID); err != nil {
				return t, err
			}
		}
	}
	return t, err
}

// way is how a stick carries texts, and so what the network can get twice.
type way int

// The ways.
const (
	inParts way = iota // TPDUs, one for each part
	asWhole            // the stick cuts a text by itself
)

// key is by what a part is found again in the network.
func (w way) key(m sms.Message, p outbox.Part) string {
	if w == asWhole {
		return m.Text
	}
	return hex.EncodeToString(p.TPDU)
}

// verdict lists everything that is not as it should be.
func verdict(w way, real truth, story record) []string {
	var wrong []string
	note := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	judgeQueue(real, story, note)
	judgeNetwork(w, real, story, note)
	judgeInbox(real, story, note)
	if real.left > 0 {
		note("%d texts are left in the stick, on the card or in the network", real.left)
	}
	return wrong
}

// judgeQueue: what was kept is there once, and nothing that nobody wrote.
func judgeQueue(real truth, story record, note func(string, ...any)) {
	times := map[string]int{}
	for _, m := range story.out {
		times[m.Text]++
		if _, ok := real.begun[m.Text]; !ok {
			note("nobody wrote %q", m.Text)
		}
	}
	for text, kept := range real.begun {
		if n := times[text]; n > 1 || kept && n == 0 {
			note("%q was queued and is there %d times", text, n)
		}
	}
}

// judgeNetwork: nothing went out twice, and every part's state is true.
func judgeNetwork(w way, real truth, story record, note func(string, ...any)) {
	network, known := map[string]int{}, map[string]bool{}
	for _, s := range real.sent {
		for _, key := range s.keys {
			network[key]++
		}
	}
	for _, m := range story.out {
		for i, p := range story.texts[m.ID].Parts {
			key := w.key(m, p)
			known[key] = true
			if n := network[key]; !honest(p.State, n) {
				note("%q, part %d, is shown as %v and was sent %d times", m.Text, i, p.State, n)
			}
		}
		if !consistent(m, story.texts[m.ID].Parts) {
			note("%q is %v, but its parts say otherwise", m.Text, m.Status)
		}
		if m.Status == sms.Unconfirmed && real.told != nil && real.told(m.Text) {
			note("%q is possibly sent, but the stick knows what became of it", m.Text)
		}
	}
	for key, n := range network {
		if !known[key] {
			note("the network got %s %d times and the store does not know it", key, n)
		}
	}
}

// honest reports whether the state of a part goes with how often the network got it.
func honest(s outbox.PartState, times int) bool {
	switch s {
	case outbox.Unsent:
		return times == 0
	case outbox.Handed:
		return times <= 1
	default:
		return times == 1
	}
}

// consistent reports whether a text that is done with has the status that its parts make.
func consistent(m sms.Message, parts []outbox.Part) bool {
	taken := 0
	unknown := false
	for _, p := range parts {
		if p.State >= outbox.Sent {
			taken++
		}
		unknown = unknown || p.State == outbox.Handed
	}
	switch m.Status {
	case sms.Sent, sms.Delivered, sms.DeliveryFailed:
		return taken == len(parts)
	case sms.Unconfirmed:
		return unknown || taken < len(parts)
	case sms.Failed:
		return !unknown && taken < len(parts)
	default:
		return false // the queue should be empty
	}
}

// judgeInbox: what came is there once and whole, and nothing that did not come.
func judgeInbox(real truth, story record, note func(string, ...any)) {
	times := map[string]int{}
	for _, m := range story.in {
		times[m.Text]++
		if m.Status != sms.Received {
			note("%q came in as %v", m.Text, m.Status)
		}
	}
	for _, text := range real.came {
		if n := times[text]; n != 1 {
			note("%q came and is there %d times", text, n)
		}
		delete(times, text)
	}
	for text, n := range times {
		note("%q never came and is there %d times", text, n)
	}
}
