//go:build vm

package vm

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/comport"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/hw/usb"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// modemNow is a stick that is a modem from the start; m answers behind it.
func modemNow(m *fakemodem.Modem) virtualstick.Options {
	o := e3531(m)
	o.Device = virtualstick.Modem(0x1001)
	return o
}

// directLine is Direct USB to an interface of the stick.
func (r *rig) directLine(number int) hw.Line {
	return hw.Line{
		Kind: hw.LineUSB, Name: hw.USBLineName(r.location, number), Location: r.location,
		Interface: number,
	}
}

// drivers names the drivers of the stick's interfaces and their ports.
func drivers(s hw.Stick) string {
	var all []string
	for _, i := range s.Interfaces {
		all = append(all, fmt.Sprintf("%d:%s:%v", i.Number, i.DriverName, i.Port != ""))
	}
	return strings.Join(all, " ")
}

const ownPorts = "0:option:true 1:option:true 2:option:true"

// converse starts a modem on a line, sends a text and waits for its echo, and closes the line.
func converse(t *testing.T, rw io.ReadWriteCloser, f *fakemodem.Modem) {
	t.Helper()
	start := time.Now()
	m, err := modem.Open(t.Context(), rw, modem.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { m.Close(); <-m.Done() }()
	if err := m.Ready(t.Context(), sms.ReceiveUnknown); err != nil {
		t.Fatal(err)
	}
	t.Logf("ready after %v", since(start))
	texts := openMessenger(t)
	texts.Attach(m)
	sendAndReceive(t, texts, byModem(f))
}

func openLine(t *testing.T, o hw.Opener, l hw.Line) io.ReadWriteCloser {
	t.Helper()
	start := time.Now()
	rw, err := o.Open(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s open after %v", l.Name, since(start))
	t.Cleanup(func() { _ = rw.Close() })
	return rw
}

// TestDirect talks to the AT interface beside the kernel's driver: it takes this interface only, a
// text goes out and its answer comes in, and afterwards the kernel's driver has its port back,
// which works. Twice, so that what is left behind shows.
func TestDirect(t *testing.T) {
	f := fakemodem.New(fakemodem.Options{Echo: true})
	defer f.Close()
	r := plug(t, 0, modemNow(f))
	if got := drivers(r.modem()); got != ownPorts {
		t.Fatalf("at the start: %s", got)
	}
	for range 2 {
		rw := openLine(t, usb.NewOpener(), r.directLine(2))
		taken := r.await("the interface taken", func(s hw.Stick) bool {
			return len(s.Interfaces) == 3 && s.Interfaces[2].DriverName == "usbfs"
		})
		if got := drivers(taken); got != "0:option:true 1:option:true 2:usbfs:false" {
			t.Errorf("while open: %s", got)
		}
		converse(t, rw, f)
		_ = rw.Close()
		if got := drivers(r.modem()); got != ownPorts {
			t.Errorf("afterwards: %s", got)
		}
		converse(t, openLine(t, comport.New(), r.line()), f)
	}
}

// TestDirectWithoutDriver: where no driver makes ports, the scan offers Direct USB by itself.
func TestDirectWithoutDriver(t *testing.T) {
	f := fakemodem.New(fakemodem.Options{Echo: true})
	defer f.Close()
	r := plug(t, 0, modemNow(f))
	r.modem()
	for number := range 3 {
		name := fmt.Sprintf("%s:1.%d", r.location, number)
		err := os.WriteFile("/sys/bus/usb/drivers/option/unbind", []byte(name), 0o200)
		if err != nil {
			t.Fatal(err)
		}
	}
	r.await("a modem without ports", func(s hw.Stick) bool { return drivers(s) == noPorts })
	line := r.line()
	if line.Kind != hw.LineUSB || line.Interface != 2 || line.Name != r.directLine(2).Name {
		t.Fatalf("the best line is %+v", line)
	}
	converse(t, openLine(t, usb.NewOpener(), line), f)
}

const noPorts = "0::false 1::false 2::false"

// TestDirectTwo: two sticks at the same time, each with its own texts.
func TestDirectTwo(t *testing.T) {
	var all sync.WaitGroup
	for socket := range 2 {
		f := fakemodem.New(fakemodem.Options{Echo: true})
		defer f.Close()
		r := plug(t, socket, modemNow(f))
		r.modem()
		rw := openLine(t, usb.NewOpener(), r.directLine(2))
		all.Go(func() {
			if !t.Run(r.location, func(t *testing.T) { converse(t, rw, f) }) {
				t.Errorf("%s failed", r.location)
			}
		})
	}
	all.Wait()
}

// TestDirectRefuses: an interface that is none of ours, or no serial one, is left alone.
func TestDirectRefuses(t *testing.T) {
	r := plug(t, 0, e3531(nil))
	stick := r.storage()
	before := len(virtualstick.Intrusions(r.Record()))
	for number, want := range map[int]error{0: hw.ErrNotSerial, 2: hw.ErrGone} {
		if _, err := usb.NewOpener().Open(t.Context(), r.directLine(number)); !errors.Is(err, want) {
			t.Errorf("interface %d: %v, want %v", number, err, want)
		}
	}
	if after := r.storage(); after.CDDrive != stick.CDDrive || after.Address != stick.Address {
		t.Errorf("was %+v, is %+v", stick, after)
	}
	if now := virtualstick.Intrusions(r.Record()); len(now) != before {
		t.Errorf("written: %v", now)
	}
	if !sticks.Switchable(stick) {
		t.Errorf("%s is not in the table", stick.ID)
	}
}

// TestDirectUnplug pulls the stick out while it is listened to: the line says so at once, and
// nothing is left open.
func TestDirectUnplug(t *testing.T) {
	f := fakemodem.New(fakemodem.Options{})
	defer f.Close()
	before := openFiles(t)
	for round := range 5 {
		r := plug(t, 0, modemNow(f))
		r.modem()
		rw := openLine(t, usb.NewOpener(), r.directLine(2))
		time.AfterFunc(200*time.Millisecond, r.Unplug)
		start := time.Now()
		var err error
		for b := make([]byte, 64); err == nil && time.Since(start) < patience; {
			_, err = rw.Read(b)
		}
		if !errors.Is(err, hw.ErrGone) || time.Since(start) > patience {
			t.Errorf("round %d: %v after %v", round, err, since(start))
		}
		if _, err := rw.Write([]byte("AT\r")); !errors.Is(err, hw.ErrGone) {
			t.Errorf("round %d: write: %v", round, err)
		}
		_ = rw.Close()
	}
	if after := openFiles(t); after > before+2 {
		t.Errorf("%d files were open, now %d", before, after)
	}
}

// openFiles counts the file descriptors of this process.
func openFiles(t *testing.T) int {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}
