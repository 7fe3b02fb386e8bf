package cables

import (
	"encoding/binary"
	"fmt"
	"testing"

	"golang.org/x/sys/unix"
)

// Overhear returns a function that gives what came out of the cable since it was last called, or since
// Overhear was, a line for each packet.
func (p *Place) Overhear(t *testing.T) func() []string {
	t.Helper()
	fd := -1
	p.do(t, func() (err error) {
		all := int(binary.BigEndian.Uint16(binary.NativeEndian.AppendUint16(nil, unix.ETH_P_ALL)))
		fd, err = unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, all)
		return err
	})
	t.Cleanup(func() { _ = unix.Close(fd) })
	return func() (heard []string) {
		frame := make([]byte, 2048)
		for {
			n, from, err := unix.Recvfrom(fd, frame, 0)
			if err != nil {
				return heard
			}
			if a, ok := from.(*unix.SockaddrLinklayer); !ok || a.Pkttype != unix.PACKET_OUTGOING {
				heard = append(heard, describe(frame[:n]))
			}
		}
	}
}

// Reset and Question are what Overhear says of a TCP packet that resets a connection and holds nothing
// else, and of the question (ARP) for the hardware address to send something to.
const (
	Reset    = "TCP reset"
	Question = "ARP request"
)

const (
	reset      = 0x04 // the flag RST alone (RFC 9293, clause 3.1)
	arpRequest = 1    // RFC 826
)

// describe names what is in an Ethernet frame.
func describe(frame []byte) string {
	if len(frame) < 14 {
		return fmt.Sprintf("%d bytes", len(frame))
	}
	kind, rest := binary.BigEndian.Uint16(frame[12:]), frame[14:]
	switch {
	case kind == unix.ETH_P_ARP && len(rest) >= 28 && rest[7] == arpRequest:
		return Question
	case kind == unix.ETH_P_ARP && len(rest) >= 28:
		return fmt.Sprintf("ARP %d from %v for %v", rest[7], rest[14:18], rest[24:28])
	case kind == unix.ETH_P_IP && len(rest) >= 40 && rest[9] == unix.IPPROTO_TCP:
		tcp := rest[min(int(rest[0]&0x0f)*4, len(rest)):]
		if len(tcp) >= 20 && tcp[13] == reset {
			return Reset
		}
		if len(tcp) >= 20 {
			return fmt.Sprintf("TCP from %v:%d to %v:%d, flags %#x", rest[12:16], binary.BigEndian.Uint16(tcp),
				rest[16:20], binary.BigEndian.Uint16(tcp[2:]), tcp[13])
		}
	case kind == unix.ETH_P_IP && len(rest) >= 20:
		return fmt.Sprintf("IP %d from %v to %v", rest[9], rest[12:16], rest[16:20])
	}
	return fmt.Sprintf("protocol %#04x, %d bytes", kind, len(frame))
}
