package virtualstick

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"
)

// script is a host that sends what it has and takes whatever comes.
type script struct {
	io.Reader
	answers int
	closed  bool
}

func (s *script) Write(b []byte) (int, error) {
	if s.closed {
		return 0, errors.New("closed")
	}
	s.answers++
	return len(b), nil
}

func (s *script) Close() error { s.closed = true; return nil }

// transfer is a transfer to an endpoint, as the host sends it.
func transfer(seq, endpoint uint32, setup, data []byte) []byte {
	b := header(cmdSubmit, seq, 0x10002, 0, endpoint, 0, uint32(len(data)))
	copy(b[40:], setup)
	return append(b, data...)
}

// FuzzSession: whatever a host sends, in whatever order, no device breaks; it ends with the host,
// and everything that was written to it is in the record.
func FuzzSession(f *testing.F) {
	guide := make([]byte, wrapperSize)
	copy(guide, "USBC")
	copy(guide[14:], []byte{0x11, 0x11, 0x06, 0x20, 0, 0, 1})
	inquiry := bytes.Clone(guide)
	binary.LittleEndian.PutUint32(inquiry[8:], 36)
	inquiry[12] = 0x80
	copy(inquiry[14:], []byte{6, opInquiry, 0, 0, 0, 36, 0})
	read := header(cmdSubmit, 2, 0x10002, 1, 1, 0, 512)
	f.Add(uint8(0), transfer(1, 1, nil, guide))
	f.Add(uint8(0), append(transfer(1, 1, nil, inquiry), read...))
	f.Add(uint8(0), append(read, header(cmdUnlink, 3, 0x10002, 0, 0, 2)...))
	f.Add(uint8(1), transfer(1, 0, []byte{0x21, 0x22, 3, 0, 2, 0, 0, 0}, nil))
	f.Add(uint8(1), transfer(1, 3, nil, []byte("AT\r")))
	f.Add(uint8(2), transfer(1, 0, []byte{0, 9, 2, 0, 0, 0, 0, 0}, nil))
	f.Add(uint8(3), append(transfer(1, 0, []byte{0, 9, 2, 0, 0, 0, 0, 0}, nil), transfer(2, 1, nil, guide)...))
	two := Storage(0x1f01)
	two.More = [][]Interface{ACM(two.ID, "", "").Interfaces}
	devices := []Device{Storage(0x1f01), Modem(0x1001), Network(0x14dc), two}
	for _, stranger := range Foreign() {
		devices = append(devices, stranger.Device)
	}
	f.Fuzz(func(t *testing.T, which uint8, sent []byte) {
		var j journal
		host := &script{Reader: bytes.NewReader(sent)}
		s := newSession(devices[int(which)%len(devices)], host, &j, nil)
		orders := 0
		s.order = func(written []Entry) (heard, obeyed bool) {
			if last(written).Order().Kind == OrderNone {
				return false, false
			}
			orders++
			return true, orders > 1
		}
		s.serve()
		if !host.closed {
			t.Error("the device is still on the bus")
		}
		if n := len(Orders(j.all())); n < orders {
			t.Errorf("%d orders obeyed, %d in the record", orders, n)
		}
	})
}
