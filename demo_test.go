package main

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
)

// TestDemoSticks: each stick of another maker that -demo-stick names is there after a moment, in CD
// mode; another ID is refused.
func TestDemoSticks(t *testing.T) {
	for _, id := range demoSticks() {
		synctest.Test(t, func(t *testing.T) {
			f, err := parseFlags([]string{"-demo-stick", id}, io.Discard)
			if err != nil || !f.demo {
				t.Fatalf("%s: %v, demo %v", id, err, f.demo)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			h := fakeHardware(ctx, f)
			h.shown()
			time.Sleep(demoPlugIn + time.Second)
			snap, err := h.config.Scanner.Scan(ctx)
			if err != nil || len(snap.Sticks) != 1 || snap.Sticks[0].ID.String() != id || snap.Sticks[0].Mode != hw.ModeStorage {
				t.Errorf("%s: sees %+v, %v", id, snap.Sticks, err)
			}
		})
	}
	if len(demoSticks()) < 5 {
		t.Errorf("only %v", demoSticks())
	}
	for _, args := range [][]string{{"-demo-stick", "12d1:ffff"}, {"-demo-stick", "zte"}} {
		if _, err := parseFlags(args, io.Discard); err == nil {
			t.Errorf("%v is taken", args)
		}
	}
}
