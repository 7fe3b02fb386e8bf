//go:build vm

package vm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/comport"
	"surfstick-sms/hw/netcard"
	"surfstick-sms/hw/passthrough"
	"surfstick-sms/hw/scan"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/hw/usb"
	"surfstick-sms/sms/fakemodem"
)

// patience is how long anything may take here: emulated, programs run up to fifty times slower, and
// the computer that emulates may have other work. Nothing waits that long unless it is broken.
const patience = 2 * time.Minute

// way is a way of switching a stick.
type way struct {
	name string
	hw.Switcher
}

var ways = []way{{"libusb", usb.New()}, {"passthrough", passthrough.New(slog.Default())}}

var scanner = scan.New(scan.Options{Lines: comport.List, Adapter: netcard.Read})

func TestMain(m *testing.M) {
	if _, err := os.Stat("/sys/devices/platform/vhci_hcd.0/attach"); err != nil {
		fmt.Println("These tests need Linux' virtual USB controller; run them with make vm.", err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// sockets is how many sockets each of the virtual controllers has.
const sockets = 15

func busOf(t testing.TB, controller string) string {
	t.Helper()
	hubs, err := filepath.Glob(controller + "/usb*")
	if err != nil {
		t.Fatal(err)
	}
	for _, hub := range hubs {
		speed, err := os.ReadFile(filepath.Join(hub, "speed"))
		if err == nil && strings.TrimSpace(string(speed)) == "480" {
			return strings.TrimPrefix(filepath.Base(hub), "usb")
		}
	}
	t.Fatalf("no bus of high speed in %v", hubs)
	return ""
}

// rig is a virtual stick in a socket.
type rig struct {
	*virtualstick.Stick
	t        testing.TB
	location string
	refused  bool // a way of switching said that it cannot
}

// locationOf is the place of a socket as the scan names it, such as "1-1".
func locationOf(t testing.TB, socket int) string {
	t.Helper()
	bus := busOf(t, fmt.Sprintf("/sys/devices/platform/vhci_hcd.%d", socket/sockets))
	return fmt.Sprintf("%s-%d", bus, socket%sockets+1)
}

// plug plugs a stick into a socket until the test ends.
func plug(t testing.TB, socket int, o virtualstick.Options) *rig {
	t.Helper()
	r := &rig{
		Stick: virtualstick.New(o), t: t, location: locationOf(t, socket),
	}
	if err := r.Plug(virtualstick.VHCI(socket)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Unplug)
	return r
}

// e3531 is the stick of the guide; m answers behind it.
func e3531(m *fakemodem.Modem) virtualstick.Options {
	return virtualstick.Options{
		Device: virtualstick.Storage(0x1f01),
		Obey:   virtualstick.Firmware(virtualstick.Modem(0x1001), virtualstick.Network(0x14dc)),
		Dial:   behind(m),
	}
}

// behind puts a simulated modem behind the lines of a virtual stick.
func behind(m *fakemodem.Modem) func(virtualstick.Line) (io.ReadWriter, error) {
	return func(l virtualstick.Line) (io.ReadWriter, error) {
		switch {
		case m == nil:
			return nil, errors.New("no modem")
		case l == virtualstick.LinePCUI:
			return m.Dial()
		case l == virtualstick.LineModem:
			return m.DialModem()
		default:
			return nil, errors.New("no network")
		}
	}
}

func snapshot(t testing.TB) hw.Snapshot {
	t.Helper()
	s, err := scanner.Scan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// await looks until the stick in the socket is what is wanted.
func (r *rig) await(what string, wanted func(hw.Stick) bool) hw.Stick {
	r.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		all := snapshot(r.t)
		for _, s := range all.Sticks {
			if s.Location == r.location && wanted(s) {
				return s
			}
		}
		if time.Now().After(end) {
			r.t.Fatalf("%s did not come at %s; there are %+v; unsupported: %+v",
				what, r.location, all.Sticks, all.Unsupported)
		}
	}
}

// awaitDevice waits until the virtual stick itself is this device, and a modem or network card.
func (r *rig) awaitDevice(id hw.ID) {
	r.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		d, ok := r.Device()
		if ok && d.ID == id && d.Interfaces[0].Class != 0x08 {
			return
		}
		if time.Now().After(end) {
			r.t.Fatalf("%s did not become %s but %s", r.location, id, d.ID)
		}
	}
}

// storage waits for the stick with its CD drive.
func (r *rig) storage() hw.Stick {
	r.t.Helper()
	return r.await("a CD drive", func(s hw.Stick) bool {
		return s.Mode == hw.ModeStorage && s.CDDrive != ""
	})
}

// modem waits for the stick with its three serial ports.
func (r *rig) modem() hw.Stick {
	r.t.Helper()
	return r.await("a modem with ports", func(s hw.Stick) bool {
		return s.Mode == hw.ModeModem && len(s.Interfaces) == 3 && s.Interfaces[2].Port != ""
	})
}

// line gives the likeliest line of the stick.
func (r *rig) line() hw.Line {
	r.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		for _, l := range snapshot(r.t).Lines {
			if l.Location == r.location {
				return l
			}
		}
		if time.Now().After(end) {
			r.t.Fatalf("no line at %s", r.location)
		}
	}
}

func message(t testing.TB, name string) hw.Message {
	t.Helper()
	m, ok := sticks.Message(name)
	if !ok {
		t.Fatalf("no message %q", name)
	}
	return m
}

// since gives a time for the log.
func since(start time.Time) time.Duration { return time.Since(start).Round(10 * time.Millisecond) }
