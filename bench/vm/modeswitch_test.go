//go:build vm

package vm

import (
	"bytes"
	"encoding/hex"
	"flag"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
)

var races = flag.Int("races", 3, "how often each way of switching is timed beside usb_modeswitch")

// race is one way of switching on its own stick: what it wrote, when the order was at the stick
// and when the modem was seen, both from the start.
type race struct {
	orders     []virtualstick.Entry
	there, new time.Duration
}

// TestModeswitch compares the program's ways with usb_modeswitch (the variable tells where it is)
// on the same stick, in turns: the same bytes by libusb, the same command through the CD drive, and
// the times from start to the new device, as medians and as their ratio. The stick is away for a
// moment only, so that what counts is what the programs do.
func TestModeswitch(t *testing.T) {
	program := os.Getenv("USB_MODESWITCH")
	if program == "" {
		t.Fatal("USB_MODESWITCH does not name the program")
	}
	quietUdev(t)
	m := message(t, "guide-modem")
	runs := map[string]func(hw.Stick) error{"usb_modeswitch": func(hw.Stick) error {
		message := hex.EncodeToString(m.Requests[0].Wrapper[:])
		return exec.Command(program, "-v", "12d1", "-p", "1f01", "-M", message).Run()
	}}
	for _, way := range ways {
		runs[way.name] = func(s hw.Stick) error { return way.Switch(t.Context(), s, m) }
	}
	all := map[string][]race{}
	for range *races {
		for name, run := range runs {
			r := timed(t, run)
			sameOrder(t, name, r.orders, m)
			all[name] = append(all[name], r)
		}
	}
	theirs := seenAfter(all["usb_modeswitch"])
	for name, r := range all {
		t.Logf("%-14s order at the stick after %v, modem seen after %v: %.2f of usb_modeswitch",
			name, orderAfter(r), seenAfter(r), float64(seenAfter(r))/float64(theirs))
	}
}

// timed has a stick switched.
func timed(t *testing.T, change func(hw.Stick) error) race {
	t.Helper()
	o := e3531(nil)
	o.Away = away
	r := plug(t, 0, o)
	defer r.awaitGone()
	defer r.Unplug()
	stick := r.storage()
	time.Sleep(time.Second) // udevd has done its part
	r.Forget()
	began := time.Now()
	done := make(chan error, 1)
	go func() { done <- change(stick) }()
	r.await("a modem", func(s hw.Stick) bool { return s.ID.Product == 0x1001 })
	result := race{orders: virtualstick.Orders(r.Record()), new: time.Since(began)}
	if err := <-done; err != nil {
		t.Errorf("switch: %v", err)
	}
	if len(result.orders) > 0 {
		result.there = result.orders[0].At.Sub(began)
	}
	return result
}

// sameOrder checks that the stick got the message as it is and nothing else; the CD driver makes a
// wrapper of its own around the command.
func sameOrder(t *testing.T, name string, orders []virtualstick.Entry, m hw.Message) {
	t.Helper()
	w := m.Requests[0].Wrapper
	if len(orders) != 1 || !bytes.Equal(orders[0].CDB(), w[15:]) ||
		name != "passthrough" && !bytes.Equal(orders[0].Bytes, w[:]) {
		t.Errorf("%s wrote %v", name, orders)
	}
}

func orderAfter(all []race) time.Duration {
	return median(all, func(r race) time.Duration { return r.there })
}

func seenAfter(all []race) time.Duration {
	return median(all, func(r race) time.Duration { return r.new })
}

func median(all []race, of func(race) time.Duration) time.Duration {
	var times []time.Duration
	for _, r := range all {
		times = append(times, of(r))
	}
	slices.Sort(times)
	return times[len(times)/2].Round(10 * time.Millisecond)
}
