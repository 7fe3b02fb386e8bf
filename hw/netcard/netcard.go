// Package netcard is about the network adapter of a stick in network mode: Read tells how far it is, and
// a Dialer makes connections over it to the stick's web server and to nothing else.
//
// The stick is a router with a network of its own behind it, and its address is nearly always
// 192.168.8.1. Huawei's routers for homes have the same address and answer the same questions, two
// sticks have it both, and nearly all of them have the same MAC address. So an address alone is never
// asked. What leads to the stick is its adapter, which hw/scan finds through the USB device, and every
// connection is bound to that adapter before its first packet:
//
//   - Linux: SO_BINDTOIFINDEX, or SO_BINDTODEVICE before Linux 5.0. From then on the kernel looks for
//     routes over that adapter only and takes no packet from another, so that two sticks with the same
//     addresses work one beside the other. Both need no rights since Linux 5.7. Where they are refused,
//     the connection gets the adapter's own address, and it is made only if the kernel says that its
//     route goes out by that adapter; of two sticks with the same network only one can be asked then.
//     Where net.ipv4.conf.*.rp_filter is 1 (strict), the kernel drops the answers of an adapter that is
//     not its first choice for the address: that ends in a time-out, never at the wrong device.
//   - Windows: IP_UNICAST_IF, and the adapter's own address: Windows sends from an address only over
//     the adapter that has it (Microsoft, "Strong and Weak Host Models"). Of two adapters with one and
//     the same address, IP_UNICAST_IF decides.
//   - macOS: IP_BOUND_IF.
//   - elsewhere: hw.ErrUnsupported.
//
// A connection that is given up in the middle of an answer takes the rest of it before it ends: the
// system would answer that with resets, and what belongs to no connection any more is bound to nothing.
//
// A connection that cannot be bound is not made. Before each one the adapter is looked at again: if it
// has gone, or another one has taken its name or number, or it has another gateway now, the answer is
// hw.ErrGone, and only a new scan can say where the stick is. All this tells where a connection goes;
// that a stick is at its end is for the program to prove by what it answers.
package netcard

import (
	"net/netip"
	"slices"

	"surfstick-sms/hw"
)

// card is what a system tells of one network adapter.
type card struct {
	name, label, mac string
	index            int
	up               bool // switched on
	link             bool // the stick reports a connection
	addresses        []netip.Prefix
	routers          []netip.Addr // of its default routes, the preferred one first
	dhcp             netip.Addr   // the server that gave the address; zero when it is not told
}

// Read returns an adapter with all that the system knows of it now. It goes by the Index if there is
// one, else by the Name. An adapter that is not there (any more) is AdapterAbsent.
func Read(a hw.Adapter) hw.Adapter {
	c, err := find(a)
	if err != nil {
		return hw.Adapter{
			Interface: a.Interface, Name: a.Name, Label: a.Label, Problem: a.Problem,
			State: hw.AdapterAbsent,
		}
	}
	return c.fill(a)
}

// fill makes an adapter of what the system tells.
func (c card) fill(a hw.Adapter) hw.Adapter {
	a.Name, a.Index, a.MAC = c.name, c.index, c.mac
	if c.label != "" {
		a.Label = c.label
	}
	a.Addresses = nil
	for _, p := range c.addresses {
		if p.Addr().Is4() && !p.Addr().IsLinkLocalUnicast() {
			a.Addresses = append(a.Addresses, p)
		}
	}
	a.Gateway, a.Source = c.gateway(a.Addresses)
	switch {
	case !c.up:
		a.State = hw.AdapterDisabled
	case !c.link:
		a.State = hw.AdapterNoLink
	case !a.Gateway.IsValid():
		a.State = hw.AdapterNoAddress
	default:
		a.State = hw.AdapterReady
	}
	return a
}

// gateway returns the stick's own address: the router of the default route over the adapter. A system
// that was told to send nothing through the stick has no such route; then it is the DHCP server, or
// where that is not told, the first address of the network.
func (c card) gateway(own []netip.Prefix) (netip.Addr, hw.GatewaySource) {
	for _, router := range c.routers {
		if isStick(router, own) {
			return router, hw.GatewayRoute
		}
	}
	if isStick(c.dhcp, own) {
		return c.dhcp, hw.GatewayDHCP
	}
	for _, p := range own {
		if first := p.Masked().Addr().Next(); p.Bits() <= 30 && isStick(first, own) {
			return first, hw.GatewayGuess
		}
	}
	return netip.Addr{}, hw.GatewayNone
}

// isStick reports whether an address can be that of a stick whose adapter has the addresses: another
// one in the same network, and a private one (RFC 1918). A gateway beyond those is the operator's.
func isStick(a netip.Addr, own []netip.Prefix) bool {
	inside := func(p netip.Prefix) bool { return p.Contains(a) }
	isOwn := func(p netip.Prefix) bool { return p.Addr() == a }
	return a.Is4() && a.IsPrivate() && slices.ContainsFunc(own, inside) && !slices.ContainsFunc(own, isOwn)
}
