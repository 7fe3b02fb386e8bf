package cables

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// switchOnFar gives the adapter of a place, which is called far, the address of a stick. It runs in the
// place.
func switchOnFar() error {
	set("ipv6/conf/all/disable_ipv6", "1")
	return errors.Join(ip("addr add "+StickAddress+"/24 dev far"), ip("link set far up"))
}

// Take takes an adapter of the computer away to the place, as the far end of a cable.
func (p *Place) Take(adapter string) error {
	if err := ip(fmt.Sprintf("link set %s netns %d name far", adapter, p.thread)); err != nil {
		return err
	}
	return p.run(switchOnFar)
}

// Tap makes an adapter of the place and returns what is at the other end of its cable: each Read
// returns an Ethernet frame and each Write sends one. The adapter ends with the file; there can be one
// at a time.
func (p *Place) Tap() (f *os.File, err error) {
	err = p.run(func() error {
		if f, err = tap(); err != nil {
			return fmt.Errorf("make an adapter: %w", err)
		}
		return switchOnFar()
	})
	if err != nil && f != nil {
		_ = f.Close()
	}
	return f, err
}

// tap is Linux' way to make an adapter (Documentation/networking/tuntap.rst).
func tap() (*os.File, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	request, err := unix.NewIfreq("far")
	if err == nil {
		request.SetUint16(unix.IFF_TAP | unix.IFF_NO_PI)
		err = unix.IoctlIfreq(fd, unix.TUNSETIFF, request)
	}
	if err != nil {
		_ = unix.Close(fd)
		return nil, err
	}
	return os.NewFile(uintptr(fd), "tap"), nil
}

// leases are the settings of busybox' udhcpd, in the way of a stick.
const leases = `interface far
start 192.168.8.100
end 192.168.8.200
option router %s
option subnet 255.255.255.0
lease_file %s
pidfile %s
`

// GiveAddresses has a DHCP server run in the place until the returned function is called. It needs the
// program busybox.
func (p *Place) GiveAddresses(t *testing.T) (stop func(), err error) {
	folder := t.TempDir()
	leased, config := filepath.Join(folder, "leases"), filepath.Join(folder, "config")
	text := fmt.Sprintf(leases, StickAddress, leased, filepath.Join(folder, "pid"))
	if err := errors.Join(os.WriteFile(config, []byte(text), 0o600), os.WriteFile(leased, nil, 0o600)); err != nil {
		return nil, err
	}
	// -a: before it gives an address it asks for so many ms whether somebody has it.
	server := exec.Command("busybox", "udhcpd", "-f", "-a", "50", config)
	if err := p.run(server.Start); err != nil {
		return nil, err
	}
	return func() { _ = server.Process.Kill(); _ = server.Wait() }, nil
}

// Open opens port 80 of the place.
func (p *Place) Open() (listener net.Listener, err error) {
	err = p.run(func() error {
		listener, err = net.Listen("tcp4", StickAddress+":80")
		return err
	})
	return listener, err
}

// Replug pulls the cable out of the place and plugs it in again.
func (p *Place) Replug() error {
	return p.run(func() error { return errors.Join(ip("link set far down"), ip("link set far up")) })
}

// GiveBack returns the adapter of the place to the computer, under a name.
func (p *Place) GiveBack(name string) error {
	computer := fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), p.computer.Fd())
	return p.run(func() error {
		return errors.Join(ip("link set far down"), ip("link set far netns "+computer+" name "+name))
	})
}
