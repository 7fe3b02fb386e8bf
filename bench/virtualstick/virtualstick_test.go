package virtualstick_test

import (
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The guide's message, that of Linux (which asks for HiLink), and the control requests.
var (
	guide  = unhex("55534243123456780000000000000011062000000100000000000000000000")
	hilink = unhex("55534243123456780000000000000011062000000101000100000000000000")

	setFeature = [8]byte{0x00, 0x03, 0x01}
	setConfig2 = [8]byte{0x00, 0x09, 0x02}
	eject      = []byte{0x1b, 0, 0, 0, 0x02, 0}
)

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

// e3531 is a stick that reads the message.
func e3531() virtualstick.Options {
	return virtualstick.Options{
		Device: virtualstick.Storage(0x1f01),
		Obey:   virtualstick.Firmware(virtualstick.Modem(0x1001), virtualstick.Network(0x14dc)),
	}
}

func TestOrders(t *testing.T) {
	modem := virtualstick.Modem(0x1506)
	becomes := func(k virtualstick.OrderKind) virtualstick.Obey {
		return virtualstick.Becomes(modem, k)
	}
	message := func(b []byte) func(*client) {
		return func(c *client) { _, _ = c.write(1, b) }
	}
	request := func(setup [8]byte) func(*client) {
		return func(c *client) { _, _ = c.control(setup, nil) }
	}
	for _, c := range []struct {
		name string
		obey virtualstick.Obey
		send func(*client)
		want uint16 // 0: stays
	}{
		{"raw message", e3531().Obey, message(guide), 0x1001},
		{"through a driver", e3531().Obey, message(wrapper(guide[15:], 0, false)), 0x1001},
		{"HiLink byte", e3531().Obey, message(hilink), 0x14dc},
		{"feature", becomes(virtualstick.OrderFeature), request(setFeature), 0x1506},
		{"configuration", becomes(virtualstick.OrderConfiguration), request(setConfig2), 0x1506},
		{"eject", becomes(virtualstick.OrderEject), message(wrapper(eject, 0, false)), 0x1506},
		{
			"message to one that wants a feature", becomes(virtualstick.OrderFeature),
			message(guide), 0,
		},
		{"feature to one that wants a message", e3531().Obey, request(setFeature), 0},
		{"cares for nothing", nil, message(guide), 0},
		{
			"first configuration", becomes(virtualstick.OrderConfiguration),
			request([8]byte{0, 9, 1}), 0,
		},
		{
			"load", becomes(virtualstick.OrderEject),
			message(wrapper([]byte{0x1b, 0, 0, 0, 0x03, 0}, 0, false)), 0,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, h, first := plug(t, virtualstick.Options{
					Device: virtualstick.Storage(0x1f01), Obey: c.obey,
				})
				defer s.Unplug()
				c.send(first)
				if c.want == 0 {
					synctest.Wait()
					if d, ok := s.Device(); !ok || d.ID.Product != 0x1f01 {
						t.Errorf("became %v %v", d.ID, ok)
					}
					return
				}
				start := time.Now()
				if got := h.next().device.ID.Product; got != c.want {
					t.Errorf("became %04x, want %04x", got, c.want)
				}
				if away := time.Since(start); away != 1500*time.Millisecond {
					t.Errorf("away for %v", away)
				}
				if n := len(virtualstick.Orders(s.Record())); n != 1 {
					t.Errorf("%d orders in the record", n)
				}
			})
		})
	}
}

// TestMessageBytes: the record has every byte of the message, in both forms.
func TestMessageBytes(t *testing.T) {
	s, h, c := plug(t, virtualstick.Options{
		Device: virtualstick.Storage(0x1f01), Temper: virtualstick.Temper{Away: 1},
		Obey: e3531().Obey,
	})
	if a, err := c.write(1, guide); err != nil || a.status != 0 || a.actual != 31 {
		t.Errorf("write: %v, %+v", err, a)
	}
	h.next()
	got := virtualstick.Orders(s.Record())
	if len(got) != 1 || string(got[0].Bytes) != string(guide) ||
		string(got[0].CDB()) != string(guide[15:]) {
		t.Errorf("record %v", got)
	}
	if got[0].ID != (hw.ID{Vendor: 0x12d1, Product: 0x1f01}) {
		t.Errorf("written to %v", got[0].ID)
	}
}

func TestTempers(t *testing.T) {
	for name, c := range map[string]struct {
		temper virtualstick.Temper
		orders int
		away   time.Duration // 0: for ever
	}{
		"twice":  {virtualstick.Temper{Deaf: 1}, 2, 1500 * time.Millisecond},
		"slow":   {virtualstick.Temper{Away: 12 * time.Second}, 1, 12 * time.Second},
		"gone":   {virtualstick.Temper{Gone: true}, 1, 0},
		"polite": {virtualstick.Temper{Polite: true}, 1, 1600 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := e3531()
				o.Temper = c.temper
				s, h, first := plug(t, o)
				defer s.Unplug()
				for n := range c.orders {
					w := wrapper(guide[15:], 0, false)
					if _, err := first.write(1, w); err != nil {
						t.Fatal(err)
					}
					if n < c.orders-1 || c.temper.Polite {
						first.status(w[4:8], 0)
					}
				}
				start := time.Now()
				if c.away == 0 {
					time.Sleep(time.Hour)
					if _, there := s.Device(); there || len(h.attached) > 0 {
						t.Error("it came back")
					}
					return
				}
				if got := h.next().device.ID.Product; got != 0x1001 || time.Since(start) != c.away {
					t.Errorf("%04x after %v", got, time.Since(start))
				}
			})
		})
	}
}

func TestUnplug(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h, c := plug(t, e3531())
		if err := s.Plug(h); !errors.Is(err, virtualstick.ErrPlugged) {
			t.Errorf("plugged twice: %v", err)
		}
		s.Unplug()
		if _, err := c.write(1, guide); !errors.Is(err, errGone) {
			t.Errorf("write after unplugging: %v", err)
		}
		s.Unplug() // nothing to do
		if err := s.Plug(h); err != nil {
			t.Fatal(err)
		}
		_, _ = h.next().write(1, guide)
		s.Unplug() // while it restarts
		time.Sleep(time.Minute)
		if _, there := s.Device(); there || len(h.attached) > 0 {
			t.Error("it came back after it was unplugged")
		}
		s.Forget()
		if len(s.Record()) != 0 {
			t.Error("the record is not empty")
		}
	})
}

func TestAttachFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h, c := plug(t, e3531())
		defer s.Unplug()
		h.refuse = os.ErrPermission
		_, _ = c.write(1, guide)
		time.Sleep(2 * time.Second)
		if err := s.Err(); !errors.Is(err, os.ErrPermission) {
			t.Errorf("error %v", err)
		}
		other := virtualstick.New(e3531())
		if err := other.Plug(h); !errors.Is(err, os.ErrPermission) {
			t.Errorf("error %v", err)
		}
		other.Unplug()
	})
}

// parrot says back in capitals what it is told.
type parrot struct {
	mu     sync.Mutex
	said   string
	closed bool
}

func (p *parrot) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said += strings.ToUpper(string(b))
	return len(b), nil
}

func (p *parrot) Read(b []byte) (int, error) {
	time.Sleep(time.Millisecond)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return 0, io.EOF
	}
	n := copy(b, p.said)
	p.said = p.said[n:]
	return n, nil
}

func (p *parrot) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	return nil
}

func TestLines(t *testing.T) {
	parrots := map[virtualstick.Line]*parrot{}
	s, _, c := plug(t, virtualstick.Options{
		Device: virtualstick.Modem(0x1001),
		Dial: func(l virtualstick.Line) (io.ReadWriter, error) {
			parrots[l] = &parrot{}
			return parrots[l], nil
		},
	})
	for endpoint, text := range map[uint8]string{1: "modem", 3: "pc ui"} {
		if _, err := c.write(endpoint, []byte(text)); err != nil {
			t.Fatal(err)
		}
		a, err := c.receive(endpoint, 512)
		if err != nil || string(a.data) != strings.ToUpper(text) {
			t.Errorf("endpoint %d: %q, %v", endpoint, a.data, err)
		}
	}
	if a, err := c.write(2, []byte("anybody?")); err != nil || a.actual != 8 {
		t.Errorf("silent interface: %+v, %v", a, err)
	}
	seq, ch := c.submit(0x82, nil, nil, 512)
	if a := c.unlink(seq); a.status != -104 {
		t.Errorf("taking back: status %d", a.status)
	}
	if len(ch) != 0 {
		t.Error("the silent interface said something")
	}
	if a := c.unlink(seq); a.status != 0 {
		t.Errorf("taking back twice: status %d", a.status)
	}
	s.Unplug()
	if len(parrots) != 2 || !parrots[virtualstick.LinePCUI].closed {
		t.Errorf("lines %v", parrots)
	}
}

// TestLineAway: what is behind an interface may not be there.
func TestLineAway(t *testing.T) {
	_, _, c := plug(t, virtualstick.Options{
		Device: virtualstick.Modem(0x1001),
		Dial:   func(virtualstick.Line) (io.ReadWriter, error) { return nil, errors.New("away") },
	})
	if a, err := c.write(3, []byte("AT\r")); err != nil || a.status != 0 {
		t.Errorf("%+v, %v", a, err)
	}
}
