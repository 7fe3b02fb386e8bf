package sticks

import (
	"slices"
	"strings"
	"testing"

	"surfstick-sms/hw"
)

// cd is a stick in storage mode, as far as an ID tells.
func cd(id hw.ID) hw.Stick { return hw.Stick{ID: id, Mode: hw.ModeStorage} }

func huawei(product uint16) hw.ID { return hw.ID{Vendor: hw.HuaweiVendor, Product: product} }

// models returns every row, by product ID.
func models() []Model {
	all := make([]Model, 0, len(load().models))
	for _, m := range load().models {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b Model) int { return int(a.Product) - int(b.Product) })
	return all
}

// TestTableIsWhole catches a row that the reader of the table would silently leave out.
func TestTableIsWhole(t *testing.T) {
	rows := 0
	for line := range strings.Lines(huaweiTSV) {
		if !strings.HasPrefix(line, "#") {
			rows++
		}
	}
	if all := models(); rows != 84 || len(all) != rows {
		t.Errorf("%d rows, %d models; want 84 of both", rows, len(all))
	}
	for i, m := range models() {
		if m.Method == MethodUnknown || m.Note == "" {
			t.Errorf("row %04x: method %v, note %q", m.Product, m.Method, m.Note)
		}
		if i > 0 && models()[i-1].Product >= m.Product {
			t.Errorf("row %04x is out of order", m.Product)
		}
		if m.Method == MethodMessage && len(m.Targets) == 0 {
			t.Errorf("row %04x leads nowhere", m.Product)
		}
	}
}

func TestLookup(t *testing.T) {
	m, ok := Lookup(cd(huawei(0x1446)))
	if !ok || m.Method != MethodMessage || len(m.Targets) != 16 || m.Targets[12] != huawei(0x14ac) {
		t.Errorf("1446: %+v, %v", m, ok)
	}
	if _, ok := Lookup(cd(hw.ID{Vendor: 0x19d2, Product: 0x1446})); ok {
		t.Error("another vendor's 1446 is in the table")
	}
	if _, ok := Lookup(cd(huawei(0x107e))); ok {
		t.Error("107e is in the table")
	}
}

func TestIDs(t *testing.T) {
	const unknown, storage, modem = hw.ModeUnknown, hw.ModeStorage, hw.ModeModem
	for _, c := range []struct {
		id         hw.ID
		hint       hw.Mode
		known      bool
		switchable bool
	}{
		{huawei(0x1f01), storage, true, true},
		{huawei(0x14fe), storage, true, true},
		{huawei(0x1413), storage, true, true},
		{huawei(0x1001), modem, true, true},
		{huawei(0x1003), modem, true, true},
		{huawei(0x1506), modem, true, false},
		{huawei(0x1566), modem, true, false},
		{huawei(0x14db), hw.ModeNetwork, true, false},
		{huawei(0x14dc), hw.ModeNetwork, true, false},
		{huawei(0x15c8), hw.ModeNetwork, true, false},
		{huawei(0x1443), hw.ModeRescue, true, false},
		{huawei(0x1573), unknown, true, false},
		{huawei(0x1030), storage, true, true},
		{huawei(0x1034), modem, true, false},
		{huawei(0x1009), storage, true, true},
		{huawei(0x380b), storage, true, true},
		{huawei(0x1d50), storage, true, true},
		{huawei(0x15b6), modem, true, false},
		{huawei(0x1596), modem, true, false},
		{huawei(0x1401), modem, true, false},
		{huawei(0x143f), modem, true, false},
		{huawei(0x1400), modem, true, false},
		{huawei(0x1440), unknown, false, false},
		{huawei(0x1414), storage, true, true},
		{huawei(0x107e), unknown, false, false},
		{huawei(0), unknown, false, false},
		{hw.ID{Vendor: 0x3566, Product: 0x2001}, unknown, false, false},
		{hw.ID{Vendor: 0x19d2, Product: 0x1f01}, unknown, false, false},
		{hw.ID{}, unknown, false, false},
	} {
		hint, known, can := Hint(c.id), Known(c.id), Switchable(cd(c.id))
		if hint != c.hint || known != c.known || can != c.switchable {
			t.Errorf("%s: hint %v, known %v, switchable %v; want %v, %v, %v",
				c.id, hint, known, can, c.hint, c.known, c.switchable)
		}
	}
}

func TestNothingSwitchableIsRescueOrNetwork(t *testing.T) {
	count := 0
	for p := range 0x10000 {
		id := huawei(uint16(p))
		if !Switchable(cd(id)) {
			continue
		}
		count++
		if !Known(id) || Hint(id) == hw.ModeRescue || Hint(id) == hw.ModeNetwork {
			t.Errorf("%s: known %v, hint %v", id, Known(id), Hint(id))
		}
	}
	if count != 75 { // 84 rows, nine of them modules that need nothing
		t.Errorf("%d are switchable", count)
	}
}

func TestInterfaceRole(t *testing.T) {
	for _, c := range []struct {
		class, sub, protocol uint8
		want                 Role
	}{
		{0xff, 0x02, 0x02, RolePCUI},
		{0xff, 0x01, 0x12, RolePCUI},
		{0xff, 0x03, 0x62, RolePCUI},
		{0xff, 0x02, 0x01, RoleModem},
		{0xff, 0x03, 0x61, RoleModem},
		{0xff, 0x02, 0x03, RoleDiag},
		{0xff, 0x02, 0x05, RoleGPS},
		{0xff, 0x02, 0x16, RoleNetwork},
		{0xff, 0x01, 0x67, RoleNetwork},
		{0xff, 0xff, 0xff, RoleUnknown},
		{0xff, 0x02, 0xee, RoleUnknown},
		{0xff, 0x42, 0x01, RoleForeign},
		{0x08, 0x06, 0x50, RoleForeign},
	} {
		i := hw.Interface{Class: c.class, SubClass: c.sub, Protocol: c.protocol}
		if got := InterfaceRole(hw.ID{Vendor: hw.HuaweiVendor}, i); got != c.want {
			t.Errorf("%02x/%02x/%02x: %v, want %v", c.class, c.sub, c.protocol, got, c.want)
		}
	}
}

// TestCodesAreDisjoint: a protocol code with two roles would be a matter of luck.
func TestCodesAreDisjoint(t *testing.T) {
	seen := map[uint8]bool{}
	for _, codes := range [][]uint8{pcuiCodes, modemCodes, diagCodes, gpsCodes, networkCodes} {
		for _, c := range codes {
			if seen[c] {
				t.Errorf("code %02x has two roles", c)
			}
			seen[c] = true
		}
	}
}

func TestLabelRole(t *testing.T) {
	for label, want := range map[string]Role{
		"HUAWEI Mobile Connect - 3G PC UI Interface (COM8)":       RolePCUI,
		"FC - PC UI Interface (COM11)":                            RolePCUI,
		"HUAWEI Mobile Connect - 3G PCUI Interface #2 (COM5)":     RolePCUI,
		"HUAWEI Mobile Connect - 3G Modem":                        RoleModem,
		"HUAWEI Mobile Connect - 3G Modem #3":                     RoleModem,
		"HUAWEI Mobile Connect - 3G Application Interface (COM4)": RoleDiag,
		"HUAWEI Mobile Connect - DIAG (COM4)":                     RoleDiag,
		"HUAWEI Mobile Connect - GPS (COM4)":                      RoleGPS,
		"Serielles USB-Gerät (COM3)":                              RoleUnknown,
		"":                                                        RoleUnknown,
	} {
		if got := LabelRole(label); got != want {
			t.Errorf("%q: %v, want %v", label, got, want)
		}
	}
}

func TestRank(t *testing.T) {
	on := func(product uint16, number int, sub, protocol uint8) Port {
		return Port{ID: huawei(product), Interface: hw.Interface{
			Number: number, Class: 0xff, SubClass: sub, Protocol: protocol,
		}}
	}
	labelled := func(label string) Port {
		return Port{Label: label, Interface: hw.Interface{Number: -1}}
	}
	for _, c := range []struct {
		name string
		port Port
		want int
	}{
		{"PC UI by code", on(0x1506, 2, 2, 2), RankPCUI},
		{"modem by code", on(0x1506, 0, 2, 1), RankModem},
		{"diagnostics by code, although hinted", on(0x1506, 0, 2, 3), RankDiag},
		{"hinted", on(0x1001, 2, 0xff, 0xff), RankHinted},
		{"first, not hinted", on(0x1001, 0, 0xff, 0xff), RankModem},
		{"in between", on(0x1001, 1, 0xff, 0xff), RankUnknown},
		{"no hint", on(0xabcd, 3, 0xff, 0xff), RankUnknown},
		{"PC UI by name", labelled("HUAWEI Mobile Connect - 3G PC UI Interface (COM8)"), RankPCUI},
		{"modem by name", labelled("HUAWEI Mobile Connect - 3G Modem"), RankModem},
		{"diagnostics by name", labelled("HUAWEI ... 3G Application Interface"), RankDiag},
		{"maker by name", labelled("Huawei something (COM3)"), RankUnknown},
		{"other modem", labelled("Agere Systems HDA Modem"), 0},
		{"ZTE on macOS", labelled("/dev/cu.ZTEUSBATPort_"), RankHinted},
		{"ZTE on macOS, dial-up", labelled("/dev/cu.ZTEUSBModem_"), RankModem - 5},
		{"ZTE on macOS, diagnostics", labelled("/dev/cu.ZTEUSBDIAGPort_"), RankDiag},
		{"Sierra on macOS", labelled("/dev/cu.sierra04"), RankUnknown},
		{"CDC ACM on macOS", labelled("/dev/cu.usbmodem14201"), 0},
		{"CH340 on macOS", labelled("/dev/cu.wchusbserial1420"), 0},
		{"ZTE by name, not on macOS", labelled("ZTEUSBATPort_ (COM3)"), 0},
		{"UART", labelled("Communications Port (COM1)"), 0},
		{"nothing", labelled(""), 0},
		{"other maker's", Port{ID: hw.ID{Vendor: 0x2341, Product: 0x1001}}, 0},
	} {
		if got := Rank(c.port); got != c.want {
			t.Errorf("%s: rank %d, want %d", c.name, got, c.want)
		}
	}
}

func TestBrand(t *testing.T) {
	for vendor, want := range map[uint16]string{
		0x3566: "Brovi", 0x19d2: "ZTE", 0x046d: "", hw.HuaweiVendor: "", 0: "",
	} {
		if got := Brand(vendor); got != want {
			t.Errorf("%04x: %q, want %q", vendor, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(huaweiTSV)
	f.Add("1f01\tHuaweiNewMode\t14db,,zz\t14db=if,=if2,1001=if99999999999\tx\n")
	f.Add("\t\t\t\t\n")
	f.Fuzz(func(t *testing.T, tsv string) {
		for product, m := range parse(tsv).models {
			if product != m.Product {
				t.Errorf("row %04x is filed as %04x", m.Product, product)
			}
		}
	})
}

func TestSerial(t *testing.T) {
	for _, c := range []struct {
		product              uint16
		class, sub, protocol uint8
		want                 bool
	}{
		{0x1001, 0xff, 0xff, 0xff, true},
		{0x1506, 0xff, 0x02, 0x02, true},
		{0x1506, 0xff, 0x02, 0x03, true},
		{0x1506, 0xff, 0x02, 0x16, false},
		{0x1506, 0xff, 0x42, 0x01, false},
		{0x1506, 0x08, 0x06, 0x50, false},
		{0x1442, 0x02, 0x02, 0xff, true},
		{0x14db, 0x02, 0x02, 0xff, false},
		{0x1442, 0x02, 0x06, 0x00, false},
	} {
		i := hw.Interface{Class: c.class, SubClass: c.sub, Protocol: c.protocol}
		if got := Serial(huawei(c.product), i); got != c.want {
			t.Errorf("%04x %02x/%02x/%02x: %v", c.product, c.class, c.sub, c.protocol, got)
		}
	}
}

// TestModem: an ID that is in no table is a modem all the same when an interface says so by its
// code, as Linux' option driver has it.
func TestModem(t *testing.T) {
	face := func(class, sub, protocol uint8) []hw.Interface {
		return []hw.Interface{{Class: class, SubClass: sub, Protocol: protocol}}
	}
	for _, c := range []struct {
		name       string
		id         hw.ID
		interfaces []hw.Interface
		want       bool
	}{
		{"known", huawei(0x1506), nil, true},
		{"PC UI by its code", huawei(0xabcd), face(0xff, 0x03, 0x12), true},
		{"modem by its code", huawei(0xabcd), face(0xff, 0x01, 0x01), true},
		{"diagnostics only", huawei(0xabcd), face(0xff, 0x02, 0x03), false},
		{"no code", huawei(0xabcd), face(0xff, 0xff, 0xff), false},
		{"Android", huawei(0xabcd), face(0xff, 0x42, 0x01), false},
		{"network card", huawei(0xabcd), face(0xff, 0x03, 0x16), false},
		{"rescue", huawei(Rescue), face(0xff, 0x03, 0x12), false},
		{"another maker", hw.ID{Vendor: 0x19d2, Product: 0xabcd}, face(0xff, 0x03, 0x12), false},
	} {
		if got := Modem(c.id, c.interfaces); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
