package usb

import (
	"bytes"
	"context"
	"testing"
	"testing/synctest"

	"surfstick-sms/hw"
)

// wire is what is behind the bulk endpoints of a fake stick in modem mode.
type wire struct {
	in, out chan []byte
	gone    chan struct{}
	errs    chan error // of reads
	hang    bool       // transfers do not come back, cancelled or not
	largest int        // write so far
}

func newWire() *wire {
	return &wire{
		in: make(chan []byte, 100), out: make(chan []byte, 100), gone: make(chan struct{}),
		errs: make(chan error, 10),
	}
}

func (w *wire) take(ctx context.Context, b []byte) (int, error) {
	w.largest = max(w.largest, len(b))
	if w.hang {
		<-w.gone
	}
	select {
	case <-w.gone:
		return 0, faultNoDevice
	default:
	}
	select {
	case <-w.gone:
		return 0, faultNoDevice
	case w.out <- bytes.Clone(b):
		return len(b), nil
	case <-ctx.Done():
		return 0, faultTimeout
	}
}

func (d *fakeDevice) read(ctx context.Context, b []byte) (int, error) {
	if d.claimed == nil || len(b)%d.claimed.packet != 0 {
		return 0, faultOther
	}
	w := d.wire
	if w == nil {
		return d.readDrive(b)
	}
	if w.hang {
		<-w.gone
	}
	select {
	case chunk := <-w.in:
		return copy(b, chunk), nil
	default:
	}
	select {
	case chunk := <-w.in:
		return copy(b, chunk), nil
	case err := <-w.errs:
		return 0, err
	case <-w.gone:
		return 0, faultNoDevice
	case <-ctx.Done():
		return 0, faultTimeout
	}
}

func (d *fakeDevice) setLines(number int, value uint16) error {
	if d.claimed == nil || d.claimed.number != number {
		return faultOther
	}
	d.lines = append(d.lines, value)
	return d.linesErr
}

// peer is the other end of the wire.
type peer struct {
	*wire
	rest []byte
}

func (p *peer) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		p.rest = <-p.out
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

func (p *peer) Write(b []byte) (int, error) {
	p.in <- bytes.Clone(b)
	return len(b), nil
}

// modemStick is 12d1:1001 with three serial interfaces and gaps between their numbers.
func modemStick() *fakeDevice {
	d := &fakeDevice{
		descriptor: descriptor{
			bus: 1, address: 7, ports: []int{1, 2},
			id: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1001},
		},
		wire: newWire(),
	}
	for _, number := range []int{0, 2, 5} {
		d.ifaces = append(d.ifaces, iface{
			number: number, class: 0xff, subClass: 0xff, protocol: 0xff,
			bulkOut: number + 1, bulkIn: number + 1, packet: 512,
		})
	}
	d.ifaces = append(d.ifaces,
		iface{number: 6, class: 0x08, subClass: 6, protocol: 0x50, bulkOut: 8, bulkIn: 8},
		iface{number: 7, class: 0xff, subClass: 0x02, protocol: 0x16, bulkOut: 9, bulkIn: 9},
		iface{number: 8, class: 0xff, subClass: 0xff, protocol: 0xff, bulkIn: 10},
	)
	return d
}

var direct = hw.Line{Kind: hw.LineUSB, Name: hw.USBLineName("1-1.2", 2), Location: "1-1.2", Interface: 2}

func lineOnBus(t *testing.T, devices ...*fakeDevice) (opener, *bus) {
	_, b := onBus(t, devices...)
	return opener{b.start}, b
}

func open(t *testing.T, o opener) *line {
	t.Helper()
	rw, err := o.Open(t.Context(), direct)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rw.Close() })
	return rw.(*line)
}

// inBubble runs a test in a bubble, with a turn of its own.
func inBubble(t *testing.T, f func(t *testing.T)) {
	synctest.Test(t, func(t *testing.T) {
		defer func(outside chan struct{}) { turn = outside }(turn)
		turn = make(chan struct{}, 1)
		f(t)
	})
}
