package netcard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"slices"
	"testing"
	"time"

	"surfstick-sms/bench/cables"
	"surfstick-sms/hw"
)

// TestNamespaces starts TestInNamespace where it can lay cables: adapters that lead to two sticks with
// the same MAC and IP address, and one that leads to a router of the house, which has that address, too.
func TestNamespaces(t *testing.T) { cables.Run(t, "TestInNamespace") }

// serve answers every connection with the name of the place.
func serve(t *testing.T, p *cables.Place) {
	t.Helper()
	listener := p.Listen(t)
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(c, p.Name)
			_ = c.Close()
		}
	}()
}

// stick is how one is connected; the number is that of its adapter.
func stick(n int) cables.Cable {
	return cables.Cable{
		Adapter: fmt.Sprintf("stick%d", n), MAC: cables.StickMAC, Own: cables.Leased, Metric: 700 + n,
	}
}

// home is a computer with three adapters, all with the same network behind them. The router is the
// kernel's first choice for the address.
type home struct{ router, first, second *cables.Place }

func newHome(t *testing.T) home {
	t.Helper()
	h := home{cables.NewPlace(t, "router"), cables.NewPlace(t, "first"), cables.NewPlace(t, "second")}
	h.router.Lay(t, cables.Cable{Adapter: "house", MAC: "02:00:00:00:00:01", Own: "192.168.8.50/24", Metric: 1})
	h.first.Lay(t, stick(1))
	h.second.Lay(t, stick(2))
	for _, p := range []*cables.Place{h.router, h.first, h.second} {
		serve(t, p)
	}
	return h
}

// ask connects and reads who answers.
func ask(t *testing.T, dial func(context.Context, string, string) (net.Conn, error)) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	c, err := dial(ctx, "tcp", cables.StickAddress+":80")
	if err != nil {
		return "", err
	}
	defer func() { _ = c.Close() }()
	name, err := io.ReadAll(c)
	return string(name), err
}

func dialerOf(t *testing.T, adapter string) *Dialer {
	t.Helper()
	d, err := NewDialer(Read(hw.Adapter{Name: adapter}))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestInNamespace(t *testing.T) {
	if !cables.Inside() {
		t.Skip("runs in the process that TestNamespaces starts")
	}
	cables.Prepare(t)
	t.Run("two sticks and a router", testTwoSticks)
	t.Run("pulled out", testPulledOut)
	t.Run("given up", testGivenUp)
	t.Run("given up early", testGivenUpEarly)
	t.Run("no right to bind", testNoRight)
	t.Run("states", testStates)
}

// testTwoSticks: each dialer reaches its own stick, and not one packet reaches the router.
func testTwoSticks(t *testing.T) {
	h := newHome(t)
	before := h.router.Received(t)
	one, two := dialerOf(t, "stick1"), dialerOf(t, "stick2")
	for range 3 {
		for want, d := range map[string]*Dialer{"first": one, "second": two} {
			if got, err := ask(t, d.DialContext); got != want || err != nil {
				t.Errorf("%s answers at the adapter of %s: %v", got, want, err)
			}
		}
	}
	if after := h.router.Received(t); after != before {
		t.Errorf("the router got packets: %s before, %s now", before, after)
	}
	// Without the adapter the same address is the router's: the test above can fail.
	if got, err := ask(t, (&net.Dialer{}).DialContext); got != "router" || err != nil {
		t.Errorf("%q answers a connection that is not bound: %v", got, err)
	}
	if after := h.router.Received(t); after == before {
		t.Error("the router's packets are not counted")
	}
}

// testPulledOut: a stick that is pulled out, or pulled out and in again, is never taken for another.
func testPulledOut(t *testing.T) {
	h := newHome(t)
	before := h.router.Received(t)
	d := dialerOf(t, "stick1")
	open, err := d.DialContext(t.Context(), "tcp", cables.StickAddress+":80")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = open.Close() }()
	cables.IP(t, "link del stick1")
	for range 3 {
		_, _ = open.Write([]byte("for the stick only")) // goes nowhere
	}
	if got, err := ask(t, d.DialContext); !errors.Is(err, hw.ErrGone) {
		t.Errorf("%q answers, error %v; want ErrGone", got, err)
	}
	third := cables.NewPlace(t, "third")
	third.Lay(t, stick(1))
	serve(t, third)
	if got, err := ask(t, d.DialContext); !errors.Is(err, hw.ErrGone) {
		t.Errorf("%q answers, error %v; want ErrGone", got, err)
	}
	if got, err := ask(t, dialerOf(t, "stick1").DialContext); got != "third" || err != nil {
		t.Errorf("%q answers, error %v", got, err)
	}
	// Pulled out after the last look.
	d = dialerOf(t, "stick2")
	gone := Read(hw.Adapter{Name: "stick2"})
	d.read = func(hw.Adapter) hw.Adapter { return gone }
	cables.IP(t, "link del stick2")
	if got, err := ask(t, d.DialContext); !errors.Is(err, hw.ErrGone) {
		t.Errorf("%q answers, error %v; want ErrGone", got, err)
	}
	if after := h.router.Received(t); after != before {
		t.Errorf("the router got packets: %s before, %s now", before, after)
	}
}

// serveSlowly answers every connection in pieces; the last ones come when the caller has given up.
func serveSlowly(t *testing.T, p *cables.Place) {
	t.Helper()
	listener := p.Listen(t)
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = c.Close() }()
				for range 6 {
					if _, err := c.Write(make([]byte, 100)); err != nil {
						return
					}
					time.Sleep(100 * time.Millisecond)
				}
			}()
		}
	}()
}

// testGivenUp: what a stick still sends to a connection that was given up is taken, so that the kernel has
// no reason to answer it with resets, of which all but the first go by its first route.
func testGivenUp(t *testing.T) {
	router, first := cables.NewPlace(t, "router"), cables.NewPlace(t, "first")
	router.Lay(t, cables.Cable{Adapter: "house", MAC: "02:00:00:00:00:01", Own: "192.168.8.50/24", Metric: 1})
	first.Lay(t, stick(1))
	serveSlowly(t, first)
	house, heard := router.Overhear(t), first.Overhear(t)
	d := dialerOf(t, "stick1")
	for _, reading := range []bool{false, true} {
		c := connect(t, d)
		giveUp(t, c, reading)
		if n, err := c.Read(make([]byte, 9)); n != 0 || !errors.Is(err, net.ErrClosed) {
			t.Errorf("%d bytes, %v of a closed connection", n, err)
		}
	}
	Settle(5 * time.Second)
	if packets := heard(); slices.Contains(packets, cables.Reset) || len(packets) == 0 {
		t.Errorf("the stick got %v", packets)
	}
	giveUp(t, connect(t, d).(*calm).TCPConn, false)
	time.Sleep(300 * time.Millisecond)
	if packets := heard(); !slices.Contains(packets, cables.Reset) {
		t.Errorf("the stick got %v of a connection that was closed as usual", packets)
	}
	if packets := house(); len(packets) > 0 {
		t.Errorf("the router got %v", packets)
	}
}

// testGivenUpEarly: a connection that comes about when nobody wants it any more is closed as calmly.
func testGivenUpEarly(t *testing.T) {
	first := cables.NewPlace(t, "first")
	first.Lay(t, stick(1))
	serveSlowly(t, first)
	heard := first.Overhear(t)
	d := dialerOf(t, "stick1")
	ctx, cancel := context.WithCancel(t.Context())
	d.bind = func(fd uintptr, w way) error {
		cancel()
		return bind(fd, w)
	}
	c, err := d.DialContext(ctx, "tcp", cables.StickAddress+":80")
	if c != nil || !errors.Is(err, context.Canceled) {
		t.Fatalf("%v, %v", c, err)
	}
	Settle(5 * time.Second)
	if packets := heard(); slices.Contains(packets, cables.Reset) || len(packets) == 0 {
		t.Errorf("the stick got %v", packets)
	}
}

func connect(t *testing.T, d *Dialer) net.Conn {
	t.Helper()
	c, err := d.DialContext(t.Context(), "tcp", cables.StickAddress+":80")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// giveUp closes a connection in the middle of an answer.
func giveUp(t *testing.T, c net.Conn, reading bool) {
	t.Helper()
	if _, err := io.ReadFull(c, make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	if reading {
		go func() { _, _ = io.Copy(io.Discard, c) }()
		time.Sleep(20 * time.Millisecond)
	}
	_ = c.Close()
}

// testNoRight: where the kernel lets nobody bind (before Linux 5.7), only the stick that the kernel's
// own route leads to is asked.
func testNoRight(t *testing.T) {
	h := newHome(t)
	before := h.router.Received(t)
	for _, adapter := range []string{"stick1", "stick2"} {
		d := dialerOf(t, adapter)
		d.bind = func(_ uintptr, w way) error { return leavesBy(w) }
		if got, err := ask(t, d.DialContext); !errors.Is(err, hw.ErrAccess) {
			t.Errorf("%s: %q answers, error %v; want ErrAccess", adapter, got, err)
		}
	}
	if after := h.router.Received(t); after != before {
		t.Errorf("the router got packets: %s before, %s now", before, after)
	}
	cables.IP(t, "link del house")
	cables.IP(t, "link del stick1")
	d := dialerOf(t, "stick2")
	d.bind = func(_ uintptr, w way) error { return leavesBy(w) }
	if got, err := ask(t, d.DialContext); got != "second" || err != nil {
		t.Errorf("%q answers, error %v", got, err)
	}
}

// testStates: an adapter on its way from being plugged in to its address.
func testStates(t *testing.T) {
	cables.IP(t, fmt.Sprintf("link add stick9 address %s type veth peer name far9", cables.StickMAC))
	t.Cleanup(func() { _ = exec.Command("ip", "link", "del", "stick9").Run() })
	for _, step := range []struct {
		command string
		want    hw.AdapterState
		source  hw.GatewaySource
	}{
		{"", hw.AdapterDisabled, hw.GatewayNone},
		{"link set stick9 up", hw.AdapterNoLink, hw.GatewayNone},
		{"link set far9 up", hw.AdapterNoAddress, hw.GatewayNone},
		{"addr add 169.254.3.4/16 dev stick9", hw.AdapterNoAddress, hw.GatewayNone},
		{"addr add 192.168.19.7/24 dev stick9", hw.AdapterReady, hw.GatewayGuess},
		{"route add default via 192.168.19.1 dev stick9", hw.AdapterReady, hw.GatewayRoute},
		{"link set stick9 down", hw.AdapterDisabled, hw.GatewayGuess},
		{"link del stick9", hw.AdapterAbsent, hw.GatewayNone},
	} {
		if step.command != "" {
			cables.IP(t, step.command)
		}
		var a hw.Adapter
		for range 200 { // a cable takes a moment
			if a = Read(hw.Adapter{Name: "stick9"}); a.State == step.want {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		if a.State != step.want || a.Source != step.source {
			t.Errorf("after %q: %+v, want %v", step.command, a, step.want)
		}
		if a.State != hw.AdapterAbsent && (a.MAC != cables.StickMAC || a.Index == 0) {
			t.Errorf("after %q: %+v", step.command, a)
		}
	}
}
