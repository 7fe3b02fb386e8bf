package modem_test

import (
	"testing"

	"surfstick-sms/bench/contract"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// TestBackend runs the contract of sms.Backend in every receive mode.
func TestBackend(t *testing.T) {
	for _, mode := range []sms.ReceiveMode{sms.ReceiveNotified, sms.ReceiveDirect, sms.ReceivePolling} {
		t.Run(mode.String(), func(t *testing.T) {
			open := func(t *testing.T) contract.BackendSetup { return backend(t, mode) }
			contract.RunBackendSending(t, open)
			contract.RunBackendReceiving(t, open)
		})
	}
}

func backend(t *testing.T, mode sms.ReceiveMode) contract.BackendSetup {
	t.Helper()
	b := up(t, fakemodem.Options{Stored: stored(1)}, modem.Options{})
	t.Cleanup(func() { _ = b.fake.Close() })
	if err := b.m.Ready(t.Context(), mode); err != nil {
		t.Fatalf("Ready: %v", err)
	}
	return contract.BackendSetup{
		Backend: b.m, TPDU: tpdu,
		Sent:       func() int { return len(b.fake.Sent()) },
		RefuseNext: b.fake.FailNextSubmit,
		IgnoreNext: func() { b.fake.SilenceNextSubmit(true) },
		Unplug:     b.fake.Unplug,
		Arrive: func() {
			if err := b.fake.Arrive(partner, "hello"); err != nil {
				t.Fatal(err)
			}
		},
		Held: func() int {
			return b.fake.Waiting() + len(b.fake.Stored("SM")) + len(b.fake.Stored("ME"))
		},
	}
}
