package netcard

import (
	"testing"

	"golang.org/x/sys/windows"
)

// TestBind: the socket is bound to the number of each adapter, with its highest byte first. (Wine hands
// the option to Linux, which refuses the number of an adapter that is not there.)
func TestBind(t *testing.T) {
	first, err := adapters()
	if err != nil {
		t.Fatal(err)
	}
	for at := first; at != nil; at = at.Next {
		fd, err := windows.Socket(windows.AF_INET, windows.SOCK_STREAM, windows.IPPROTO_TCP)
		if err != nil {
			t.Fatal(err)
		}
		if err := bind(uintptr(fd), way{index: int(at.IfIndex)}); err != nil {
			t.Errorf("adapter %d: %v", at.IfIndex, err)
		}
		got, err := windows.GetsockoptInt(fd, windows.IPPROTO_IP, unicastIf)
		if want := networkOrder(int(at.IfIndex)); got != want || err != nil {
			t.Errorf("adapter %d: bound to %#x, %v; want %#x", at.IfIndex, got, err, want)
		}
		if err := windows.Closesocket(fd); err != nil {
			t.Error(err)
		}
	}
	if err := bind(uintptr(windows.InvalidHandle), way{index: 1}); err == nil {
		t.Error("a socket that is none was bound")
	}
}
