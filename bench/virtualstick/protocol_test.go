package virtualstick

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"
)

// header puts 32-bit words at the front of a header, big endian.
func header(words ...uint32) []byte {
	b := make([]byte, headerSize)
	for i, w := range words {
		binary.BigEndian.PutUint32(b[4*i:], w)
	}
	return b
}

func TestReadRequest(t *testing.T) {
	out := append(header(1, 7, 0x10002, 0, 1, 0, 3), "abc"...)
	q, err := readRequest(bytes.NewReader(out))
	if err != nil || q.command != cmdSubmit || q.seq != 7 || q.in || q.endpoint != 1 ||
		string(q.data) != "abc" {
		t.Errorf("out: %+v, %v", q, err)
	}
	in := header(1, 8, 0x10002, 1, 0, 0x200, 18)
	copy(in[40:], []byte{0x80, 6, 0, 1, 0, 0, 18, 0})
	q, err = readRequest(bytes.NewReader(in))
	if err != nil || !q.in || q.length != 18 || q.setup != [8]byte{0x80, 6, 0, 1, 0, 0, 18} {
		t.Errorf("in: %+v, %v", q, err)
	}
	q, err = readRequest(bytes.NewReader(header(2, 9, 0x10002, 0, 0, 8)))
	if err != nil || q.command != cmdUnlink || q.victim != 8 {
		t.Errorf("unlink: %+v, %v", q, err)
	}
}

func TestReadRequestRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"nothing":   nil,
		"half":      header(1)[:20],
		"unknown":   header(5, 1),
		"huge":      header(1, 1, 0, 0, 1, 0, 0xffffffff),
		"data miss": header(1, 1, 0, 0, 1, 0, 4),
	} {
		if q, err := readRequest(bytes.NewReader(b)); err == nil {
			t.Errorf("%s: %+v", name, q)
		}
	}
	if _, err := readRequest(bytes.NewReader(nil)); !errors.Is(err, io.EOF) {
		t.Errorf("error %v at the end", err)
	}
}

func TestReplyBytes(t *testing.T) {
	b := reply{retSubmit, 7, statusStall, 2, []byte("xy")}.bytes()
	want := append(header(3, 7, 0, 0, 0, 0xffffffe0, 2), "xy"...)
	if !bytes.Equal(b, want) {
		t.Errorf("% x\nwant % x", b, want)
	}
}

func FuzzReadRequest(f *testing.F) {
	f.Add(header(1, 7, 2, 0, 1, 0, 0))
	f.Add(header(2, 7, 2, 0, 1, 5))
	f.Fuzz(func(t *testing.T, b []byte) {
		if q, err := readRequest(bytes.NewReader(b)); err == nil && q.length > maxTransfer {
			t.Errorf("%d bytes", q.length)
		}
	})
}
