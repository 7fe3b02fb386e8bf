//go:build vm

package vm

import (
	"net/http"
	"testing"
	"time"

	"surfstick-sms/bench/cables"
	"surfstick-sms/hw"
	"surfstick-sms/hw/netcard"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// hilinkStick is a stick in HiLink mode: a network card, and behind it a place with a DHCP server and the
// simulated web server.
type hilinkStick struct {
	t     *testing.T
	card  *card
	place *cables.Place
	fake  *fakehilink.Server
	off   []func() // ends what runs in the stick as long as it has power
}

// newHiLink makes a stick that is not plugged in.
func newHiLink(t *testing.T, c *card, o fakehilink.Options) *hilinkStick {
	t.Helper()
	o.SendTime = 200 * time.Millisecond
	s := &hilinkStick{t: t, card: c, place: cables.NewPlace(t, c.location), fake: fakehilink.New(o)}
	s.fake.Unplug()
	t.Cleanup(func() { s.unplug(); _ = s.fake.Close() })
	return s
}

// plug plugs it in, and power starts what runs in it.
func (s *hilinkStick) plug() {
	s.t.Helper()
	if err := s.card.plug(s.place); err != nil {
		s.t.Fatal(err)
	}
	s.fake.Plug()
	web := &http.Server{Handler: s.fake, ReadHeaderTimeout: 10 * time.Second}
	listener, err := s.place.Open()
	if err != nil {
		s.t.Fatal(err)
	}
	go func() { _ = web.Serve(listener) }()
	stop, err := s.place.GiveAddresses(s.t)
	if err != nil {
		s.t.Fatal(err)
	}
	s.off = []func(){func() { _ = web.Close() }, stop}
}

// unplug pulls it out: nothing of it gets out any more, and what it was doing is lost. It may be called
// on a stick that is not plugged in.
func (s *hilinkStick) unplug() {
	if err := s.card.unplug(); err != nil {
		s.t.Error(err)
	}
	s.fake.Unplug()
	for _, off := range s.off {
		off()
	}
	s.off = nil
}

// awaitAdapter looks, as the program does, until the stick at a place on the bus has an adapter with an
// address.
func awaitAdapter(t *testing.T, location string) hw.Stick {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		all := snapshot(t)
		for _, s := range all.Sticks {
			if s.Location == location && s.Mode == hw.ModeNetwork && s.Adapter.State == hw.AdapterReady {
				return s
			}
		}
		if time.Now().After(end) {
			t.Fatalf("no adapter of a stick at %s; there are %+v; unsupported: %+v",
				location, all.Sticks, all.Unsupported)
		}
	}
}

// clientOf talks to a stick over its adapter.
func clientOf(t *testing.T, s hw.Stick) *hilink.Client {
	t.Helper()
	dialer, err := netcard.NewDialer(s.Adapter)
	if err != nil {
		t.Fatal(err)
	}
	c, err := hilink.New(hilink.Options{Address: s.Adapter.Gateway.String(), Dial: dialer.DialContext})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// TestHiLink is a stick in HiLink mode on a computer that is in the internet by a router with the same
// address.
func TestHiLink(t *testing.T) {
	twoControllers(t)
	newDesktop(t)
	h := newHouse(t)
	t.Run("cdc_ether", func(t *testing.T) { testText(t, "ecm", "cdc_ether", 0x14dc) })
	t.Run("rndis_host", func(t *testing.T) { testText(t, "rndis", "rndis_host", 0x14db) })
	h.undisturbed()
}

// testText: a stick is plugged in, and a text goes out and its answer comes in.
func testText(t *testing.T, function, driver string, product uint16) {
	c := newCard(t, 0, function, hw.ID{Vendor: hw.HuaweiVendor, Product: product})
	s := newHiLink(t, c, fakehilink.Options{Echo: true})
	start := time.Now()
	s.plug()
	stick := awaitAdapter(t, c.location)
	t.Logf("adapter %s with %v after %v", stick.Adapter.Name, stick.Adapter.Addresses, since(start))
	if stick.Interfaces[0].DriverName != driver {
		t.Errorf("%+v", stick)
	}
	client := clientOf(t, stick)
	if _, err := client.Prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	text := hilink.Text{Phone: partner, Content: "by " + driver, Date: time.Now()}
	if err := client.Send(t.Context(), text, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		in, err := client.List(t.Context(), hilink.BoxIn)
		if err != nil {
			t.Fatal(err)
		}
		if len(in) == 1 && in[0].Content == text.Content {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("received: %+v", in)
		}
	}
	t.Logf("plugged in, a text sent and answered after %v", since(start))
}
