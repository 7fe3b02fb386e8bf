//go:build wine

package wine

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"surfstick-sms/bench/cables"
	"surfstick-sms/bench/xvfb"
)

// sockets is where displays have theirs.
const sockets = "/tmp/.X11-unix"

// machine is a computer with Windows: a file system with a Wine in it, and a display.
type machine struct {
	root      string
	language  string // of Windows, as a locale
	overrides string // DLLs that are not Wine's own, for WINEDLLOVERRIDES
	display   *xvfb.Display
	network   *cables.Place // of its own; nil for that of this computer
	mounts    []string
}

// newMachine starts a machine of its own for a test that runs beside others: a layer above the
// installed Debian that takes what is written. The flags are for the display.
func newMachine(t *testing.T, flags ...string) *machine {
	t.Helper()
	parallel(t)
	own, err := os.MkdirTemp(filepath.Join(folder, "machines"), "")
	if err != nil {
		t.Fatal(err)
	}
	m := &machine{root: filepath.Join(own, "root"), language: "C.UTF-8", overrides: "cfgmgr32=n,b"}
	t.Cleanup(m.close)
	upper, work := filepath.Join(own, "upper"), filepath.Join(own, "work")
	for _, f := range []string{m.root, upper, work} {
		if err := os.Mkdir(f, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	layers := fmt.Sprintf("lowerdir=%s,upperdir=%s,workdir=%s", debian, upper, work)
	if err := m.mount("overlay", "/", "overlay", 0, layers); err != nil {
		t.Fatal(err)
	}
	if err := m.start(flags...); err != nil {
		t.Fatal(err)
	}
	m.put(t, filepath.Join(top, "build/surfstick-sms.exe"), "app/surfstick-sms.exe")
	m.put(t, cfgmgr32(t), "windows/system32/cfgmgr32.dll")
	return m
}

// mount mounts something at a place of the machine, until it is closed.
func (m *machine) mount(source, place, kind string, flags uintptr, data string) error {
	target := filepath.Join(m.root, place)
	if err := unix.Mount(source, target, kind, flags, data); err != nil {
		return fmt.Errorf("mount %s at %s: %w", source, target, err)
	}
	m.mounts = append(m.mounts, target)
	return nil
}

// start gives the machine its devices and a display. The display is one of this computer; the two
// share its socket in a folder, as the abstract one is in the network of this computer only.
func (m *machine) start(flags ...string) (err error) {
	if err := os.MkdirAll(filepath.Join(m.root, sockets), 0o755); err != nil {
		return err
	}
	if m.display, err = xvfb.Start("1024x768", flags...); err != nil {
		return err
	}
	for _, d := range []string{"/dev", "/dev/pts", sockets} {
		if err := m.mount(d, d, "", unix.MS_BIND, ""); err != nil {
			return err
		}
	}
	return m.mount("proc", "/proc", "proc", 0, "")
}

// close ends whatever runs on the machine, and the machine.
func (m *machine) close() {
	roots, _ := filepath.Glob("/proc/[0-9]*/root")
	for _, r := range roots {
		if where, err := os.Readlink(r); err == nil && where == m.root {
			_ = exec.Command("kill", "-KILL", filepath.Base(filepath.Dir(r))).Run()
		}
	}
	if m.display != nil {
		m.display.Close()
	}
	for i := len(m.mounts) - 1; i >= 0; i-- {
		_ = unix.Unmount(m.mounts[i], unix.MNT_DETACH)
	}
}

// command returns a command that runs on the machine.
func (m *machine) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	line := append([]string{"/usr/bin/" + name}, args...)
	if m.network != nil {
		line = append([]string{"/usr/bin/nsenter", "--net=" + m.network.Path()}, line...)
	}
	c := exec.CommandContext(ctx, line[0], line[1:]...)
	c.SysProcAttr = &syscall.SysProcAttr{Chroot: m.root}
	c.Dir = "/"
	c.Env = []string{
		"HOME=/root", "PATH=/usr/bin:/bin:/usr/lib/wine", "LANG=" + m.language, "WINEDEBUG=-all",
		"WINEDLLOVERRIDES=mscoree,mshtml=;" + m.overrides, "XDG_RUNTIME_DIR=/tmp",
		"DISPLAY=" + m.display.Name,
	}
	return c
}

// run runs a command to its end.
func (m *machine) run(name string, args ...string) error {
	return m.runIn("/", name, args...)
}

func (m *machine) runIn(dir, name string, args ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	c := m.command(ctx, name, args...)
	c.Dir = dir
	// A file and no pipe: what the command leaves running would hold a pipe open.
	out, err := os.CreateTemp(filepath.Join(m.root, "tmp"), "out")
	if err != nil {
		return err
	}
	defer out.Close()
	c.Stdout, c.Stderr = out, out
	if err := c.Run(); err != nil {
		text, _ := os.ReadFile(out.Name())
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, text)
	}
	return nil
}

// drive is the path here of a path on the machine's drive C:, with forward slashes.
func (m *machine) drive(path string) string {
	return filepath.Join(m.root, "root/.wine/drive_c", path)
}

// put copies a file to the machine's drive C:.
func (m *machine) put(t *testing.T, file, path string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(m.drive(path)), 0o755)
	}
	if err == nil {
		err = os.WriteFile(m.drive(path), content, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// setState has Windows know the devices of a state.
func (m *machine) setState(t *testing.T, s State) {
	t.Helper()
	if err := os.WriteFile(m.drive("state.reg"), s.File(), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := m.run("wine", "regedit", "/S", `C:\state.reg`); err != nil {
		t.Fatal(err)
	}
}

// shot keeps a picture of the screen.
func (m *machine) shot(t *testing.T, name string) {
	t.Helper()
	if err := m.display.SavePicture(filepath.Join(folder, "shots", name+".png")); err != nil {
		t.Error(err)
	}
}

// settle waits until the picture has stood still for a second. Some pages never do.
func (m *machine) settle(most time.Duration) {
	var last []byte
	for still, end := 0, time.Now().Add(most); still < 2 && time.Now().Before(end); {
		now, _ := m.display.Picture()
		if bytes.Equal(now, last) {
			still++
		} else {
			still = 0
		}
		last = now
		time.Sleep(500 * time.Millisecond)
	}
}

// do acts on the screen.
func (m *machine) do(t *testing.T, args ...string) string {
	t.Helper()
	out, err := m.display.Do(args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// press presses keys, one after the other.
func (m *machine) press(t *testing.T, keys ...string) {
	t.Helper()
	m.do(t, append([]string{"key", "--delay", "30"}, keys...)...)
	time.Sleep(300 * time.Millisecond)
}

// write types a text.
func (m *machine) write(t *testing.T, text string) {
	t.Helper()
	m.do(t, "type", "--delay", "20", "--", text)
	time.Sleep(300 * time.Millisecond)
}

// within waits until something holds, and reports whether it did in time.
func within(limit time.Duration, holds func() bool) bool {
	for end := time.Now().Add(limit); !holds(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}
