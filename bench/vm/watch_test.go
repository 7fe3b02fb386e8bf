//go:build vm

package vm

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"surfstick-sms/bench/contract"
	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/scan"
)

// TestWatcherContract has the kernel report a stick that is plugged in and out.
func TestWatcherContract(t *testing.T) {
	contract.RunWatcher(t, func(t *testing.T) contract.WatcherSetup {
		stick, in := virtualstick.New(e3531(nil)), false
		t.Cleanup(stick.Unplug)
		return contract.WatcherSetup{Watcher: scan.NewWatcher(), Change: func() {
			if in = !in; !in {
				stick.Unplug()
			} else if err := stick.Plug(virtualstick.VHCI(0)); err != nil {
				t.Fatal(err)
			}
			// The kernel may be busy with the stick before, which was pulled out while it was looked at.
			for end := time.Now().Add(15 * time.Second); onBus() != in && time.Now().Before(end); {
				time.Sleep(10 * time.Millisecond)
			}
		}}
	})
}

// onBus reports whether the kernel knows a stick.
func onBus() bool {
	vendors, _ := filepath.Glob("/sys/bus/usb/devices/*/idVendor")
	return slices.ContainsFunc(vendors, func(file string) bool {
		id, _ := os.ReadFile(file) // gone again: none
		return strings.TrimSpace(string(id)) == "12d1"
	})
}

// reports are when the watcher reported something.
type reports struct {
	t  *testing.T
	at chan time.Time
}

// watching watches until the test ends.
func watching(t *testing.T) reports {
	t.Helper()
	r := reports{t, make(chan time.Time, 1000)}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- scan.NewWatcher().Watch(ctx, func() { r.at <- time.Now() }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the end of watching: %v", err)
		}
	})
	r.within("the beginning", time.Now(), time.Second)
	return r
}

// forget drops what was reported, and what still comes of it.
func (r reports) forget() {
	r.t.Helper()
	for end := time.After(patience); ; {
		select {
		case <-r.at:
		case <-time.After(3 * time.Second):
			return
		case <-end:
			r.t.Fatal("changes are reported without end")
		}
	}
}

func (r reports) within(what string, begin time.Time, limit time.Duration) {
	r.t.Helper()
	select {
	case at := <-r.at:
		r.t.Logf("%s: reported after %v", what, at.Sub(begin).Round(time.Millisecond))
	case <-time.After(limit):
		r.t.Errorf("%s was not reported within %v", what, limit)
	}
}

// TestWatch: plugging in, the switch with its new device and ports, and unplugging are each
// reported within a second, and the last report comes when everything is there.
func TestWatch(t *testing.T) {
	quietUdev(t)
	r := watching(t)
	r.forget()
	begin := time.Now()
	stick := plug(t, 0, e3531(nil))
	r.within("plugging in", begin, time.Second)
	there := stick.storage()
	r.forget()
	begin = time.Now()
	if err := ways[0].Switch(t.Context(), there, message(t, "guide-modem")); err != nil {
		t.Fatal(err)
	}
	r.within("the switch", begin, patience)
	stick.modem()
	r.forget()
	if s := snapshot(t); len(s.Sticks) != 1 || s.Sticks[0].Mode != hw.ModeModem {
		t.Errorf("after the last report there is %+v", s.Sticks)
	}
	begin = time.Now()
	stick.Unplug()
	r.within("unplugging", begin, time.Second)
}
