package usb

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
)

func TestLineRefuses(t *testing.T) {
	at := func(number int) hw.Line {
		return hw.Line{Kind: hw.LineUSB, Name: hw.USBLineName("1-1.2", number)}
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
		{"not in the table", direct, func(d *fakeDevice) { d.id.Product = 0x107e }, hw.ErrNotSerial},
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

// TestLineByCode: a stick that is in no table is opened when an interface has Huawei's code for AT.
func TestLineByCode(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		d.id.Product = 0x107e
		d.ifaces[1].subClass, d.ifaces[1].protocol = 0x03, 0x12
		o, _ := lineOnBus(t, d)
		rw, err := o.Open(t.Context(), direct)
		if err != nil {
			t.Fatal(err)
		}
		_ = rw.Close()
	})
}

// TestLineOfOthers: a modem of another maker is opened when the table knows it; the control interface of
// a CDC ACM port is not.
func TestLineOfOthers(t *testing.T) {
	for _, c := range []struct {
		name string
		id   hw.ID
		acm  bool
		want error
	}{
		{"EC25", hw.ID{Vendor: 0x2c7c, Product: 0x0125}, false, nil},
		{"unknown ZTE", hw.ID{Vendor: 0x19d2, Product: 0x7777}, false, hw.ErrGone},
		{"serial adapter", hw.ID{Vendor: 0x0403, Product: 0x6001}, false, hw.ErrGone},
		{"CDC ACM", hw.ID{Vendor: 0x2c7c, Product: 0x7777}, true, hw.ErrNotSerial},
	} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				d := modemStick()
				d.id = c.id
				d.descriptor.ifaces = []hw.Interface{{Number: 2, Class: 0xff, SubClass: 0xff, Protocol: 0xff}}
				if c.acm {
					for n := range d.ifaces {
						if d.ifaces[n].number == 2 {
							d.ifaces[n].class, d.ifaces[n].subClass, d.ifaces[n].protocol = 2, 2, 1
						}
					}
				}
				o, _ := lineOnBus(t, d)
				rw, err := o.Open(t.Context(), direct)
				if !errors.Is(err, c.want) || (rw != nil) != (c.want == nil) {
					t.Fatalf("error %v, want %v", err, c.want)
				}
				if rw != nil {
					_ = rw.Close()
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
	unplaced.Name = hw.USBLineName("somewhere", 2)
	if _, err := o.Open(t.Context(), unplaced); !errors.Is(err, hw.ErrNotOurs) {
		t.Errorf("error %v, want hw.ErrNotOurs", err)
	}
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
	line := hw.Line{Kind: hw.LineUSB, Name: hw.USBLineName("250-1", 2)}
	want := hw.ErrGone
	if !Available() {
		want = hw.ErrNoLibusb
	}
	if _, err := NewOpener().Open(t.Context(), line); !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
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
