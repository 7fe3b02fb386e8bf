package torture

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
)

// truth is what really happened, as the parent, the network and the card know it.
type truth struct {
	begun  map[string]bool // texts handed to an engine; true when it said that it kept them
	came   []string        // texts that the network had for us
	sent   []fakemodem.Sent
	stored int // PDUs still on the card or in the modem
}

// record is what the store says.
type record struct {
	in, out []sms.Message
	parts   map[int64][]outbox.Part
}

// read reads a store.
func read(path string) (record, error) {
	t := record{parts: map[int64][]outbox.Part{}}
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
			text, err := st.Text(ctx, m.ID)
			if err != nil {
				return t, err
			}
			t.parts[m.ID] = text.Parts
		}
	}
	return t, err
}

// verdict lists everything that is not as it should be.
func verdict(real truth, story record) []string {
	var wrong []string
	note := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	judgeQueue(real, story, note)
	judgeNetwork(real, story, note)
	judgeInbox(real, story, note)
	if real.stored > 0 {
		note("%d PDUs are left on the card or in the network", real.stored)
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

// judgeNetwork: no part went out twice, and every part's state is true.
func judgeNetwork(real truth, story record, note func(string, ...any)) {
	network := map[string]int{}
	for _, s := range real.sent {
		for _, tpdu := range s.TPDUs {
			network[hex.EncodeToString(tpdu)]++
		}
	}
	for _, m := range story.out {
		for i, p := range story.parts[m.ID] {
			key := hex.EncodeToString(p.TPDU)
			n := network[key]
			delete(network, key)
			if !honest(p.State, n) {
				note("%q, part %d, is shown as %v and was sent %d times", m.Text, i, p.State, n)
			}
		}
		if !consistent(m, story.parts[m.ID]) {
			note("%q is %v, but its parts say otherwise", m.Text, m.Status)
		}
	}
	for key, n := range network {
		note("the network got %s %d times and the store does not know it", key, n)
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
	want := slices.Clone(real.came)
	for _, s := range real.sent {
		if s.Complete {
			want = append(want, echo(s.Text))
		}
	}
	times := map[string]int{}
	for _, m := range story.in {
		times[m.Text]++
		if m.Status != sms.Received {
			note("%q came in as %v", m.Text, m.Status)
		}
	}
	for _, text := range want {
		if n := times[text]; n != 1 {
			note("%q came and is there %d times", text, n)
		}
		delete(times, text)
	}
	for text, n := range times {
		note("%q never came and is there %d times", text, n)
	}
}

// echo is how the partner answers.
func echo(text string) string { return `"` + text + `"` }
