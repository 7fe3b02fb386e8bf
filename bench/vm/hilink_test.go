//go:build vm

package vm

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/netcard"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// ecm is a stick in HiLink mode whose network card the kernel drives by cdc_ether.
var ecm = hw.ID{Vendor: hw.HuaweiVendor, Product: 0x14dc}

// TestHiLink is a stick in HiLink mode on a computer that is in the internet by a router with the same
// address, which must never hear from us.
func TestHiLink(t *testing.T) {
	twoControllers(t)
	newDesktop(t)
	h := newHouse(t)
	t.Run("cdc_ether", func(t *testing.T) { testText(t, "ecm", "cdc_ether", ecm) })
	t.Run("rndis_host", func(t *testing.T) {
		testText(t, "rndis", "rndis_host", hw.ID{Vendor: hw.HuaweiVendor, Product: 0x14db})
	})
	t.Run("two", testTwo)
	t.Run("pulled out", testPulledOut)
	t.Run("CD mode", testFromCD)
	h.undisturbed()
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

// awaitNone looks until there is no stick at a place on the bus.
func awaitNone(t *testing.T, location string) {
	t.Helper()
	(&rig{t: t, location: location}).awaitGone()
}

// clientOf talks to a stick over its adapter, once it has proved to be one.
func clientOf(t *testing.T, s hw.Stick) *hilink.Client {
	t.Helper()
	c := newClient(t, s)
	if _, err := c.Prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

func newClient(t *testing.T, s hw.Stick) *hilink.Client {
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

// answered sends a text and waits for its echo.
func answered(t *testing.T, c *hilink.Client, content string) {
	t.Helper()
	text := hilink.Text{Phone: partner, Content: content, Date: time.Now()}
	if err := c.Send(t.Context(), text, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		in, err := c.List(t.Context(), hilink.BoxIn)
		if err != nil {
			t.Fatal(err)
		}
		if len(in) > 0 && in[0].Content == text.Content {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("received: %+v", in)
		}
	}
}

// testText: a stick is plugged in, and a text goes out and its answer comes in.
func testText(t *testing.T, function, driver string, id hw.ID) {
	s := newHiLink(t, newCard(t, 0, function, id), fakehilink.Options{Echo: true})
	start := time.Now()
	s.plug()
	stick := awaitAdapter(t, s.card.location)
	t.Logf("adapter %s with %v after %v", stick.Adapter.Name, stick.Adapter.Addresses, since(start))
	if stick.ID != id || stick.Interfaces[0].DriverName != driver {
		t.Errorf("%+v", stick)
	}
	answered(t, clientOf(t, stick), "by "+driver)
	t.Logf("plugged in, a text sent and answered after %v", since(start))
}

// testTwo: two sticks with the same addresses, MAC and IP, each send their own texts.
func testTwo(t *testing.T) {
	var all []*hilinkStick
	for n := range 2 {
		s := newHiLink(t, newCard(t, n, "ecm", ecm), fakehilink.Options{Echo: true})
		s.plug()
		all = append(all, s)
	}
	var clients []*hilink.Client
	for _, s := range all {
		stick := awaitAdapter(t, s.card.location)
		t.Logf("%s: adapter %s, number %d, with %v", stick.Location, stick.Adapter.Name, stick.Adapter.Index,
			stick.Adapter.Addresses)
		clients = append(clients, clientOf(t, stick))
	}
	for round := range 2 {
		for n, s := range all {
			answered(t, clients[n], fmt.Sprintf("%s, %d", s.card.location, round))
		}
	}
	for _, s := range all {
		sent := s.fake.Sent()
		if len(sent) != 2 || sent[0].Content != s.card.location+", 0" || sent[1].Content != s.card.location+", 1" {
			t.Errorf("the stick at %s has sent %+v", s.card.location, sent)
		}
	}
}

// testPulledOut: a stick is pulled out in the middle of requests and plugged in again. Who asked it
// before reaches neither it, as that might be another one now, nor the router; who looks for it again does.
func testPulledOut(t *testing.T) {
	s := newHiLink(t, newCard(t, 0, "ecm", ecm), fakehilink.Options{})
	var before *hilink.Client
	for n := range 3 {
		s.plug()
		stick := awaitAdapter(t, s.card.location)
		if before != nil {
			nothingBy(t, before, s)
		}
		c := clientOf(t, stick)
		before = newClient(t, stick)
		failed := make(chan error)
		go func() {
			for {
				if _, err := c.Counts(t.Context()); err != nil {
					failed <- err
					return
				}
			}
		}()
		time.Sleep(time.Duration(300+70*n) * time.Millisecond)
		s.unplug()
		awaitNone(t, s.card.location)
		_ = c.Close() // as the program does when the stick has gone
		t.Logf("pulled out after %d requests: %v", len(s.fake.Requests()), <-failed)
		nothingBy(t, before, s)
	}
}

// nothingBy checks that requests over an adapter that has gone reach nothing.
func nothingBy(t *testing.T, c *hilink.Client, s *hilinkStick) {
	t.Helper()
	asked := len(s.fake.Requests())
	if _, err := c.Counts(t.Context()); !errors.Is(err, hw.ErrGone) {
		t.Errorf("over the adapter that has gone: %v, want ErrGone", err)
	}
	if now := len(s.fake.Requests()); now != asked {
		t.Errorf("the stick got %d requests over the adapter that has gone", now-asked)
	}
}

// testFromCD is the whole way: a stick comes as a CD drive, is told to go to internet mode, comes back as
// a network card, and sends and receives a text.
func testFromCD(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			s := newServer(t, "virtual", fakehilink.Options{Echo: true})
			start := time.Now()
			r := plug(t, 0, virtualstick.Options{
				Device: virtualstick.Storage(0x1f01),
				Obey:   virtualstick.Firmware(virtualstick.Modem(0x1001), virtualstick.Network(0x14dc)),
				Dial:   s.dial,
			})
			cd := r.storage()
			message := sticks.Internet(cd.ID, sticks.NetworkECM)[0]
			if err := way.Switch(t.Context(), cd, message); err != nil {
				t.Fatal(err)
			}
			t.Logf("message handed over after %v", since(start))
			stick := awaitAdapter(t, r.location)
			t.Logf("adapter %s with %v after %v", stick.Adapter.Name, stick.Adapter.Addresses, since(start))
			if stick.ID != ecm {
				t.Errorf("%+v", stick)
			}
			answered(t, clientOf(t, stick), "from CD mode")
			t.Logf("plugged in, a text sent and answered after %v", since(start))
			if orders := virtualstick.Orders(r.Record()); len(orders) != 1 {
				t.Errorf("orders %v", orders)
			}
		})
	}
}
