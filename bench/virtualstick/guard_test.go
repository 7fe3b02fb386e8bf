package virtualstick_test

import (
	"errors"
	"testing"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// TestGuard: the guard refuses every message of the table to every foreign device, for the reason that
// gives the device away.
func TestGuard(t *testing.T) {
	messages := virtualstick.EveryMessage()
	if len(messages) < 30 {
		t.Fatalf("%d messages", len(messages))
	}
	for _, d := range virtualstick.Foreign() {
		s := d.Seen()
		if d.Why != hw.RefusalMessage {
			if why := sticks.Refusal(s); why != d.Why {
				t.Errorf("%s: %s, want %s", d.Name, why, d.Why)
			}
		}
		for _, m := range messages {
			err := sticks.Guard(s, m)
			if d.Why == hw.RefusalMessage && sticks.Allowed(s, m) {
				continue // a telephone of Huawei's is switched when a person asks for it
			}
			if !errors.Is(err, hw.ErrNotOurs) {
				t.Errorf("%s: message %s: %v", d.Name, m.Name, err)
			}
		}
		if sticks.Unasked(s) && d.Why != hw.RefusalNoCD {
			t.Errorf("%s: written to unasked", d.Name)
		}
	}
}
