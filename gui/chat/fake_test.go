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
	flags  map[sms.Number]map[sms.Flag]bool
	err    error           // what every writing call answers
	emit   func(sms.Event) // hands an event to the window, as the messenger does
	gate   chan struct{}   // closed when the store can be used

	readErr  error // what reading texts answers
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
		flags: map[sms.Number]map[sms.Flag]bool{},
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
		if !m.DeletedAt.IsZero() {
			continue
		}
		c := byNumber[m.Number]
		if c == nil {
			flags := f.flagged(m.Number)
			c = &sms.Conversation{
				Number: m.Number, Name: f.names[m.Number],
				Draft: f.drafts[m.Number], Pinned: flags[sms.FlagPinned], Muted: flags[sms.FlagMuted],
				Archived: flags[sms.FlagArchived], Blocked: flags[sms.FlagBlocked],
				Marked: flags[sms.FlagMarked],
			}
			byNumber[m.Number] = c
		}
		if !m.Imported || c.Last.ID == 0 {
			c.Last = m
		}
		if !m.Read && !c.Blocked {
			if c.Unread++; c.Unread == 1 {
				c.FirstUnread = m.ID
			}
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
	sort.Slice(all, func(i, j int) bool {
		if all[i].Pinned != all[j].Pinned {
			return all[i].Pinned
		}
		return all[i].Last.Time.After(all[j].Last.Time)
	})
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
	page := f.with(n)
	if at := slices.IndexFunc(page, func(m sms.Message) bool { return m.ID == before }); at >= 0 {
		page = page[:at]
	} else if before != 0 {
		page = slices.DeleteFunc(page, func(m sms.Message) bool { return m.ID >= before })
	}
	if limit <= 0 {
		return page, f.readErr
	}
	return page[max(0, len(page)-limit):], f.readErr
}

// MessagesAfter returns the page after an ID.
func (f *fakeMessenger) MessagesAfter(_ context.Context, n sms.Number, after int64, limit int) (
	page []sms.Message, err error,
) {
	f.call("Messages")
	for _, m := range f.with(n) {
		if m.ID > after && len(page) < limit {
			page = append(page, m)
		}
	}
	return page, f.readErr
}

// MessagesAround returns a page with a text in its middle, as the store does.
func (f *fakeMessenger) MessagesAround(_ context.Context, n sms.Number, id int64, limit int) (
	[]sms.Message, error,
) {
	f.call("Messages")
	all := f.with(n)
	at := slices.IndexFunc(all, func(m sms.Message) bool { return m.ID >= id })
	if at < 0 {
		at = len(all)
	}
	behind := min(len(all)-at, max(limit-limit/2, limit-at))
	ahead := min(at, limit-behind)
	return slices.Clone(all[at-ahead : at+behind]), f.readErr
}

// with returns the texts with a partner that are not in the bin.
func (f *fakeMessenger) with(n sms.Number) (all []sms.Message) {
	for _, m := range f.msgs {
		if m.Number == n && m.DeletedAt.IsZero() {
			all = append(all, m)
		}
	}
	if slices.ContainsFunc(all, func(m sms.Message) bool { return m.Imported }) {
		slices.SortStableFunc(all, func(a, b sms.Message) int { return a.Time.Compare(b.Time) })
	}
	return all
}

// Search finds texts that hold each word of the query, whatever its case.
func (f *fakeMessenger) Search(_ context.Context, query string, in sms.Number, limit int) (
	found []sms.Hit, err error,
) {
	f.call("Search")
	words := strings.Fields(strings.ToLower(query))
	for _, m := range slices.Backward(f.msgs) {
		if !m.DeletedAt.IsZero() || in != "" && m.Number != in || len(found) == limit {
			continue
		}
		hit, text := sms.Hit{Message: m}, strings.ToLower(m.Text)
		for _, word := range words {
			if at := strings.Index(text, word); at >= 0 {
				hit.Spans = append(hit.Spans, sms.Span{From: at, To: at + len(word)})
			}
		}
		slices.SortFunc(hit.Spans, func(a, b sms.Span) int { return a.From - b.From })
		if len(words) > 0 && len(hit.Spans) == len(words) {
			found = append(found, hit)
		}
	}
	return found, f.readErr
}

// flagged returns the flags of a partner.
func (f *fakeMessenger) flagged(n sms.Number) map[sms.Flag]bool {
	if f.flags[n] == nil {
		f.flags[n] = map[sms.Flag]bool{}
	}
	return f.flags[n]
}

// SetFlag sets a flag of a partner.
func (f *fakeMessenger) SetFlag(_ context.Context, n sms.Number, flag sms.Flag, on bool) error {
	f.call("SetFlag", n, flag, on)
	if f.err == nil {
		f.flagged(n)[flag] = on
		f.emit(sms.ConversationsChanged{})
	}
	return f.err
}

// Bin returns what was deleted, the latest first.
func (f *fakeMessenger) Bin(_ context.Context, before int64, limit int) (all []sms.Message, err error) {
	f.call("Bin")
	for _, m := range slices.Backward(f.msgs) {
		if !m.DeletedAt.IsZero() && (before == 0 || m.ID < before) && (limit <= 0 || len(all) < limit) {
			all = append(all, m)
		}
	}
	return all, f.readErr
}

// Restore takes texts out of the bin.
func (f *fakeMessenger) Restore(_ context.Context, ids ...int64) error {
	f.call("Restore", ids)
	for i := range f.msgs {
		if f.err == nil && slices.Contains(ids, f.msgs[i].ID) {
			f.msgs[i].DeletedAt = time.Time{}
		}
	}
	f.emit(sms.ConversationsChanged{})
	return f.err
}

// EmptyBin removes what is in the bin for good.
func (f *fakeMessenger) EmptyBin(context.Context) error {
	f.call("EmptyBin")
	if f.err == nil {
		f.msgs = slices.DeleteFunc(f.msgs, func(m sms.Message) bool { return !m.DeletedAt.IsZero() })
	}
	return f.err
}

func (f *fakeMessenger) MarkRead(_ context.Context, n sms.Number, upTo int64) error {
	f.call("MarkRead", n)
	f.flagged(n)[sms.FlagMarked] = false
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

func (f *fakeMessenger) DeleteConversation(_ context.Context, n sms.Number) ([]int64, error) {
	f.call("DeleteConversation")
	delete(f.drafts, n)
	var gone []int64
	for _, m := range f.with(n) {
		gone = append(gone, m.ID)
	}
	return gone, f.bin(func(m sms.Message) bool { return m.Number == n })
}

func (f *fakeMessenger) Delete(_ context.Context, ids ...int64) error {
	f.call("Delete", ids)
	return f.bin(func(m sms.Message) bool { return slices.Contains(ids, m.ID) })
}

// bin puts texts into the bin.
func (f *fakeMessenger) bin(which func(sms.Message) bool) error {
	for i := range f.msgs {
		if f.err == nil && which(f.msgs[i]) && f.msgs[i].DeletedAt.IsZero() {
			f.msgs[i].DeletedAt = f.now()
		}
	}
	return f.err
}

func (f *fakeMessenger) Link() sms.Link { return f.link }

var errDisk = errors.New("disk full")
