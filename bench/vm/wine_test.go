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
	w := newWine(t)
	r := plug(t, 0, e3531(nil))
	stick := r.storage()
	out := w.run(t, "TestCommandToDrive", stick.CDDrive)
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

// TestWineEject has the Windows code eject the disc of a stick of another maker as a person does: of one
// that answers before it leaves, and of one that does not. What Wine makes of the questions before that,
// and of the second one, is in the log.
func TestWineEject(t *testing.T) {
	w := newWine(t)
	for _, polite := range []bool{true, false} {
		row := rowNamed(t, "19d2:0053")
		o := virtualstick.Row(row)
		o.Polite = polite
		r := plug(t, 0, o)
		stick := r.storage()
		out := w.run(t, "TestEjectDrive", stick.CDDrive)
		t.Logf("on Wine:\n%s", out)
		if polite && !strings.Contains(out, "--- PASS: TestEjectDrive") {
			t.Error("the disc was not ejected")
		}
		rowRig{r, row}.became(t)
		if err := inOrder(rowRig{r, row}); err != nil {
			t.Error(err)
		}
		r.Unplug()
		r.awaitGone()
	}
}

// wine is the Debian with Wine, and a program of tests in it.
type wine struct{ root, program string }

// newWine joins it to this machine. What it writes is gone with the machine.
func newWine(t *testing.T) wine {
	t.Helper()
	w := wine{os.Getenv("WINE_ROOT"), os.Getenv("WINE_TEST")}
	if w.root == "" {
		t.Skip("no Wine here; make wine installs one")
	}
	for source, kind := range map[string]string{"/dev": "", "proc": "proc"} {
		target := filepath.Join(w.root, strings.TrimPrefix(source, "/"))
		flags := uintptr(0)
		if kind == "" {
			flags = unix.MS_BIND
		}
		if err := unix.Mount(source, target, kind, flags, ""); err != nil {
			t.Fatalf("mount %s: %v", target, err)
		}
		t.Cleanup(func() { _ = unix.Unmount(target, unix.MNT_DETACH) })
	}
	code, err := os.ReadFile(w.program)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.root, "tmp/test.exe"), code, 0o755); err != nil {
		t.Fatal(err)
	}
	return w
}

// run runs one of the tests with a drive of this machine as D:.
func (w wine) run(t *testing.T, test, drive string) string {
	t.Helper()
	devices := filepath.Join(w.root, "root/.wine/dosdevices")
	for link, target := range map[string]string{"d:": "/media", "d::": drive} {
		link = filepath.Join(devices, link)
		_ = os.Remove(link) // that of another test
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("timeout", "120", "wine", `Z:\tmp\test.exe`, "-test.v", "-test.run", test)
	c.SysProcAttr = &unix.SysProcAttr{Chroot: w.root}
	c.Dir = "/"
	c.Path = "/usr/bin/timeout"
	c.Env = []string{
		"HOME=/root", "PATH=/usr/bin:/bin:/usr/lib/wine", "LANG=C.UTF-8", "WINEDEBUG=-all",
		"WINEDLLOVERRIDES=mscoree,mshtml=", `SURFSTICK_DRIVE=\\.\D:`,
	}
	out, err := c.CombinedOutput()
	if err != nil {
		t.Logf("wine: %v", err)
	}
	return string(out)
}
