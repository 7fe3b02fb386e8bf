//go:build !nowindow

package main

import (
	"errors"
	"os"
	"path/filepath"

	"surfstick-sms/gui/programs"
	"surfstick-sms/internal/door"
)

// windowDoor is the doorway as the window sees it.
type windowDoor struct{ *doorway }

// Trouble implements programs.Keeper.
func (d windowDoor) Trouble() programs.Trouble {
	switch err := d.Blocked(); {
	case err == nil:
		return programs.TroubleNone
	case errors.Is(err, door.ErrTaken):
		return programs.TroubleTaken
	case errors.Is(err, door.ErrLongPath):
		return programs.TroublePath
	}
	return programs.TroubleOther
}

// commandPath returns the path of the command line program that lies beside this one; its name where there
// is none, as when it is installed elsewhere.
func commandPath() string {
	const name = "surfstick"
	self, err := os.Executable()
	if err != nil {
		return name
	}
	beside := filepath.Join(filepath.Dir(self), name+filepath.Ext(self))
	if info, err := os.Stat(beside); err != nil || info.IsDir() {
		return name
	}
	return beside
}
