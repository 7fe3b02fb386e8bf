package inbox_test

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/inbox"
	"surfstick-sms/sms/pdu"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const anna = sms.Number("+491711234567")

// desk is an inbox with an imitated store: what is shown under which ID.
type desk struct {
	inbox.Inbox
	raws  int64
	shown map[int64]inbox.Change
	news  int // messages that were new
}

func newDesk() *desk { return &desk{shown: map[int64]inbox.Change{}} }

// part is a part of a text, with a reference of 8 bits.
func part(ref, total, seq int, text string, at time.Time) inbox.Part {
	return inbox.Part{
		Key: inbox.Key{IMSI: "1", From: anna, Ref: ref, RefBits: 8, Total: total}, Seq: seq,
		Hash: sha256.Sum256(fmt.Append(nil, ref, total, seq, text, at)), At: at,
		PDU: pdu.Part{Kind: pdu.KindText, Text: text, SentAt: at},
	}
}

// add takes a part in and commits what comes of it.
func (d *desk) add(p inbox.Part) bool {
	if p.Raw == 0 {
		d.raws++
		p.Raw = d.raws
	}
	c, fresh := d.Add(p)
	if fresh {
		d.commit(c)
	}
	return fresh
}

func (d *desk) commit(c inbox.Change) {
	id := int64(0)
	if c.Show {
		if id = c.Message; id == 0 {
			d.news++
			id = int64(d.news)
		}
		d.shown[id] = c
	}
	d.Commit(c, id)
}

func (d *desk) expire(now time.Time) {
	for _, c := range d.Expire(now) {
		d.commit(c)
	}
}

func (d *desk) want(t *testing.T, texts ...string) {
	t.Helper()
	if len(d.shown) != len(texts) {
		t.Fatalf("%d messages, want %d: %+v", len(d.shown), len(texts), d.shown)
	}
	for i, want := range texts {
		if got := d.shown[int64(i+1)].Text; got != want {
			t.Errorf("message %d is %q, want %q", i+1, got, want)
		}
	}
}

func TestPartsInAnyOrder(t *testing.T) {
	for _, order := range [][]int{{1, 2, 3}, {3, 1, 2}, {2, 3, 1}, {3, 2, 1}} {
		d := newDesk()
		for i, seq := range order {
			if i < 2 {
				d.want(t)
			}
			d.add(part(7, 3, seq, string(rune('a'+seq-1)), noon))
		}
		d.want(t, "abc")
		if c := d.shown[1]; !c.Complete || !c.Closed || d.Open() != 0 {
			t.Errorf("order %v: %+v, %d open", order, c, d.Open())
		}
	}
}

func TestIncompleteIsShownAndCompletedInPlace(t *testing.T) {
	d := newDesk()
	d.add(part(7, 4, 1, "a", noon))
	d.add(part(7, 4, 3, "c", noon.Add(time.Minute)))
	if want := noon.Add(inbox.Patience); !d.Wake().Equal(want) {
		t.Fatalf("wakes at %v, want %v", d.Wake(), want)
	}
	d.expire(noon.Add(inbox.Patience - 1))
	d.want(t)
	d.expire(noon.Add(inbox.Patience))
	d.want(t, "a"+inbox.Gap+"c"+inbox.Gap)
	if c := d.shown[1]; c.Complete || c.Done != 2 || c.Parts != 4 {
		t.Fatalf("shown as %+v", c)
	}
	if got := d.Expire(noon.Add(inbox.Patience + 1)); got != nil {
		t.Fatalf("shown again: %+v", got)
	}
	d.add(part(7, 4, 2, "b", noon.Add(2*time.Hour)))
	d.want(t, "abc"+inbox.Gap)
	d.add(part(7, 4, 4, "d", noon.Add(3*time.Hour)))
	d.want(t, "abcd")
	if d.news != 1 || d.Open() != 0 {
		t.Fatalf("%d new messages, %d open", d.news, d.Open())
	}
}

func TestGivenUpAfterSevenDays(t *testing.T) {
	d := newDesk()
	d.add(part(7, 2, 1, "a", noon))
	d.expire(noon.Add(inbox.Patience))
	if want := noon.Add(inbox.Memory); !d.Wake().Equal(want) {
		t.Fatalf("wakes at %v, want %v", d.Wake(), want)
	}
	d.expire(noon.Add(inbox.Memory))
	d.want(t, "a"+inbox.Gap)
	if d.Open() != 0 || !d.Wake().IsZero() {
		t.Fatalf("%d open, wakes at %v", d.Open(), d.Wake())
	}
}

func TestAwayForLong(t *testing.T) {
	d := newDesk()
	d.add(part(7, 2, 2, "b", noon))
	d.expire(noon.Add(inbox.Memory + time.Hour))
	d.want(t, inbox.Gap+"b")
	if d.Open() != 0 {
		t.Fatal("still open")
	}
}

func TestCase16SamePartTwice(t *testing.T) {
	d := newDesk()
	p := part(7, 2, 1, "a", noon)
	d.add(p)
	if d.add(p) {
		t.Fatal("taken in twice")
	}
	d.add(part(7, 2, 2, "b", noon))
	d.want(t, "ab")
}

func TestAddAgainAfterAFailedCommit(t *testing.T) {
	d := newDesk()
	p := part(7, 2, 1, "a", noon)
	p.Raw = 1
	d.Add(p)
	q := part(7, 2, 2, "b", noon)
	q.Raw = 2
	if c, fresh := d.Add(q); !fresh || !c.Complete {
		t.Fatalf("first try: %+v, %v", c, fresh)
	}
	c, fresh := d.Add(q) // the store refused
	if !fresh || !c.Complete || c.Text != "ab" {
		t.Fatalf("second try: %+v, %v", c, fresh)
	}
}

func TestCase17ReferenceUsedAgain(t *testing.T) {
	minute := noon.Add(time.Minute)
	for _, c := range []struct {
		name  string
		parts []inbox.Part
		want  []string
	}{
		{"one after the other", []inbox.Part{
			part(7, 2, 1, "a", noon), part(7, 2, 2, "b", noon),
			part(7, 2, 1, "A", minute), part(7, 2, 2, "B", minute),
		}, []string{"ab", "AB"}},
		{"interleaved", []inbox.Part{
			part(7, 2, 1, "a", noon), part(7, 2, 1, "A", minute),
			part(7, 2, 2, "b", noon.Add(time.Second)), part(7, 2, 2, "B", minute),
		}, []string{"ab", "AB"}},
		{"first one never completed", []inbox.Part{
			part(7, 2, 1, "a", noon), part(7, 2, 1, "A", minute), part(7, 2, 2, "B", minute),
		}, []string{"AB", "a" + inbox.Gap}},
		{"days later", []inbox.Part{
			part(7, 2, 1, "a", noon), part(7, 2, 2, "B", noon.Add(48*time.Hour)),
			part(7, 2, 1, "A", noon.Add(48*time.Hour)),
		}, []string{"AB", "a" + inbox.Gap}},
		{"another total", []inbox.Part{
			part(7, 3, 1, "a", noon), part(7, 2, 1, "A", minute), part(7, 2, 2, "B", minute),
		}, []string{"AB", "a" + inbox.Gap}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk()
			for _, p := range c.parts {
				d.add(p)
			}
			d.expire(noon.Add(72 * time.Hour))
			d.want(t, c.want...)
		})
	}
}

func TestCase18TooManyOpenGroups(t *testing.T) {
	d := newDesk()
	for i := range inbox.MaxOpen + 3 {
		p := part(i, 2, 1, fmt.Sprint(i), noon)
		d.add(p)
		d.expire(noon)
	}
	if d.Open() != inbox.MaxOpen {
		t.Fatalf("%d open", d.Open())
	}
	d.want(t, "0"+inbox.Gap, "1"+inbox.Gap, "2"+inbox.Gap)
}

func TestSensible(t *testing.T) {
	for _, c := range []struct {
		total, seq int
		want       bool
	}{
		{0, 0, false},
		{1, 1, false},
		{3, 5, false},
		{3, 0, false},
		{2, -1, false},
		{256, 1, false},
		{2, 1, true},
		{255, 255, true},
	} {
		if got := part(1, c.total, c.seq, "", noon).Sensible(); got != c.want {
			t.Errorf("part %d of %d: %v", c.seq, c.total, got)
		}
	}
}

func TestForget(t *testing.T) {
	d := newDesk()
	d.add(part(7, 2, 1, "a", noon))
	d.add(part(8, 2, 1, "b", noon))
	d.expire(noon.Add(inbox.Patience))
	d.Forget(func(message int64) bool { return message == 1 })
	if d.Open() != 1 {
		t.Fatalf("%d open, want 1", d.Open())
	}
	d.add(part(8, 2, 2, "c", noon.Add(time.Hour)))
	if got := d.shown[2].Text; got != "bc" {
		t.Fatalf("the other one is %q", got)
	}
}

func TestWholeMessageTakesAfterItsParts(t *testing.T) {
	d := newDesk()
	first, second := part(7, 2, 1, "a", time.Time{}), part(7, 2, 2, "b", noon)
	first.PDU.Damaged, first.At = true, noon.Add(time.Minute)
	second.PDU.Kind = pdu.KindService
	d.add(second)
	d.add(first)
	c := d.shown[1]
	if !c.Damaged || !c.Service || !c.SentAt.Equal(noon) || !c.At.Equal(noon.Add(time.Minute)) {
		t.Fatalf("got %+v", c)
	}
}
