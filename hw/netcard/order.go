package netcard

import "encoding/binary"

// networkOrder returns the number of an adapter as IP_UNICAST_IF wants it: as an IPv4 address would be
// written, the highest byte first (Microsoft, "IPPROTO_IP Socket Options").
func networkOrder(index int) int {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], uint32(index))
	return int(int32(binary.NativeEndian.Uint32(b[:])))
}
