package shell

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"testing"
)

func TestIconBits(t *testing.T) {
	p := image.NewNRGBA(image.Rect(0, 0, 20, 20))
	p.SetNRGBA(3, 0, color.NRGBA{1, 2, 3, 4})    // the top row is the last
	p.SetNRGBA(0, 19, color.NRGBA{9, 8, 7, 255}) // the bottom row the first
	bits := iconBits(p)
	const header, maskRow = 40, 4
	if want := header + 20*20*4 + maskRow*20; len(bits) != want {
		t.Fatalf("%d bytes, want %d", len(bits), want)
	}
	le := binary.LittleEndian
	if le.Uint32(bits) != header || le.Uint32(bits[4:]) != 20 || le.Uint32(bits[8:]) != 40 || le.Uint16(bits[14:]) != 32 {
		t.Errorf("header % x", bits[:header])
	}
	if got := bits[header : header+4]; !bytes.Equal(got, []byte{7, 8, 9, 255}) {
		t.Errorf("the lower left is % x", got)
	}
	if got := bits[header+19*20*4+3*4:][:4]; !bytes.Equal(got, []byte{3, 2, 1, 4}) {
		t.Errorf("the fourth of the top row is % x", got)
	}
}

// TestTasks: they run in order, one at a time, and not after the end.
func TestTasks(t *testing.T) {
	tasks := newTasks()
	var got []int
	done := make(chan struct{})
	for i := range 100 {
		tasks.add(func(<-chan struct{}) {
			got = append(got, i)
			if i == 99 {
				close(done)
			}
		})
	}
	<-done
	tasks.close()
	tasks.add(func(<-chan struct{}) { t.Error("after the end") })
	for i, one := range got {
		if one != i {
			t.Fatalf("in the order %v", got)
		}
	}
}

// TestEventsNobodyReads: nobody waits for a reader that is gone.
func TestEventsNobodyReads(t *testing.T) {
	e := newEvents()
	e.tell(nil)
	e.tell(nil)
	e.tasks.close()
}
