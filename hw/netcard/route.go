package netcard

import (
	"cmp"
	"encoding/binary"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Flags of a route in /proc/net/route (Linux, include/uapi/linux/route.h).
const (
	routeUp      = 0x1
	routeGateway = 0x2
)

// defaultRouters returns the routers of the default routes over an adapter out of Linux'
// /proc/net/route, that with the lowest metric first. A line that it does not understand is left out.
func defaultRouters(table, name string) []netip.Addr {
	type route struct {
		router netip.Addr
		metric uint64
	}
	var found []route
	for line := range strings.Lines(table) {
		// Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT
		f := strings.Fields(line)
		if len(f) < 8 || f[0] != name || f[1] != "00000000" || f[7] != "00000000" {
			continue
		}
		router, ok := routeAddress(f[2])
		flags, errFlags := strconv.ParseUint(f[3], 16, 32)
		metric, errMetric := strconv.ParseUint(f[6], 10, 32)
		if !ok || errFlags != nil || errMetric != nil || flags&routeUp == 0 || flags&routeGateway == 0 {
			continue
		}
		found = append(found, route{router, metric})
	}
	slices.SortStableFunc(found, func(a, b route) int { return cmp.Compare(a.metric, b.metric) })
	var routers []netip.Addr
	for _, r := range found {
		routers = append(routers, r.router)
	}
	return routers
}

// routeAddress reads an address of the table: the number that its four bytes make on this computer.
func routeAddress(hex string) (netip.Addr, bool) {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 8 {
		return netip.Addr{}, false
	}
	var b [4]byte
	binary.NativeEndian.PutUint32(b[:], uint32(n))
	return netip.AddrFrom4(b), true
}
