package comport

import "golang.org/x/sys/unix"

// Major device numbers of pseudo-terminal slaves (Linux, Documentation/admin-guide/devices.txt).
const firstPTY, lastPTY = 136, 143

// shareTerminal takes back the exclusive use that the library asks for, on pseudo-terminals only:
// there it outlives a program that was killed for as long as the other end is open, and the next
// start would be told that the port is in use.
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
