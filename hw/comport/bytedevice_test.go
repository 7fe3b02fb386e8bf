package comport

import (
	"io"
	"testing"
)

// fullReads is a driver that completes a read only when the whole buffer is full.
type fullReads struct {
	device
	waiting []byte
}

func (d *fullReads) Read(b []byte) (int, error) {
	if len(b) > len(d.waiting) {
		return 0, io.ErrNoProgress
	}
	n := copy(b, d.waiting)
	d.waiting = d.waiting[n:]
	return n, nil
}

func TestByteDevice(t *testing.T) {
	driver := &fullReads{waiting: []byte("OK")}
	d := byteDevice{driver}
	buffer := make([]byte, 64)
	if _, err := driver.Read(buffer); err == nil {
		t.Fatal("the driver completes long reads")
	}
	for _, want := range "OK" {
		n, err := d.Read(buffer)
		if n != 1 || err != nil || buffer[0] != byte(want) {
			t.Errorf("read %d bytes, %q, %v; want %q", n, buffer[0], err, want)
		}
	}
	if n, err := d.Read(nil); n != 0 || err != nil {
		t.Errorf("read into nothing: %d, %v", n, err)
	}
}
