package netcard

import "golang.org/x/sys/windows"

// unicastIf is IP_UNICAST_IF (ws2ipdef.h).
const unicastIf = 31

// bind lets a connection go over one adapter only.
func bind(fd uintptr, w way) error {
	return windows.SetsockoptInt(windows.Handle(fd), windows.IPPROTO_IP, unicastIf, networkOrder(w.index))
}
