package sticks

import (
	"testing"

	"surfstick-sms/hw"
)

func TestDirectInterface(t *testing.T) {
	of := func(product uint16, protocols ...[2]uint8) hw.Stick {
		s := hw.Stick{ID: hw.ID{Vendor: hw.HuaweiVendor, Product: product}}
		for n, p := range protocols {
			s.Interfaces = append(s.Interfaces, hw.Interface{
				Number: n, Class: 0xff, SubClass: p[0], Protocol: p[1],
			})
		}
		return s
	}
	old := [2]uint8{0xff, 0xff}
	storage := of(0x1f01, old)
	storage.Interfaces[0].Class = 8
	comm := of(0x1442, [2]uint8{2, 0xff}, [2]uint8{2, 0xff}) // as Linux' option table has it
	comm.Interfaces[0].Class, comm.Interfaces[1].Class = 2, 2
	rndis := of(0x14db, [2]uint8{2, 0xff})
	rndis.Interfaces[0].Class = 2
	foreign := of(0x1001, old)
	foreign.ID.Vendor = 0x19d2
	for name, c := range map[string]struct {
		stick hw.Stick
		want  int // -1 is none
	}{
		"by the table":        {of(0x1001, old, old, old), 2},
		"by the protocol":     {of(0x1506, [2]uint8{1, 1}, [2]uint8{1, 3}, [2]uint8{1, 2}), 2},
		"newer protocols":     {of(0x1506, [2]uint8{2, 0x10}, [2]uint8{2, 0x12}), 1},
		"modem before diag":   {of(0x1c05, [2]uint8{1, 3}, [2]uint8{1, 1}), 1},
		"first, nothing told": {of(0x1c05, old, old), 0},
		"not the network":     {of(0x1506, [2]uint8{2, 0x16}, [2]uint8{2, 0x13}), 1},
		"not Android":         {of(0x1506, [2]uint8{0x42, 1}), -1},
		"none":                {of(0x1001), -1},
		"02/02/ff":            {comm, 0},
		"02/02/ff of RNDIS":   {rndis, -1},
		"storage":             {storage, -1},
		"another maker":       {foreign, -1},
	} {
		i, ok := DirectInterface(c.stick)
		if ok != (c.want >= 0) || ok && i.Number != c.want {
			t.Errorf("%s: interface %d, %v; want %d", name, i.Number, ok, c.want)
		}
	}
}
