package sticks

import (
	"reflect"
	"testing"

	"surfstick-sms/hw"
)

func TestAfter(t *testing.T) {
	for _, c := range []struct {
		name string
		id   hw.ID
		want After
		acm  bool
	}{
		{"E3531", huawei(0x1f01), AfterEither, false},
		{"E3131, E3372", huawei(0x14fe), AfterPorts, false},
		{"E220 keeps its ID", huawei(0x1003), AfterSomePorts, false},
		{"router of Huawei's", huawei(0x1f02), AfterWeb, false},
		{"telephone", huawei(0x1030), AfterUnknown, false},
		{"WiMAX", huawei(0x380b), AfterUnknown, false},
		{"MF190 to 0082", hw.ID{Vendor: 0x19d2, Product: 0x1224}, AfterPorts, false},
		{"MF668 to 1405", hw.ID{Vendor: 0x19d2, Product: 0x1225}, AfterWeb, false},
		{"MF110, one of many targets", hw.ID{Vendor: 0x19d2, Product: 0x2000}, AfterPorts, false},
		{"K3805-Z, not listed", hw.ID{Vendor: 0x19d2, Product: 0x1001}, AfterUnknown, false},
		{"Option HSO", hw.ID{Vendor: 0x0af0, Product: 0x6711}, AfterOwnPorts, false},
		{"BandLuxe, whose maker builds modems", hw.ID{Vendor: 0x1a8d, Product: 0x2000}, AfterLikely, false},
		{"Nokia CS-17", hw.ID{Vendor: 0x0421, Product: 0x0622}, AfterPorts, true},
		{"Alcatel to a page of its own", hw.ID{Vendor: 0x1bbb, Product: 0x025e}, AfterOtherWeb, false},
		{"router of D-Link's", hw.ID{Vendor: 0x2001, Product: 0xa805}, AfterOtherWeb, false},
	} {
		m, ok := Lookup(hw.Stick{ID: c.id})
		if got := m.After(); !ok || got != c.want || m.ACM() != c.acm {
			t.Errorf("%s: %v, %v, class of ports %v; want %v", c.name, ok, got, m.ACM(), c.want)
		}
	}
}

// TestModems: every ID of the table is there once, and a maker's others are one row.
func TestModems(t *testing.T) {
	seen, rest := map[hw.ID]int{}, map[uint16]int{}
	for _, m := range Modems() {
		for _, id := range m.IDs {
			seen[id]++
		}
		if len(m.IDs) == 0 {
			rest[m.Vendor]++
		}
	}
	table := loadModems()
	for id := range table.layouts {
		if seen[id] != 1 {
			t.Errorf("%s is there %d times", id, seen[id])
		}
	}
	for vendor := range table.makers {
		if rest[vendor] != 1 {
			t.Errorf("%04x: %d rows for the others", vendor, rest[vendor])
		}
	}
	if len(seen) != len(table.layouts) || len(rest) != len(table.makers) {
		t.Errorf("%d IDs and %d makers", len(seen), len(rest))
	}
	if !reflect.DeepEqual(Modems(), Modems()) {
		t.Error("the order is a matter of luck")
	}
}
