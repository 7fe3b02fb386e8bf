package netcard

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"

	"surfstick-sms/hw"
)

// find looks an adapter up by its GUID, which stays the same; its number does not.
func find(a hw.Adapter) (card, error) {
	first, err := adapters()
	if err != nil {
		return card{}, err
	}
	for at := first; at != nil; at = at.Next {
		if strings.EqualFold(windows.BytePtrToString(at.AdapterName), a.Name) {
			c := cardOf(at)
			c.name = a.Name
			return c, nil
		}
	}
	return card{}, fmt.Errorf("adapter %s: %w", a.Name, hw.ErrGone)
}

// adapters lists those that have IPv4. The list lies in one piece of memory, to which each of its
// entries keeps a pointer.
func adapters() (*windows.IpAdapterAddresses, error) {
	const flags = windows.GAA_FLAG_SKIP_ANYCAST | windows.GAA_FLAG_SKIP_MULTICAST |
		windows.GAA_FLAG_SKIP_DNS_SERVER | windows.GAA_FLAG_INCLUDE_GATEWAYS
	size := uint32(15 << 10) // as Microsoft recommends
	for range 5 {            // it may grow between two calls
		b := make([]byte, size)
		first := (*windows.IpAdapterAddresses)(unsafe.Pointer(&b[0]))
		err := windows.GetAdaptersAddresses(windows.AF_INET, flags, 0, first, &size)
		switch {
		case err == nil && size == 0:
			return nil, nil
		case err == nil:
			return first, nil
		case !errors.Is(err, windows.ERROR_BUFFER_OVERFLOW):
			return nil, fmt.Errorf("list network adapters: %w", err)
		}
	}
	return nil, fmt.Errorf("list network adapters: %w", windows.ERROR_BUFFER_OVERFLOW)
}

// cardOf reads one entry of the list.
func cardOf(a *windows.IpAdapterAddresses) card {
	length := min(int(a.PhysicalAddressLength), len(a.PhysicalAddress))
	c := card{
		label: windows.UTF16PtrToString(a.FriendlyName), index: int(a.IfIndex),
		mac: net.HardwareAddr(a.PhysicalAddress[:length]).String(),
		up:  true, link: a.OperStatus == windows.IfOperStatusUp, // disabled ones are not in the list
	}
	for u := a.FirstUnicastAddress; u != nil; u = u.Next {
		usable := u.DadState == windows.IpDadStatePreferred || u.DadState == windows.IpDadStateDeprecated
		if address, ok := addressOf(u.Address); ok && usable {
			c.addresses = append(c.addresses, netip.PrefixFrom(address, int(u.OnLinkPrefixLength)))
		}
	}
	for g := a.FirstGatewayAddress; g != nil; g = g.Next {
		if address, ok := addressOf(g.Address); ok {
			c.routers = append(c.routers, address)
		}
	}
	c.dhcp, _ = addressOf(a.Dhcpv4Server)
	return c
}

func addressOf(a windows.SocketAddress) (netip.Addr, bool) {
	if a.Sockaddr == nil {
		return netip.Addr{}, false
	}
	address, ok := netip.AddrFromSlice(a.IP())
	return address.Unmap(), ok
}
