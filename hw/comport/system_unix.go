//go:build !windows

package comport

import (
	"errors"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// isGone reports whether an error of the system means an unplugged device.
func isGone(err error) bool {
	for _, gone := range []error{
		unix.ENXIO, unix.ENODEV, unix.EIO, unix.EBADF, unix.ENOTDIR, unix.ENAMETOOLONG,
		unix.ELOOP, unix.EINVAL,
	} {
		if errors.Is(err, gone) {
			return true
		}
	}
	return false
}

// isNoPort reports whether an error of the system means something else than a terminal device.
func isNoPort(err error) bool {
	return errors.Is(err, unix.EISDIR) || errors.Is(err, unix.ENOTTY) ||
		errors.Is(err, unix.ETXTBSY) || errors.Is(err, unix.EROFS)
}

// devicePath lets a port be named without its folder: "ttyUSB2" is /dev/ttyUSB2.
func devicePath(name string) string {
	if strings.Contains(name, "/") || name == "" {
		return name
	}
	if _, err := os.Stat("/dev/" + name); err == nil {
		return "/dev/" + name
	}
	return name
}

func adapt(d device) device { return d }
