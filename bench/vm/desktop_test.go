//go:build vm

package vm

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/bench/cables"
	"surfstick-sms/hw/netcard"
	"surfstick-sms/sms/fakehilink"
)

// bound is what becomes of a lease: the address, and a default route that is not the first choice.
const bound = `#!/bin/sh
[ "$1" = bound ] || exit 0
ip addr add "$ip/$mask" dev "$interface"
ip route add default via "$router" dev "$interface" metric $((700 + $(cat "/sys/class/net/$interface/ifindex")))
`

// desktop asks for an address for every network card on USB, as NetworkManager does, until the test ends.
type desktop struct {
	t      *testing.T
	script string
	asked  map[int]bool // by number of the adapter
	all    sync.WaitGroup
}

func newDesktop(t *testing.T) {
	t.Helper()
	cables.Prepare(t)
	d := &desktop{t: t, script: filepath.Join(t.TempDir(), "bound"), asked: map[int]bool{}}
	if err := os.WriteFile(d.script, []byte(bound), 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	d.all.Add(1)
	go d.run(ctx)
	t.Cleanup(func() { cancel(); d.all.Wait() })
}

func (d *desktop) run(ctx context.Context) {
	defer d.all.Done()
	for ctx.Err() == nil {
		adapters, _ := filepath.Glob("/sys/class/net/*")
		for _, a := range adapters {
			d.look(ctx, a)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// look begins with an adapter once udev is done with it, which may give it another name.
func (d *desktop) look(ctx context.Context, adapter string) {
	subsystem, _ := os.Readlink(adapter + "/device/subsystem")
	number, err := os.ReadFile(adapter + "/ifindex")
	index, errNumber := strconv.Atoi(strings.TrimSpace(string(number)))
	if filepath.Base(subsystem) != "usb" || err != nil || errNumber != nil || d.asked[index] {
		return
	}
	if _, err := os.Stat(fmt.Sprintf("/run/udev/data/n%d", index)); err != nil {
		return
	}
	d.asked[index] = true
	d.all.Add(1)
	go func() {
		defer d.all.Done()
		d.lease(ctx, index)
	}()
}

// lease asks until there is an address, or the adapter has gone.
func (d *desktop) lease(ctx context.Context, index int) {
	for ctx.Err() == nil {
		i, err := net.InterfaceByIndex(index)
		if err != nil {
			return
		}
		_ = exec.CommandContext(ctx, "ip", "link", "set", i.Name, "up").Run()
		out, err := exec.CommandContext(ctx, "busybox", "udhcpc", "-i", i.Name, "-f", "-n", "-q", "-t", "3",
			"-T", "1", "-s", d.script).CombinedOutput()
		if err == nil {
			return
		}
		d.t.Logf("no address for %s yet: %s", i.Name, out)
	}
}

// house is a router of Huawei's with the address of a stick, by which the computer is in the internet.
type house struct {
	t     *testing.T
	place *cables.Place
	fake  *fakehilink.Server
	heard func() []string
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, place: cables.NewPlace(t, "router"), fake: fakehilink.New(fakehilink.Options{Class: "cpe"})}
	t.Cleanup(func() { _ = h.fake.Close() })
	h.place.Lay(t, cables.Cable{
		Adapter: "house", MAC: "02:00:00:00:00:01", Own: "192.168.8.50/24", Metric: 1,
	})
	web := &http.Server{Handler: h.fake, ReadHeaderTimeout: 10 * time.Second}
	listener := h.place.Listen(t)
	go func() { _ = web.Serve(listener) }()
	t.Cleanup(func() { _ = web.Close() })
	h.heard = h.place.Overhear(t)
	return h
}

// run runs a test during which nothing may reach the router, of any protocol.
func (h *house) run(name string, test func(*testing.T)) {
	h.t.Run(name, func(t *testing.T) {
		test(t)
		netcard.Settle(5 * time.Second)
		if heard := h.heard(); len(heard) > 0 {
			t.Errorf("the router of the house got %v", heard)
		}
	})
}

// undisturbed checks that the router was asked nothing, and that its packets are counted.
func (h *house) undisturbed() {
	h.t.Helper()
	after := h.place.Received(h.t)
	if len(h.fake.Requests()) > 0 {
		h.t.Errorf("the router of the house got the requests %v", h.fake.Requests())
	}
	r, err := http.Get("http://" + cables.StickAddress + "/") // without the adapter, the address is the router's
	if err != nil {
		h.t.Error(err)
	} else {
		_ = r.Body.Close()
	}
	if h.place.Received(h.t) == after || len(h.heard()) == 0 || len(h.fake.Requests()) == 0 {
		h.t.Error("what the router gets is not counted")
	}
}
