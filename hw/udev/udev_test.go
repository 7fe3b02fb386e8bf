//go:build unix

package udev

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"surfstick-sms/hw"
)

// vendor is whose devices most tests are about.
const vendor = 0x19d2

// sandbox gives a script that writes into a folder of the test, with a udevadm that notes how it
// is called, and the names of the rule and of the notes.
func sandbox(t *testing.T) (moved, rule, notes string) {
	t.Helper()
	dir := t.TempDir()
	rule, notes = filepath.Join(dir, "rules.d", filepath.Base(File(vendor))), filepath.Join(dir, "notes")
	program(t, dir, "udevadm", `echo "$@" >> `+notes)
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	return strings.ReplaceAll(script(vendor), "/etc/udev/rules.d", filepath.Join(dir, "rules.d")), rule, notes
}

func program(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestInstallWritesRule(t *testing.T) {
	moved, rule, notes := sandbox(t)
	pkexec := program(t, t.TempDir(), "pkexec", `exec "$@"`)
	if err := install(t.Context(), pkexec, moved); err != nil {
		t.Fatal(err)
	}
	if got := read(t, rule); got != Rule(vendor) {
		t.Errorf("written:\n%s", got)
	}
	if info, err := os.Stat(rule); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", info, err)
	}
	calls := strings.Split(strings.TrimSpace(read(t, notes)), "\n")
	if len(calls) != 4 || calls[0] != "control --reload" || !strings.HasPrefix(calls[1], "trigger") {
		t.Errorf("udevadm was called with %q", calls)
	}
}

// TestCommand runs what is copied, with a sudo that does without a password.
func TestCommand(t *testing.T) {
	moved, rule, _ := sandbox(t)
	dir := t.TempDir()
	program(t, dir, "sudo", `exec "$@"`)
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	command := strings.Replace(Command(vendor), script(vendor), moved, 1)
	if out, err := exec.Command("sh", "-c", command).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got := read(t, rule); got != Rule(vendor) {
		t.Errorf("written:\n%s", got)
	}
}

func TestInstallFails(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       error
	}{
		{"dismissed", "exit 126", hw.ErrDeclined},
		{"not authorised", "exit 127", hw.ErrDeclined},
	} {
		pkexec := program(t, t.TempDir(), "pkexec", c.text)
		if err := install(t.Context(), pkexec, "exit 0"); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
	pkexec := program(t, t.TempDir(), "pkexec", "echo disk full; exit 1")
	err := install(t.Context(), pkexec, "exit 0")
	if err == nil || errors.Is(err, hw.ErrDeclined) || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("error %v", err)
	}
}

// TestInstallStopsWithScript: what fails in the script is not passed over.
func TestInstallStopsWithScript(t *testing.T) {
	moved, rule, _ := sandbox(t)
	program(t, strings.Split(os.Getenv("PATH"), ":")[0], "udevadm", "exit 3")
	pkexec := program(t, t.TempDir(), "pkexec", `exec "$@"`)
	if err := install(t.Context(), pkexec, moved); err == nil {
		t.Error("no error although udevadm failed")
	}
	if got := read(t, rule); got != Rule(vendor) {
		t.Errorf("written:\n%s", got)
	}
}

func TestInstallCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	pkexec := program(t, t.TempDir(), "pkexec", "exec sleep 60")
	time.AfterFunc(50*time.Millisecond, cancel)
	start := time.Now()
	err := install(ctx, pkexec, "exit 0")
	if !errors.Is(err, context.Canceled) || time.Since(start) > 10*time.Second {
		t.Errorf("error %v after %v", err, time.Since(start))
	}
}

func TestInstaller(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	if Installer() != nil {
		t.Error("an installer without pkexec")
	}
	program(t, dir, "pkexec", "exit 126")
	if err := Installer()(t.Context(), vendor); !errors.Is(err, hw.ErrDeclined) {
		t.Errorf("error %v, want hw.ErrDeclined", err)
	}
}

// TestRule: the access is given only by rules before 73, and to one vendor's devices only; the rules of
// two vendors do not replace each other.
func TestRule(t *testing.T) {
	line := regexp.MustCompile(`^SUBSYSTEM=="(usb|tty)", ATTRS?\{idVendor\}=="([0-9a-f]{4})", TAG\+="uaccess"$`)
	files := map[string]bool{}
	for vendor, want := range map[uint16]string{hw.HuaweiVendor: "12d1", 0x19d2: "19d2", 0x0421: "0421"} {
		number, err := strconv.Atoi(filepath.Base(File(vendor))[:2])
		if err != nil || number >= 73 || files[File(vendor)] {
			t.Errorf("the rule is in %s, %v", File(vendor), err)
		}
		files[File(vendor)] = true
		for text := range strings.Lines(Rule(vendor)) {
			if m := line.FindStringSubmatch(strings.TrimSpace(text)); m == nil || m[2] != want {
				t.Errorf("odd line %q", text)
			}
		}
		if strings.ContainsAny(script(vendor), "'`$\\") {
			t.Error("the script holds what a shell would read")
		}
	}
}
