package passthrough

import (
	"errors"
	"testing"
)

func TestAnswer(t *testing.T) {
	fixed := []byte{0x70, 0, 0x45, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x20, 0x01, 0, 0, 0, 0}
	for want, a := range map[string]answer{
		"good":                      {},
		"none: no such device":      {lost: errors.New("no such device")},
		"status 2":                  {status: 2},
		"status 2, sense 5/20/01":   {status: 2, sense: fixed},
		"status 2, sense 6/29/00":   {status: 2, sense: []byte{0xf2, 6, 0x29, 0}},
		"status 0, host 1":          {host: 1},
		"status 8":                  {status: 8, sense: make([]byte, 32)},
		"status 255":                {status: 255, sense: fixed[:13]},
		"status 254":                {status: 254, sense: []byte{0x72, 5, 0x20}},
		"status 253, sense 0/00/00": {status: 253, sense: append([]byte{0x70}, make([]byte, 13)...)},
	} {
		if got := a.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// FuzzAnswer: whatever a drive says, it can be logged.
func FuzzAnswer(f *testing.F) {
	f.Add(byte(2), []byte{0x70})
	f.Fuzz(func(t *testing.T, status byte, sense []byte) {
		if (answer{status: status, sense: sense}).String() == "" {
			t.Error("nothing")
		}
	})
}
