package usb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSwitcherContract(t *testing.T) {
	contract.RunSwitcher(t, func(t *testing.T) contract.SwitcherSetup {
		d, stick := cdStick(0x1f01)
		s, _ := onBus(t, d)
		return contract.SwitcherSetup{Switcher: s, Stick: stick, Sent: func() int { return len(d.sent) }}
	})
}

// TestSwitcherContractReal runs on this computer's libusb, where no such stick is plugged in.
func TestSwitcherContractReal(t *testing.T) {
	contract.RunSwitcher(t, func(*testing.T) contract.SwitcherSetup { return contract.SwitcherSetup{Switcher: New()} })
}

func TestSwitchWritesMessageOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, stick := cdStick(0x1f01)
		d.ifaces = append([]iface{{number: 3, class: 0xff, bulkOut: 2}}, d.ifaces...)
		s, b := onBus(t, d)
		if err := s.Switch(t.Context(), stick, guide); err != nil {
			t.Fatal(err)
		}
		if len(d.sent) != 1 || !bytes.Equal(d.sent[0], guide.Requests[0].Wrapper[:]) || d.feature != 0 {
			t.Errorf("sent % x, %d features", d.sent, d.feature)
		}
		if b.started || b.libs != 1 {
			t.Errorf("libusb running: %v, started %d times", b.started, b.libs)
		}
	})
}

// TestSwitchOldStick: the E220 generation knows only the control request.
func TestSwitchOldStick(t *testing.T) {
	feature, _ := sticks.Message("huawei-mode")
	for _, writeErr := range []error{nil, faultNoDevice, faultPipe} {
		d, stick := cdStick(0x1414)
		d.writeErr = writeErr
		s, _ := onBus(t, d)
		if err := s.Switch(t.Context(), stick, feature); err != nil {
			t.Errorf("%v: %v", writeErr, err)
		}
		if d.feature != 1 || len(d.sent) != 0 {
			t.Errorf("%v: %d features, sent % x", writeErr, d.feature, d.sent)
		}
	}
}

// TestSwitchByTable sends every row what usb_modeswitch sends, and nothing else.
func TestSwitchByTable(t *testing.T) {
	rows := 0
	for product := range 0x10000 {
		model, ok := sticks.Lookup(hw.Stick{ID: hw.ID{Vendor: hw.HuaweiVendor, Product: uint16(product)}})
		if !ok {
			continue
		}
		rows++
		d, stick := cdStick(model.Product)
		s, _ := onBus(t, d)
		err := s.Switch(t.Context(), stick, model.Request)
		if model.Method == sticks.MethodNone {
			if !errors.Is(err, hw.ErrNotOurs) || d.touched() {
				t.Errorf("%04x: error %v, sent % x", model.Product, err, d.sent)
			}
			continue
		}
		if err != nil {
			t.Errorf("%04x: %v", model.Product, err)
		}
		wantWrappers(t, d, model.Request)
		if (d.feature == 1) != (model.Method == sticks.MethodFeature) {
			t.Errorf("%04x: %d features", model.Product, d.feature)
		}
		if d.config != model.Request.Requests[0].Configuration {
			t.Errorf("%04x: configuration %d", model.Product, d.config)
		}
	}
	if rows != 84 {
		t.Errorf("%d rows", rows)
	}
}

func wantWrappers(t *testing.T, d *fakeDevice, m hw.Message) {
	t.Helper()
	var wrappers [][]byte
	for _, r := range m.Requests {
		if r.Kind == hw.RequestCommand {
			wrappers = append(wrappers, r.Wrapper[:])
		}
	}
	if !slices.EqualFunc(d.sent, wrappers, bytes.Equal) {
		t.Errorf("%s: sent % x, want % x", d.id, d.sent, wrappers)
	}
}

// TestSwitchRefusesOthersMessage: a stick gets no message but those of its row.
func TestSwitchRefusesOthersMessage(t *testing.T) {
	for product, name := range map[uint16]string{
		0x1f01: "eject", 0x1414: "guide-modem", 0x380b: "guide-modem", 0x1d50: "huawei-mode",
	} {
		d, stick := cdStick(product)
		s, b := onBus(t, d)
		m, known := sticks.Message(name)
		err := s.Switch(t.Context(), stick, m)
		if !known || !errors.Is(err, hw.ErrNotOurs) || d.touched() || b.libs != 0 {
			t.Errorf("%04x took %s: error %v", product, name, err)
		}
	}
}

// TestSwitchControlNeedsCDDrive: a control request goes to nothing that has become a modem either.
func TestSwitchControlNeedsCDDrive(t *testing.T) {
	for product, name := range map[uint16]string{0x1414: "huawei-mode", 0x1d50: "configuration-2"} {
		d, stick := cdStick(product)
		d.ifaces[0].class = 0xff
		s, _ := onBus(t, d)
		m, _ := sticks.Message(name)
		if err := s.Switch(t.Context(), stick, m); !errors.Is(err, hw.ErrNotOurs) || d.touched() {
			t.Errorf("%04x: error %v", product, err)
		}
	}
}

// TestSwitchNeedsCommandBlocks: a message is a SCSI command in a command block wrapper, so that it
// goes to no mass storage interface that takes anything else; and to no card reader, whatever its
// ID is.
func TestSwitchNeedsCommandBlocks(t *testing.T) {
	for _, c := range []struct {
		name               string
		subClass, protocol uint8
		cd                 hw.CD
		want               error
	}{
		{"SCSI", 0x06, 0x50, hw.CDUnknown, nil},
		{"commands of CD drives", 0x02, 0x50, hw.CDPresent, nil},
		{"floppy drive", 0x04, 0x00, hw.CDUnknown, hw.ErrNotOurs},
		{"control/bulk/interrupt", 0x06, 0x00, hw.CDUnknown, hw.ErrNotOurs},
		{"UAS", 0x06, 0x62, hw.CDUnknown, hw.ErrNotOurs},
		{"card reader", 0x06, 0x50, hw.CDNone, hw.ErrNotOurs},
	} {
		d, stick := cdStick(0x1f01)
		d.ifaces[0].subClass, d.ifaces[0].protocol, stick.CD = c.subClass, c.protocol, c.cd
		s, _ := onBus(t, d)
		err := s.Switch(t.Context(), stick, guide)
		if !errors.Is(err, c.want) || d.touched() != (c.want == nil) {
			t.Errorf("%s: error %v, %d sent", c.name, err, len(d.sent))
		}
	}
}

// TestEjectStopsWhenGone: a stick that ejects at the first command takes no more.
func TestEjectStopsWhenGone(t *testing.T) {
	eject, _ := sticks.Message("eject")
	d, stick := cdStick(0x380b)
	d.vanish = 2
	s, _ := onBus(t, d)
	if err := s.Switch(t.Context(), stick, eject); err != nil || len(d.sent) != 2 {
		t.Errorf("error %v, %d sent", err, len(d.sent))
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
		{
			"claim, wrapped", func(d *fakeDevice) { d.claimErr = fmt.Errorf("x: %w", faultBusy) },
			hw.ErrBusy,
		},
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

// TestSwitchTellsTheEnd: how the transfers ended is evidence, whether or not the stick obeyed.
func TestSwitchTellsTheEnd(t *testing.T) {
	for want, change := range map[string]func(*fakeDevice){
		"written, then libusb: time-out, no answer": func(d *fakeDevice) { d.mute = true },
		"written, wrapper status 1":                 func(d *fakeDevice) { d.status = 1 },
		"libusb: no device":                         func(d *fakeDevice) { d.writeErr = faultNoDevice },
	} {
		d, stick := cdStick(0x1f01)
		change(d)
		s, _ := onBus(t, d)
		var told []string
		ctx := hw.WithAnswer(t.Context(), func(a hw.Answer) { told = append(told, a.String()) })
		if err := s.Switch(ctx, stick, guide); err != nil {
			t.Error(err)
		}
		if len(told) != 1 || told[0] != want {
			t.Errorf("told %q, want %q", told, want)
		}
	}
}
