//go:build !windows && !darwin

package desktop

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const autostartFile = "de.surfsticksms.app.desktop"

// autostartFolder returns the folder of the XDG autostart specification.
func autostartFolder() (string, error) {
	if dir := os.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "autostart"), nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".config", "autostart"), err
}

func (a *Autostart) write() error {
	return os.WriteFile(a.file, []byte(desktopEntry(autostartName, a.program, a.args)), 0o600)
}

// autostartIsOn reports whether an entry is not switched off: by the specification's own key, or by
// that of GNOME, which others write as well.
func autostartIsOn(file string) bool {
	text, err := os.ReadFile(file)
	return err == nil && !slices.ContainsFunc(strings.Split(string(text), "\n"), func(line string) bool {
		line = strings.ReplaceAll(strings.TrimSpace(line), " ", "")
		return line == "Hidden=true" || line == "X-GNOME-Autostart-enabled=false"
	})
}

// desktopEntry returns an entry of the Desktop Entry Specification.
func desktopEntry(name, program string, args []string) string {
	line := make([]string, 0, len(args)+1)
	for _, arg := range append([]string{program}, args...) {
		line = append(line, execArgument(arg))
	}
	return "[Desktop Entry]\nType=Application\nName=" + name + "\nExec=" + strings.Join(line, " ") +
		"\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
}

// execArgument quotes an argument of the key Exec: first by that key's own rules, in which a percent
// sign begins a field, then by those of all values, in which a backslash begins an escape.
func execArgument(arg string) string {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`, `%`, `%%`).Replace(arg)
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(`"` + quoted + `"`)
}
