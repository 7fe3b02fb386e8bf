package usb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/hwtest"
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

var direct = hw.Line{Kind: hw.LineUSB, Name: LineName("1-1.2", 2), Location: "1-1.2", Interface: 2}

func lineOnBus(t *testing.T, devices ...*fakeDevice) (opener, *bus) {
	_, b := onBus(t, devices...)
	return opener{b.start}, b
}

func TestOpenerContract(t *testing.T) {
	hwtest.RunOpener(t, func(t *testing.T) hwtest.Way {
		d := modemStick()
		o, _ := lineOnBus(t, d)
		return hwtest.Way{
			Opener: o, Line: direct, Peer: &peer{wire: d.wire}, Unplug: func() { close(d.wire.gone) },
		}
	})
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

func TestLineLife(t *testing.T) {
	for _, linesErr := range []error{nil, faultPipe} { // a stall means nothing
		inBubble(t, func(t *testing.T) {
			d := modemStick()
			d.linesErr = linesErr
			o, b := lineOnBus(t, d)
			l := open(t, o)
			if d.claimed == nil || d.claimed.number != 2 || fmt.Sprint(d.lines) != "[3]" {
				t.Errorf("claimed %+v, control lines %v", d.claimed, d.lines)
			}
			if !b.started {
				t.Error("the context ended with the opening")
			}
			_ = l.Close()
			if fmt.Sprint(d.lines) != "[3 0]" || d.open != 0 || b.started || b.libs != 1 {
				t.Errorf("control lines %v, open %d, libusb %v", d.lines, d.open, b.started)
			}
		})
	}
}

func TestLineRefuses(t *testing.T) {
	at := func(number int) hw.Line {
		return hw.Line{Kind: hw.LineUSB, Name: LineName("1-1.2", number)}
	}
	for _, c := range []struct {
		name   string
		line   hw.Line
		change func(*fakeDevice)
		want   error
	}{
		{"serial port", hw.Line{Name: "COM8"}, nil, hw.ErrUnsupported},
		{"no name", hw.Line{Kind: hw.LineUSB}, nil, hw.ErrGone},
		{"no interface", hw.Line{Kind: hw.LineUSB, Name: "usb:1-1.2"}, nil, hw.ErrGone},
		{"no location", hw.Line{Kind: hw.LineUSB, Name: "usb::2"}, nil, hw.ErrGone},
		{"negative", at(-1), nil, hw.ErrGone},
		{"gap", at(3), nil, hw.ErrGone},
		{"beyond", at(99), nil, hw.ErrGone},
		{"CD drive", at(6), nil, hw.ErrNotSerial},
		{"network card", at(7), nil, hw.ErrNotSerial},
		{"no way out", at(8), nil, hw.ErrNotSerial},
		{"other socket", hw.Line{Kind: hw.LineUSB, Name: "usb:1-1.3:2"}, nil, hw.ErrGone},
		{"other bus", hw.Line{Kind: hw.LineUSB, Name: "usb:2-1.2:2"}, nil, hw.ErrGone},
		{"other maker", direct, func(d *fakeDevice) { d.id.Vendor = 0x0781 }, hw.ErrGone},
		{"not in the table", direct, func(d *fakeDevice) { d.id.Product = 0x107e }, hw.ErrGone},
		{"rescue", direct, func(d *fakeDevice) { d.id.Product = 0x1443 }, hw.ErrGone},
		{"denied", direct, func(d *fakeDevice) { d.openErr = faultAccess }, hw.ErrAccess},
		{"no driver", direct, func(d *fakeDevice) { d.openErr = faultNotSupported }, hw.ErrNoDriver},
		{"claimed", direct, func(d *fakeDevice) { d.claimErr = faultBusy }, hw.ErrBusy},
		{"unreadable", direct, func(d *fakeDevice) { d.readErr = faultNoDevice }, hw.ErrGone},
	} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				d := modemStick()
				if c.change != nil {
					c.change(d)
				}
				o, b := lineOnBus(t, d)
				rw, err := o.Open(t.Context(), c.line)
				if !errors.Is(err, c.want) || rw != nil {
					t.Errorf("error %v, want %v", err, c.want)
				}
				if d.open != 0 || b.started || len(d.lines) > 0 {
					t.Errorf("open %d, libusb %v, control lines %v", d.open, b.started, d.lines)
				}
			})
		})
	}
}

// TestLineWaitsForBusy: what another program has just left is free a moment later.
func TestLineWaitsForBusy(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		d.busy = 3
		o, b := lineOnBus(t, d)
		open(t, o)
		if b.libs != 4 {
			t.Errorf("tried %d times", b.libs)
		}
	})
}

// TestLineDeniedSlowly: when the time is up, the last answer is the reason.
func TestLineDeniedSlowly(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		d.openErr = faultAccess
		_, b := lineOnBus(t, d)
		o := opener{func() (library, error) { time.Sleep(5 * time.Second); return b.start() }}
		start := time.Now()
		_, err := o.Open(t.Context(), direct)
		if !errors.Is(err, hw.ErrAccess) || time.Since(start) != openTimeout {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
		time.Sleep(time.Hour)
		synctest.Wait()
	})
}

func TestLineTwins(t *testing.T) {
	d, twin := modemStick(), modemStick()
	twin.address, twin.ports = 8, []int{3}
	o, _ := lineOnBus(t, twin, d)
	l := open(t, o)
	if d.open != 1 || twin.open != 0 {
		t.Errorf("the stick is open %d times, its twin %d times", d.open, twin.open)
	}
	_ = l.Close()
	unplaced := direct
	unplaced.Name = LineName("somewhere", 2)
	if _, err := o.Open(t.Context(), unplaced); !errors.Is(err, hw.ErrNotOurs) {
		t.Errorf("error %v, want hw.ErrNotOurs", err)
	}
}

// TestLineWritesInPortions: a long text goes out whole and in order, 512 bytes at a time.
func TestLineWritesInPortions(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		o, _ := lineOnBus(t, d)
		l := open(t, o)
		data := []byte(strings.Repeat("0123456789abcdef", 100))
		if n, err := l.Write(data); n != len(data) || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		var got []byte
		for len(got) < len(data) {
			got = append(got, <-d.wire.out...)
		}
		if !bytes.Equal(got, data) || d.wire.largest != 512 {
			t.Errorf("got %d bytes, the largest portion was %d", len(got), d.wire.largest)
		}
	})
}

// TestLineKeepsWhatCame: nothing is lost while nobody reads, nor at unplugging.
func TestLineKeepsWhatCame(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		o, _ := lineOnBus(t, d)
		l := open(t, o)
		var want []byte
		for i := range 3 * ahead / 2 {
			chunk := fmt.Appendf(nil, "+CMTI: \"SM\",%d\r\n", i)
			want = append(want, chunk...)
			d.wire.in <- chunk
		}
		synctest.Wait()
		close(d.wire.gone)
		var got []byte
		b := make([]byte, 7)
		for {
			n, err := l.Read(b)
			got = append(got, b[:n]...)
			if err != nil {
				if !errors.Is(err, hw.ErrGone) {
					t.Errorf("error %v, want hw.ErrGone", err)
				}
				break
			}
		}
		if !bytes.Equal(got, want) {
			t.Errorf("got %d bytes, want %d", len(got), len(want))
		}
	})
}

func TestLineIdle(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		o, _ := lineOnBus(t, modemStick())
		l := open(t, o)
		start := time.Now()
		for range 5 {
			if n, err := l.Read(make([]byte, 8)); n != 0 || err != nil {
				t.Errorf("%d, %v", n, err)
			}
		}
		if took := time.Since(start); took != 5*idleTime {
			t.Errorf("five reads took %v", took)
		}
	})
}

// TestLineStumbles: an error on the bus now and then is no unplugging; many in a row are.
func TestLineStumbles(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		o, _ := lineOnBus(t, d)
		l := open(t, o)
		d.wire.errs <- faultIO
		d.wire.errs <- faultIO
		time.Sleep(time.Second)
		d.wire.in <- []byte("OK")
		b := make([]byte, 8)
		if n, err := l.Read(b); string(b[:n]) != "OK" || err != nil {
			t.Fatalf("%q, %v", b[:n], err)
		}
		for range stumbles + 1 {
			d.wire.errs <- faultIO
		}
		time.Sleep(time.Second)
		if _, err := l.Read(b); !errors.Is(err, hw.ErrGone) {
			t.Errorf("error %v, want hw.ErrGone", err)
		}
	})
}

func TestLineWriteDeadline(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		d.silent = true
		o, b := lineOnBus(t, d)
		l := open(t, o)
		start := time.Now()
		_, err := l.Write([]byte("AT\r"))
		if !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) != lineTimeout {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
		if d.open != 0 || b.started {
			t.Error("the stuck line was not closed")
		}
	})
}

func TestLineWriteUnplugged(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		o, _ := lineOnBus(t, d)
		l := open(t, o)
		close(d.wire.gone)
		if _, err := l.Write([]byte("AT\r")); !errors.Is(err, hw.ErrGone) {
			t.Errorf("error %v, want hw.ErrGone", err)
		}
	})
}

// TestLineHangs: transfers that cannot be cancelled do not hang the program.
func TestLineHangs(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		d.wire.hang = true
		o, _ := lineOnBus(t, d)
		l := open(t, o)
		start := time.Now()
		if _, err := l.Write([]byte("AT\r")); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		if took := time.Since(start); took != lineTimeout+closeTimeout {
			t.Errorf("took %v", took)
		}
		close(d.wire.gone)
		synctest.Wait()
	})
}

func TestLineHangingOpen(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		_, b := lineOnBus(t, d)
		o := opener{func() (library, error) { time.Sleep(time.Minute); return b.start() }}
		start := time.Now()
		_, err := o.Open(t.Context(), direct)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != openTimeout {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
		if _, err := o.Open(t.Context(), direct); !errors.Is(err, hw.ErrBusy) {
			t.Errorf("meanwhile: error %v, want hw.ErrBusy", err)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if d.open != 0 || b.started {
			t.Error("what came too late was not closed")
		}
	})
}

func TestLineWithoutLibusb(t *testing.T) {
	o := opener{func() (library, error) { panic(faultOther) }}
	if _, err := o.Open(t.Context(), direct); !errors.Is(err, hw.ErrNoLibusb) {
		t.Errorf("error %v, want hw.ErrNoLibusb", err)
	}
}

// TestOpenerReal asks this computer's libusb, or the lack of it, for a stick that is not there.
func TestOpenerReal(t *testing.T) {
	line := hw.Line{Kind: hw.LineUSB, Name: LineName("250-1", 2)}
	want := hw.ErrGone
	if !Available() {
		want = hw.ErrNoLibusb
	}
	if _, err := NewOpener().Open(t.Context(), line); !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}

func TestParseLine(t *testing.T) {
	for _, location := range []string{"1-1.2", "PCIROOT(0)#USBROOT(0)#USB(2)", `USB\VID_12D1\a:b`} {
		got, number, ok := parseLine(LineName(location, 3))
		if got != location || number != 3 || !ok {
			t.Errorf("%q: %q, %d, %v", location, got, number, ok)
		}
	}
}

func TestAtLocation(t *testing.T) {
	d := descriptor{bus: 1, ports: []int{1, 2}}
	for location, want := range map[string]bool{
		"1-1.2": true, "2-1.2": false, "1-1": false, "1-1.2.3": false, "": true, "1-": true,
		"PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(1)#USB(2)": true,
		"PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(2)#USB(1)": false,
	} {
		if got := atLocation(d, location); got != want {
			t.Errorf("%q: %v", location, got)
		}
	}
}

func TestBufferSize(t *testing.T) {
	for packet, want := range map[int]int{0: 4096, 64: 4096, 512: 4096, 500: 4000, 9000: 9000} {
		if got := bufferSize(packet); got != want {
			t.Errorf("packets of %d: %d, want %d", packet, got, want)
		}
	}
}
