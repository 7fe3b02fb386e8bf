package desktop

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Autostart is the start of the program with the user's session. What it says is not kept by the
// program but lies where the system and the user look for it: a shortcut in the folder "Startup" on
// Windows, a .desktop file of the XDG autostart specification on Linux, an agent of launchd on macOS.
type Autostart struct {
	file    string
	program string
	args    []string
}

// autostartName is what the user sees beside other programs that start with the session.
const autostartName = "Surfstick SMS"

// NewAutostart returns the start of this very program with arguments.
func NewAutostart(args ...string) (*Autostart, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("start with the session: %w", err)
	}
	folder, err := autostartFolder()
	if err != nil {
		return nil, fmt.Errorf("start with the session: %w", err)
	}
	return &Autostart{file: filepath.Join(folder, autostartFile), program: program, args: args}, nil
}

// On reports whether the program starts with the session. The user may have changed that elsewhere.
func (a *Autostart) On() bool {
	info, err := os.Stat(a.file)
	return err == nil && info.Mode().IsRegular() && autostartIsOn(a.file)
}

// Set has the program start with the session, or not any more. What is there already is written anew:
// the program may have been moved.
func (a *Autostart) Set(on bool) error {
	if !on {
		if err := os.Remove(a.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("do not start with the session: %w", err)
		}
		return nil
	}
	err := os.MkdirAll(filepath.Dir(a.file), 0o700)
	if err == nil {
		err = a.write()
	}
	if err != nil {
		return fmt.Errorf("start with the session: %w", err)
	}
	return nil
}
