package scan

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// systemReader reads sysfs.
func systemReader(Options) func(context.Context) (found, error) {
	fsys, ok := os.DirFS("/sys").(fs.ReadLinkFS)
	if !ok {
		return func(context.Context) (found, error) { return found{}, errors.ErrUnsupported }
	}
	return sysfs{fsys, writable, discs}.read
}

// discs reads what the kernel tells of CD drives.
func discs() string {
	b, err := os.ReadFile(discsInfo)
	if err != nil {
		return ""
	}
	return string(b)
}

// writable asks without opening. A node that is not there is for the Switcher to report.
func writable(node string) bool {
	err := unix.Access(node, unix.R_OK|unix.W_OK)
	return !errors.Is(err, unix.EACCES) && !errors.Is(err, unix.EPERM)
}
