//go:build vm

package vm

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// cdromGroup is Debian's group cdrom, to which udev gives CD drives.
const cdromGroup = 24

// childWay tells a copy of this program, run by TestUser, which way to try.
const childWay = "SURFSTICK_TEST_WAY"

// TestUser switches as a user who is not root. In the group cdrom, to which udev gives the drive
// and its character device, that is enough for the pass-through. Without the character device Linux
// lets only CAP_SYS_RAWIO pass a vendor's command: that must be told as hw.ErrAccess, with nothing
// sent. An ordinary eject needs neither. With the rights that the udev rule gives, libusb does it.
func TestUser(t *testing.T) {
	if way := os.Getenv(childWay); way != "" {
		asUser(t, way)
		return
	}
	t.Run("refused", func(t *testing.T) {
		r := plug(t, 0, e3531(nil))
		stick := r.storage()
		awaitGroup(t, stick.CDDrive)
		generic := genericOf(t, stick.CDDrive)
		awaitGroup(t, generic)
		rights(t, generic, 0o600)
		if out := runAsUser(t, "passthrough"); !strings.Contains(out, "the user got: access denied") ||
			!strings.Contains(out, "SG_IO") { // the drive itself could be opened
			t.Errorf("through the CD drive: %s", out)
		}
		if out := runAsUser(t, "libusb"); !strings.Contains(out, "the user got: access denied") {
			t.Errorf("by libusb, without rights: %s", out)
		}
		if err := nothingWritten(r); err != nil {
			t.Error(err)
		}
		rights(t, fmt.Sprintf("/dev/bus/usb/%03d/%03d", stick.Bus, stick.Address), 0o666)
		switchedBy(t, r, "libusb")
	})
	t.Run("group cdrom", func(t *testing.T) {
		r := plug(t, 0, e3531(nil))
		stick := r.storage()
		awaitGroup(t, stick.CDDrive)
		awaitGroup(t, genericOf(t, stick.CDDrive))
		switchedBy(t, r, "passthrough")
	})
	t.Run("ordinary eject", func(t *testing.T) {
		r := plug(t, 0, virtualstick.Row(rowNamed(t, "19d2:0053")))
		stick := r.storage()
		awaitGroup(t, stick.CDDrive)
		generic := genericOf(t, stick.CDDrive)
		awaitGroup(t, generic)
		rights(t, generic, 0o600) // the right to the drive itself is enough
		switchedBy(t, r, "passthrough")
	})
}

// switchedBy has the user switch the stick with one order.
func switchedBy(t *testing.T, r *rig, way string) {
	t.Helper()
	if out := runAsUser(t, way); !strings.Contains(out, "the user got: nothing wrong") {
		t.Errorf("%s: %s", way, out)
	}
	r.await("a modem", func(s hw.Stick) bool { return s.Mode == hw.ModeModem })
	if orders := virtualstick.Orders(r.Record()); len(orders) != 1 {
		t.Errorf("%s: orders %v", way, orders)
	}
}

// genericOf is the character device of a CD drive.
func genericOf(t *testing.T, drive string) string {
	t.Helper()
	pattern := "/sys/class/block/" + filepath.Base(drive) + "/device/scsi_generic/sg*"
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v, %v", pattern, found, err)
	}
	return "/dev/" + filepath.Base(found[0])
}

// rights sets those of a device file, as a udev rule does.
func rights(t *testing.T, name string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
}

// awaitGroup waits until udev has given a drive to its group.
func awaitGroup(t *testing.T, name string) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		var st syscall.Stat_t
		err := syscall.Stat(name, &st)
		if err == nil && st.Gid == cdromGroup && st.Mode&0o060 == 0o060 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s: %v, group %d, mode %o", name, err, st.Gid, st.Mode)
		}
	}
}

// runAsUser runs this program again as nobody in the group cdrom.
func runAsUser(t *testing.T, way string) string {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run", "^TestUser$", "-test.v")
	c.Dir = "/"
	c.Env = append(os.Environ(), childWay+"="+way)
	c.SysProcAttr = &syscall.SysProcAttr{
		Credential: &syscall.Credential{Uid: nobody, Gid: nobody, Groups: []uint32{cdromGroup}},
	}
	out, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("as a user: %v", err)
	}
	return string(out)
}

// asUser is what the copy does.
func asUser(t *testing.T, name string) {
	for _, s := range snapshot(t).Sticks {
		for _, way := range ways {
			if way.name != name {
				continue
			}
			err := way.Switch(t.Context(), s, sticks.Messages(s)[0])
			switch {
			case err == nil:
				fmt.Println("the user got: nothing wrong")
			case errors.Is(err, hw.ErrAccess):
				fmt.Println("the user got: access denied:", err)
			default:
				fmt.Println("the user got:", err)
			}
		}
	}
}
