package virtualstick

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// status is what Linux 6.1 says of a controller with a stick in the first socket.
const status = `hub port sta spd dev      sockfd local_busid
hs  0000 006 003 00010001 000003 1-1
hs  0001 004 000 00000000 000000 0-0
ss  0008 004 000 00000000 000000 0-0
`

func TestVHCIState(t *testing.T) {
	for port, want := range map[vhciPort]string{0: "006", 1: portFree, 2: "", 8: ""} {
		got, err := port.stateIn(strings.NewReader(status))
		if got != want || (err == nil) != (want != "") {
			t.Errorf("port %d: %q, %v; want %q", port, got, err, want)
		}
	}
}

// TestVHCIMissing: where there is no virtual controller, or no right to it, plugging in says so.
func TestVHCIMissing(t *testing.T) {
	if _, err := os.Stat(vhciDir); !errors.Is(err, os.ErrNotExist) {
		t.Skip("this computer has a virtual controller: ", vhciDir)
	}
	s := New(Options{Device: Storage(0x1f01)})
	if err := s.Plug(VHCI(3)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want os.ErrNotExist", err)
	}
	s.Unplug()
	if _, there := s.Device(); there || s.Done() != nil {
		t.Error("it is plugged in")
	}
}
