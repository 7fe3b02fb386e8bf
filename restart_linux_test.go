package main

import (
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// TestDemoRestarts is the demo, whole but for the window: after the user's yes its stick goes away,
// comes back as a CD drive, is switched and connected to again, and sends what was written meanwhile.
func TestDemoRestarts(t *testing.T) { synctest.Test(t, demoRestarts) }

func demoRestarts(t *testing.T) {
	p, err := start(flags{demo: true, auto: true}, t.TempDir(), discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	facts := p.runner.Facts()
	p.shown()
	ready := func(f setup.Facts) bool { return f.Step() == setup.StepChat && !f.Restarts() }
	awaitFacts(t, facts, ready)
	p.runner.Do(setup.DoRestart{})
	awaitFacts(t, facts, func(f setup.Facts) bool { return f.Restarts() && !f.Session.Connected })
	sent, err := p.texts.Send(t.Context(), partner, "written while it is away")
	if err != nil {
		t.Fatal(err)
	}
	awaitFacts(t, facts, ready)
	await(t, "the text to go out", func() bool {
		for _, m := range history(t, p) {
			if m.ID == sent.ID && (m.Status == sms.Sent || m.Status == sms.Delivered) {
				return true
			}
		}
		return false
	})
}

// awaitFacts waits until facts hold.
func awaitFacts(t *testing.T, facts <-chan setup.Facts, hold func(setup.Facts) bool) {
	t.Helper()
	late := time.After(2 * patient)
	for {
		select {
		case f := <-facts:
			if hold(f) {
				return
			}
		case <-late:
			t.Fatal("waited in vain for facts")
		}
	}
}
