package fakestick

import (
	"fmt"
	"net/netip"
	"time"

	"surfstick-sms/hw"
)

// Windows' problem codes of a network card (cfg.h, CM_PROB_*).
const (
	problemDisabled = 22
	problemNoDriver = 28
)

// networkCard is the interface in network mode.
func (s *Stick) networkCard() hw.Interface {
	driver := hw.DriverNetwork
	if s.networkProblem() == problemNoDriver {
		driver = hw.DriverNone
	}
	i := hw.Interface{Class: 2, SubClass: 6}
	if s.rndis {
		i = hw.Interface{Class: 0xef, SubClass: 4, Protocol: 1}
	}
	i = bound(i, driver)
	i.Problem = s.networkProblem()
	return i
}

// networkProblem is Windows' problem code of the network card.
func (s *Stick) networkProblem() int {
	if s.opt.NetworkProblem == 0 && s.opt.NoECM && !s.rndis {
		return problemNoDriver
	}
	return s.opt.NetworkProblem
}

// adapter is the network adapter in network mode. Its addresses are those of every stick.
func (s *Stick) adapter() hw.Adapter {
	if s.mode != hw.ModeNetwork {
		return hw.Adapter{}
	}
	a := hw.Adapter{State: hw.AdapterAbsent, Problem: s.networkProblem()}
	switch a.Problem {
	case 0:
	case problemDisabled:
		a.State, a.Name = hw.AdapterDisabled, s.adapterName()
		return a
	default:
		return a
	}
	a.State, a.Name = hw.AdapterNoAddress, s.adapterName()
	a.Label, a.MAC = "Ethernet 2", "0c:5b:8f:27:9a:64"
	a.Index = 100*s.opt.FirstPort + s.address // another one after every enumeration
	if time.Now().Before(s.leaseAt) {
		return a
	}
	a.State = hw.AdapterReady
	own := s.opt.Gateway.As4()
	own[3] = 100
	a.Addresses = []netip.Prefix{netip.PrefixFrom(netip.AddrFrom4(own), 24)}
	a.Gateway, a.Source = s.opt.Gateway, hw.GatewayRoute
	return a
}

// Reach reports whether a connection to an address such as "192.168.8.1:80" gets to the web server of the
// stick in network mode: hw.ErrGone while its adapter is not ready, hw.ErrElsewhere for an address that is
// not that of the adapter's gateway.
func (s *Stick) Reach(address string) error {
	s.mu.Lock()
	a, there := s.adapter(), s.there()
	s.mu.Unlock()
	to, err := netip.ParseAddrPort(address)
	switch {
	case !there || a.State != hw.AdapterReady:
		return fmt.Errorf("connect to %s: %w", address, hw.ErrGone)
	case err != nil || to.Addr() != a.Gateway:
		return fmt.Errorf("connect to %s: %w", address, hw.ErrElsewhere)
	}
	return nil
}

func (s *Stick) adapterName() string { return "{fake-" + s.opt.Location + "}" }
