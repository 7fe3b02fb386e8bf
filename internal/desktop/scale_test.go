package desktop_test

import (
	"os"
	"testing"

	"surfstick-sms/internal/desktop"
)

// TestScaler: the chosen size comes on top of what the user set, and does not add up.
func TestScaler(t *testing.T) {
	for _, tt := range []struct {
		set   string
		usual float32
		want  string
	}{
		{"", 1, "1.40"}, {"1.5", 1, "2.10"}, {"auto", 1, "1.40"}, {"-1", 0, "1.40"}, {"", 1.25, "1.75"},
	} {
		t.Setenv("FYNE_SCALE", tt.set)
		scale := desktop.Scaler(tt.usual)
		scale(2)
		scale(1.4)
		if got := os.Getenv("FYNE_SCALE"); got != tt.want {
			t.Errorf("%q and %v: %s, want %s", tt.set, tt.usual, got, tt.want)
		}
	}
}
