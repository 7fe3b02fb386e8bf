package sticks

import (
	"strings"
	"testing"

	"surfstick-sms/hw"
)

// TestMatch: the string is contained, "_" also stands for a blank, and the row without one is last.
func TestMatch(t *testing.T) {
	id := hw.ID{Vendor: 0x1c9e, Product: 0xf000}
	shared := hw.ID{Vendor: 0x05c6, Product: 0x1000}
	for _, c := range []struct {
		name  string
		stick hw.Stick
		note  string
	}{
		{"no string", hw.Stick{ID: id}, "Longcheer/Longsoon (aka Omega Technology) devices"},
		{"blank", hw.Stick{ID: id, Manufacturer: "USB Modem"}, "MobiData MBD-200HU and others"},
		{"underscore", hw.Stick{ID: id, Manufacturer: "x USB_Modem y"}, "MobiData MBD-200HU and others"},
		{"capitals", hw.Stick{ID: id, Manufacturer: "USB MODEM"}, "Longcheer/Longsoon (aka Omega Technology) devices"},
		{"manufacturer", hw.Stick{ID: shared, Manufacturer: "Option N.V."}, "Quirky Option devices"},
		{"vendor of the drive", hw.Stick{ID: shared, Inquiry: hw.Inquiry{Vendor: "GT"}}, "Option GlobeTrotter GX0201"},
		{"vendor without capitals", hw.Stick{ID: shared, Inquiry: hw.Inquiry{Vendor: "OPTION"}}, "Older Option devices"},
		{"product is not the manufacturer", hw.Stick{ID: shared, Name: "Option"}, ""},
		{"none", hw.Stick{ID: shared, Manufacturer: "Xiaomi"}, ""},
		{"not known", hw.Stick{ID: shared}, ""},
	} {
		if m, ok := Lookup(c.stick); m.Note != c.note || ok != (c.note != "") {
			t.Errorf("%s: %q, %v", c.name, m.Note, ok)
		}
	}
}

// TestStringsNotKnown: where the system does not tell the string (Windows knows no manufacturer), what is
// sent to devices without it comes first, and what belongs to the string is tried after it.
func TestStringsNotKnown(t *testing.T) {
	for _, c := range []struct {
		id    hw.ID
		names string
	}{
		{hw.ID{Vendor: 0x1c9e, Product: 0xf000}, "wait-1s-content-555342431234567800000000000001ff000000000000000000000000000000 " +
			"wait-1s-content-55534243123456788000000080000606f50402527000000000000000000000"},
		{hw.ID{Vendor: 0x0408, Product: 0xf000}, "quanta content-5553424312345678000000000000061b004600000000000000000000000000"},
		{hw.ID{Vendor: 0x05c6, Product: 0x1000}, ""},
		{hw.ID{Vendor: 0x19d2, Product: 0x0083}, ""},
	} {
		s := otherStick(c.id.Vendor, c.id.Product)
		var names []string
		for _, m := range Messages(s) {
			names = append(names, m.Name)
			if err := Guard(s, m); err != nil {
				t.Errorf("%s: %v", m.Name, err)
			}
		}
		if got := strings.Join(names, " "); got != c.names {
			t.Errorf("%s gets %q, want %q", c.id, got, c.names)
		}
	}
	if known := Messages(hw.Stick{ID: hw.ID{Vendor: 0x1c9e, Product: 0xf000}, Manufacturer: "somebody"}); len(known) != 1 {
		t.Errorf("a stick whose manufacturer is known gets %v", known)
	}
}
