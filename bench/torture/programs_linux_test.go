package torture

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"surfstick-sms/bench/printed"
	"surfstick-sms/internal/door"
	"surfstick-sms/internal/programs"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/remote"
	"surfstick-sms/sms/store"
)

// built are the real programs: the one without a window, and the one for scripts.
var built = sync.OnceValues(func() (folder string, err error) {
	folder, err = os.MkdirTemp("", "programs")
	if err != nil {
		return "", err
	}
	builtIn = folder
	build := exec.Command("go", "build", "-p", "2", "-buildvcs=false", "-tags", "nowindow", "-o", folder+"/",
		"surfstick-sms", "surfstick-sms/cmd/surfstick")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return folder, fmt.Errorf("build: %w\n%s", err, out)
	}
	return folder, nil
})

// builtIn is where they are, "" before.
var builtIn string

func removePrograms() {
	if builtIn != "" {
		_ = os.RemoveAll(builtIn)
	}
}

// desk is a computer with the real program on it and a simulated modem, of which messages come in and go out; the
// program is started and killed, and scripts call it.
type desk struct {
	programs string // their folder
	folder   string
	stick    *modemStick
}

// newDesk has no program run yet. Programs may send as much as limits says.
func newDesk(t *testing.T, limits sms.ProgramLimits) *desk {
	t.Helper()
	bin, err := built()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{programs: bin, folder: t.TempDir()}
	if *keep != "" {
		d.folder = filepath.Join(*keep, t.Name())
	}
	for _, name := range []string{d.data(), filepath.Join(d.folder, "run")} {
		if err := os.MkdirAll(name, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, value := range map[string]string{
		"XDG_RUNTIME_DIR": filepath.Join(d.folder, "run"), "HOME": d.folder, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
		"LC_ALL": "de_DE.UTF-8", "DISPLAY": "", "WAYLAND_DISPLAY": "",
	} {
		t.Setenv(name, value)
	}
	if err := d.allow(limits); err != nil {
		t.Fatal(err)
	}
	d.stick = newModemStick(d.folder, fakemodem.Options{})
	if err := d.stick.plug(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.stick.close)
	return d
}

func (d *desk) data() string  { return filepath.Join(d.folder, "data") }
func (d *desk) store() string { return filepath.Join(d.data(), "messages.db") }

// allow keeps the setting that the window keeps.
func (d *desk) allow(limits sms.ProgramLimits) error {
	st, err := store.Open(d.store(), store.Options{})
	if err != nil {
		return err
	}
	text, err := json.Marshal(map[string]any{"limits": limits})
	if err == nil {
		err = st.SetSetting(context.Background(), programs.Key, string(text))
	}
	return errors.Join(err, st.Close())
}

// app is a running Surfstick SMS.
type app struct {
	cmd   *exec.Cmd
	says  *printed.Text
	ended chan struct{} // closed when it is gone
}

func (d *desk) start() (*app, error) {
	a := &app{
		cmd: exec.Command(filepath.Join(d.programs, "surfstick-sms"), "-headless", "-allow", "send,read", "-lang", "en",
			"-data", d.data(), "-port", d.stick.port()),
		says: &printed.Text{}, ended: make(chan struct{}),
	}
	a.cmd.Stdout, a.cmd.Stderr = a.says, a.says
	if err := a.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(a.ended)
		_ = a.cmd.Wait() // how it ended is looked at by who ends it
	}()
	return a, nil
}

// lives waits for so long, and reports whether it is still there.
func (a *app) lives(d time.Duration) bool {
	select {
	case <-a.ended:
		return false
	case <-time.After(d):
		return true
	}
}

// kill ends it without a word. The error says that it had ended by itself.
func (a *app) kill() error {
	_ = a.cmd.Process.Kill()
	<-a.ended
	if !wasKilled(a.cmd) {
		return fmt.Errorf("the program ended by itself: %v\n%s", a.cmd.ProcessState, a.says)
	}
	return nil
}

// lastWait is how long the program may take to end in order.
const lastWait = 30 * time.Second

// quit ends it as a service manager does.
func (a *app) quit() error {
	if err := a.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	if a.lives(lastWait) {
		return errors.Join(errors.New("the program does not end"), a.kill())
	}
	if !a.cmd.ProcessState.Success() {
		return fmt.Errorf("the program ended with %v\n%s", a.cmd.ProcessState, a.says)
	}
	return nil
}

func wasKilled(c *exec.Cmd) bool {
	status, ok := c.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// await waits until the program would send a message at once, and reports whether it does.
func (d *desk) await(a *app, patience time.Duration) bool {
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if info, err := d.info(); err == nil && info.Ready {
			return true
		}
		if !a.lives(20 * time.Millisecond) {
			return false
		}
	}
	return false
}

// info asks the program how things stand.
func (d *desk) info() (remote.Info, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	conn, err := door.Dial(ctx, d.data())
	if err != nil {
		return remote.Info{}, err
	}
	c := remote.NewClient(conn)
	defer c.Close()
	return c.Info(ctx)
}

// surfstick is the program for scripts, not started yet.
func (d *desk) surfstick(args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(d.programs, "surfstick"), append([]string{"--data", d.data(), "--json"}, args...)...)
	c.Stderr = new(bytes.Buffer)
	return c
}

// call runs surfstick, kills it after some time unless that is 0, and returns what it printed: whole lines, as a
// script reads them. The error is that of the system.
func call(c *exec.Cmd, mercy time.Duration) (lines [][]byte, err error) {
	err = follow(c, mercy, func() {}, func(line []byte) { lines = append(lines, bytes.Clone(line)) })
	return lines, err
}

// follow is call for one that prints by and by. Started is called when it runs.
func follow(c *exec.Cmd, mercy time.Duration, started func(), each func(line []byte)) error {
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	started()
	if mercy > 0 {
		timer := time.AfterFunc(mercy, func() { _ = c.Process.Kill() })
		defer timer.Stop()
	}
	for r := bufio.NewReader(out); ; {
		line, err := r.ReadBytes('\n')
		if err != nil {
			break // what has no end of line was not printed
		}
		each(line)
	}
	_, _ = io.Copy(io.Discard, out)
	if err := c.Wait(); err != nil && c.ProcessState == nil {
		return err
	}
	return nil
}
