package usb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// bus is a fake libusb with devices on it. It keeps the rules that libusb keeps: what was opened
// must be closed before the library is, and nothing is written to what was not claimed.
type bus struct {
	t       *testing.T
	devices []*fakeDevice
	listErr error
	libs    int // how often the library was started
	started bool
}

type fakeDevice struct {
	mute   bool   // sends no command status wrapper
	status byte   // in the command status wrappers that it sends
	sends  []byte // the data that it sends when a command asks for some, cut to that
	stalls int    // so many reads stall before one does not
	refuse int    // so many writes stall before one is taken
	queue  [][]byte
	descriptor
	ifaces   []iface
	openErr  error
	readErr  error // of the configuration
	claimErr error
	writeErr error
	hang     time.Duration // how long a write does not come back, cancelled or not
	silent   bool          // takes nothing until it is cancelled
	done     []string      // everything else that was done to it, such as "configure 2"
	feature  int
	config   int
	configs  []int // that it has
	active   int
	confErr  map[int]error // of making one the active one
	ctrlErr  error
	wire     *wire // of a stick in modem mode
	lines    []uint16
	linesErr error
	busy     int // how often a claim fails
	vanish   int // after so many writes it is gone; 0 is never
	open     int
	claimed  *iface
	sent     [][]byte
}

func (b *bus) start() (library, error) {
	if b.started {
		b.t.Error("libusb was started while it was running")
	}
	b.started = true
	b.libs++
	return b, nil
}

func (b *bus) list() ([]descriptor, error) {
	var all []descriptor
	for _, d := range b.devices {
		all = append(all, d.descriptor)
	}
	return all, b.listErr
}

func (b *bus) open(want descriptor) (device, error) {
	for _, d := range b.devices {
		if d.bus != want.bus || d.address != want.address {
			continue
		}
		if d.openErr != nil {
			return nil, d.openErr
		}
		d.open++
		return d, nil
	}
	return nil, faultNoDevice
}

func (b *bus) close() error {
	b.started = false
	for _, d := range b.devices {
		if d.open != 0 {
			b.t.Errorf("%s is open %d times at the end", d.id, d.open)
		}
	}
	return nil
}

func (d *fakeDevice) interfaces() ([]iface, error) { return d.ifaces, d.readErr }

func (d *fakeDevice) claim(i iface) error {
	if d.busy--; d.busy >= 0 {
		return faultBusy
	}
	if d.claimErr == nil {
		d.claimed = &i
	}
	return d.claimErr
}

func (d *fakeDevice) write(ctx context.Context, b []byte) (int, error) {
	time.Sleep(d.hang)
	switch {
	case d.claimed == nil || d.claimed.class != 0x08 && d.wire == nil:
		return 0, errors.New("written to without a claim")
	case d.silent:
		<-ctx.Done()
		return 0, faultTimeout
	case d.writeErr != nil:
		return 0, d.writeErr
	case d.vanish > 0 && len(d.sent) >= d.vanish:
		return 0, faultNoDevice
	}
	if d.wire != nil {
		return d.wire.take(ctx, b)
	}
	if d.refuse--; d.refuse >= 0 {
		return 0, faultPipe
	}
	d.sent = append(d.sent, bytes.Clone(b))
	d.answer([31]byte(b))
	return len(b), nil
}

// answer puts what comes back for a command into the queue.
func (d *fakeDevice) answer(w [31]byte) {
	d.queue = nil
	if in := expected(w); in > 0 && len(d.sends) > 0 {
		d.queue = append(d.queue, d.sends[:min(in, len(d.sends))])
	}
	if !d.mute {
		csw := append([]byte("USBS"), w[4:8]...)
		d.queue = append(d.queue, append(csw, 0, 0, 0, 0, d.status))
	}
}

// readDrive reads from a stick in storage mode.
func (d *fakeDevice) readDrive(b []byte) (int, error) {
	switch {
	case d.vanish > 0 && len(d.sent) >= d.vanish:
		return 0, faultNoDevice
	case len(d.queue) == 0:
		return 0, faultTimeout
	}
	if d.stalls--; d.stalls >= 0 {
		return 0, faultPipe
	}
	n := copy(b, d.queue[0])
	d.queue = d.queue[1:]
	return n, nil
}

// touched reports whether anything was sent to the device.
func (d *fakeDevice) touched() bool { return len(d.sent) > 0 || len(d.done) > 0 }

func (d *fakeDevice) clearHalt(in bool) error {
	d.note("clear halt, in ", in)
	return nil
}

func (d *fakeDevice) note(parts ...any) { d.done = append(d.done, fmt.Sprint(parts...)) }

func (d *fakeDevice) release() {
	d.note("release")
	d.claimed = nil
}

func (d *fakeDevice) control(c hw.Control) error {
	if c.Type&0x60 != 0 && d.claimed == nil {
		return errors.New("a vendor's request without a claim")
	}
	d.note(fmt.Sprintf("control %02x %02x %04x %04x %d %x", c.Type, c.Request, c.Value, c.Index, c.Length, c.Data))
	if c == (hw.Control{Request: 3, Value: 1}) {
		d.feature++
		return d.writeErr
	}
	return d.ctrlErr
}

func (d *fakeDevice) configurations() (int, []int, error) { return d.active, d.configs, nil }

func (d *fakeDevice) configure(n int) error {
	if d.claimed != nil {
		return faultBusy
	}
	d.note("configure ", n)
	if err := d.confErr[n]; err != nil {
		return err
	}
	d.config, d.active = n, n
	return d.writeErr
}
func (d *fakeDevice) close() error { d.open--; d.claimed = nil; return nil }

var guide, _ = sticks.Message("guide-modem")

// cdStick is a stick in storage mode on bus 1, address 4, and as the scan sees it.
func cdStick(product uint16) (*fakeDevice, hw.Stick) {
	id := hw.ID{Vendor: hw.HuaweiVendor, Product: product}
	d := &fakeDevice{
		descriptor: descriptor{bus: 1, address: 4, ports: []int{1, 2}, id: id, storage: true},
		ifaces: []iface{
			{class: 0x08, subClass: 0x06, protocol: 0x50, bulkOut: 15, bulkIn: 1, packet: 64},
		},
		active: 1, configs: []int{1, 2, 3},
	}
	return d, hw.Stick{
		Location: "1-1.2", ID: id, Mode: hw.ModeStorage, Bus: 1, Address: 4,
	}
}

// onBus makes a switcher for a bus with these devices, between two that must not be touched.
func onBus(t *testing.T, devices ...*fakeDevice) (hw.Switcher, *bus) {
	flash := &fakeDevice{descriptor: descriptor{
		bus: 1, address: 2, id: hw.ID{Vendor: 0x0781, Product: 0x5567}, storage: true,
	}}
	phone := &fakeDevice{descriptor: descriptor{
		bus: 2, address: 4, id: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x107e}, storage: true,
	}}
	b := &bus{t: t, devices: append([]*fakeDevice{flash, phone}, devices...)}
	t.Cleanup(func() {
		for _, d := range []*fakeDevice{flash, phone} {
			if d.touched() {
				t.Errorf("%s was written to", d.id)
			}
		}
	})
	return newSwitcher(b.start), b
}
