package work_test

import (
	"runtime"
	"testing"
	"time"

	"surfstick-sms/bench/work"
)

// TestOf: what computes counts, what waits does not.
func TestOf(t *testing.T) {
	sum := 0
	counted := work.Of(func() {
		for i := range 300_000_000 {
			sum += i & 1
		}
	})
	if sum == 0 || counted <= 0 {
		t.Errorf("a computation counts as %v", counted)
	}
	if runtime.GOOS == "windows" {
		return
	}
	if waited := work.Of(func() { time.Sleep(500 * time.Millisecond) }); waited >= 400*time.Millisecond {
		t.Errorf("waiting counts as %v", waited)
	}
}
