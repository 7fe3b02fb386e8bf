package outbox_test

import (
	"testing"
	"time"

	"surfstick-sms/sms/outbox"
)

// TestPace: some texts go at once, then one every so often, and after a rest some at once again.
func TestPace(t *testing.T) {
	p := outbox.Pace{Every: 3 * time.Second}
	now := noon
	send := func() time.Duration {
		waited := max(p.Free(now).Sub(now), 0)
		now = now.Add(waited)
		p = p.Took(now)
		return waited
	}
	for i, want := range []time.Duration{0, 0, 0, 0, 0, 3, 3, 3} {
		if got := send(); got != want*time.Second {
			t.Errorf("text %d waits %v, want %v", i, got, want*time.Second)
		}
	}
	now = now.Add(time.Hour)
	for i, want := range []time.Duration{0, 0, 0, 0, 0, 3} {
		if got := send(); got != want*time.Second {
			t.Errorf("after an hour text %d waits %v, want %v", i, got, want*time.Second)
		}
	}
}

// TestPaceAndClock: a clock that is put back by a year does not stop the queue.
func TestPaceAndClock(t *testing.T) {
	p := outbox.Pace{Every: 3 * time.Second}
	for range 20 {
		p = p.Took(noon)
	}
	before := noon.AddDate(-1, 0, 0)
	if wait := p.Free(before).Sub(before); wait > 0 {
		t.Fatalf("waits %v", wait)
	}
	if wait := p.Took(before).Free(before).Sub(before); wait > 0 {
		t.Fatalf("then waits %v", wait)
	}
}

func TestNoPace(t *testing.T) {
	for _, p := range []outbox.Pace{{}, {Every: -1}} {
		for range 100 {
			p = p.Took(noon)
			if p.Free(noon).After(noon) {
				t.Fatal("held back")
			}
		}
	}
}
