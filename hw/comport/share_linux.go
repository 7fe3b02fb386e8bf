package comport

import (
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// Major device numbers of pseudo-terminal slaves (Linux, Documentation/admin-guide/devices.txt).
const firstPTY, lastPTY = 136, 143

// shareTerminal takes back the exclusive use that the library asks for, on pseudo-terminals only:
// there it outlives a program that was killed for as long as the other end is open, and the next
// start would find the port in use.
func shareTerminal(path string) {
	var st unix.Stat_t
	if unix.Stat(path, &st) != nil {
		return
	}
	if m := unix.Major(uint64(st.Rdev)); m < firstPTY || m > lastPTY {
		return
	}
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	_ = unix.IoctlSetInt(fd, unix.TIOCNXCL, 0)
	_ = unix.Close(fd)
}

// closeOnExec keeps an open port from being handed down to programs that are started, such as a
// web browser: they would hold on to the device after it was unplugged. The library opens ports
// without the flag and does not hand the descriptor out, so it is looked up by name.
func closeOnExec(path string) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return
	}
	for _, fd := range descriptorsOf(real) {
		unix.CloseOnExec(fd)
	}
}

func descriptorsOf(path string) []int {
	const own = "/proc/self/fd"
	entries, err := os.ReadDir(own)
	if err != nil {
		return nil
	}
	var fds []int
	for _, e := range entries {
		target, err := os.Readlink(filepath.Join(own, e.Name()))
		if fd, errNumber := strconv.Atoi(e.Name()); err == nil && errNumber == nil && target == path {
			fds = append(fds, fd)
		}
	}
	return fds
}
