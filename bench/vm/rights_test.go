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
	"surfstick-sms/hw/comport"
	"surfstick-sms/hw/udev"
	"surfstick-sms/hw/usb"
)

// nobody is a user without any rights; asNobody has one test run by that user in a process of its
// own, where the variable tells what is plugged in.
const (
	nobody         = 65534
	nobodyVariable = "BENCH_NOBODY"
)

// asNobody runs a test as nobody.
func asNobody(t *testing.T, name, about string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.v", "-test.run=^"+name+"$")
	cmd.Env = append(os.Environ(), nobodyVariable+"="+about, "HOME=/tmp")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+name) {
		t.Errorf("as nobody: %v\n%s", err, out)
	}
}

// TestRights: who may open neither the stick nor its ports is told so, and changes nothing.
func TestRights(t *testing.T) {
	if about := os.Getenv(nobodyVariable); about != "" {
		seenByNobody(t, about)
		return
	}
	cd, modem := plug(t, 0, e3531(nil)), plug(t, 1, modemNow(nil))
	stick := cd.storage()
	modem.modem()
	asNobody(t, "TestRights", cd.location+" "+modem.location)
	if after := cd.storage(); after.Address != stick.Address {
		t.Errorf("was %+v, is %+v", stick, after)
	}
	for _, e := range virtualstick.Intrusions(cd.Record()) {
		t.Errorf("written: %v", e)
	}
}

// seenByNobody is what a user without rights sees of a stick in CD mode and one in modem mode.
func seenByNobody(t *testing.T, about string) {
	var cd, modem string
	if _, err := fmt.Sscan(about, &cd, &modem); err != nil {
		t.Fatal(err)
	}
	for _, s := range snapshot(t).Sticks {
		if s.Accessible {
			t.Errorf("%s at %s counts as accessible", s.ID, s.Location)
		}
		if s.Location == cd {
			err := usb.New().Switch(t.Context(), s, message(t, "guide-modem"))
			if !errors.Is(err, hw.ErrAccess) {
				t.Errorf("switch: %v, want hw.ErrAccess", err)
			}
		}
	}
	r := &rig{t: t, location: modem}
	if _, err := usb.NewOpener().Open(t.Context(), r.directLine(2)); !errors.Is(err, hw.ErrAccess) {
		t.Errorf("Direct USB: %v, want hw.ErrAccess", err)
	}
	if _, err := comport.New().Open(t.Context(), r.line()); !errors.Is(err, hw.ErrAccess) {
		t.Errorf("port: %v, want hw.ErrAccess", err)
	}
}

// TestRule runs the command that the wizard copies. udev then knows that the stick and its ports
// are for whoever sits at the computer; another maker's device stays as it is.
func TestRule(t *testing.T) {
	r := plug(t, 0, modemNow(nil))
	port := "/dev/" + r.modem().Interfaces[2].Port
	stick := r.await("the stick", func(s hw.Stick) bool { return true })
	node := fmt.Sprintf("/dev/bus/usb/%03d/%03d", stick.Bus, stick.Address)
	if tags(t, node) || tags(t, port) {
		t.Fatal("the tag is there already")
	}
	t.Cleanup(func() { _ = os.Remove(udev.File(hw.HuaweiVendor)) })
	command := exec.Command("sh", "-c", "sudo() { \"$@\"; }\n"+udev.Command(hw.HuaweiVendor))
	// This machine's root is not that of its first process; udevadm would take it for a chroot.
	command.Env = append(os.Environ(), "SYSTEMD_IGNORE_CHROOT=1")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for end := time.Now().Add(patience); !tags(t, node) || !tags(t, port); {
		if time.Now().After(end) {
			t.Fatalf("tagged: the stick %v, its port %v", tags(t, node), tags(t, port))
		}
		time.Sleep(200 * time.Millisecond)
	}
	hubs, _ := filepath.Glob("/dev/bus/usb/*/001")
	for _, hub := range append(hubs, "/dev/tty1") {
		if tags(t, hub) {
			t.Errorf("%s is tagged, too", hub)
		}
	}
}

// tags tells whether udev has the tag by which logind gives access.
func tags(t *testing.T, node string) bool {
	t.Helper()
	out, err := exec.Command("udevadm", "info", "--query=property", node).CombinedOutput()
	if err != nil {
		t.Fatalf("udevadm info %s: %v %s", node, err, out)
	}
	return strings.Contains(string(out), ":uaccess:")
}
