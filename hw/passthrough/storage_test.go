package passthrough

import (
	"encoding/binary"
	"testing"
)

// TestIsCD reads the device descriptors that Windows makes of the drives of a stick.
func TestIsCD(t *testing.T) {
	descriptor := func(kind byte) []byte {
		b := make([]byte, 40)
		b[0], b[4], b[8], b[10], b[28] = 40, 104, kind, 1, 7 // removable, on USB
		return b
	}
	for name, c := range map[string]struct {
		descriptor []byte
		want       bool
	}{
		"CD drive":       {descriptor(5), true},
		"disk":           {descriptor(0), false},
		"optical memory": {descriptor(7), false},
		"cut off":        {descriptor(5)[:8], false},
		"nothing":        {nil, false},
		"all zero":       {make([]byte, 40), false},
	} {
		if got := isCD(c.descriptor); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestDiscSize(t *testing.T) {
	length := func(n int64) []byte { return binary.LittleEndian.AppendUint64(nil, uint64(n)) }
	for name, c := range map[string]struct {
		answer []byte
		code   uint32
		want   int64
		fails  bool
	}{
		"a stick's software":  {length(30 << 20), 0, 30 << 20, false},
		"a large disc":        {length(8 << 30), 0, 8 << 30, false},
		"none in it":          {nil, 1112, 0, false},
		"not ready":           {nil, 21, 0, false},
		"cannot be read":      {nil, 1785, 0, false},
		"denied":              {nil, 5, 0, true},
		"not known":           {nil, 1, 0, true},
		"cut off":             {length(1)[:7], 0, 0, true},
		"more than there are": {length(-1), 0, 0, true},
	} {
		got, err := discSize(c.answer, c.code)
		if got != c.want || (err != nil) != c.fails {
			t.Errorf("%s: %d, %v", name, got, err)
		}
	}
}

// TestIsWritable: only success means that the disc can be written; a driver that does not know the
// question has nothing that could be.
func TestIsWritable(t *testing.T) {
	for code, want := range map[uint32]bool{0: true, 19: false, 1: false, 50: false, 1112: false} {
		if got := isWritable(code); got != want {
			t.Errorf("code %d: %v", code, got)
		}
	}
}
