package main

import (
	"log/slog"
	"testing"
	"time"

	"surfstick-sms/sms"
)

const partner = sms.Number("+491713920042")

// patient is how long a test waits for what must happen.
const patient = 30 * time.Second

// discard is a log for tests.
var discard = slog.New(slog.DiscardHandler)

// await waits until something holds.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patient); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain for", what)
		}
	}
}
