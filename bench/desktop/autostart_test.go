//go:build desktop

package desktop

import (
	"os"
	"strings"
	"testing"

	"surfstick-sms/internal/desktop"
)

// TestAutostart starts the program by the file that the settings write, as a session does: in the
// background, with the same texts. The file is that of this test with the program in its place.
func TestAutostart(t *testing.T) {
	s := newSession(t, true)
	p := newProgram(s)
	p.ready()
	p.toChat()
	s.choose("Quit")
	p.ended()

	t.Setenv("XDG_CONFIG_HOME", s.path(".config"))
	a, err := desktop.NewAutostart(p.flags("-background")...)
	if err == nil {
		err = a.Set(true)
	}
	if err != nil {
		t.Fatal(err)
	}
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const file = ".config/autostart/de.surfsticksms.app.desktop"
	text, err := os.ReadFile(s.path(file))
	if err != nil || !strings.Contains(string(text), own) {
		t.Fatalf("%s, %v", text, err)
	}
	s.write(file, strings.ReplaceAll(string(text), own, p.binary))
	s.start("gio", "launch", s.path(file))
	s.await("the icon", func() bool { return strings.Contains(s.tip(), "Ready") })
	if s.windows() != 0 {
		t.Error("it has a window")
	}
	s.choose("Quit")
	s.await("the end", func() bool { return s.tip() == "" })
}
