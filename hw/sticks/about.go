package sticks

import (
	"cmp"
	"maps"
	"slices"

	"surfstick-sms/hw"
)

const ofHuawei = "Huawei"

// MakerOf returns the name of the maker of a stick in any of its modes, "" when it is not known.
func MakerOf(s hw.Stick) string {
	if s.ID.Vendor == hw.HuaweiVendor {
		return ofHuawei
	}
	if m, ok := Lookup(s); ok && isName(m.Brand) {
		return m.Brand
	}
	return Brand(s.ID.Vendor)
}

// isName reports whether a brand of the table is a name.
func isName(brand string) bool { return brand != "" && brand != "Unknown" }

// Caveat returns what a person should know of a stick in storage mode before it is switched.
func Caveat(s hw.Stick) hw.Caveat {
	m, ok := Lookup(s)
	if !ok {
		return hw.CaveatNone
	}
	return m.caveat()
}

func (m Model) caveat() hw.Caveat {
	after := m.Targets
	if len(after) == 0 {
		after = []hw.ID{m.ID()} // it keeps its ID
	}
	switch {
	case m.Kind == KindCDMA:
		return hw.CaveatCDMA
	case m.Kind == KindTDSCDMA:
		return hw.CaveatTDSCDMA
	case m.Kind == KindRouter:
		return hw.CaveatRouter
	case slices.ContainsFunc(after, ownProtocol):
		return hw.CaveatMaker
	}
	return hw.CaveatNone
}

// ownProtocol reports whether a modem speaks Option's own protocol only, for which Linux has a driver
// (hso), and Windows none but the maker's.
func ownProtocol(id hw.ID) bool {
	l, ok := layoutOf(id)
	return ok && l.hso
}

// Makers returns the makers of the sticks that can be switched, those with the most models without a caveat
// first, and Huawei before all.
func Makers() []string {
	rows := map[string]int{}
	for _, m := range Models() {
		if m.Left == hw.RefusalNone && m.Vendor != hw.HuaweiVendor && isName(m.Brand) {
			n := rows[m.Brand]
			if m.caveat() == hw.CaveatNone {
				n++
			}
			rows[m.Brand] = n // 0 for a maker whose sticks all have one
		}
	}
	return append([]string{ofHuawei}, mostFirst(rows)...)
}

// ModemMakers returns the makers of modems that need no switching, or none once they are switched, those
// with the most models first.
func ModemMakers() []string {
	t, rows := loadModems(), map[string]int{}
	for id := range t.layouts {
		if name := t.names[id.Vendor]; isName(name) {
			rows[name]++
		}
	}
	for vendor := range t.makers {
		if name := t.names[vendor]; isName(name) {
			rows[name]++
		}
	}
	return mostFirst(rows)
}

// mostFirst returns names by how often they are there, and equals by the alphabet.
func mostFirst(rows map[string]int) []string {
	return slices.SortedFunc(maps.Keys(rows), func(a, b string) int {
		return cmp.Or(cmp.Compare(rows[b], rows[a]), cmp.Compare(a, b))
	})
}
