package inbox_test

import (
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/inbox"
)

func TestRepeat(t *testing.T) {
	slot := func(memory string, i int, old bool) sms.Delivery {
		return sms.Delivery{Memory: memory, Index: i, Old: old}
	}
	direct := sms.Delivery{Route: sms.RouteDirect}
	for _, c := range []struct {
		name        string
		before, now sms.Delivery
		age         time.Duration
		part, want  bool
	}{
		{"another slot at once", slot("SM", 1, false), slot("ME", 2, false), time.Second, false, true},
		{"sent again", direct, direct, 10 * time.Minute, false, true},
		{"sent again when the stick is back", direct, direct, 24 * time.Hour, false, true},
		{"sent again into a memory", direct, slot("SM", 1, true), time.Hour, false, true},
		{"sent again much later", direct, direct, 8 * 24 * time.Hour, false, false},
		{"clock set back", direct, direct, -9 * time.Minute, false, true},
		{"could not be deleted", slot("SM", 1, false), slot("SM", 1, true), 24 * time.Hour, false, true},
		{
			"another slot a day later", slot("SM", 1, false), slot("SM", 2, true), 24 * time.Hour,
			false, false,
		},
		{"another memory", slot("SM", 1, false), slot("ME", 1, true), 24 * time.Hour, false, false},
		{
			"arrived in the same slot", slot("SM", 1, false), slot("SM", 1, false), time.Hour, false,
			false,
		},
		{"part sent again", direct, direct, 6 * 24 * time.Hour, true, true},
		{"part too late", direct, direct, 8 * 24 * time.Hour, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := inbox.Repeat(c.before, c.now, c.age, c.part); got != c.want {
				t.Fatalf("got %v", got)
			}
		})
	}
}

func TestHashOf(t *testing.T) {
	a := inbox.HashOf("1", []byte{2})
	for name, b := range map[string]inbox.Hash{
		"other card": inbox.HashOf("2", []byte{2}), "other bytes": inbox.HashOf("1", []byte{3}),
		"other border": inbox.HashOf("", []byte{'1', 0, 2}),
	} {
		if a == b {
			t.Errorf("%s: same hash", name)
		}
	}
	if a != inbox.HashOf("1", []byte{2}) {
		t.Error("same bytes, other hash")
	}
}

// TestStillThere: only a slot that is read again at start-up tells.
func TestStillThere(t *testing.T) {
	slot := sms.Delivery{Memory: "SM", Index: 3, Old: true}
	fresh, other, direct := slot, slot, slot
	fresh.Old, other.Index, direct.Route = false, 4, sms.RouteDirect
	before := fresh
	for _, c := range []struct {
		before, now sms.Delivery
		want        bool
	}{{before, slot, true}, {before, fresh, false}, {before, other, false}, {direct, slot, false}, {before, direct, false}} {
		if got := inbox.StillThere(c.before, c.now); got != c.want {
			t.Errorf("%+v, then %+v: %v", c.before, c.now, got)
		}
	}
}
