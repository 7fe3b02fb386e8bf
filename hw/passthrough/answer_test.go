package passthrough

import (
	"testing"

	"surfstick-sms/hw"
)

func TestWithSense(t *testing.T) {
	fixed := []byte{0x70, 0, 0x45, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x20, 0x01, 0, 0, 0, 0}
	for want, c := range map[string]struct {
		status int
		sense  []byte
	}{
		"code 0, status 0":                  {0, fixed},
		"code 0, status 2":                  {2, nil},
		"code 0, status 2, sense 5:20:01":   {2, fixed},
		"code 0, status 2, sense 6:29:00":   {2, []byte{0xf2, 6, 0x29, 0}},
		"code 0, status 8":                  {8, make([]byte, 32)},
		"code 0, status 255":                {255, fixed[:13]},
		"code 0, status 254":                {254, []byte{0x72, 5, 0x20}},
		"code 0, status 253, sense 0:00:00": {253, append([]byte{0x70}, make([]byte, 13)...)},
	} {
		got := withSense(hw.Answer{Answered: true, Status: c.status}, c.sense).String()
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// FuzzAnswer: whatever a drive says, it can be logged.
func FuzzAnswer(f *testing.F) {
	f.Add(byte(2), []byte{0x70})
	f.Fuzz(func(t *testing.T, status byte, sense []byte) {
		if withSense(hw.Answer{Status: int(status)}, sense).String() == "" {
			t.Error("nothing")
		}
	})
}
