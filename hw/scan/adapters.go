package scan

import (
	"slices"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// disabled is Windows' problem code CM_PROB_DISABLED: a person switched the device off.
const disabled = 22

// joinAdapters adds to each stick in network mode what is known of its adapter. One that is not supported
// has a web page all the same, whose address a person is told. Where the system does
// not tell which adapter belongs to which stick, found is false.
func joinAdapters(list []hw.Stick, found bool, read func(hw.Adapter) hw.Adapter) {
	if !found {
		return
	}
	for n, s := range list {
		if s.Mode == hw.ModeNetwork {
			list[n].Adapter = adapterOf(s, read)
		}
	}
}

// adapterOf returns the adapter of a stick in network mode. One with a problem is not asked for: the
// system has none of its addresses.
func adapterOf(s hw.Stick, read func(hw.Adapter) hw.Adapter) hw.Adapter {
	a := s.Adapter
	if a.Name == "" {
		a = bareAdapter(s)
	}
	switch {
	case a.Problem == disabled:
		a.State = hw.AdapterDisabled
	case a.Name == "" || a.Problem != 0:
		a.State = hw.AdapterAbsent
	case read != nil:
		return read(a)
	}
	return a
}

// bareAdapter is that of a stick of whose network card the system has made none: only the problem is
// known, which Windows notes on the interface or on the device.
func bareAdapter(s hw.Stick) hw.Adapter {
	at := slices.IndexFunc(s.Interfaces, func(i hw.Interface) bool { return isNetwork(s.ID, i) })
	if at < 0 {
		return hw.Adapter{Problem: s.Problem}
	}
	a := hw.Adapter{Interface: s.Interfaces[at].Number, Problem: s.Interfaces[at].Problem}
	if a.Problem == 0 {
		a.Problem = s.Problem
	}
	return a
}

// adapterMissing reports whether there is a stick in network mode without its adapter.
func adapterMissing(devices []hw.Stick) bool {
	return slices.ContainsFunc(devices, func(d hw.Stick) bool {
		return sticks.Web(d.ID) && d.Adapter.Name == "" &&
			modeOf(d.ID, d.Interfaces) == hw.ModeNetwork
	})
}
