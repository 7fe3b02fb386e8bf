package hilink_test

import (
	"testing"
	"time"

	"surfstick-sms/bench/contract"
	"surfstick-sms/sms/fakehilink"
)

// TestBackend runs the contract of sms.Backend on every firmware.
func TestBackend(t *testing.T) {
	for _, p := range fakehilink.Personalities {
		t.Run(p.Name, func(t *testing.T) {
			open := func(t *testing.T) contract.BackendSetup { return backend(t, p) }
			contract.RunBackendSending(t, open)
			contract.RunBackendReceiving(t, open)
			contract.RunTextBackend(t, open)
		})
	}
}

func backend(t *testing.T, p fakehilink.Personality) contract.BackendSetup {
	t.Helper()
	stick := fakehilink.New(fakehilink.Options{Personality: p, Quirks: fakehilink.Quirks{NoReports: true}})
	stick.Arrive(fakehilink.Entry{Phone: string(partner), Content: "stored"})
	t.Cleanup(func() { _ = stick.Close() })
	s := reach(t, stick)
	makeReady(t, s, fakehilink.Options{Personality: p})
	return contract.BackendSetup{
		Backend: s, Text: greeting, Busy: 100004,
		Sent: func() int { return len(stick.Sent()) },
		RefuseNext: func(code int) {
			stick.Disturb("sms/send-sms", repeated(4, fakehilink.Disturbance{Code: code})...)
		},
		IgnoreNext: func() {
			stick.Disturb("sms/send-sms", fakehilink.Disturbance{Taken: true, Wait: 40 * time.Second})
		},
		Unplug: stick.Unplug,
		Arrive: func() { stick.Arrive(fakehilink.Entry{Phone: string(partner), Content: "hello"}) },
		Held:   func() int { return len(stick.In(1)) + len(stick.In(5)) },
	}
}
