package chat_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"surfstick-sms/sms"
)

// fakeMessenger keeps texts in memory and counts what it is asked.
type fakeMessenger struct {
	msgs   []sms.Message
	names  map[sms.Number]string
	drafts map[sms.Number]string
	link   sms.Link
	now    func() time.Time
	err    error           // what every writing call answers
	emit   func(sms.Event) // hands an event to the window, as the messenger does
	gate   chan struct{}   // closed when the store can be used

	calls    map[string]int
	order    []string
	unstick  func()
	retried  []int64
	released bool
	resumed  bool
}

func open() chan struct{} {
	gate := make(chan struct{})
	close(gate)
	return gate
}

func newFake(now func() time.Time) *fakeMessenger {
	return &fakeMessenger{
		names: map[sms.Number]string{}, drafts: map[sms.Number]string{},
		calls: map[string]int{}, now: now, emit: func(sms.Event) {},
		gate: open(),
		link: sms.Link{Up: true, Registration: sms.RegHome, Operator: "o2 - de", Signal: 70},
	}
}

// stuckTime is how long a store that is stuck holds up who waits for it.
const stuckTime = 5 * time.Second

// stick lets every call wait from now on: until unstick, or at most for stuckTime.
func (f *fakeMessenger) stick() {
	gate := make(chan struct{})
	f.gate = gate
	f.order = nil
	f.unstick = sync.OnceFunc(func() { close(gate) })
	time.AfterFunc(stuckTime, f.unstick)
}

// stuck reports whether every call waits.
func (f *fakeMessenger) stuck() bool {
	select {
	case <-f.gate:
		return false
	default:
		return true
	}
}

// call waits until the store can be used, and takes note of a call.
func (f *fakeMessenger) call(name string, args ...any) {
	<-f.gate
	f.calls[name]++
	f.order = append(f.order, strings.TrimSpace(fmt.Sprintln(append([]any{name}, args...)...)))
}

// writes returns the writing calls since stick.
func (f *fakeMessenger) writes() []string {
	return slices.DeleteFunc(slices.Clone(f.order), func(c string) bool {
		return slices.Contains([]string{"Names", "Conversations", "Messages", "Search"}, c)
	})
}

// add puts a text in as if it had come or gone before.
func (f *fakeMessenger) add(m sms.Message) sms.Message {
	m.ID = int64(len(f.msgs) + 1)
	if m.Time.IsZero() {
		m.Time = f.now()
	}
	f.msgs = append(f.msgs, m)
	return m
}

func (f *fakeMessenger) in(n sms.Number, text string, ago time.Duration) sms.Message {
	return f.add(sms.Message{
		Number: n, Text: text, Status: sms.Received, Read: true,
		Time: f.now().Add(-ago),
	})
}

func (f *fakeMessenger) out(n sms.Number, text string, s sms.Status, ago time.Duration) sms.Message {
	return f.add(sms.Message{
		Number: n, Text: text, Status: s, Direction: sms.Outgoing,
		Read: true, Time: f.now().Add(-ago),
	})
}

func (f *fakeMessenger) Send(_ context.Context, to sms.Number, text string) (sms.Message, error) {
	f.call("Send", to, text)
	if f.err != nil {
		return sms.Message{}, f.err
	}
	m := f.out(to, text, sms.Queued, 0)
	delete(f.drafts, to)
	f.emit(sms.MessageChanged{Message: m, New: true})
	return m, nil
}

func (f *fakeMessenger) Retry(_ context.Context, id int64) error {
	f.call("Retry")
	f.retried = append(f.retried, id)
	return f.err
}

func (f *fakeMessenger) Resume(context.Context) error {
	f.call("Resume")
	f.resumed = true
	return nil
}

func (f *fakeMessenger) Release(context.Context) error {
	f.call("Release")
	f.released = true
	return f.err
}

func (f *fakeMessenger) Conversations(context.Context) ([]sms.Conversation, error) {
	f.call("Conversations")
	byNumber := map[sms.Number]*sms.Conversation{}
	for _, m := range f.msgs {
		c := byNumber[m.Number]
		if c == nil {
			c = &sms.Conversation{
				Number: m.Number, Name: f.names[m.Number],
				Draft: f.drafts[m.Number],
			}
			byNumber[m.Number] = c
		}
		c.Last = m
		if !m.Read {
			c.Unread++
		}
	}
	for n, text := range f.drafts {
		if byNumber[n] == nil && text != "" {
			byNumber[n] = &sms.Conversation{
				Number: n, Name: f.names[n], Draft: text, Last: sms.Message{Number: n},
			}
		}
	}
	var all []sms.Conversation
	for _, c := range byNumber {
		all = append(all, *c)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Last.Time.After(all[j].Last.Time) })
	return all, nil
}

func (f *fakeMessenger) Names(context.Context) (map[sms.Number]string, error) {
	f.call("Names")
	return maps.Clone(f.names), nil
}

func (f *fakeMessenger) Messages(_ context.Context, n sms.Number, before int64, limit int) (
	[]sms.Message, error,
) {
	f.call("Messages")
	var page []sms.Message
	for _, m := range f.msgs {
		if m.Number == n && (before == 0 || m.ID < before) {
			page = append(page, m)
		}
	}
	if limit <= 0 {
		return page, nil
	}
	return page[max(0, len(page)-limit):], nil
}

func (f *fakeMessenger) Search(_ context.Context, query string, limit int) ([]sms.Message, error) {
	f.call("Search")
	var found []sms.Message
	for _, m := range f.msgs {
		if strings.Contains(strings.ToLower(m.Text), strings.ToLower(query)) && len(found) < limit {
			found = append(found, m)
		}
	}
	return found, nil
}

func (f *fakeMessenger) MarkRead(_ context.Context, n sms.Number, upTo int64) error {
	f.call("MarkRead", n)
	for i := range f.msgs {
		if f.msgs[i].Number == n && f.msgs[i].ID <= upTo {
			f.msgs[i].Read = true
		}
	}
	return f.err
}

func (f *fakeMessenger) SetDraft(_ context.Context, n sms.Number, text string) error {
	f.call("SetDraft", n, text)
	if f.err == nil {
		f.drafts[n] = text
	}
	return f.err
}

func (f *fakeMessenger) SetName(_ context.Context, n sms.Number, name string) error {
	f.call("SetName", n, name)
	f.names[n] = name
	return f.err
}

func (f *fakeMessenger) DeleteConversation(_ context.Context, n sms.Number) error {
	f.call("DeleteConversation")
	delete(f.drafts, n)
	var kept []sms.Message
	for _, m := range f.msgs {
		if m.Number != n {
			kept = append(kept, m)
		}
	}
	f.msgs = kept
	return f.err
}

func (f *fakeMessenger) Delete(_ context.Context, ids ...int64) error {
	f.call("Delete", ids)
	f.msgs = slices.DeleteFunc(f.msgs, func(m sms.Message) bool {
		return slices.Contains(ids, m.ID)
	})
	return f.err
}

func (f *fakeMessenger) Link() sms.Link { return f.link }

var errDisk = errors.New("disk full")
