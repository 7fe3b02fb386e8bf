package virtualstick

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// vhciDir is where Linux' virtual host controller (module vhci-hcd) takes devices; root only.
const vhciDir = "/sys/devices/platform/vhci_hcd.0"

// portFree is the state of a port of the controller without a device (Linux, usbip_common.h).
const portFree = "004"

// attachLimit is how long a port may take to be free again after a device left it.
const attachLimit = 10 * time.Second

var vhciTurn sync.Mutex

// controllerPorts is how many ports for high speed each of the virtual controllers has, beside as many
// for USB 3 (Debian's CONFIG_USBIP_VHCI_HC_PORTS).
const controllerPorts = 15

// VHCI returns the n-th socket for high speed of Linux' virtual host controllers, each of which has 15.
func VHCI(n int) Socket {
	return vhciPort(n/controllerPorts*2*controllerPorts + n%controllerPorts)
}

type vhciPort int

// Attach implements Socket.
func (p vhciPort) Attach(Device) (io.ReadWriteCloser, error) {
	vhciTurn.Lock()
	defer vhciTurn.Unlock()
	if err := p.awaitFree(); err != nil {
		return nil, fmt.Errorf("attach to port %d: %w", p, err)
	}
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("attach to port %d: %w", p, err)
	}
	defer unix.Close(ends[1]) // the kernel keeps its own
	line := fmt.Sprintf("%d %d %d %d", p, ends[1], 1<<16|int(p)+1, highSpeed)
	err = os.WriteFile(vhciDir+"/attach", []byte(line), 0)
	if err == nil {
		err = unix.SetNonblock(ends[0], true)
	}
	if err != nil {
		_ = unix.Close(ends[0])
		return nil, fmt.Errorf("attach to port %d: %w", p, err)
	}
	return os.NewFile(uintptr(ends[0]), "vhci"), nil
}

func (p vhciPort) awaitFree() error {
	for end := time.Now().Add(attachLimit); ; time.Sleep(20 * time.Millisecond) {
		state, err := p.state()
		switch {
		case err != nil:
			return err
		case state == portFree:
			return nil
		case time.Now().After(end):
			return errors.New("it is still taken")
		}
	}
}

func (p vhciPort) state() (string, error) {
	name := vhciDir + "/status"
	if controller := int(p) / (2 * controllerPorts); controller > 0 {
		name += fmt.Sprint(".", controller)
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return p.stateIn(f)
}

// stateIn reads the state of the port out of lines such as
// "hs  0000 004 000 00000000 000000 0-0".
func (p vhciPort) stateIn(f io.Reader) (string, error) {
	want := fmt.Sprintf("%04d", int(p))
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if w := strings.Fields(lines.Text()); len(w) > 2 && w[0] == "hs" && w[1] == want {
			return w[2], nil
		}
	}
	return "", errors.New("there is no such port")
}
