package sticks

import (
	"slices"
	"sync"

	"surfstick-sms/hw"
)

// loadTargets returns what the sticks of other makers become, by their IDs. Some become that without
// being asked, and some keep the ID that they had before.
var loadTargets = sync.OnceValue(func() map[hw.ID]layout {
	all := map[hw.ID]layout{}
	for id, rows := range loadOther() {
		for _, m := range rows {
			if !m.modem() {
				continue
			}
			for _, target := range m.Targets {
				all[target] = anyPort
			}
			if len(m.Targets) == 0 && m.Match == "" {
				all[id] = anyPort
			}
		}
	}
	return all
})

// anyPort is what is known of interfaces of which nothing is known.
var anyPort = layout{vendor: true, acm: true}

// modem reports whether a row stands for a modem that is not built into a computer. Those that are left
// out for the way in which they are switched count, too: another program may have switched them.
func (m Model) modem() bool {
	switch m.Kind {
	case KindModem, KindCDMA, KindTDSCDMA, KindRouter:
		return true
	default:
		return false
	}
}

// webOnly are the product IDs of ZTE's sticks that are network cards with a web page and no target in
// the table (MF823 and relatives with CDC Ethernet, and with RNDIS).
var webOnly = map[uint16]bool{0x1405: true, 0x1403: true}

// Web reports whether a device of this ID in network mode has a web page by which texts can be sent.
// Telephones of ZTE's, which are network cards, too, have other IDs.
func Web(id hw.ID) bool {
	if id.Vendor == hw.HuaweiVendor {
		return true
	}
	_, target := loadTargets()[id]
	return id.Vendor == hw.ZTEVendor && (target || webOnly[id.Product])
}

// otherHint is Hint for makers other than Huawei.
func otherHint(id hw.ID) hw.Mode {
	_, listed := loadModems().layouts[id]
	_, target := loadTargets()[id]
	_, made := layoutOf(id)
	switch {
	case id.Vendor == hw.ZTEVendor && webOnly[id.Product]:
		return hw.ModeNetwork
	case listed || target:
		return hw.ModeModem
	case slices.ContainsFunc(loadOther()[id], Model.switchable):
		return hw.ModeStorage
	case made:
		return hw.ModeModem
	}
	return hw.ModeUnknown
}

// otherModem is Modem for makers other than Huawei.
func otherModem(id hw.ID, interfaces []hw.Interface) bool {
	if len(interfaces) == 0 {
		l, _ := layoutOf(id)
		return otherHint(id) == hw.ModeModem && !l.hso
	}
	return slices.ContainsFunc(interfaces, func(i hw.Interface) bool { return Serial(id, i) })
}
