//go:build vm

package vm

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"surfstick-sms/bench/virtualstick"
)

// TestWine has the Windows code send the switch message: DeviceIoControl on Wine, which makes SG_IO
// on the stick's drive of it. WINE_ROOT is the Debian of make wine, WINE_TEST the tests of
// hw/passthrough for Windows.
func TestWine(t *testing.T) {
	root, program := os.Getenv("WINE_ROOT"), os.Getenv("WINE_TEST")
	if root == "" {
		t.Skip("no Wine here; make wine installs one")
	}
	r := plug(t, 0, e3531(nil))
	stick := r.storage()
	out := onWine(t, root, program, stick.CDDrive)
	if !strings.Contains(out, "--- PASS: TestCommandToDrive") {
		t.Errorf("on Wine:\n%s", out)
	}
	r.modem()
	var want [16]byte // as Linux pads a command
	copy(want[:], message(t, "guide-modem").Commands()[0].CDB)
	orders := virtualstick.Orders(r.Record())
	if len(orders) != 1 || !bytes.Equal(orders[0].CDB(), want[:]) {
		t.Errorf("orders %v, want %x", orders, want)
	}
}

// onWine runs TestCommandToDrive with a drive of this machine as D:. What it writes is gone with the
// machine.
func onWine(t *testing.T, root, program, drive string) string {
	t.Helper()
	for source, kind := range map[string]string{"/dev": "", "proc": "proc"} {
		target := filepath.Join(root, strings.TrimPrefix(source, "/"))
		flags := uintptr(0)
		if kind == "" {
			flags = unix.MS_BIND
		}
		if err := unix.Mount(source, target, kind, flags, ""); err != nil {
			t.Fatalf("mount %s: %v", target, err)
		}
		t.Cleanup(func() { _ = unix.Unmount(target, unix.MNT_DETACH) })
	}
	code, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "tmp/test.exe"), code, 0o755); err != nil {
		t.Fatal(err)
	}
	devices := filepath.Join(root, "root/.wine/dosdevices")
	for link, target := range map[string]string{"d:": "/media", "d::": drive} {
		if err := os.Symlink(target, filepath.Join(devices, link)); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("timeout", "120", "wine", `Z:\tmp\test.exe`,
		"-test.v", "-test.run", "TestCommandToDrive")
	c.SysProcAttr = &unix.SysProcAttr{Chroot: root}
	c.Dir = "/"
	c.Path = "/usr/bin/timeout"
	c.Env = []string{
		"HOME=/root", "PATH=/usr/bin:/bin:/usr/lib/wine", "LANG=C.UTF-8", "WINEDEBUG=-all",
		"WINEDLLOVERRIDES=mscoree,mshtml=", `SURFSTICK_DRIVE=\\.\D:`,
	}
	out, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("wine: %v", err)
	}
	return string(out)
}
