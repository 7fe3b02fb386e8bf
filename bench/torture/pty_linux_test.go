package torture

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// openPTY returns the master of a new pseudo-terminal in raw mode and the name of its other end.
func openPTY() (master *os.File, name string, err error) {
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, "", fmt.Errorf("open /dev/ptmx: %w", err)
	}
	mode := &unix.Termios{Cflag: unix.CS8 | unix.CREAD | unix.B115200}
	mode.Cc[unix.VMIN] = 1
	n := 0
	if err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err == nil {
		n, err = unix.IoctlGetInt(fd, unix.TIOCGPTN)
	}
	if err == nil {
		err = unix.IoctlSetTermios(fd, unix.TCSETS, mode)
	}
	if err != nil {
		_ = unix.Close(fd)
		return nil, "", fmt.Errorf("set up terminal: %w", err)
	}
	return os.NewFile(uintptr(fd), "/dev/ptmx"), fmt.Sprintf("/dev/pts/%d", n), nil
}

// openPort opens the other end, as a serial port is opened.
func openPort(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
}
