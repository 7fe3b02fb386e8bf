//go:build vm

package vm

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
)

// module loads a module of the kernel (modprobe), with settings, or removes it (rmmod).
func module(t *testing.T, command string, arguments ...string) {
	t.Helper()
	arguments = append([]string{command}, arguments...)
	for end := time.Now().Add(patience); ; time.Sleep(200 * time.Millisecond) {
		out, err := exec.Command("busybox", arguments...).CombinedOutput()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%v: %v %s", arguments, err, out)
		}
	}
}

// quietUdev has udevd do no more than make nodes and set their groups, as long as the test runs:
// most of its helper programs look at drives, and emulated that takes seconds.
func quietUdev(t *testing.T) {
	t.Helper()
	rules, err := filepath.Glob("/lib/udev/rules.d/[67]*.rules")
	if err != nil || len(rules) == 0 {
		t.Fatalf("%d rules of udev, %v", len(rules), err)
	}
	for _, rule := range rules {
		mask := "/run/udev/rules.d/" + filepath.Base(rule)
		if err := os.Symlink("/dev/null", mask); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Remove(mask) })
	}
	if out, err := exec.Command("udevadm", "control", "--reload").CombinedOutput(); err != nil {
		t.Fatalf("udevadm: %v %s", err, out)
	}
}

// nothingWritten is an error when the stick got anything that it should not.
func nothingWritten(r *rig) error {
	if bad := virtualstick.Intrusions(r.Record()); len(bad) > 0 {
		return fmt.Errorf("written: %v", bad)
	}
	return nil
}

// number reads a number of a device off sysfs, waiting for the device.
func number(t *testing.T, r *rig, name string) int {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		b, err := os.ReadFile("/sys/bus/usb/devices/" + r.location + "/" + name)
		if n, errNumber := strconv.Atoi(strings.TrimSpace(string(b))); err == nil && errNumber == nil {
			return n
		}
	}
	t.Fatalf("no device at %s", r.location)
	return 0
}

// driveAt is the CD drive of a device, whatever the scan thinks of the device.
func driveAt(t *testing.T, location string) string {
	t.Helper()
	pattern := "/sys/bus/usb/devices/" + location + "/*/host*/target*/*/block/sr*"
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			continue
		}
		name := "/dev/" + filepath.Base(found[0])
		if _, err := os.Stat(name); err == nil { // the kernel makes it a moment later
			return name
		}
	}
	t.Fatalf("no CD drive at %s", location)
	return ""
}

// awaitGone waits until the kernel has seen that a stick was taken out.
func (r *rig) awaitGone() {
	r.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		if _, err := os.Stat("/sys/bus/usb/devices/" + r.location); err != nil {
			return
		}
		if time.Now().After(end) {
			r.t.Fatalf("the kernel still has the device at %s", r.location)
		}
	}
}
