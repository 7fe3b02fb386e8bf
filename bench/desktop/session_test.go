//go:build desktop

package desktop

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"surfstick-sms/bench/xvfb"
)

// top is the folder of the repository.
const top = "../.."

// session is a desktop session: a display, two buses, a window manager, notifications, and a panel.
type session struct {
	t       *testing.T
	home    string
	display *xvfb.Display
	env     []string
	bus     *dbus.Conn
	system  *dbus.Conn
	panel   *exec.Cmd
	notes   chan note // that were asked for
}

// panelConfig is a panel at the bottom with nothing but the list of windows and icons.
const panelConfig = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="icon-size" type="uint" value="24"/>
      <property name="size" type="uint" value="36"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="tasklist"/>
    <property name="plugin-2" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-3" type="string" value="systray"/>
  </property>
</channel>
`

// notesConfig has a left click do what a notification offers.
const notesConfig = `[global]
width = 360
height = 200
origin = top-right
offset = 10x10
notification_limit = 5
font = Sans 10
markup = full
format = "<b>%s</b>\n%b"
mouse_left_click = do_action, close_current
idle_threshold = 0
show_indicators = yes
history_length = 50
timeout = 60
`

// newSession starts a session; panel reports whether it has one.
func newSession(t *testing.T, panel bool) *session {
	t.Helper()
	s := &session{t: t, home: t.TempDir()}
	display, err := xvfb.Start("1200x820", "-ardelay", "60000") // on a busy machine a key would seem to be held down
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(display.Close)
	s.display = display
	s.env = append(s.display.Environ(), "HOME="+s.home, "XDG_CONFIG_HOME="+s.path(".config"),
		"XDG_DATA_HOME="+s.path(".local/share"), "XDG_CACHE_HOME="+s.path(".cache"),
		"XDG_RUNTIME_DIR="+s.path("run"), "NO_AT_BRIDGE=1", "GTK_THEME=Adwaita", "XDG_CURRENT_DESKTOP=XFCE")
	if err := os.MkdirAll(s.path("run"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.write(".config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml", panelConfig)
	s.write(".config/dunst/dunstrc", notesConfig)
	address, system := s.startBus(), s.startBus()
	s.env = append(s.env, "DBUS_SESSION_BUS_ADDRESS="+address, "DBUS_SYSTEM_BUS_ADDRESS="+system)
	s.bus, s.system = s.connect(address), s.connect(system)
	s.watchNotes(s.connect(address))
	s.start("openbox")
	s.start("dunst")
	s.await("notifications", func() bool { return s.owned("org.freedesktop.Notifications") })
	if panel {
		s.startPanel()
	}
	return s
}

func (s *session) path(name string) string { return filepath.Join(s.home, name) }

func (s *session) write(name, text string) {
	s.t.Helper()
	file := s.path(name)
	err := os.MkdirAll(filepath.Dir(file), 0o700)
	if err == nil {
		err = os.WriteFile(file, []byte(text), 0o600)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// startBus starts a bus and returns its address.
func (s *session) startBus() string {
	s.t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	defer read.Close()
	c := s.command("dbus-daemon", "--session", "--nofork", "--print-address=3")
	c.ExtraFiles = []*os.File{write}
	s.run(c)
	write.Close()
	address, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.TrimSpace(address)
}

func (s *session) connect(address string) *dbus.Conn {
	s.t.Helper()
	bus, err := dbus.Connect(address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { bus.Close() })
	return bus
}

func (s *session) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Env, c.Dir = s.env, s.home
	return c
}

func (s *session) start(name string, args ...string) *exec.Cmd {
	s.t.Helper()
	c := s.command(name, args...)
	s.run(c)
	return c
}

// run starts a command, which ends with the test.
func (s *session) run(c *exec.Cmd) {
	s.t.Helper()
	if err := c.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		_ = c.Process.Kill()
		_, _ = c.Process.Wait()
	})
}

func (s *session) startPanel() {
	s.t.Helper()
	s.panel = s.start("xfce4-panel", "--disable-wm-check")
	s.await("a panel", func() bool { return s.hostThere() })
}

func (s *session) endPanel() {
	_ = s.panel.Process.Kill()
	_, _ = s.panel.Process.Wait()
	s.await("no panel", func() bool { return !s.hostThere() })
}

// owned reports whether somebody has a name on the bus.
func (s *session) owned(name string) bool {
	var owned bool
	err := s.bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&owned)
	return err == nil && owned
}

// await waits until something is so.
func (s *session) await(what string, so func() bool) {
	s.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if so() {
			return
		}
	}
	s.shot("missing")
	s.t.Fatalf("%s: not within 20 s", what)
}

// shot keeps a picture of the screen.
func (s *session) shot(name string) {
	folder := filepath.Join(top, "build/desktop")
	err := os.MkdirAll(folder, 0o755)
	if err == nil {
		name = strings.ReplaceAll(s.t.Name(), "/", "-") + "-" + name + ".png"
		err = s.display.SavePicture(filepath.Join(folder, name))
	}
	if err != nil {
		s.t.Error(err)
	}
}

// do acts as a person would.
func (s *session) do(args ...string) string {
	s.t.Helper()
	out, err := s.display.Do(args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.TrimSpace(out)
}

// windows returns how many windows of the program are on screen.
func (s *session) windows() int {
	out, err := s.display.Do("search", "--onlyvisible", "--name", "Surfstick SMS")
	if err != nil { // there is none
		return 0
	}
	return len(strings.Fields(out))
}
