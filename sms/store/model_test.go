package store_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

// model is the store as simply as it can be written down: all texts in one list.
type model struct {
	texts []entry
	flags map[sms.Number]map[sms.Flag]bool
}

// entry is a text of the model.
type entry struct {
	id, place  int64
	number     sms.Number
	text       string
	read, gone bool
}

func (m *model) of(n sms.Number) []entry {
	var all []entry
	for _, e := range m.texts {
		if e.number == n && !e.gone {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b entry) int { return cmp.Compare(a.place, b.place) })
	return all
}

// list is what Conversations returns, in words.
func (m *model) list(numbers []sms.Number) []string {
	type row struct {
		pinned bool
		place  int64
		words  string
	}
	var rows []row
	for _, n := range numbers {
		all := m.of(n)
		f := m.flags[n]
		r := row{pinned: f[sms.FlagPinned], place: math.MaxInt64}
		unread, first, last := 0, int64(0), int64(0)
		for _, e := range all {
			if !e.read && !f[sms.FlagBlocked] {
				unread++
				first = cmp.Or(first, e.id)
			}
			last, r.place = e.id, e.place
		}
		if len(all) == 0 && !f[sms.FlagBlocked] {
			continue
		}
		r.words = fmt.Sprintln(n, last, unread, first, f[sms.FlagPinned], f[sms.FlagMuted],
			f[sms.FlagArchived], f[sms.FlagBlocked], f[sms.FlagMarked])
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		switch {
		case a.pinned == b.pinned:
			return cmp.Compare(b.place, a.place)
		case a.pinned:
			return -1
		}
		return 1
	})
	words := []string{}
	for _, r := range rows {
		words = append(words, r.words)
	}
	return words
}

func listed(t *rapid.T, s *store.Store) []string {
	all, err := s.Conversations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	words := []string{}
	for _, c := range all {
		words = append(words, fmt.Sprintln(c.Number, c.Last.ID, c.Unread, c.FirstUnread, c.Pinned, c.Muted,
			c.Archived, c.Blocked, c.Marked))
	}
	return words
}

// player makes the same change to the store and to the model.
type player struct {
	s       *store.Store
	m       *model
	numbers []sms.Number
	clock   int64 // may go backwards
}

func (p *player) put(t *rapid.T, imported bool) {
	p.clock = max(1, p.clock+rapid.Int64Range(-2000, 3000).Draw(t, "clock"))
	e := entry{
		number: rapid.SampledFrom(p.numbers).Draw(t, "number"), place: p.clock,
		read: rapid.Bool().Draw(t, "read"), text: fmt.Sprint(len(p.m.texts)),
	}
	taken := func(place int64) bool {
		return slices.ContainsFunc(p.m.texts, func(o entry) bool { return o.place == place })
	}
	if imported {
		e.place = rapid.Int64Range(1, 30).Draw(t, "old time")
	}
	msg := sms.Message{
		Number: e.number, Text: e.text, Status: sms.Received, Time: time.UnixMilli(e.place), Read: e.read,
		Parts: 1, Done: 1, Imported: imported,
	}
	if imported {
		for taken(e.place) {
			e.place++
		}
	} else {
		for _, o := range p.m.texts {
			e.place = max(e.place, o.place+1)
		}
		if f := p.m.flags[e.number]; !f[sms.FlagMuted] && !f[sms.FlagBlocked] {
			f[sms.FlagArchived] = false
		}
	}
	got, err := p.s.Settle(t.Context(), store.Incoming{Message: &msg})
	if err != nil {
		t.Fatal(err)
	}
	e.id = got.ID
	p.m.texts = append(p.m.texts, e)
}

// some draws a few of the texts that are in the bin, or are not.
func (p *player) some(t *rapid.T, gone bool) []*entry {
	var all []*entry
	for i := range p.m.texts {
		if p.m.texts[i].gone == gone && rapid.IntRange(0, 3).Draw(t, "take") == 0 {
			all = append(all, &p.m.texts[i])
		}
	}
	return all
}

func ids(all []*entry) []int64 {
	var ids []int64
	for _, e := range all {
		ids = append(ids, e.id)
	}
	return ids
}

func (p *player) move(t *rapid.T, gone bool) {
	all := p.some(t, !gone)
	var err error
	if gone {
		err = p.s.Delete(t.Context(), time.UnixMilli(p.clock), stopped, ids(all)...)
	} else {
		_, err = p.s.Restore(t.Context(), stopped, ids(all)...)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		e.gone = gone
	}
}

func (p *player) remove(t *rapid.T, gone bool) {
	all := ids(p.some(t, gone))
	if err := p.s.Remove(t.Context(), all...); err != nil {
		t.Fatal(err)
	}
	p.m.texts = slices.DeleteFunc(p.m.texts, func(e entry) bool { return slices.Contains(all, e.id) })
}

func (p *player) read(t *rapid.T) {
	n := rapid.SampledFrom(p.numbers).Draw(t, "number")
	all := p.m.of(n)
	upTo, place := int64(math.MaxInt64), int64(math.MaxInt64)
	if len(all) > 0 && rapid.Bool().Draw(t, "up to one") {
		e := rapid.SampledFrom(all).Draw(t, "up to")
		upTo, place = e.id, e.place
	}
	if _, err := p.s.MarkRead(t.Context(), n, upTo); err != nil {
		t.Fatal(err)
	}
	p.m.flags[n][sms.FlagMarked] = false
	for i, e := range p.m.texts {
		if e.number == n && !e.gone && e.place <= place {
			p.m.texts[i].read = true
		}
	}
}

func (p *player) flag(t *rapid.T) {
	n := rapid.SampledFrom(p.numbers).Draw(t, "number")
	f := sms.Flag(rapid.IntRange(int(sms.FlagPinned), int(sms.FlagMarked)).Draw(t, "flag"))
	on := rapid.Bool().Draw(t, "on")
	if _, err := p.s.SetFlag(t.Context(), n, f, on); err != nil {
		t.Fatal(err)
	}
	p.m.flags[n][f] = on
}

// same compares the list, the pages and the bin.
func (p *player) same(t *rapid.T) {
	if got, want := listed(t, p.s), p.m.list(p.numbers); !slices.Equal(got, want) {
		t.Fatalf("got  %q\nwant %q", got, want)
	}
	for _, n := range p.numbers {
		want := p.m.of(n)
		at := func(i int) int64 { return want[i].id }
		var id int64
		i := len(want)
		if len(want) > 0 {
			i = rapid.IntRange(0, len(want)-1).Draw(t, "at")
			id = at(i)
		}
		limit := rapid.IntRange(0, 4).Draw(t, "limit")
		before, after := want[:i], want[min(len(want), i+1):]
		if limit > 0 {
			before, after = before[max(0, len(before)-limit):], after[:min(len(after), limit)]
		}
		p.page(t, before, func() ([]sms.Message, error) { return p.s.Messages(t.Context(), n, id, limit) })
		if id != 0 {
			p.page(t, after, func() ([]sms.Message, error) { return p.s.MessagesAfter(t.Context(), n, id, limit) })
			p.around(t, n, id, limit)
		}
	}
	inBin, err := p.s.Bin(t.Context(), 0, 0)
	gone := 0
	for _, e := range p.m.texts {
		if e.gone {
			gone++
		}
	}
	if err != nil || len(inBin) != gone {
		t.Fatalf("%d in the bin, want %d: %v", len(inBin), gone, err)
	}
}

func (p *player) page(t *rapid.T, want []entry, f func() ([]sms.Message, error)) {
	got, err := f()
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d texts, want %d: %v", len(got), len(want), err)
	}
	for i, m := range got {
		if m.ID != want[i].id || m.Text != want[i].text {
			t.Fatalf("text %d of the page is %d, want %d", i, m.ID, want[i].id)
		}
	}
}

// around: the page is a piece of the conversation without a gap, holds the text, and is full if it can be.
func (p *player) around(t *rapid.T, n sms.Number, id int64, limit int) {
	all := p.m.of(n)
	got, err := p.s.MessagesAround(t.Context(), n, id, limit)
	if err != nil {
		t.Fatal(err)
	}
	want := len(all)
	if limit > 0 {
		want = min(want, limit)
	}
	if len(got) != want || !slices.ContainsFunc(got, func(m sms.Message) bool { return m.ID == id }) {
		t.Fatalf("%d around %d, want %d of %d: %v", len(got), id, want, len(all), got)
	}
	from := slices.IndexFunc(all, func(e entry) bool { return e.id == got[0].ID })
	for i, m := range got {
		if m.ID != all[from+i].id {
			t.Fatalf("a gap around %d: %v", id, got)
		}
	}
}

// TestStoreIsLikeTheModel makes random changes, with a clock that goes backwards, and compares.
func TestStoreIsLikeTheModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := &player{
			s: open(t), numbers: []sms.Number{anna, bert, "80850"}, clock: 1000,
			m: &model{flags: map[sms.Number]map[sms.Flag]bool{}},
		}
		defer p.s.Close()
		for _, n := range p.numbers {
			p.m.flags[n] = map[sms.Flag]bool{}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"arrive":  func(t *rapid.T) { p.put(t, false) },
			"import":  func(t *rapid.T) { p.put(t, true) },
			"delete":  func(t *rapid.T) { p.move(t, true) },
			"restore": func(t *rapid.T) { p.move(t, false) },
			"remove":  func(t *rapid.T) { p.remove(t, rapid.Bool().Draw(t, "from the bin")) },
			"read":    p.read,
			"flag":    p.flag,
			"":        p.same,
		})
	})
}
