//go:build vm

package vm

import (
	"slices"
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
	h.run("cdc_ether", func(t *testing.T) { testText(t, "ecm", "cdc_ether", ecm) })
	h.run("rndis_host", func(t *testing.T) {
		testText(t, "rndis", "rndis_host", hw.ID{Vendor: hw.HuaweiVendor, Product: 0x14db})
	})
	h.run("two", testTwo)
	h.run("pulled out", testPulledOut)
	h.run("pulled out of a send", testPoints)
	h.run("CD mode", testFromCD)
	h.run("program", testProgram)
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

// ready is awaitAdapter for a stick that the kernel plays. Its gadget driver sometimes says that there is
// no link although there is; then the cable inside the stick is pulled out and plugged in.
func (s *hilinkStick) ready(t *testing.T) hw.Stick {
	t.Helper()
	for linked := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		all := snapshot(t).Sticks
		at := slices.IndexFunc(all, func(k hw.Stick) bool { return k.Location == s.card.location })
		if at < 0 || all[at].Adapter.State != hw.AdapterNoLink {
			linked = time.Now()
		}
		if at >= 0 && all[at].Adapter.State == hw.AdapterReady {
			return awaitAdapter(t, s.card.location)
		}
		if time.Since(linked) > 3*time.Second {
			t.Log("no link: the cable inside the stick is plugged in anew")
			if err := s.place.Replug(); err != nil {
				t.Fatal(err)
			}
			linked = time.Now()
		}
		if t.Context().Err() != nil || time.Since(s.plugged) > patience {
			return awaitAdapter(t, s.card.location)
		}
	}
}

// awaitNone looks until there is no stick at a place on the bus.
func awaitNone(t *testing.T, location string) {
	t.Helper()
	(&rig{t: t, location: location}).awaitGone()
}

// options lead to a stick over its adapter.
func options(t *testing.T, s hw.Stick) hilink.Options {
	t.Helper()
	dialer, err := netcard.NewDialer(s.Adapter)
	if err != nil {
		t.Fatal(err)
	}
	return hilink.Options{Address: s.Adapter.Gateway.String(), Dial: dialer.DialContext}
}

// openHiLink opens a stick over its adapter, ready for texts.
func openHiLink(t *testing.T, s hw.Stick) *hilink.Stick {
	t.Helper()
	stick, err := hilink.Open(t.Context(), options(t, s))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stick.Close(); <-stick.Done() })
	if err := stick.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	return stick
}

// byHiLink is the network behind a simulated stick.
func byHiLink(f *fakehilink.Server) network {
	return func() (all []string) {
		for _, s := range f.Sent() {
			all = append(all, s.Content)
		}
		return all
	}
}

// converseHiLink opens a stick, sends a text and waits for its echo.
func converseHiLink(t *testing.T, s hw.Stick, f *fakehilink.Server) {
	t.Helper()
	texts := openMessenger(t)
	texts.Attach(openHiLink(t, s))
	sendAndReceive(t, texts, byHiLink(f))
}

// testText: a stick is plugged in, and a text goes out and its answer comes in.
func testText(t *testing.T, function, driver string, id hw.ID) {
	s := newHiLink(t, newCard(t, 0, function, id), fakehilink.Options{Echo: true})
	start := time.Now()
	s.plug()
	stick := s.ready(t)
	t.Logf("adapter %s with %v after %v", stick.Adapter.Name, stick.Adapter.Addresses, since(start))
	if stick.ID != id || stick.Interfaces[0].DriverName != driver {
		t.Errorf("%+v", stick)
	}
	converseHiLink(t, stick, s.fake)
	t.Logf("plugged in, a text sent and answered after %v", since(start))
}

// testTwo: two sticks with the same addresses, MAC and IP, at the same time, each with its own texts.
func testTwo(t *testing.T) {
	var all []*hilinkStick
	for n := range 2 {
		s := newHiLink(t, newCard(t, n, "ecm", ecm), fakehilink.Options{Echo: true})
		s.plug()
		all = append(all, s)
	}
	t.Run("both", func(t *testing.T) {
		for _, s := range all {
			stick := s.ready(t)
			t.Run(s.card.location, func(t *testing.T) {
				t.Parallel()
				t.Logf("adapter %s, number %d, with %v", stick.Adapter.Name, stick.Adapter.Index, stick.Adapter.Addresses)
				converseHiLink(t, stick, s.fake)
			})
		}
	})
	for _, s := range all {
		if sent := s.fake.Sent(); len(sent) != 1 {
			t.Errorf("the stick at %s has sent %+v", s.card.location, sent)
		}
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
			message := sticks.Internet(cd, sticks.NetworkECM)[0]
			if err := way.Switch(t.Context(), cd, message); err != nil {
				t.Fatal(err)
			}
			t.Logf("message handed over after %v", since(start))
			stick := awaitAdapter(t, r.location)
			t.Logf("adapter %s with %v after %v", stick.Adapter.Name, stick.Adapter.Addresses, since(start))
			if stick.ID != ecm {
				t.Errorf("%+v", stick)
			}
			converseHiLink(t, stick, s.fake)
			t.Logf("plugged in, a text sent and answered after %v", since(start))
			if orders := virtualstick.Orders(r.Record()); len(orders) != 1 {
				t.Errorf("orders %v", orders)
			}
		})
	}
}
