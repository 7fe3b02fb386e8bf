package virtualstick_test

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
	"testing"

	"surfstick-sms/bench/virtualstick"
)

// host is the other end: a socket to plug into, and a client that sends transfers as Linux does.
type host struct {
	t        *testing.T
	attached chan *client
	refuse   error // of the next Attach
}

func newHost(t *testing.T) *host { return &host{t: t, attached: make(chan *client, 8)} }

// Attach implements virtualstick.Socket.
func (h *host) Attach(d virtualstick.Device) (io.ReadWriteCloser, error) {
	if err := h.refuse; err != nil {
		return nil, err
	}
	ours, theirs := net.Pipe()
	c := &client{t: h.t, conn: ours, device: d, waiting: map[uint32]chan answer{}}
	c.gone = make(chan struct{})
	go c.read()
	h.attached <- c
	return theirs, nil
}

// next waits for the device to come (back).
func (h *host) next() *client { return <-h.attached }

// plug makes a stick and plugs it in for the time of the test.
func plug(t *testing.T, o virtualstick.Options) (*virtualstick.Stick, *host, *client) {
	t.Helper()
	s, h := virtualstick.New(o), newHost(t)
	if err := s.Plug(h); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Unplug)
	return s, h, h.next()
}

type answer struct {
	status int32
	actual uint32
	data   []byte
}

var errGone = errors.New("the device went away")

type client struct {
	t      *testing.T
	conn   net.Conn
	device virtualstick.Device
	gone   chan struct{}

	mu      sync.Mutex
	seq     uint32
	waiting map[uint32]chan answer
	in      map[uint32]bool
}

// read gives every answer to whoever waits for it.
func (c *client) read() {
	defer close(c.gone)
	defer c.conn.Close()
	for {
		var h [48]byte
		if _, err := io.ReadFull(c.conn, h[:]); err != nil {
			return
		}
		a := answer{
			status: int32(binary.BigEndian.Uint32(h[20:])), actual: binary.BigEndian.Uint32(h[24:]),
		}
		seq := binary.BigEndian.Uint32(h[4:])
		c.mu.Lock()
		ch := c.waiting[seq]
		delete(c.waiting, seq)
		in := c.in[seq]
		c.mu.Unlock()
		if in && binary.BigEndian.Uint32(h[:]) == 3 && a.status == 0 {
			a.data = make([]byte, a.actual)
			if _, err := io.ReadFull(c.conn, a.data); err != nil {
				return
			}
		}
		if ch == nil {
			c.t.Errorf("an answer to %d, which nobody asked", seq)
			continue
		}
		ch <- a
	}
}

// submit sends a transfer; address has bit 7 set for those to the host.
func (c *client) submit(address uint8, setup []byte, data []byte, length int) (uint32, chan answer) {
	h := make([]byte, 48)
	c.mu.Lock()
	c.seq++
	seq, ch := c.seq, make(chan answer, 1)
	c.waiting[seq] = ch
	if c.in == nil {
		c.in = map[uint32]bool{}
	}
	in := address&0x80 != 0
	c.in[seq] = in
	c.mu.Unlock()
	binary.BigEndian.PutUint32(h[0:], 1)
	binary.BigEndian.PutUint32(h[4:], seq)
	if in {
		binary.BigEndian.PutUint32(h[12:], 1)
	}
	binary.BigEndian.PutUint32(h[16:], uint32(address&0x0f))
	binary.BigEndian.PutUint32(h[24:], uint32(length))
	copy(h[40:], setup)
	_, _ = c.conn.Write(append(h, data...)) // a device that went away shows in await
	return seq, ch
}

func (c *client) unlink(victim uint32) answer {
	h := make([]byte, 48)
	c.mu.Lock()
	c.seq++
	ch := make(chan answer, 1)
	c.waiting[c.seq] = ch
	binary.BigEndian.PutUint32(h[4:], c.seq)
	c.mu.Unlock()
	binary.BigEndian.PutUint32(h[0:], 2)
	binary.BigEndian.PutUint32(h[20:], victim)
	_, _ = c.conn.Write(h)
	a, _ := c.await(ch)
	return a
}

func (c *client) await(ch chan answer) (answer, error) {
	select {
	case a := <-ch:
		return a, nil
	case <-c.gone:
		select {
		case a := <-ch:
			return a, nil
		default:
			return answer{}, errGone
		}
	}
}

// control sends a control request; a negative status stands for a stall.
func (c *client) control(setup [8]byte, data []byte) (answer, error) {
	address, length := uint8(0), len(data)
	if setup[0]&0x80 != 0 {
		address, length = 0x80, int(binary.LittleEndian.Uint16(setup[6:]))
	}
	_, ch := c.submit(address, setup[:], data, length)
	return c.await(ch)
}

func (c *client) write(endpoint uint8, b []byte) (answer, error) {
	_, ch := c.submit(endpoint, nil, b, len(b))
	return c.await(ch)
}

func (c *client) receive(endpoint uint8, length int) (answer, error) {
	_, ch := c.submit(0x80|endpoint, nil, nil, length)
	return c.await(ch)
}

// command sends a SCSI command in a proper wrapper and gives its data and status byte.
func (c *client) command(cdb []byte, length int) ([]byte, byte) {
	c.t.Helper()
	w := wrapper(cdb, length, true)
	if _, err := c.write(1, w); err != nil {
		c.t.Fatalf("command % x: %v", cdb, err)
	}
	var data []byte
	if length > 0 {
		a, err := c.receive(1, length)
		if err != nil || a.status != 0 {
			c.t.Fatalf("data of % x: %v, status %d", cdb, err, a.status)
		}
		data = a.data
	}
	return data, c.status(w[4:8], length-len(data))
}

// status reads the status wrapper of a command.
func (c *client) status(tag []byte, residue int) byte {
	c.t.Helper()
	a, err := c.receive(1, 13)
	if err != nil || len(a.data) != 13 {
		c.t.Fatalf("status: %v, % x", err, a.data)
	}
	if string(a.data[:4]) != "USBS" || string(a.data[4:8]) != string(tag) {
		c.t.Fatalf("status wrapper % x", a.data)
	}
	if got := binary.LittleEndian.Uint32(a.data[8:]); int(got) != residue {
		c.t.Errorf("residue %d, want %d", got, residue)
	}
	return a.data[12]
}

// wrapper is a command block wrapper as Linux' usb-storage makes it.
func wrapper(cdb []byte, length int, in bool) []byte {
	w := make([]byte, 31)
	copy(w, "USBC")
	binary.LittleEndian.PutUint32(w[4:], 0x4711)
	binary.LittleEndian.PutUint32(w[8:], uint32(length))
	if in {
		w[12] = 0x80
	}
	w[14] = byte(len(cdb))
	copy(w[15:], cdb)
	return w
}
