package virtualstick

import (
	"encoding/binary"
	"fmt"
	"io"
)

// The commands of USB/IP once a device is attached (Linux, Documentation/usb/usbip_protocol.rst).
const (
	cmdSubmit = 1
	cmdUnlink = 2
	retSubmit = 3
	retUnlink = 4

	highSpeed   = 3 // of devices (Linux, usb/ch9.h)
	headerSize  = 48
	maxTransfer = 1 << 20
)

// The status of a reply is a negative errno of Linux.
const (
	statusOK       = 0
	statusStall    = -32  // EPIPE
	statusUnlinked = -104 // ECONNRESET
)

// request is a command of the host: a transfer (URB) or taking one back.
type request struct {
	command, seq uint32
	in           bool
	endpoint     uint8 // number without direction
	length       int
	setup        [8]byte
	data         []byte // of a transfer to the device
	victim       uint32 // the seq to be taken back
}

func readRequest(r io.Reader) (request, error) {
	var h [headerSize]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return request{}, err
	}
	word := func(at int) uint32 { return binary.BigEndian.Uint32(h[at:]) }
	q := request{
		command: word(0), seq: word(4), in: word(12) == 1, endpoint: uint8(word(16) & 0x0f),
	}
	switch q.command {
	case cmdUnlink:
		q.victim = word(20)
		return q, nil
	case cmdSubmit:
	default:
		return request{}, fmt.Errorf("command %d is not known", q.command)
	}
	if word(24) > maxTransfer {
		return request{}, fmt.Errorf("transfer of %d bytes", word(24))
	}
	q.length = int(word(24))
	copy(q.setup[:], h[40:])
	if !q.in {
		q.data = make([]byte, q.length)
		if _, err := io.ReadFull(r, q.data); err != nil {
			return request{}, err
		}
	}
	return q, nil
}

// reply is the answer to a request. actual is the length of what was transferred; data is that of
// a transfer to the host.
type reply struct {
	command, seq uint32
	status       int32
	actual       int
	data         []byte
}

func (r reply) bytes() []byte {
	h := make([]byte, headerSize, headerSize+len(r.data))
	binary.BigEndian.PutUint32(h[0:], r.command)
	binary.BigEndian.PutUint32(h[4:], r.seq)
	binary.BigEndian.PutUint32(h[20:], uint32(r.status))
	binary.BigEndian.PutUint32(h[24:], uint32(r.actual))
	return append(h, r.data...)
}
