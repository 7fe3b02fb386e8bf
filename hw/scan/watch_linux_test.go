package scan

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// ueventSocket returns the two ends of a socket that keeps messages apart, as netlink does.
func ueventSocket(t *testing.T) (ours, kernels *os.File) {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	kernels = os.NewFile(uintptr(fds[1]), "kernel")
	t.Cleanup(func() { _ = kernels.Close() })
	return os.NewFile(uintptr(fds[0]), "ours"), kernels
}

// TestReceiveUevents: of what came before the socket failed the USB device counts, the battery does
// not.
func TestReceiveUevents(t *testing.T) {
	ours, kernel := ueventSocket(t)
	for _, m := range [][]byte{
		uevent("change@/devices/LNXSYSTM:00/BAT0", "SUBSYSTEM=power_supply"),
		uevent("add@/devices/pci0000:00/usb1/1-1", "ACTION=add", "SUBSYSTEM=usb"),
	} {
		if _, err := kernel.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	_ = kernel.Close()
	signals := 0
	err := receiveUevents(t.Context(), ours, func() { signals++ })
	if !errors.Is(err, io.EOF) || signals != 2 {
		t.Errorf("%d signals, the first being that of the beginning; error %v", signals, err)
	}
}

func TestReceiveUeventsEnds(t *testing.T) {
	ours, _ := ueventSocket(t)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if err := receiveUevents(ctx, ours, func() {}); err != nil {
		t.Errorf("error %v", err)
	}
	if err := ours.Close(); !errors.Is(err, os.ErrClosed) {
		t.Error("the socket was left open")
	}
}
