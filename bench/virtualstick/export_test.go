package virtualstick_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
)

// export plugs a stick into a socket in the network.
func export(t *testing.T, o virtualstick.Options) (*virtualstick.Stick, *virtualstick.Export) {
	t.Helper()
	e, err := virtualstick.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := virtualstick.New(o)
	if err := s.Plug(e); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Unplug(); _ = e.Close() })
	return s, e
}

// ask connects and sends an operation with its arguments.
func ask(t *testing.T, e *virtualstick.Export, op uint16, arguments string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", e.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	b := binary.BigEndian.AppendUint16([]byte{0x01, 0x11}, op)
	if _, err := conn.Write(append(append(b, 0, 0, 0, 0), arguments...)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// busID is a bus ID as it is sent.
func busID(id string) string { return id + string(make([]byte, 32-len(id))) }

// take attaches the device, or gives the status of the refusal.
func take(t *testing.T, e *virtualstick.Export, id string) (*client, []byte, uint32) {
	t.Helper()
	conn := ask(t, e, 0x8003, busID(id))
	head, device := make([]byte, 8), make([]byte, 312)
	if _, err := io.ReadFull(conn, head); err != nil || !bytes.Equal(head[:4], []byte{1, 0x11, 0, 3}) {
		t.Fatalf("reply % x, %v", head, err)
	}
	if status := binary.BigEndian.Uint32(head[4:]); status != 0 {
		return nil, nil, status
	}
	if _, err := io.ReadFull(conn, device); err != nil {
		t.Fatal(err)
	}
	_ = conn.SetDeadline(time.Time{})
	c := &client{t: t, conn: conn, waiting: map[uint32]chan answer{}, gone: make(chan struct{})}
	go c.read()
	t.Cleanup(func() { _ = conn.Close(); <-c.gone })
	return c, device, 0
}

// identity reads vendor and product ID off the device descriptor.
func (c *client) identity() string {
	c.t.Helper()
	a, err := c.control([8]byte{0x80, 6, 0, 1, 0, 0, 18, 0}, nil)
	if err != nil || len(a.data) != 18 {
		c.t.Fatalf("device descriptor: % x, %v", a.data, err)
	}
	return string([]byte{a.data[9], a.data[8], a.data[11], a.data[10]})
}

func TestExportLists(t *testing.T) {
	_, e := export(t, virtualstick.Options{Device: virtualstick.Modem(0x1001)})
	got, err := io.ReadAll(ask(t, e, 0x8005, ""))
	if err != nil || len(got) != 12+312+3*4 {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
	if want := []byte{1, 0x11, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1}; !bytes.Equal(got[:12], want) {
		t.Errorf("reply % x, want % x", got[:12], want)
	}
	device := got[12:]
	if id := string(bytes.TrimRight(device[256:288], "\x00")); id != virtualstick.ExportID {
		t.Errorf("bus ID %q", id)
	}
	// Bus 1, device 2, high speed; 12d1:1001, release 1.02; class, configurations, interfaces.
	want := []byte{
		0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0x12, 0xd1, 0x10, 0x01, 1, 2, 0, 0, 0, 1, 1, 3,
		0xff, 0xff, 0xff, 0, 0xff, 0xff, 0xff, 0, 0xff, 0xff, 0xff, 0,
	}
	if !bytes.Equal(device[288:], want) {
		t.Errorf("device\n got % x\nwant % x", device[288:], want)
	}
}

// TestExportRestart: the client attaches the stick, switches it, loses it and attaches what it has
// become; meanwhile nobody else gets it.
func TestExportRestart(t *testing.T) {
	s, e := export(t, virtualstick.Options{
		Device: virtualstick.Storage(0x1f01),
		Obey:   virtualstick.Becomes(virtualstick.Modem(0x1001), virtualstick.OrderFeature),
		Temper: virtualstick.Temper{Away: time.Millisecond},
	})
	if _, _, status := take(t, e, "9-9"); status != 1 {
		t.Errorf("another bus ID: status %d", status)
	}
	c, _, status := take(t, e, virtualstick.ExportID)
	if status != 0 || c.identity() != "\x12\xd1\x1f\x01" {
		t.Fatalf("status %d", status)
	}
	if _, _, status := take(t, e, virtualstick.ExportID); status != 1 {
		t.Errorf("taken twice: status %d", status)
	}
	if got, _ := io.ReadAll(ask(t, e, 0x8005, "")); len(got) != 12 || got[11] != 0 {
		t.Errorf("listed although it is taken: % x", got)
	}
	_, _ = c.control(setFeature, nil)
	<-c.gone
	for status = 1; status != 0; {
		c, _, status = take(t, e, virtualstick.ExportID)
	}
	if c.identity() != "\x12\xd1\x10\x01" || len(virtualstick.Orders(s.Record())) != 1 {
		t.Errorf("record %v", s.Record())
	}
	_ = c.conn.Close()
	<-s.Done() // a client that detaches it takes it out
}

// TestExportRefuses: what is no operation gets no answer, and an Export that is closed no device.
func TestExportRefuses(t *testing.T) {
	s, e := export(t, virtualstick.Options{Device: virtualstick.Storage(0x1f01)})
	for _, op := range []uint16{0, 0x8001, 0x0005} {
		if got, _ := io.ReadAll(ask(t, e, op, "")); len(got) != 0 {
			t.Errorf("operation %x: answer % x", op, got)
		}
	}
	half := ask(t, e, 0x8003, "1-1")
	_ = half.Close()
	s.Unplug()
	if _, _, status := take(t, e, virtualstick.ExportID); status != 1 {
		t.Errorf("unplugged: status %d", status)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Plug(e); !errors.Is(err, net.ErrClosed) {
		t.Errorf("plugged into a closed one: %v", err)
	}
	if _, err := virtualstick.Listen(e.Addr().Network()); err == nil {
		t.Error("listens at no address")
	}
}

// TestExportClosed: closing it takes the device away from whoever waits or has it.
func TestExportClosed(t *testing.T) {
	for _, attached := range []bool{false, true} {
		s, e := export(t, virtualstick.Options{Device: virtualstick.Storage(0x1f01)})
		if attached {
			c, _, _ := take(t, e, virtualstick.ExportID)
			c.identity()
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		select {
		case <-s.Done():
		case <-time.After(30 * time.Second):
			t.Errorf("attached %v: still plugged in", attached)
		}
	}
}
