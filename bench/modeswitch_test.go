//go:build vm

package bench

import (
	"bytes"
	"encoding/hex"
	"os"
	"os/exec"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/virtualstick"
)

// TestModeswitch compares the program's ways with usb_modeswitch (the variable tells where it is)
// on the same stick: the same bytes by libusb, the same command through the CD drive, and the way
// that is tried first is not slower from start to the new device.
func TestModeswitch(t *testing.T) {
	program := os.Getenv("USB_MODESWITCH")
	if program == "" {
		t.Fatal("USB_MODESWITCH does not name the program")
	}
	m := message(t, "guide-modem")
	theirs, theirTime := measure(t, func(hw.Stick) error {
		return exec.Command(program, "-v", "12d1", "-p", "1f01", "-M", hex.EncodeToString(m.Bulk[:])).Run()
	})
	if len(theirs) != 1 {
		t.Fatalf("theirs: %v", theirs)
	}
	times := map[string]time.Duration{}
	for _, way := range ways {
		ours, took := measure(t, func(s hw.Stick) error { return way.Switch(t.Context(), s, m) })
		times[way.name] = took
		if len(ours) != 1 || !bytes.Equal(theirs[0].CDB(), ours[0].CDB()) ||
			way.name == "libusb" && !bytes.Equal(theirs[0].Bytes, ours[0].Bytes) {
			t.Errorf("theirs %v, ours by %s %v", theirs, way.name, ours)
		}
	}
	t.Logf("from start to the new device: usb_modeswitch %v, ours %v", theirTime, times)
	if times["passthrough"] > theirTime {
		t.Error("ours is slower")
	}
}

// measure has a stick switched and gives the orders that it got, and how long it took until it was
// seen as a modem.
func measure(t *testing.T, change func(hw.Stick) error) ([]virtualstick.Entry, time.Duration) {
	t.Helper()
	r := plug(t, 0, e3531(nil))
	defer r.Unplug()
	stick := r.storage()
	time.Sleep(3 * time.Second) // udevd's programs have let go of the drive
	r.Forget()
	began := time.Now()
	done := make(chan error, 1)
	go func() { done <- change(stick) }()
	r.await("a modem", func(s hw.Stick) bool { return s.ID.Product == 0x1001 })
	took := time.Since(began)
	if err := <-done; err != nil {
		t.Errorf("switch: %v", err)
	}
	return virtualstick.Orders(r.Record()), took.Round(10 * time.Millisecond)
}
