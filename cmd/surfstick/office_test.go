package main

import (
	"testing"

	"surfstick-sms/bench/engine"
)

// office is a running Surfstick SMS behind its door: the real messenger, perhaps with a simulated modem.
type office struct {
	desk
	*engine.Engine
}

// newOffice opens one without a stick.
func newOffice(t *testing.T) *office {
	t.Helper()
	data := places(t)
	return &office{desk: desk{t: t, data: data}, Engine: engine.Start(t, data, version)}
}
