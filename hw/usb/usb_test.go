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

	"go.uber.org/goleak"

	"surfstick-sms/hw"
	"surfstick-sms/hw/hwtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

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
	descriptor
	ifaces   []iface
	openErr  error
	readErr  error // of the configuration
	claimErr error
	writeErr error
	hang     time.Duration // how long a write does not come back, cancelled or not
	silent   bool          // takes nothing until it is cancelled
	feature  int
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
	if d.claimErr == nil {
		d.claimed = &i
	}
	return d.claimErr
}

func (d *fakeDevice) write(ctx context.Context, b []byte) (int, error) {
	time.Sleep(d.hang)
	switch {
	case d.claimed == nil || d.claimed.class != 0x08:
		return 0, errors.New("written to without a claim")
	case d.silent:
		<-ctx.Done()
		return 0, faultTimeout
	case d.writeErr != nil:
		return 0, d.writeErr
	}
	d.sent = append(d.sent, bytes.Clone(b))
	return len(b), nil
}

func (d *fakeDevice) readStatus(context.Context) error { return faultTimeout }
func (d *fakeDevice) setFeature() error                { d.feature++; return d.writeErr }
func (d *fakeDevice) close() error                     { d.open--; d.claimed = nil; return nil }

var guide = hw.Message{Name: "guide-modem", Bulk: [31]byte{'U', 'S', 'B', 'C', 30: 7}}

// cdStick is a stick in storage mode on bus 1, address 4, and as the scan sees it.
func cdStick(product uint16) (*fakeDevice, hw.Stick) {
	id := hw.ID{Vendor: hw.HuaweiVendor, Product: product}
	d := &fakeDevice{
		descriptor: descriptor{bus: 1, address: 4, ports: []int{1, 2}, id: id, storage: true},
		ifaces:     []iface{{number: 0, class: 0x08, bulkOut: 15, bulkIn: 1}},
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
			if len(d.sent) > 0 || d.feature > 0 {
				t.Errorf("%s was written to", d.id)
			}
		}
	})
	return newSwitcher(b.start), b
}

func TestSwitcherContract(t *testing.T) {
	hwtest.RunSwitcher(t, func(t *testing.T) hwtest.Target {
		d, stick := cdStick(0x1f01)
		s, _ := onBus(t, d)
		return hwtest.Target{Switcher: s, Stick: stick, Sent: func() int { return len(d.sent) }}
	})
}

// TestSwitcherContractReal runs on this computer's libusb, where no such stick is plugged in.
func TestSwitcherContractReal(t *testing.T) {
	hwtest.RunSwitcher(t, func(*testing.T) hwtest.Target { return hwtest.Target{Switcher: New()} })
}

func TestSwitchWritesMessageOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, stick := cdStick(0x1f01)
		d.ifaces = append([]iface{{number: 3, class: 0xff, bulkOut: 2}}, d.ifaces...)
		s, b := onBus(t, d)
		if err := s.Switch(t.Context(), stick, guide); err != nil {
			t.Fatal(err)
		}
		if len(d.sent) != 1 || !bytes.Equal(d.sent[0], guide.Bulk[:]) || d.feature != 0 {
			t.Errorf("sent % x, %d features", d.sent, d.feature)
		}
		if b.started || b.libs != 1 {
			t.Errorf("libusb running: %v, started %d times", b.started, b.libs)
		}
	})
}

// TestSwitchOldStick: the E220 generation knows only the control request.
func TestSwitchOldStick(t *testing.T) {
	for _, writeErr := range []error{nil, faultNoDevice, faultPipe} {
		d, stick := cdStick(0x1414)
		d.writeErr = writeErr
		s, _ := onBus(t, d)
		if err := s.Switch(t.Context(), stick, guide); err != nil {
			t.Errorf("%v: %v", writeErr, err)
		}
		if d.feature != 1 || len(d.sent) != 0 {
			t.Errorf("%v: %d features, sent % x", writeErr, d.feature, d.sent)
		}
	}
}

func TestSwitchErrors(t *testing.T) {
	odd := errors.New("odd")
	for _, c := range []struct {
		name   string
		change func(*fakeDevice)
		want   error
	}{
		{"open denied", func(d *fakeDevice) { d.openErr = faultAccess }, hw.ErrAccess},
		{"open, no driver", func(d *fakeDevice) { d.openErr = faultNotSupported }, hw.ErrNoDriver},
		{"open, composite", func(d *fakeDevice) { d.openErr = faultNotFound }, hw.ErrNoDriver},
		{"open, gone", func(d *fakeDevice) { d.openErr = faultNoDevice }, hw.ErrGone},
		{"open, odd", func(d *fakeDevice) { d.openErr = odd }, odd},
		{"configuration", func(d *fakeDevice) { d.readErr = faultNoDevice }, hw.ErrGone},
		{"claim busy", func(d *fakeDevice) { d.claimErr = faultBusy }, hw.ErrBusy},
		{"claim denied", func(d *fakeDevice) { d.claimErr = faultAccess }, hw.ErrAccess},
		{"claim, no driver", func(d *fakeDevice) { d.claimErr = faultNotSupported }, hw.ErrNoDriver},
		{"claim, wrapped", func(d *fakeDevice) { d.claimErr = fmt.Errorf("x: %w", faultBusy) },
			hw.ErrBusy},
		{"write denied", func(d *fakeDevice) { d.writeErr = faultAccess }, hw.ErrAccess},
		{"write, odd", func(d *fakeDevice) { d.writeErr = odd }, odd},
		{"write takes nothing", func(d *fakeDevice) { d.silent = true }, os.ErrDeadlineExceeded},
		{"vanishes while written to", func(d *fakeDevice) { d.writeErr = faultNoDevice }, nil},
		{"breaks off while written to", func(d *fakeDevice) { d.writeErr = faultIO }, nil},
		{"stalls while written to", func(d *fakeDevice) { d.writeErr = faultPipe }, nil},
		{"listed without storage", func(d *fakeDevice) { d.storage = false }, hw.ErrNotOurs},
		{"became a modem", func(d *fakeDevice) { d.ifaces[0].class = 0xff }, hw.ErrNotOurs},
		{"no bulk endpoint", func(d *fakeDevice) { d.ifaces[0].bulkOut = 0 }, hw.ErrNotOurs},
		{"no interfaces", func(d *fakeDevice) { d.ifaces = nil }, hw.ErrNotOurs},
		{"other address", func(d *fakeDevice) { d.address = 5 }, hw.ErrGone},
		{"other bus", func(d *fakeDevice) { d.bus = 3 }, hw.ErrGone},
		{"other product", func(d *fakeDevice) { d.id.Product = 0x14fe }, hw.ErrGone},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d, stick := cdStick(0x1f01)
				c.change(d)
				s, b := onBus(t, d)
				if err := s.Switch(t.Context(), stick, guide); !errors.Is(err, c.want) {
					t.Errorf("error %v, want %v", err, c.want)
				}
				if len(d.sent) != 0 {
					t.Errorf("sent % x", d.sent)
				}
				if b.started {
					t.Error("libusb is still running")
				}
			})
		})
	}
}

// TestSwitchListError: an unrelated device that cannot be read is no obstacle.
func TestSwitchListError(t *testing.T) {
	d, stick := cdStick(0x1f01)
	s, b := onBus(t, d)
	b.listErr = faultIO
	if err := s.Switch(t.Context(), stick, guide); err != nil || len(d.sent) != 1 {
		t.Errorf("error %v, %d sent", err, len(d.sent))
	}
	none := &bus{t: t, listErr: faultAccess}
	err := newSwitcher(none.start).Switch(t.Context(), stick, guide)
	if !errors.Is(err, hw.ErrAccess) {
		t.Errorf("error %v, want hw.ErrAccess", err)
	}
}

func TestSwitchByPorts(t *testing.T) {
	const way = "PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(1)#USB(2)"
	d, stick := cdStick(0x1f01)
	twin, _ := cdStick(0x1f01)
	twin.address, twin.ports = 9, []int{3}
	stick.Bus, stick.Address, stick.Location = 0, 0, way
	s, _ := onBus(t, twin, d)
	if err := s.Switch(t.Context(), stick, guide); err != nil {
		t.Fatal(err)
	}
	if len(d.sent) != 1 || len(twin.sent) != 0 {
		t.Errorf("%d sent to the stick, %d to its twin", len(d.sent), len(twin.sent))
	}
	stick.Location = "" // nothing tells them apart
	if err := s.Switch(t.Context(), stick, guide); !errors.Is(err, hw.ErrNotOurs) {
		t.Errorf("error %v, want hw.ErrNotOurs", err)
	}
}

func TestSwitchWithoutLibusb(t *testing.T) {
	_, stick := cdStick(0x1f01)
	for name, start := range map[string]func() (library, error){
		"panics": func() (library, error) { panic(faultOther) },
		"fails":  func() (library, error) { return nil, hw.ErrNoLibusb },
	} {
		err := newSwitcher(start).Switch(t.Context(), stick, guide)
		if !errors.Is(err, hw.ErrNoLibusb) {
			t.Errorf("%s: error %v, want hw.ErrNoLibusb", name, err)
		}
	}
}

// panicky panics where gousb does: at an interface number beyond the list.
type panicky struct{ bus }

func (*panicky) list() ([]descriptor, error) { panic("index out of range [2] with length 1") }

func TestSwitchSurvivesPanic(t *testing.T) {
	_, stick := cdStick(0x1f01)
	s := newSwitcher(func() (library, error) { return &panicky{bus{t: t}}, nil })
	err := s.Switch(t.Context(), stick, guide)
	if err == nil || !strings.Contains(err.Error(), "index out of range") {
		t.Errorf("error %v", err)
	}
}

// TestSwitchHangs: a transfer that cannot be cancelled must not hang the program, and nobody else
// may get into libusb before it is back.
func TestSwitchHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		defer func(outside chan struct{}) { turn = outside }(turn)
		turn = make(chan struct{}, 1) // one of this test's bubble
		d, stick := cdStick(0x1f01)
		d.hang = time.Minute
		s, _ := onBus(t, d)
		start := time.Now()
		if err := s.Switch(t.Context(), stick, guide); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want context.DeadlineExceeded", err)
		}
		if took := time.Since(start); took != outerTimeout {
			t.Errorf("took %v, want %v", took, outerTimeout)
		}
		if err := s.Switch(t.Context(), stick, guide); !errors.Is(err, hw.ErrBusy) {
			t.Errorf("second message: %v, want hw.ErrBusy", err)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
	})
}

func TestPortsOf(t *testing.T) {
	for location, want := range map[string]string{
		"PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(2)":                     "[2]",
		"PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(2)#USB(1)":              "[2 1]",
		"PCIROOT(0)#PCI(0801)#PCI(0003)#USBROOT(0)#USB(12)#USBMI(2)": "[12]",
		"1-1.2": "[]", "": "[]", "USB(": "[]", "#USB(x)#USB()#": "[]",
	} {
		if got := fmt.Sprint(portsOf(location)); got != want {
			t.Errorf("%q: %s, want %s", location, got, want)
		}
	}
}

func TestFaultNames(t *testing.T) {
	for f, want := range map[fault]string{
		faultAccess: "libusb: access denied", faultPipe: "libusb: pipe error", 99: "libusb: 99",
	} {
		if got := f.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
