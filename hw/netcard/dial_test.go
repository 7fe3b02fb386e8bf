package netcard

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"surfstick-sms/hw"
)

// named is what Linux calls an adapter by its MAC address.
const named = "enx0c5b8f279a64"

// bed is a listener that stands for a stick, and a dialer that leads to it.
type bed struct {
	dialer *Dialer
	now    hw.Adapter // what the system tells at the next look
	bound  int        // how often a socket was bound
	fails  error      // the answer to that
	port   string
	came   chan net.Conn
}

func newBed(t *testing.T) *bed {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	b := &bed{came: make(chan net.Conn, 10), now: hw.Adapter{
		Name: named, Index: 1, State: hw.AdapterReady, Source: hw.GatewayRoute,
		Addresses: prefixes("10.9.9.9/24", "127.0.0.2/8"), Gateway: netip.MustParseAddr("127.0.0.1"),
	}}
	b.port = strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			b.came <- c
		}
	}()
	if b.dialer, err = NewDialer(b.now); err != nil {
		t.Fatal(err)
	}
	b.dialer.read = func(hw.Adapter) hw.Adapter { return b.now }
	b.dialer.bind = func(_ uintptr, w way) error {
		b.bound++
		if want := (way{1, netip.MustParseAddr("127.0.0.2"), b.now.Gateway}); w != want {
			t.Errorf("bound to %+v, want %+v", w, want)
		}
		return b.fails
	}
	return b
}

func (b *bed) dial(t *testing.T, network, address string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	conn, err := b.dialer.DialContext(ctx, network, address)
	if err == nil {
		t.Cleanup(func() { _ = conn.Close() })
	}
	return err
}

// nobody fails the test when a connection came or was begun.
func (b *bed) nobody(t *testing.T) {
	t.Helper()
	select {
	case c := <-b.came:
		t.Errorf("a connection came from %v", c.RemoteAddr())
	case <-time.After(20 * time.Millisecond):
	}
}

func TestDial(t *testing.T) {
	b := newBed(t)
	for _, network := range []string{"tcp", "tcp4"} {
		if err := b.dial(t, network, "127.0.0.1:"+b.port); err != nil {
			t.Fatal(err)
		}
		c := <-b.came
		if from := c.RemoteAddr().(*net.TCPAddr).IP.String(); from != "127.0.0.2" {
			t.Errorf("the connection came from %s, not from the adapter's own address", from)
		}
		_ = c.Close()
	}
	if b.bound != 2 {
		t.Errorf("bound %d times", b.bound)
	}
}

// TestDialElsewhere: nothing but the stick's own address is ever connected to.
func TestDialElsewhere(t *testing.T) {
	for name, c := range map[string][2]string{
		"another address":      {"tcp", "127.0.0.3:80"},
		"the router":           {"tcp", "192.168.8.1:80"},
		"a name":               {"tcp", "localhost:80"},
		"IPv6":                 {"tcp", "[::1]:80"},
		"the same, as IPv6":    {"tcp", "[::ffff:127.0.0.1]:80"},
		"a network of IPv6":    {"tcp6", "127.0.0.1:80"},
		"UDP":                  {"udp", "127.0.0.1:80"},
		"no port":              {"tcp", "127.0.0.1"},
		"a service":            {"tcp", "127.0.0.1:http"},
		"another way to write": {"tcp", "127.1:80"},
		"octal":                {"tcp", "127.0.0.01:80"},
		"empty":                {"tcp", ""},
		"a socket in a file":   {"unix", "/run/x"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			if err := b.dial(t, c[0], c[1]); !errors.Is(err, hw.ErrElsewhere) {
				t.Errorf("error %v, want ErrElsewhere", err)
			}
			if b.bound != 0 {
				t.Error("a socket was made")
			}
			b.nobody(t)
		})
	}
}

// TestDialGone: an adapter that is not what it was gets no connection.
func TestDialGone(t *testing.T) {
	for name, change := range map[string]func(*hw.Adapter){
		"gone":            func(a *hw.Adapter) { *a = hw.Adapter{Name: named, State: hw.AdapterAbsent} },
		"disabled":        func(a *hw.Adapter) { a.State = hw.AdapterDisabled },
		"pulled out":      func(a *hw.Adapter) { a.State = hw.AdapterNoLink },
		"lost its lease":  func(a *hw.Adapter) { a.State, a.Addresses = hw.AdapterNoAddress, nil },
		"another number":  func(a *hw.Adapter) { a.Index = 2 },
		"another name":    func(a *hw.Adapter) { a.Name = "eth1" },
		"another gateway": func(a *hw.Adapter) { a.Gateway = netip.MustParseAddr("127.0.0.9") },
		"another network": func(a *hw.Adapter) { a.Addresses = prefixes("10.9.9.9/24") },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			change(&b.now)
			err := b.dial(t, "tcp", "127.0.0.1:"+b.port)
			if !errors.Is(err, hw.ErrGone) {
				t.Errorf("error %v, want ErrGone", err)
			}
			if strings.Contains(err.Error(), "0c5b8f") {
				t.Errorf("the MAC address is in the error %v", err)
			}
			b.nobody(t)
			if _, err := NewDialer(hw.Adapter{State: b.now.State, Name: named}); !errors.Is(err, hw.ErrGone) {
				t.Errorf("a dialer without a number: %v", err)
			}
		})
	}
}

// TestDialNotBound: a connection that cannot be bound to the adapter is not made.
func TestDialNotBound(t *testing.T) {
	for _, c := range []struct{ fails, want error }{
		{errors.New("not permitted"), hw.ErrAccess},
		{hw.ErrUnsupported, hw.ErrUnsupported},
	} {
		b := newBed(t)
		b.fails = c.fails
		err := b.dial(t, "tcp", "127.0.0.1:"+b.port)
		if !errors.Is(err, c.want) || !errors.Is(err, c.fails) {
			t.Errorf("error %v, want %v", err, c.want)
		}
		if b.bound != 1 {
			t.Errorf("bound %d times", b.bound)
		}
		b.nobody(t)
	}
}

func TestDialCancelled(t *testing.T) {
	b := newBed(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.dialer.DialContext(ctx, "tcp", "127.0.0.1:"+b.port); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
