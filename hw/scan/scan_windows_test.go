package scan

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestGuarded: what panics or fails is empty, like a property of no length in x/sys.
func TestGuarded(t *testing.T) {
	for name, read := range map[string]func() (string, error){
		"panics": func() (string, error) { var none []byte; return string(none[0]), nil },
		"fails":  func() (string, error) { return "half", errors.New("x") },
	} {
		if got := guarded(read); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := guarded(func() (string, error) { return "COM8", nil }); got != "COM8" {
		t.Errorf("%q", got)
	}
}

// TestRealSystem: whatever is plugged in here, the scan ends well and in time.
func TestRealSystem(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if _, err := New(Options{}).Scan(ctx); err != nil {
		t.Error(err)
	}
}
