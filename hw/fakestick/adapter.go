package fakestick

import (
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
	if time.Now().Before(s.backAt.Add(s.opt.LeaseDelay)) {
		return a
	}
	a.State = hw.AdapterReady
	a.Addresses = []netip.Prefix{netip.MustParsePrefix("192.168.8.100/24")}
	a.Gateway, a.Source = netip.MustParseAddr("192.168.8.1"), hw.GatewayRoute
	return a
}

func (s *Stick) adapterName() string { return "{fake-" + s.opt.Location + "}" }
