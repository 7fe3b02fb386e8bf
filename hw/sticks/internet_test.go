package sticks

import (
	"fmt"
	"slices"
	"testing"

	"surfstick-sms/hw"
)

// TestInternetMessages: the messages for internet mode, byte by byte, with the system and the kind of
// network card that they ask for.
func TestInternetMessages(t *testing.T) {
	for _, c := range []struct {
		network Network
		names   []string
		digits  []string
		system  byte
	}{
		{NetworkECM, []string{"new-mode", "guide-hilink"}, []string{
			"55534243123456780000000000000011062000000101000100000000000000",
			"55534243123456780000000000000a11062000000000000100000000000000",
		}, 0x20},
		{NetworkRNDIS, []string{"rndis", "windows"}, []string{
			"55534243123456780000000000000011060000000100000100000000000000",
			"55534243123456780000000000000011060000000101000100000000000000",
		}, 0x00},
	} {
		all := Internet(cd(huawei(0x1f01)), c.network)
		if len(all) != len(c.names) {
			t.Fatalf("%d: %d messages", c.network, len(all))
		}
		for i, m := range all {
			cdb := m.Commands()[0].CDB
			if m.Name != c.names[i] || digits(m) != c.digits[i] {
				t.Errorf("%d, %d: %s, %s", c.network, i, m.Name, digits(m))
			}
			if cdb[0] != 0x11 || cdb[1] != 0x06 || cdb[2] != c.system || cdb[8] != 1 {
				t.Errorf("%s asks for %x", m.Name, cdb)
			}
			if found, ok := Message(m.Name); !ok || !found.Equal(m) || !Allowed(cd(huawei(0x1f01)), m) {
				t.Errorf("%s: found %v, allowed %v", m.Name, ok, Allowed(cd(huawei(0x1f01)), m))
			}
			if len(m.Commands()) != 1 {
				t.Errorf("%s does not pass through a CD driver", m.Name)
			}
		}
	}
}

// TestBoth: which sticks may be either, and that no message for internet mode goes to another.
func TestBoth(t *testing.T) {
	var both []string
	for _, m := range models() {
		id := cd(huawei(m.Product))
		if Both(id) {
			both = append(both, fmt.Sprintf("%04x", m.Product))
			continue
		}
		for _, n := range []Network{NetworkECM, NetworkRNDIS} {
			if len(Internet(id, n)) > 0 {
				t.Errorf("%04x has messages for internet mode", m.Product)
			}
		}
		rndis, _ := Message("rndis")
		if Allowed(id, rndis) {
			t.Errorf("%04x may be sent the message for RNDIS", m.Product)
		}
	}
	want := []string{
		"157d", "1f01", "1f11", "1f15", "1f16", "1f17", "1f18", "1f19", "1f1c", "1f1d", "1f1e",
	}
	if !slices.Equal(both, want) {
		t.Errorf("%v may be both, want %v", both, want)
	}
	if Both(cd(hw.ID{Vendor: 0x19d2, Product: 0x1f01})) || Both(cd(hw.ID{})) {
		t.Error("another maker's may be both")
	}
}
