package comport

import (
	"errors"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"surfstick-sms/hw"
)

func TestHWErrorOfLinux(t *testing.T) {
	for errno, want := range map[syscall.Errno]error{
		unix.ENOENT: hw.ErrGone, unix.ENXIO: hw.ErrGone, unix.ENODEV: hw.ErrGone,
		unix.EIO: hw.ErrGone, unix.EACCES: hw.ErrAccess, unix.EPERM: hw.ErrAccess,
		unix.EISDIR: hw.ErrNotSerial, unix.ENOTTY: hw.ErrNotSerial,
	} {
		if got := hwError(errno); !errors.Is(got, want) {
			t.Errorf("hwError(%v) = %v, want %v", errno, got, want)
		}
	}
}
