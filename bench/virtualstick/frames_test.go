package virtualstick_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"surfstick-sms/bench/virtualstick"
)

// cable is the end of a network cable: what is read from it is one frame at a time.
type cable struct {
	in, out chan []byte
	cut     chan struct{}
}

func newCable() *cable {
	return &cable{make(chan []byte, 8), make(chan []byte, 8), make(chan struct{})}
}

func (c *cable) Read(b []byte) (int, error) {
	select {
	case frame := <-c.in:
		return copy(b, frame), nil
	case <-c.cut:
		return 0, io.EOF
	}
}

func (c *cable) Write(b []byte) (int, error) {
	c.out <- bytes.Clone(b)
	return len(b), nil
}

func (c *cable) Close() error { close(c.cut); return nil }

// TestFrames: a stick in internet mode is a network card. Each transfer is one Ethernet frame, of up to
// 1,514 bytes, and the host hears that the cable is plugged in once it has chosen the setting with the
// endpoints for frames.
func TestFrames(t *testing.T) {
	end := newCable()
	s, _, c := plug(t, virtualstick.Options{
		Device: virtualstick.Network(0x14dc),
		Dial: func(l virtualstick.Line) (io.ReadWriter, error) {
			if l != virtualstick.LineFrames {
				return nil, errors.New("no such line")
			}
			return end, nil
		},
	})
	seq, _ := c.submit(0x82, nil, nil, 16)
	if a := c.unlink(seq); a.status != -104 {
		t.Errorf("before the setting is chosen: status %d", a.status)
	}
	if _, err := c.control([8]byte{0x01, 0x0b, 1, 0, 1, 0, 0, 0}, nil); err != nil {
		t.Fatal(err)
	}
	// Notification NETWORK_CONNECTION, connected (CDC PSTN 1.2, clause 6.5.1; ECM 1.2, clause 6.3).
	if a, err := c.receive(2, 16); err != nil || !bytes.Equal(a.data, []byte{0xa1, 0, 1, 0, 0, 0, 0, 0}) {
		t.Errorf("notification %x, %v", a.data, err)
	}
	// SET_ETHERNET_PACKET_FILTER (ECM 1.2, clause 6.2.4).
	if a, err := c.control([8]byte{0x21, 0x43, 0x0e, 0, 0, 0, 0, 0}, nil); err != nil || a.status != 0 {
		t.Errorf("filter: %+v, %v", a, err)
	}
	for _, length := range []int{60, 512, 1514} {
		frame := bytes.Repeat([]byte{byte(length)}, length)
		end.in <- frame
		if a, err := c.receive(1, 2048); err != nil || !bytes.Equal(a.data, frame) {
			t.Errorf("to the host, %d bytes: %d, %v", length, len(a.data), err)
		}
		if _, err := c.write(1, frame); err != nil {
			t.Fatal(err)
		}
		if got := <-end.out; !bytes.Equal(got, frame) {
			t.Errorf("from the host, %d bytes: %d", length, len(got))
		}
	}
	s.Unplug()
	if _, open := <-end.cut; open {
		t.Error("the cable is still plugged in")
	}
}
