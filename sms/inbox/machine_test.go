package inbox_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/sms/inbox"
)

// TestNothingIsLost lets parts of several texts come in any order, some twice and some never, with
// references used again, restarts in between and time going by. In the end every part that came is
// in exactly one message, and nothing is open.
func TestNothingIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk()
		now := noon
		var held []inbox.Part // in the store, in the order of arrival
		came := map[string]bool{}
		for _, p := range drawParts(t) {
			now = now.Add(time.Duration(rapid.IntRange(0, 1200).Draw(t, "seconds")) * time.Second)
			p.At = now
			d.raws++
			p.Raw = d.raws
			// The store spots what came before, as for every PDU.
			if !came[p.PDU.Text] && d.add(p) {
				held = append(held, p)
			}
			came[p.PDU.Text] = true
			if rapid.IntRange(0, 3).Draw(t, "restart") == 0 {
				held = restart(d, held)
			}
			d.expire(now)
		}
		d.expire(now.Add(inbox.Memory))
		if d.Open() != 0 {
			t.Fatalf("%d open", d.Open())
		}
		all := ""
		for _, c := range d.shown {
			all += c.Text
		}
		for text := range came {
			if n := strings.Count(all, text); n != 1 {
				t.Fatalf("%s is shown %d times in %q", text, n, all)
			}
		}
	})
}

// drawParts makes up texts from one sender with few references and mixes their parts.
func drawParts(t *rapid.T) []inbox.Part {
	var parts []inbox.Part
	for i := range rapid.IntRange(1, 6).Draw(t, "texts") {
		ref, total := rapid.IntRange(0, 2).Draw(t, "ref"), rapid.IntRange(2, 4).Draw(t, "total")
		for seq := 1; seq <= total; seq++ {
			p := part(ref, total, seq, fmt.Sprintf("<%d.%d>", i, seq), noon)
			for range rapid.SampledFrom([]int{1, 1, 1, 0, 2}).Draw(t, "copies") {
				parts = append(parts, p)
			}
		}
	}
	return shuffled(t, parts)
}

// shuffled draws an order by numbers, which a failure prints shorter than parts.
func shuffled(t *rapid.T, parts []inbox.Part) []inbox.Part {
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	mixed := make([]inbox.Part, 0, len(parts))
	for _, i := range rapid.Permutation(order).Draw(t, "order") {
		mixed = append(mixed, parts[i])
	}
	return mixed
}

// restart begins with an empty inbox and reads back what the store holds of open groups.
func restart(d *desk, held []inbox.Part) []inbox.Part {
	closed := map[int64]bool{}
	message := map[int64]int64{}
	for id, c := range d.shown {
		for _, p := range c.Raws {
			closed[p.Raw] = c.Closed
			message[p.Raw] = id
		}
	}
	d.Inbox = inbox.Inbox{}
	var open []inbox.Part
	for _, p := range held {
		if !closed[p.Raw] {
			p.Message = message[p.Raw]
			d.Add(p)
			open = append(open, p)
		}
	}
	return open
}

// TestTextsComeWhole uses a reference of its own for every text: each must come out whole.
func TestTextsComeWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk()
		var parts []inbox.Part
		want := map[string]bool{}
		for ref := range rapid.IntRange(1, 8).Draw(t, "texts") {
			total := rapid.IntRange(2, 10).Draw(t, "total")
			whole := ""
			for seq := 1; seq <= total; seq++ {
				text := fmt.Sprintf("<%d.%d>", ref, seq)
				whole += text
				parts = append(parts, part(ref, total, seq, text, noon))
			}
			want[whole] = true
		}
		for _, p := range shuffled(t, parts) {
			d.add(p)
		}
		for _, c := range d.shown {
			if !want[c.Text] {
				t.Fatalf("%q was never sent", c.Text)
			}
		}
		if len(d.shown) != len(want) {
			t.Fatalf("%d messages of %d", len(d.shown), len(want))
		}
	})
}
