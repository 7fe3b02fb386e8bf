package netcard

import "golang.org/x/sys/unix"

// bind lets a connection go over one adapter only.
func bind(fd uintptr, w way) error {
	return unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_BOUND_IF, w.index)
}
