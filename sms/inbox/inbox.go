// Package inbox joins the parts of long texts and spots what came twice. An Inbox holds the open
// groups, those with parts missing; Add takes in a part, Expire returns what time alone has changed,
// and both answer with a Change that the caller commits to disk and then hands to Commit. Until
// Commit nothing but the part itself is taken in, so that a Change that could not be written is
// simply asked for again.
//
// References have 8 or 16 bits and are chosen by phones of every quality: a number that is used
// again too soon must never overwrite a text, parts that never come must not pile up, and numbers
// that make no sense must not open a group.
//
// It is pure: no input or output, no goroutine, no clock (time comes with the parts).
package inbox

import (
	"slices"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

const (
	// Patience is how long a text with parts missing is kept back before it is shown as it is.
	Patience = 10 * time.Minute
	// Memory is how long the missing parts may still come.
	Memory = 7 * 24 * time.Hour
	// MaxOpen is how many groups are open at most; the oldest one is closed to make room.
	MaxOpen = 500
	// Gap stands in a text for parts that are missing between others.
	Gap = " […] "

	// apart is how far the service centre's times of two parts of one text may lie apart. More,
	// and the reference was used again.
	apart = 24 * time.Hour
)

// Key is what the parts of one text have in common.
type Key struct {
	IMSI         string
	From         sms.Number
	Ref, RefBits int
	Total        int
}

// Part is one part of a long text.
type Part struct {
	Raw int64 // ID of the stored PDU
	Key
	Seq  int
	Hash Hash
	PDU  pdu.Part
	At   time.Time // when it came in
	// Message is the message that shows it already, when the part is read back from the store.
	Message int64
	Read    bool // it lay on the card as read
}

// Sensible reports whether the part's numbers can belong to a long text; if not it is a text of its
// own.
func (p Part) Sensible() bool {
	return p.Total >= 2 && p.Total <= 255 && p.Seq >= 1 && p.Seq <= p.Total
}

// Group is the parts of one text that have come so far.
type Group struct {
	Key
	parts   []Part // by Seq
	first   time.Time
	message int64
	shown   bool
}

// Change is what a group has come to. The caller writes it and calls Commit.
type Change struct {
	// Show means that there is something to show: the text is complete, or is shown as it is.
	Show bool
	// Message is the message to update; 0 means a new one.
	Message int64
	// Closed says that the parts are settled: complete, or given up.
	Closed   bool
	Complete bool
	Damaged  bool // one of the parts at least
	Service  bool // it is not for people to read
	Read     bool // all parts that have come lay on the card as read
	From     sms.Number
	IMSI     string
	Text     string
	SentAt   time.Time // of the first part that is there
	At       time.Time // when the last part came in
	Parts    int
	Done     int
	Raws     []Part // all that have come
	group    *Group
}

// Inbox is the open groups, oldest first.
type Inbox struct{ open []*Group }

// Add takes in a sensible part. The answer is false when the same part is there already. Adding
// a part with the same Raw again returns the Change again.
func (b *Inbox) Add(p Part) (Change, bool) {
	g, same := b.find(p)
	if same != 0 && same != p.Raw {
		return Change{}, false
	}
	if same == 0 {
		if g == nil {
			g = &Group{Key: p.Key, first: p.At}
			b.open = append(b.open, g)
		}
		g.insert(p)
	}
	complete := len(g.parts) == g.Total
	return g.change(complete || g.shown, complete), true
}

// find returns the group that a part belongs to, nil for a new one, and the Raw of the same part if
// one is there.
func (b *Inbox) find(p Part) (best *Group, same int64) {
	for _, g := range slices.Backward(b.open) {
		if g.Key != p.Key {
			continue
		}
		i, taken := g.index(p.Seq)
		if taken && g.parts[i].Hash == p.Hash {
			return g, g.parts[i].Raw
		}
		d := g.distance(p.PDU.SentAt)
		if !taken && d <= apart && (best == nil || d < best.distance(p.PDU.SentAt)) {
			best = g
		}
	}
	return best, 0
}

func (g *Group) index(seq int) (int, bool) {
	return slices.BinarySearchFunc(g.parts, seq, func(p Part, seq int) int { return p.Seq - seq })
}

func (g *Group) insert(p Part) {
	i, _ := g.index(p.Seq)
	g.parts = slices.Insert(g.parts, i, p)
	if p.Message != 0 {
		g.message, g.shown = p.Message, true
	}
}

// distance is how far a time stamp lies from the nearest one in the group; 0 when it cannot be
// known.
func (g *Group) distance(at time.Time) time.Duration {
	best := time.Duration(-1)
	for _, p := range g.parts {
		d := p.PDU.SentAt.Sub(at).Abs()
		if !p.PDU.SentAt.IsZero() && (best < 0 || d < best) {
			best = d
		}
	}
	if at.IsZero() || best < 0 {
		return 0
	}
	return best
}

// change describes the group as it is now.
func (g *Group) change(show, closed bool) Change {
	c := Change{
		Show: show, Message: g.message, Closed: closed, Complete: len(g.parts) == g.Total,
		From: g.From, IMSI: g.IMSI, Parts: g.Total, Done: len(g.parts), Read: true,
		Raws: slices.Clone(g.parts), Text: g.text(), group: g,
	}
	for _, p := range g.parts {
		c.Damaged = c.Damaged || p.PDU.Damaged
		c.Read = c.Read && p.Read
		c.Service = c.Service || p.PDU.Kind == pdu.KindService
		if c.SentAt.IsZero() {
			c.SentAt = p.PDU.SentAt
		}
		if p.At.After(c.At) {
			c.At = p.At
		}
	}
	return c
}

// text joins the parts, with a Gap for each hole.
func (g *Group) text() string {
	var text strings.Builder
	var run []pdu.Part // parts without a hole between them
	next := 1
	for _, p := range g.parts {
		if p.Seq > next {
			text.WriteString(pdu.Join(run...) + Gap)
			run = nil
		}
		run, next = append(run, p.PDU), p.Seq+1
	}
	text.WriteString(pdu.Join(run...))
	if next <= g.Total {
		text.WriteString(Gap)
	}
	return text.String()
}

// Commit takes in that a Change is on disk, with the ID of the message that shows it, 0 when
// nothing was shown.
func (b *Inbox) Commit(c Change, message int64) {
	g := c.group
	if c.Show {
		g.shown, g.message = true, message
	}
	if c.Closed {
		b.open = slices.DeleteFunc(b.open, func(o *Group) bool { return o == g })
	}
}

// Expire returns the groups that must be shown with parts missing, or closed for good, at this time.
func (b *Inbox) Expire(now time.Time) []Change {
	var due []Change
	for i, g := range b.open {
		tooMany := i < len(b.open)-MaxOpen
		switch {
		case tooMany || !now.Before(g.first.Add(Memory)):
			due = append(due, g.change(!g.shown, true))
		case !g.shown && !now.Before(g.first.Add(Patience)):
			due = append(due, g.change(true, false))
		}
	}
	return due
}

// Wake is when Expire has something to say next; zero for never.
func (b *Inbox) Wake() time.Time {
	var wake time.Time
	for _, g := range b.open {
		at := g.first.Add(Patience)
		if g.shown {
			at = g.first.Add(Memory)
		}
		if wake.IsZero() || at.Before(wake) {
			wake = at
		}
	}
	return wake
}

// Forget closes the groups that deleted messages show; what still comes of one opens a new one.
func (b *Inbox) Forget(deleted func(message int64) bool) {
	b.open = slices.DeleteFunc(b.open, func(g *Group) bool {
		return g.shown && deleted(g.message)
	})
}

// Open is how many groups wait for parts.
func (b *Inbox) Open() int { return len(b.open) }
