//go:build bare

package bareroot

import (
	"bytes"
	"debug/elf"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"surfstick-sms/bench/printed"
	"surfstick-sms/bench/ptymodem"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/remote"
)

const (
	top     = "../.."
	partner = "+491713920042"
	user    = 1000 // a service runs as a user of its own
	patient = 60 * time.Second
)

// machine is the bare Debian with a modem.
type machine struct {
	*testing.T
	root  string
	modem *ptymodem.Modem
	home  string // in the root, the user's alone
}

// display is a library that only a window needs.
var display = regexp.MustCompile(`^lib(X11|xcb|Xcursor|Xrandr|GL|EGL|GLX|wayland|xkbcommon)`)

// newMachine puts the programs into the root, with a modem that asks for a PIN.
func newMachine(t *testing.T) *machine {
	t.Helper()
	root := os.Getenv("SURFSTICK_BARE")
	if root == "" {
		t.Fatal("please run make bare")
	}
	options := fakemodem.Demo("1234")
	options.Echo, options.Stored = true, nil
	modem, err := ptymodem.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = modem.Close() })
	own, err := os.MkdirTemp(filepath.Join(root, "srv"), "surfstick-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(own) })
	m := &machine{t, root, modem, strings.TrimPrefix(own, root)}
	for from, to := range map[string]string{"build/headless/surfstick-sms": "surfstick-sms", "build/surfstick": "surfstick"} {
		m.put(filepath.Join(top, from), to)
	}
	if err := os.WriteFile(filepath.Join(own, "pin"), []byte("1234\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{own, filepath.Join(own, "pin"), modem.Port} {
		if err := os.Chown(path, user, user); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func (m *machine) put(from, to string) {
	m.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		m.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(m.root, m.home, to), text, 0o755); err != nil {
		m.Fatal(err)
	}
}

// command is a program in the machine, as a user, without a display. What is mounted goes with it. The process
// that is started becomes the program.
func (m *machine) command(name string, args ...string) *exec.Cmd {
	const enter = `mount --bind /dev/pts "$0/dev/pts" && mount -t proc proc "$0/proc" && exec chroot "$0" ` +
		`setpriv --reuid=1000 --regid=1000 --clear-groups --no-new-privs "$@"`
	in := []string{"--mount", "sh", "-c", enter, m.root, filepath.Join(m.home, name)}
	c := exec.Command("unshare", append(in, args...)...)
	c.Env = []string{"PATH=/usr/bin:/bin:/usr/sbin:/sbin", "LANG=C.UTF-8"}
	return c
}

// script runs the program for scripts and reads its answer.
func (m *machine) script(answer any, args ...string) {
	m.Helper()
	c := m.command("surfstick", append([]string{"--data", m.home + "/data", "--json"}, args...)...)
	var complaints bytes.Buffer
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil {
		m.Fatalf("surfstick %q: %v\n%s%s", args, err, out, &complaints)
	}
	if err := json.Unmarshal(out, answer); err != nil && len(bytes.TrimSpace(out)) > 0 {
		m.Fatalf("surfstick %q: %v in %s", args, err, out)
	}
}

func (m *machine) await(what string, log *printed.Text, is func() bool) {
	m.Helper()
	for end := time.Now().Add(patient); !is(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			m.Fatalf("no %s; the program says\n%s", what, log)
		}
	}
}

// TestBare: nothing that has to do with windows is there or needed; a script sends a message and gets the answer;
// the program ends in order when it is told to.
func TestBare(t *testing.T) {
	m := newMachine(t)
	m.wantNoDisplay()
	service := m.command("surfstick-sms", "-headless", "-allow", "send,read", "-pin-file", m.home+"/pin",
		"-port", m.modem.Port, "-data", m.home+"/data", "-lang", "en")
	log := &printed.Text{}
	service.Stdout, service.Stderr = log, log
	if err := service.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = service.Process.Kill() })
	m.await("stick that is ready", log, func() bool { return strings.Contains(log.String(), "Stick ready, network") })

	var sent struct{ Texts []remote.Text }
	m.script(&sent, "send", "--to", partner, "--text", "Grüße ohne Fenster", "--id", "bare-1")
	got := m.modem.Sent()
	if len(got) != 1 || got[0].Text != "Grüße ohne Fenster" || len(sent.Texts) != 1 || sent.Texts[0].State != remote.Sent &&
		sent.Texts[0].State != remote.Delivered {
		t.Errorf("answered %+v, the network has %+v", sent, got)
	}
	var answer remote.Text
	m.await("answer", log, func() bool {
		m.script(&answer, "list", "--in")
		return strings.Contains(answer.Text, "ohne Fenster") && answer.From == partner
	})

	if err := service.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := service.Wait(); err != nil {
		t.Errorf("ended with %v, having said\n%s", err, log)
	}
	t.Logf("said:\n%s", log)
}

// wantNoDisplay checks that the programs need no libraries for windows, and that there are none.
func (m *machine) wantNoDisplay() {
	m.Helper()
	for name, most := range map[string][]string{"surfstick-sms": {"libc.so.6", "libudev.so.1"}, "surfstick": nil} {
		f, err := elf.Open(filepath.Join(m.root, m.home, name))
		if err != nil {
			m.Fatal(err)
		}
		needed, err := f.ImportedLibraries()
		f.Close()
		if err != nil {
			m.Fatal(err)
		}
		for _, library := range needed {
			if !slices.Contains(most, library) {
				m.Errorf("%s needs %s", name, library)
			}
		}
	}
	err := filepath.WalkDir(filepath.Join(m.root, "usr/lib"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && display.MatchString(d.Name()) {
			m.Errorf("this Debian is not bare: it has %s", path)
		}
		return err
	})
	if err != nil {
		m.Error(err)
	}
}
