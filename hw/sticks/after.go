package sticks

import (
	"cmp"
	"fmt"
	"slices"

	"surfstick-sms/hw"
)

// After is what a stick shows once it is switched, as far as the tables tell.
type After int

// What it can be, from the best known to the least.
const (
	AfterUnknown   After = iota // nobody wrote it down
	AfterPorts                  // serial ports, and it is known which of them take AT commands
	AfterSomePorts              // serial ports; which of them take AT commands is not known
	AfterLikely                 // nothing is known of the ID, but its maker builds modems
	AfterOwnPorts               // ports with a protocol of Option's own (hso)
	AfterEither                 // serial ports or a web page, as a person chooses
	AfterWeb                    // a network card with a web page that this program uses
	AfterOtherWeb               // a network card with a web page of another kind
)

// otherWeb are sticks with a web page of a kind that this program does not know (Alcatel W800, L800).
var otherWeb = []hw.ID{{Vendor: 0x1bbb, Product: 0x0195}}

// After returns what a stick of this row shows once it is switched: the best of what its targets are
// known to show.
func (m Model) After() After {
	ids := m.Targets
	if len(ids) == 0 {
		ids = []hw.ID{m.ID()}
	}
	switch {
	case m.Kind == KindWiMAX || m.Kind == KindPhone:
		return AfterUnknown
	case !m.other() && Both(hw.Stick{ID: m.ID()}):
		return AfterEither
	case !m.other() && m.router():
		return AfterWeb
	}
	var all []After
	for _, id := range ids {
		if a := after(id); a != AfterUnknown {
			all = append(all, a)
		}
	}
	switch {
	case len(all) > 0:
		return slices.Min(all)
	case m.Kind == KindRouter:
		return AfterOtherWeb
	}
	return AfterUnknown
}

// after is what a device of this ID shows.
func after(id hw.ID) After {
	t := loadModems()
	exact, known := t.layouts[id]
	_, maker := t.makers[id.Vendor]
	switch {
	case id.Vendor == hw.HuaweiVendor:
		return huaweiAfter(id)
	case known && exact.hso:
		return AfterOwnPorts
	case known && len(exact.at) > 0:
		return AfterPorts
	case known:
		return AfterSomePorts
	case slices.Contains(otherWeb, id):
		return AfterOtherWeb
	case id.Vendor == hw.ZTEVendor && webOnly[id.Product]:
		return AfterWeb
	case maker:
		return AfterLikely
	}
	return AfterUnknown
}

func huaweiAfter(id hw.ID) After {
	_, hinted := load().atPort[id.Product]
	switch {
	case isNetworkOnly(id):
		return AfterWeb
	case hinted:
		return AfterPorts
	}
	return AfterSomePorts // Huawei's codes of interfaces tell which take AT commands, on newer sticks
}

// ACM reports whether one of the IDs after the switch has ports of the class CDC ACM, for which Windows
// 10 and later have a driver.
func (m Model) ACM() bool {
	return slices.ContainsFunc(m.Targets, func(id hw.ID) bool { return loadModems().layouts[id].acm })
}

// ModemRow is what is known of modems that need no switch, or are switched already, for a page about them.
type ModemRow struct {
	// Vendor is the vendor ID. IDs holds those with the same interfaces, none for whatever else the
	// maker builds.
	Vendor uint16
	IDs    []hw.ID
	Maker  string
	// AT holds the interfaces that take AT commands, best first; none where that is not known.
	AT []int
	// ACM is whether the ports are of the class for which Windows 10 and later have a driver, Own
	// whether they have a protocol of their maker's (hso).
	ACM, Own bool
}

// Modems returns what is known of modems in modem mode, by vendor ID.
func Modems() []ModemRow {
	t, rows := loadModems(), map[string]ModemRow{}
	add := func(vendor uint16, l layout, id ...hw.ID) {
		key := fmt.Sprint(vendor, l, len(id))
		m := rows[key]
		m.Vendor, m.Maker, m.AT = vendor, t.names[vendor], l.at
		m.ACM, m.Own = l.acm && !l.vendor, l.hso
		m.IDs = append(m.IDs, id...)
		rows[key] = m
	}
	for id, l := range t.layouts {
		add(id.Vendor, l, id)
	}
	for vendor, l := range t.makers {
		add(vendor, l)
	}
	var all []ModemRow
	for _, m := range rows {
		slices.SortFunc(m.IDs, func(a, b hw.ID) int { return cmp.Compare(a.Product, b.Product) })
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b ModemRow) int {
		return cmp.Or(cmp.Compare(a.Vendor, b.Vendor), cmp.Compare(len(b.AT), len(a.AT)), slices.Compare(a.AT, b.AT),
			cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)))
	})
	return all
}
