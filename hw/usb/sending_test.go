package usb

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
)

// command is a request with a SCSI command for a unit, upon which the device sends back bytes.
func command(unit, in byte, cdb ...byte) hw.Request {
	w := [31]byte{'U', 'S', 'B', 'C', 1, 2, 3, 4, in, 13: unit, 14: byte(len(cdb))}
	if in > 0 {
		w[12] = 0x80
	}
	copy(w[15:], cdb)
	return hw.Request{Wrapper: w}
}

func control(c hw.Control) hw.Request { return hw.Request{Kind: hw.RequestControl, Control: c} }

func configuration(n int) hw.Request {
	return hw.Request{Kind: hw.RequestConfiguration, Configuration: n}
}

func wait(d time.Duration) hw.Request { return hw.Request{Kind: hw.RequestWait, Wait: d} }

func all(requests ...hw.Request) hw.Message { return hw.Message{Requests: requests} }

// ejectAnd is the standard eject and what follows.
func ejectAnd(more ...hw.Request) hw.Message {
	m := hw.Eject()
	m.Requests = append(m.Requests, more...)
	return m
}

var (
	alcatel = command(0, 192, 0x06, 0xf5, 4, 2, 0x52, 0x70)
	zte     = command(0, 32, 0x85, 1, 1, 1, 0x18, 1, 1, 1, 1, 1, 0, 0)
	reader  = command(1, 192, 0x06, 0xf5, 4, 2, 0x52, 0x70)
	sierra  = hw.Control{Type: 0x40, Request: 0x0b, Value: 1}
	kobil   = hw.Control{Type: 0xc0, Request: 0x88, Length: 8}
	qisda   = hw.Control{
		Type: 0x40, Request: 0x04,
		Data: "\x05\x8c\x04\x08\xa0\xee\x20\x00\x5c\x01\x04\x08\x98\xcd\xea\xbf",
	}
)

// sent sends a message to a device without asking the guard, and returns what was told and the error.
func sent(t *testing.T, d *fakeDevice, m hw.Message) ([]string, error) {
	t.Helper()
	var told []string
	ctx := hw.WithAnswer(t.Context(), func(a hw.Answer) { told = append(told, a.String()) })
	err := (&sending{dev: d, drive: d.ifaces[0]}).run(ctx, m)
	return told, err
}

// TestCommandData: the data that a command asks for is read before the status, whatever the device
// makes of it.
func TestCommandData(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*fakeDevice)
		told   string
	}{
		{"as asked", func(d *fakeDevice) { d.sends = make([]byte, 192) }, "written, 192 bytes read, wrapper status 0"},
		{"less", func(d *fakeDevice) { d.sends = make([]byte, 36) }, "written, 36 bytes read, wrapper status 0"},
		{"none", func(*fakeDevice) {}, "written, 0 bytes read, wrapper status 0"},
		{"none, and failed", func(d *fakeDevice) { d.status = 1 }, "written, 0 bytes read, wrapper status 1"},
		{
			"stalls the data", func(d *fakeDevice) { d.sends, d.stalls = make([]byte, 192), 1 },
			"written, 192 bytes read, wrapper status 0",
		},
		{"nothing comes", func(d *fakeDevice) { d.mute = true }, "written, 0 bytes read, then libusb: time-out, no answer"},
		{"leaves", func(d *fakeDevice) { d.vanish = 1 }, "written, 0 bytes read, then libusb: no device, no answer"},
	} {
		d, _ := cdStick(0x1f01)
		c.change(d)
		told, err := sent(t, d, all(alcatel))
		if err != nil || len(d.sent) != 1 || !bytes.Equal(d.sent[0], alcatel.Wrapper[:]) {
			t.Errorf("%s: error %v, sent % x", c.name, err, d.sent)
		}
		if len(told) != 1 || told[0] != c.told {
			t.Errorf("%s: told %q, want %q", c.name, told, c.told)
		}
	}
}

// TestStalls: an endpoint that stalls is cleared and asked once more, and no more than that.
func TestStalls(t *testing.T) {
	const out, in = "clear halt, in false", "clear halt, in true"
	for _, c := range []struct {
		name          string
		refuse, stall int
		sent          int
		done          []string
	}{
		{"none", 0, 0, 1, nil},
		{"the command once", 1, 0, 1, []string{out}},
		{"the command twice", 2, 0, 0, []string{out}},
		{"the status once", 0, 1, 1, []string{in}},
		{"the status twice", 0, 2, 1, []string{in}},
	} {
		d, _ := cdStick(0x1f01)
		d.refuse, d.stalls = c.refuse, c.stall
		if _, err := sent(t, d, guide); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if len(d.sent) != c.sent || !slices.Equal(d.done, c.done) {
			t.Errorf("%s: %d sent, done %q, want %d, %q", c.name, len(d.sent), d.done, c.sent, c.done)
		}
	}
}

// TestEject: all of it goes out, on both units, then what follows, then both endpoints are cleared, as
// usb_modeswitch does it. A stick that says nothing any more gets nothing more.
func TestEject(t *testing.T) {
	const cleared = "[clear halt, in true clear halt, in false]"
	for _, c := range []struct {
		name    string
		message hw.Message
		change  func(*fakeDevice)
		sent    int
		done    string
	}{
		{"eject", hw.Eject(), func(*fakeDevice) {}, 4, cleared},
		{"and more", ejectAnd(zte), func(*fakeDevice) {}, 5, cleared},
		{"no unit 1", ejectAnd(zte), func(d *fakeDevice) { d.status = 1 }, 5, cleared},
		{"says nothing", hw.Eject(), func(d *fakeDevice) { d.mute = true }, 1, "[]"},
		{"leaves", ejectAnd(zte), func(d *fakeDevice) { d.vanish = 2 }, 2, "[]"},
		{"takes nothing more", ejectAnd(zte), func(d *fakeDevice) { d.mute, d.silent = true, false }, 1, "[]"},
	} {
		d, _ := cdStick(0x1f01)
		c.change(d)
		if _, err := sent(t, d, c.message); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if len(d.sent) != c.sent || fmt.Sprint(d.done) != c.done {
			t.Errorf("%s: %d sent, done %v, want %d, %s", c.name, len(d.sent), d.done, c.sent, c.done)
		}
		for i, b := range d.sent {
			if !bytes.Equal(b, c.message.Requests[i].Wrapper[:]) {
				t.Errorf("%s: command %d is % x", c.name, i, b)
			}
		}
	}
}

// TestUnit1: by libusb a command for unit 1 goes out as it is.
func TestUnit1(t *testing.T) {
	d, _ := cdStick(0x1f01)
	d.sends = make([]byte, 192)
	if _, err := sent(t, d, all(reader)); err != nil || len(d.sent) != 1 || d.sent[0][13] != 1 {
		t.Errorf("error %v, sent % x", err, d.sent)
	}
}

// TestControl: the requests go out as they are, one after the other, a stall counting as taken. The
// kernel's driver is taken off first (the fake refuses a vendor's request without).
func TestControl(t *testing.T) {
	const one = "control 40 0b 0001 0000 0 "
	for _, c := range []struct {
		name    string
		message hw.Message
		fails   error
		want    string
		err     error
	}{
		{"Sierra", all(control(sierra)), nil, "[" + one + "]", nil},
		{"Sierra stalls", all(control(sierra)), faultPipe, "[" + one + "]", nil},
		{"Sierra leaves", all(control(sierra)), faultNoDevice, "[" + one + "]", nil},
		{"denied", all(control(sierra)), faultAccess, "[" + one + "]", hw.ErrAccess},
		{"says nothing", all(control(sierra)), faultTimeout, "[" + one + "]", os.ErrDeadlineExceeded},
		{"with data in", all(control(kobil)), nil, "[control c0 88 0000 0000 8 ]", nil},
		{"with data out", all(control(qisda)), nil, "[control 40 04 0000 0000 0 058c0408a0ee20005c01040898cdeabf]", nil},
		{
			"two, the first stalls", all(control(sierra), control(kobil)), faultPipe,
			"[" + one + " control c0 88 0000 0000 8 ]", nil,
		},
		{"two, the first leaves", all(control(sierra), control(kobil)), faultNoDevice, "[" + one + "]", nil},
	} {
		d, _ := cdStick(0x1f01)
		d.ctrlErr = c.fails
		_, err := sent(t, d, c.message)
		if got := fmt.Sprint(d.done); !errors.Is(err, c.err) || got != c.want || len(d.sent) != 0 {
			t.Errorf("%s: error %v, done %s, want %v, %s", c.name, err, got, c.err, c.want)
		}
	}
	busy, _ := cdStick(0x1f01)
	busy.claimErr = faultBusy
	if _, err := sent(t, busy, all(control(sierra))); !errors.Is(err, hw.ErrBusy) || len(busy.done) != 0 {
		t.Errorf("without the interface: error %v, done %v", err, busy.done)
	}
}

// TestConfiguration: no configuration, 100 ms, the new one; what was claimed is given back first. A
// device that does not take it gets its own back.
func TestConfiguration(t *testing.T) {
	for _, c := range []struct {
		name    string
		message hw.Message
		fails   map[int]error
		want    string
		took    time.Duration
		err     error
	}{
		{"taken", all(configuration(2)), nil, "[configure -1 configure 2]", unconfigured, nil},
		{
			"after a request", all(control(kobil), configuration(3)), nil,
			"[control c0 88 0000 0000 8  release configure -1 configure 3]", unconfigured, nil,
		},
		{
			"keeps its own at first", all(configuration(2)),
			map[int]error{-1: faultBusy},
			"[configure -1 configure 2]", 0, nil,
		},
		{"leaves", all(configuration(2)), map[int]error{2: faultNoDevice}, "[configure -1 configure 2]", unconfigured, nil},
		{
			"not taken", all(configuration(2)),
			map[int]error{2: faultBusy},
			"[configure -1 configure 2 configure 1]", unconfigured, hw.ErrBusy,
		},
		{
			"not with this driver", all(configuration(2)),
			map[int]error{-1: faultInvalid, 2: faultInvalid},
			"[configure -1 configure 2 configure 1]", 0, hw.ErrUnsupported,
		},
		{"has none such", all(configuration(9)), nil, "[]", 0, hw.ErrUnsupported},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d, _ := cdStick(0x1f01)
				d.confErr = c.fails
				start := time.Now()
				_, err := sent(t, d, c.message)
				if got := fmt.Sprint(d.done); !errors.Is(err, c.err) || got != c.want {
					t.Errorf("error %v, done %s, want %v, %s", err, got, c.err, c.want)
				}
				if took := time.Since(start); took != c.took {
					t.Errorf("took %v, want %v", took, c.took)
				}
			})
		})
	}
}

// TestWaits: waits before, between and after the requests are kept, the interface held, and do not
// count against the time that libusb may take.
func TestWaits(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d, stick := cdStick(0x1f01)
		_, b := onBus(t, d)
		s := newSwitcher(b.start).(switcher)
		m := all(wait(10*time.Second), guide.Requests[0], wait(2*time.Second), guide.Requests[0], wait(time.Second))
		start := time.Now()
		if err := s.run(t.Context(), stick, m); err != nil || len(d.sent) != 2 {
			t.Errorf("error %v, %d sent", err, len(d.sent))
		}
		if took := time.Since(start); took != 13*time.Second {
			t.Errorf("took %v", took)
		}
	})
}
