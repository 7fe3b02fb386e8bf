package desktop

import (
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

func TestAnimationsOff(t *testing.T) {
	for _, tt := range []struct {
		answer any
		want   bool
	}{
		{false, true},
		{true, false},
		{dbus.MakeVariant(false), true},
		{dbus.MakeVariant(true), false},
		{"no", false},
		{uint32(0), false},
	} {
		if got := animationsOff(dbus.MakeVariant(tt.answer)); got != tt.want {
			t.Errorf("%v: %v", tt.answer, got)
		}
	}
}

// TestReducedMotionWithoutBus: where there is no desktop to ask, nothing is known, and nobody waits.
func TestReducedMotionWithoutBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/no-bus")
	begin := time.Now()
	if ReducedMotion() || time.Since(begin) > 2*time.Second {
		t.Errorf("asked for %v", time.Since(begin))
	}
}
