package desktop

import (
	"os"
	"path/filepath"
	"strings"
)

const autostartFile = "de.surfsticksms.app.plist"

// autostartFolder returns the folder of this user's agents (launchd.plist(5)).
func autostartFolder() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, "Library", "LaunchAgents"), err
}

func (a *Autostart) write() error {
	return os.WriteFile(a.file, []byte(launchAgent(strings.TrimSuffix(autostartFile, ".plist"), a.program, a.args)), 0o600)
}

func autostartIsOn(string) bool { return true }
