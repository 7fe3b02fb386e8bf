package netcard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"surfstick-sms/hw"
)

// inside is set in the process that TestNamespaces starts in a network namespace of its own.
const inside = "SURFSTICK_TEST_NAMESPACE"

// TestNamespaces starts TestInNamespace where it can lay cables: adapters that lead to two sticks with
// the same MAC and IP address, and one that leads to a router of the house, which has that address, too.
func TestNamespaces(t *testing.T) {
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("the program ip (iproute2) is not installed: binding to an adapter is not tested")
	}
	c := exec.Command(os.Args[0], "-test.run=^TestInNamespace$", "-test.v")
	c.Env = append(os.Environ(), inside+"=1")
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET}
	if os.Geteuid() != 0 {
		c.SysProcAttr.Cloneflags |= unix.CLONE_NEWUSER
		c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	out, err := c.CombinedOutput()
	switch {
	case errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) || errors.Is(err, unix.ENOSPC):
		t.Skipf("no right to make a network namespace (%v): binding to an adapter is not tested", err)
	case strings.Contains(string(out), noCables):
		t.Skipf("binding to an adapter is not tested:\n%s", out)
	case err != nil || !strings.Contains(string(out), "--- PASS: TestInNamespace/"):
		t.Errorf("%v:\n%s", err, out)
	default:
		t.Logf("%s", out)
	}
}

// noCables says why nothing can be tested in the namespace.
const noCables = "the kernel makes no pairs of adapters here"

const (
	stickAddress = "192.168.8.1"
	stickMAC     = "0c:5b:8f:27:9a:64"
	leasedBySome = "192.168.8.100/24"
)

// place is a network namespace with a web server of sorts in it, on the far end of a cable.
type place struct {
	name   string
	thread int
	jobs   chan func()
}

// newPlace makes one. Its thread stays in the namespace and does what it is told to.
func newPlace(t *testing.T, name string) *place {
	t.Helper()
	p := &place{name: name, jobs: make(chan func())}
	failed := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		p.thread = unix.Gettid()
		failed <- unix.Unshare(unix.CLONE_NEWNET)
		for job := range p.jobs {
			job()
		}
	}()
	if err := <-failed; err != nil {
		t.Fatalf("namespace: %v", err)
	}
	t.Cleanup(func() { close(p.jobs) })
	return p
}

// do runs something in the namespace.
func (p *place) do(job func()) {
	done := make(chan bool)
	p.jobs <- func() { job(); close(done) }
	<-done
}

// serve answers every connection with the name.
func (p *place) serve(t *testing.T) {
	t.Helper()
	p.do(func() {
		listener, err := net.Listen("tcp4", stickAddress+":80")
		if err != nil {
			t.Errorf("%s: %v", p.name, err)
			return
		}
		t.Cleanup(func() { _ = listener.Close() })
		go func() {
			for {
				c, err := listener.Accept()
				if err != nil {
					return
				}
				_, _ = io.WriteString(c, p.name)
				_ = c.Close()
			}
		}()
	})
}

// received is how many packets have come out of the cable.
func (p *place) received(t *testing.T) string {
	t.Helper()
	var packets string
	p.do(func() {
		table, err := os.ReadFile("/proc/thread-self/net/dev")
		if err != nil {
			t.Error(err)
		}
		for line := range strings.Lines(string(table)) {
			// name: bytes packets …
			if f := strings.Fields(line); len(f) > 2 && f[0] == "far:" {
				packets = f[2]
			}
		}
	})
	return packets
}

func ip(t *testing.T, arguments string) {
	t.Helper()
	if out, err := exec.Command("ip", strings.Fields(arguments)...).CombinedOutput(); err != nil {
		t.Fatalf("ip %s: %v: %s", arguments, err, out)
	}
}

// set writes a setting of the namespace that the thread is in.
func set(name, value string) {
	_ = os.WriteFile("/proc/sys/net/"+name, []byte(value), 0o600) // what does not exist needs no setting
}

// lay lays a cable from an adapter here to a place, which has the address of a stick.
func (p *place) lay(t *testing.T, adapter, mac, own, metric string) {
	t.Helper()
	ip(t, fmt.Sprintf("link add %s address %s type veth peer name far netns %d", adapter, mac, p.thread))
	p.do(func() {
		set("ipv6/conf/all/disable_ipv6", "1")
		ip(t, "addr add "+stickAddress+"/24 dev far")
		ip(t, "link set far up")
	})
	ip(t, fmt.Sprintf("addr add %s dev %s", own, adapter))
	ip(t, fmt.Sprintf("link set %s up", adapter))
	ip(t, fmt.Sprintf("route add default via %s dev %s metric %s", stickAddress, adapter, metric))
	deadline := time.Now().Add(5 * time.Second)
	for Read(hw.Adapter{Name: adapter}).State != hw.AdapterReady {
		if time.Now().After(deadline) {
			t.Fatalf("%+v", Read(hw.Adapter{Name: adapter}))
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// home is a computer with three adapters, all with the same network behind them. The router is the
// kernel's first choice for the address.
type home struct{ router, first, second *place }

func newHome(t *testing.T) home {
	t.Helper()
	set("ipv4/conf/all/rp_filter", "2") // as systemd has it
	set("ipv4/conf/default/rp_filter", "2")
	set("ipv6/conf/all/disable_ipv6", "1")
	ip(t, "link set lo up")
	h := home{newPlace(t, "router"), newPlace(t, "first"), newPlace(t, "second")}
	h.router.lay(t, "house", "02:00:00:00:00:01", "192.168.8.50/24", "1")
	h.first.lay(t, "stick1", stickMAC, leasedBySome, "700")
	h.second.lay(t, "stick2", stickMAC, leasedBySome, "701")
	for _, p := range []*place{h.router, h.first, h.second} {
		p.serve(t)
	}
	t.Cleanup(func() {
		for _, adapter := range []string{"house", "stick1", "stick2"} {
			_ = exec.Command("ip", "link", "del", adapter).Run()
		}
	})
	return h
}

// ask connects and reads who answers.
func ask(t *testing.T, dial func(context.Context, string, string) (net.Conn, error)) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	c, err := dial(ctx, "tcp", stickAddress+":80")
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
	if os.Getenv(inside) == "" {
		t.Skip("runs in the process that TestNamespaces starts")
	}
	if out, err := exec.Command("ip", "link", "add", "try", "type", "veth", "peer", "name", "try2").
		CombinedOutput(); err != nil {
		t.Fatalf("%s: %s", noCables, out)
	}
	ip(t, "link del try")
	t.Run("two sticks and a router", testTwoSticks)
	t.Run("pulled out", testPulledOut)
	t.Run("no right to bind", testNoRight)
	t.Run("states", testStates)
}

// testTwoSticks: each dialer reaches its own stick, and not one packet reaches the router.
func testTwoSticks(t *testing.T) {
	h := newHome(t)
	before := h.router.received(t)
	one, two := dialerOf(t, "stick1"), dialerOf(t, "stick2")
	for range 3 {
		for want, d := range map[string]*Dialer{"first": one, "second": two} {
			if got, err := ask(t, d.DialContext); got != want || err != nil {
				t.Errorf("%s answers at the adapter of %s: %v", got, want, err)
			}
		}
	}
	if after := h.router.received(t); after != before {
		t.Errorf("the router got packets: %s before, %s now", before, after)
	}
	// Without the adapter the same address is the router's: the test above can fail.
	if got, err := ask(t, (&net.Dialer{}).DialContext); got != "router" || err != nil {
		t.Errorf("%q answers a connection that is not bound: %v", got, err)
	}
	if after := h.router.received(t); after == before {
		t.Error("the router's packets are not counted")
	}
}

// testPulledOut: a stick that is pulled out, or pulled out and in again, is never taken for another.
func testPulledOut(t *testing.T) {
	h := newHome(t)
	before := h.router.received(t)
	d := dialerOf(t, "stick1")
	open, err := d.DialContext(t.Context(), "tcp", stickAddress+":80")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = open.Close() }()
	ip(t, "link del stick1")
	for range 3 {
		_, _ = open.Write([]byte("for the stick only")) // goes nowhere
	}
	if got, err := ask(t, d.DialContext); !errors.Is(err, hw.ErrGone) {
		t.Errorf("%q answers, error %v; want ErrGone", got, err)
	}
	third := newPlace(t, "third")
	third.lay(t, "stick1", stickMAC, leasedBySome, "700")
	third.serve(t)
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
	ip(t, "link del stick2")
	if got, err := ask(t, d.DialContext); !errors.Is(err, hw.ErrGone) {
		t.Errorf("%q answers, error %v; want ErrGone", got, err)
	}
	if after := h.router.received(t); after != before {
		t.Errorf("the router got packets: %s before, %s now", before, after)
	}
}

// testNoRight: where the kernel lets nobody bind (before Linux 5.7), only the stick that the kernel's
// own route leads to is asked.
func testNoRight(t *testing.T) {
	h := newHome(t)
	before := h.router.received(t)
	for _, adapter := range []string{"stick1", "stick2"} {
		d := dialerOf(t, adapter)
		d.bind = func(_ uintptr, w way) error { return leavesBy(w) }
		if got, err := ask(t, d.DialContext); !errors.Is(err, hw.ErrAccess) {
			t.Errorf("%s: %q answers, error %v; want ErrAccess", adapter, got, err)
		}
	}
	if after := h.router.received(t); after != before {
		t.Errorf("the router got packets: %s before, %s now", before, after)
	}
	ip(t, "link del house")
	ip(t, "link del stick1")
	d := dialerOf(t, "stick2")
	d.bind = func(_ uintptr, w way) error { return leavesBy(w) }
	if got, err := ask(t, d.DialContext); got != "second" || err != nil {
		t.Errorf("%q answers, error %v", got, err)
	}
}

// testStates: an adapter on its way from being plugged in to its address.
func testStates(t *testing.T) {
	ip(t, fmt.Sprintf("link add stick9 address %s type veth peer name far9", stickMAC))
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
			ip(t, step.command)
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
		if a.State != hw.AdapterAbsent && (a.MAC != stickMAC || a.Index == 0) {
			t.Errorf("after %q: %+v", step.command, a)
		}
	}
}
