package netcard

import (
	"errors"
	"net"
	"net/netip"
	"testing"

	"golang.org/x/sys/unix"
)

// loopback is the number of an adapter that every computer has.
func loopback(t *testing.T) int {
	t.Helper()
	i, err := net.InterfaceByName("lo")
	if err != nil {
		t.Fatal(err)
	}
	return i.Index
}

// TestBind: the kernel binds a socket to the adapter, whoever asks for it.
func TestBind(t *testing.T) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Close(fd) }()
	lo := loopback(t)
	if err := bind(uintptr(fd), way{index: lo}); err != nil {
		t.Fatal(err)
	}
	if got, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_BINDTOIFINDEX); got != lo || err != nil {
		t.Errorf("bound to %d, %v", got, err)
	}
	if err := bind(^uintptr(0), way{index: lo}); !errors.Is(err, unix.EBADF) {
		t.Errorf("error %v of a socket that is none", err)
	}
}

// TestLeavesBy: the kernel says by which adapter its route goes out.
func TestLeavesBy(t *testing.T) {
	lo := loopback(t)
	own := netip.MustParseAddr("127.0.0.1")
	if err := leavesBy(way{index: lo, own: own, peer: netip.MustParseAddr("127.0.0.9")}); err != nil {
		t.Error(err)
	}
	if err := leavesBy(way{index: lo + 1, own: own, peer: own}); !errors.Is(err, unix.EPERM) {
		t.Errorf("error %v, want EPERM", err)
	}
	// An address that is none of this computer's is no sender.
	if out, err := routeTo(netip.MustParseAddr("203.0.113.9"), own); err == nil {
		t.Errorf("by %d", out)
	}
}

// TestOutOf: an answer that is none says so.
func TestOutOf(t *testing.T) {
	for name, answer := range map[string][]byte{
		"empty": nil, "half": make([]byte, 7), "zeroes": make([]byte, 64),
	} {
		if index, err := outOf(answer); err == nil {
			t.Errorf("%s: adapter %d", name, index)
		}
	}
}

func FuzzOutOf(f *testing.F) {
	f.Add(routeRequest(netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("127.0.0.2")))
	f.Fuzz(func(_ *testing.T, answer []byte) {
		_, _ = outOf(answer) // must not panic
	})
}
