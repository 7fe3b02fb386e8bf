//go:build !windows && !darwin

package folder

import (
	"os"
	"path/filepath"
)

const name = "surfstick-sms"

// userData returns the data home of the XDG base directory specification, which says to ignore a
// relative path.
func userData() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share"), err
}
