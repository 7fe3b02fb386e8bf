package netcard

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"

	"golang.org/x/sys/unix"
)

// bind lets a connection go over one adapter only, or, where the kernel refuses that, makes sure that
// it will go out by it.
func bind(fd uintptr, w way) error {
	err := bindToAdapter(int(fd), w.index)
	if errors.Is(err, unix.EPERM) {
		return leavesBy(w)
	}
	return err
}

// bindToAdapter needs no rights since Linux 5.7.
func bindToAdapter(fd, index int) error {
	err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_BINDTOIFINDEX, index)
	if !errors.Is(err, unix.ENOPROTOOPT) {
		return err
	}
	i, err := net.InterfaceByIndex(index)
	if err != nil {
		return err
	}
	return unix.BindToDevice(fd, i.Name)
}

// leavesBy returns an error unless the kernel's route to the stick goes out by its own adapter.
func leavesBy(w way) error {
	out, err := routeTo(w.own, w.peer)
	if err != nil {
		return err
	}
	if out != w.index {
		return fmt.Errorf("the route goes out by adapter %d, not %d: %w", out, w.index, unix.EPERM)
	}
	return nil
}

// routeTo asks the kernel by which adapter it sends packets from one address to another (rtnetlink(7),
// RTM_GETROUTE).
func routeTo(from, to netip.Addr) (index int, err error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return 0, fmt.Errorf("ask for the route: %w", err)
	}
	defer func() { _ = unix.Close(fd) }()
	patience := unix.Timeval{Sec: 1} // the kernel answers at once
	if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &patience); err != nil {
		return 0, fmt.Errorf("ask for the route: %w", err)
	}
	kernel := &unix.SockaddrNetlink{Family: unix.AF_NETLINK}
	if err := unix.Sendto(fd, routeRequest(from, to), 0, kernel); err != nil {
		return 0, fmt.Errorf("ask for the route: %w", err)
	}
	answer := make([]byte, 8<<10)
	n, _, err := unix.Recvfrom(fd, answer, 0)
	if err != nil {
		return 0, fmt.Errorf("ask for the route: %w", err)
	}
	return outOf(answer[:n])
}

// routeRequest is the question: a header, a struct rtmsg, and the two addresses as attributes.
func routeRequest(from, to netip.Addr) []byte {
	const length = unix.SizeofNlMsghdr + unix.SizeofRtMsg + 2*(unix.SizeofRtAttr+4)
	order := binary.NativeEndian
	b := order.AppendUint32(nil, length)
	b = order.AppendUint16(b, unix.RTM_GETROUTE)
	b = order.AppendUint16(b, unix.NLM_F_REQUEST)
	b = append(b, make([]byte, 8)...)                              // sequence, port
	b = append(b, unix.AF_INET, 32, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0) // family, lengths of to and from
	for _, a := range []struct {
		kind    uint16
		address netip.Addr
	}{{unix.RTA_DST, to}, {unix.RTA_SRC, from}} {
		b = order.AppendUint16(b, unix.SizeofRtAttr+4)
		b = order.AppendUint16(b, a.kind)
		b = append(b, a.address.AsSlice()...)
	}
	return b
}

// outOf reads the number of the outgoing adapter from the kernel's answer.
func outOf(answer []byte) (index int, err error) {
	messages, err := syscall.ParseNetlinkMessage(answer)
	if err != nil {
		return 0, fmt.Errorf("read the route: %w", err)
	}
	for _, m := range messages {
		if m.Header.Type != unix.RTM_NEWROUTE {
			return 0, fmt.Errorf("no route: %w", unix.ENETUNREACH)
		}
		if index, ok := outgoing(m.Data); ok {
			return index, nil
		}
	}
	return 0, fmt.Errorf("no route: %w", unix.ENETUNREACH)
}

// outgoing finds the attribute RTA_OIF behind the struct rtmsg. (syscall.ParseNetlinkRouteAttr panics
// where the length of an attribute is wrong.)
func outgoing(message []byte) (index int, ok bool) {
	order := binary.NativeEndian
	b := message[min(unix.SizeofRtMsg, len(message)):]
	for len(b) >= unix.SizeofRtAttr {
		length, kind := int(order.Uint16(b)), order.Uint16(b[2:])
		if length < unix.SizeofRtAttr || length > len(b) {
			return 0, false
		}
		if value := b[unix.SizeofRtAttr:length]; kind == unix.RTA_OIF && len(value) >= 4 {
			return int(order.Uint32(value)), true
		}
		b = b[min((length+3)&^3, len(b)):] // they begin at multiples of four
	}
	return 0, false
}
