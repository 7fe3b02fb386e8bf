package scan

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"surfstick-sms/hw"
)

const (
	// kernelGroup is the multicast group in which the kernel itself speaks; udevd uses another.
	kernelGroup = 1
	// ueventSize is more than the kernel puts into one message (UEVENT_BUFFER_SIZE is 2048).
	ueventSize = 8 << 10
	// initialUserNamespace is the inode of the computer's own user namespace
	// (Linux, include/linux/proc_ns.h, PROC_USER_INIT_INO).
	initialUserNamespace = 0xeffffffd
)

// systemListen receives what the kernel sends to udev: a netlink message for every device that
// comes, goes or gets a driver. It needs no rights.
func systemListen(ctx context.Context, signal func()) error {
	if !ueventsArrive() {
		return fmt.Errorf("device events: this network namespace has none: %w", hw.ErrUnsupported)
	}
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK,
		unix.NETLINK_KOBJECT_UEVENT)
	if err != nil {
		return fmt.Errorf("device events: %w: %w", hw.ErrUnsupported, err)
	}
	socket := os.NewFile(uintptr(fd), "uevents")
	address := &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: kernelGroup}
	if err := unix.Bind(fd, address); err != nil {
		_ = socket.Close()
		return fmt.Errorf("device events: %w: %w", hw.ErrUnsupported, err)
	}
	return receiveUevents(ctx, socket, signal)
}

// ueventsArrive reports whether the kernel sends its messages into this network namespace: it
// does so only where the computer's own user namespace is the owner, and so not into most
// containers and sandboxes (Linux, lib/kobject_uevent.c, uevent_net_init). What cannot be found
// out counts as yes.
func ueventsArrive() bool {
	space, err := os.Open("/proc/self/ns/net")
	if err != nil {
		return true
	}
	defer func() { _ = space.Close() }()
	owner, err := unix.IoctlRetInt(int(space.Fd()), unix.NS_GET_USERNS)
	if err != nil {
		return true
	}
	defer func() { _ = unix.Close(owner) }()
	var st unix.Stat_t
	return unix.Fstat(owner, &st) != nil || st.Ino == initialUserNamespace
}

// receiveUevents signals every message that matters until the context ends, and closes the socket.
func receiveUevents(ctx context.Context, socket *os.File, signal func()) error {
	defer func() { _ = socket.Close() }()
	past := time.Unix(1, 0)
	defer context.AfterFunc(ctx, func() { _ = socket.SetReadDeadline(past) })()
	signal()
	message := make([]byte, ueventSize)
	for {
		n, err := socket.Read(message)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, unix.ENOBUFS): // too many at once: any may have been lost
			signal()
		case err != nil:
			return fmt.Errorf("device events: %w", err)
		case ueventMatters(message[:n]):
			signal()
		}
	}
}
