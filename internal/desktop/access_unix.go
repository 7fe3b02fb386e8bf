//go:build unix

package desktop

import (
	"os"
	"syscall"
)

// others are the rights of others to read and to write.
const others = 0o066

// makePrivateFolder makes a folder, and those above it, for this user only.
func makePrivateFolder(folder string) error { return os.MkdirAll(folder, 0o700) }

// closeFolder takes away the rights of others, where this user may do that. What this user may not do
// stays: isExposed tells.
func closeFolder(folder string) {
	if info, err := os.Stat(folder); err == nil && info.Mode()&0o077 != 0 {
		_ = os.Chmod(folder, 0o700)
	}
}

// isExposed reports whether others can read or write in a folder, or whether it is somebody else's.
func isExposed(folder string) bool {
	info, err := os.Stat(folder)
	if err != nil {
		return false
	}
	owner, known := info.Sys().(*syscall.Stat_t)
	foreign := known && owner.Uid != 0 && int(owner.Uid) != os.Geteuid()
	return foreign || info.Mode()&others != 0
}
