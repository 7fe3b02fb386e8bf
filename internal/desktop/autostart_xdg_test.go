//go:build !windows && !darwin

package desktop

import (
	"os"
	"path/filepath"
	"testing"
)

func TestDesktopEntry(t *testing.T) {
	cases := []struct {
		program string
		args    []string
		want    string
	}{
		{"/usr/bin/surfstick-sms", []string{"-background"}, `"/usr/bin/surfstick-sms" "-background"`},
		{"/home/anna/My programs/sms", nil, `"/home/anna/My programs/sms"`},
		{"/a", []string{"100%", `$HOME "x" \ ` + "`id`"}, `"/a" "100%%" "\\$HOME \\"x\\" \\\\ ` + "\\\\`id\\\\`" + `"`},
		{"/a\nExec=/b", nil, `"/a\nExec=/b"`},
	}
	for _, c := range cases {
		want := "[Desktop Entry]\nType=Application\nName=N\nExec=" + c.want +
			"\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
		if got := desktopEntry("N", c.program, c.args); got != want {
			t.Errorf("%q: got\n%s\nwant\n%s", c.program, got, want)
		}
	}
}

// TestAutostartSwitchedOff: the tools of desktops switch an entry off and leave it where it is.
func TestAutostartSwitchedOff(t *testing.T) {
	for text, want := range map[string]bool{
		"[Desktop Entry]\nExec=a\n":                                  true,
		"[Desktop Entry]\nExec=a\nHidden=true\n":                     false,
		"[Desktop Entry]\nExec=a\nX-GNOME-Autostart-enabled=false\n": false,
		"[Desktop Entry]\nExec=a\nHidden = true\n":                   false,
		"[Desktop Entry]\nExec=a\nHidden=false\n":                    true,
	} {
		a := Autostart{file: filepath.Join(t.TempDir(), autostartFile)}
		if err := os.WriteFile(a.file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if a.On() != want {
			t.Errorf("%q: on %t", text, !want)
		}
	}
}
