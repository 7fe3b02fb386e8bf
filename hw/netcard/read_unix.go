//go:build !windows

package netcard

import (
	"net"
	"net/netip"

	"surfstick-sms/hw"
)

// find looks an adapter up by its number, or by its name where that is not known.
func find(a hw.Adapter) (card, error) {
	var i *net.Interface
	var err error
	if a.Index > 0 {
		i, err = net.InterfaceByIndex(a.Index)
	} else {
		i, err = net.InterfaceByName(a.Name)
	}
	if err != nil {
		return card{}, err
	}
	addresses, err := i.Addrs()
	if err != nil {
		return card{}, err
	}
	c := card{
		name: i.Name, index: i.Index, mac: i.HardwareAddr.String(),
		up: i.Flags&net.FlagUp != 0, link: i.Flags&net.FlagRunning != 0, routers: routers(i.Name),
	}
	for _, address := range addresses {
		if p, err := netip.ParsePrefix(address.String()); err == nil {
			c.addresses = append(c.addresses, p)
		}
	}
	return c, nil
}
