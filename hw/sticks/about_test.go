package sticks

import (
	"slices"
	"testing"

	"surfstick-sms/hw"
)

func TestMakerOf(t *testing.T) {
	for id, want := range map[hw.ID]string{
		{Vendor: hw.HuaweiVendor, Product: 0x1f01}: "Huawei",
		{Vendor: 0x19d2, Product: 0x2000}:          "ZTE",
		{Vendor: 0x19d2, Product: 0x0031}:          "ZTE", // after the switch
		{Vendor: 0x0408, Product: 0xea17}:          "Quanta",
		{Vendor: 0x2c7c, Product: 0x0125}:          "Quectel",
		{Vendor: 0x1546, Product: 0x1102}:          "u-blox",
		{Vendor: 0xbeef, Product: 0x0001}:          "",
	} {
		if got := MakerOf(hw.Stick{ID: id}); got != want {
			t.Errorf("%v: %q, want %q", id, got, want)
		}
	}
}

// TestCaveat has one row of each kind of the table.
func TestCaveat(t *testing.T) {
	for id, want := range map[hw.ID]hw.Caveat{
		{Vendor: hw.HuaweiVendor, Product: 0x1f01}: hw.CaveatNone,
		{Vendor: 0x19d2, Product: 0x2000}:          hw.CaveatNone,
		{Vendor: 0x1410, Product: 0x5030}:          hw.CaveatCDMA,
		{Vendor: 0x04cc, Product: 0x2251}:          hw.CaveatTDSCDMA,
		{Vendor: 0x19d2, Product: 0x1019}:          hw.CaveatRouter,
		{Vendor: 0x0af0, Product: 0x6711}:          hw.CaveatMaker,
		{Vendor: 0xbeef, Product: 0x0001}:          hw.CaveatNone,
	} {
		if got := Caveat(hw.Stick{ID: id}); got != want {
			t.Errorf("%v: %v, want %v", id, got, want)
		}
	}
}

func TestMakerLists(t *testing.T) {
	switched, modems := Makers(), ModemMakers()
	for _, want := range []string{"ZTE", "Alcatel", "D-Link", "Nokia", "Option", "Novatel", "LG"} {
		if !slices.Contains(switched, want) {
			t.Errorf("%s is not among the makers of sticks", want)
		}
	}
	for _, left := range []string{"HP", "Dymo", "Logitech", "Unknown", "", "Zydas"} {
		if slices.Contains(switched, left) {
			t.Errorf("%q is among the makers of sticks", left)
		}
	}
	if switched[0] != "Huawei" || switched[1] != "ZTE" {
		t.Errorf("the first are %v", switched[:2])
	}
	for _, want := range []string{"Quectel", "SIMCom", "u-blox", "Cinterion", "Telit"} {
		if !slices.Contains(modems, want) {
			t.Errorf("%s is not among the makers of modems", want)
		}
	}
	for _, all := range [][]string{switched, modems} {
		sorted := slices.Sorted(slices.Values(all))
		if len(slices.Compact(sorted)) != len(all) {
			t.Errorf("twice in %v", all)
		}
	}
}
