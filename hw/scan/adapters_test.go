package scan

import (
	"context"
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"surfstick-sms/hw"
)

// leased stands for what reads the addresses of an adapter.
func leased(a hw.Adapter) hw.Adapter {
	a.State, a.Gateway, a.Source = hw.AdapterReady, netip.MustParseAddr("192.168.8.1"), hw.GatewayRoute
	a.Addresses = []netip.Prefix{netip.MustParsePrefix("192.168.8.100/24")}
	return a
}

// ready is what becomes of an adapter by it.
func ready(number int, name string, index int) hw.Adapter {
	return leased(hw.Adapter{Interface: number, Name: name, Index: index})
}

// TestScanAdapters: the adapter of a stick in network mode is the one below its own interfaces.
func TestScanAdapters(t *testing.T) {
	absent := hw.Adapter{State: hw.AdapterAbsent}
	for tree, want := range map[string][]hw.Adapter{
		"hilink":            {ready(0, "enx0c5b8f279a64", 7)},
		"hilink-rndis":      {ready(0, "usb0", 4)},
		"hilink-rndis-misc": {ready(0, "usb0", 4)},
		"hilink-bare":       {absent},
		"hilink-two":        {ready(0, "usb0", 4), ready(0, "usb1", 9)},
		"hilink-at":         {{}}, // in modem mode
		"modem-codes":       {{}},
		"storage":           {{}},
	} {
		t.Run(tree, func(t *testing.T) {
			s := scanner{sysfs{readTree(t, tree), everything, nil}.read, Options{Adapter: leased}}
			snap, err := s.Scan(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var got []hw.Adapter
			for _, s := range snap.Sticks {
				got = append(got, s.Adapter)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
	t.Run("a web page that the program does not know", func(t *testing.T) {
		d := device("1bbb:0195", "Alcatel W800", hw.CDUnknown, part{"e0/01/03", hw.DriverNetwork, ""})
		d.Adapter = hw.Adapter{Name: "usb0", Index: 4}
		s := scanner{reading(found{devices: []hw.Stick{d}, adapters: true}, nil), Options{Adapter: leased}}
		snap, err := s.Scan(t.Context())
		if err != nil || len(snap.Unsupported) != 1 {
			t.Fatalf("%+v, %v", snap, err)
		}
		if got, want := snap.Unsupported[0].Adapter, ready(0, "usb0", 4); !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	})
	t.Run("nobody reads the addresses", func(t *testing.T) {
		got := scanTree(t, "hilink").Sticks[0].Adapter
		if want := (hw.Adapter{Name: "enx0c5b8f279a64", Index: 7}); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v", got)
		}
	})
}

// TestScanWithoutAdapters: where the system does not tell whose an adapter is, none is guessed.
func TestScanWithoutAdapters(t *testing.T) {
	o := Options{
		Adapter: func(a hw.Adapter) hw.Adapter { t.Errorf("asked for %+v", a); return a },
		Devices: func(context.Context) ([]hw.Stick, error) {
			return []hw.Stick{{Location: "1-1", ID: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x14dc}}}, nil
		},
	}
	snap, err := scanner{o.readListed, o}.Scan(t.Context())
	if err != nil || len(snap.Sticks) != 1 || snap.Sticks[0].Mode != hw.ModeNetwork ||
		!reflect.DeepEqual(snap.Sticks[0].Adapter, hw.Adapter{}) {
		t.Errorf("%+v, %v", snap.Sticks, err)
	}
}

const (
	hilinkStick = `USB\VID_12D1&PID_14DB\5&2C62A6C&0&2`
	hilinkCard  = `USB\VID_12D1&PID_14DB&MI_00\6&1A2B3C&0&0000`
	guid        = `{6F2A9B1E-0000-4C5D-8E7F-112233445566}`
)

// hilinkNodes is a stick that has become a network card, with a driver or a problem.
func hilinkNodes(card pnpDevice) []pnpDevice {
	card.instance, card.parent = hilinkCard, hilinkStick
	return []pnpDevice{{
		instance: hilinkStick, service: "usbccgp", class: "USB", locations: []string{socket},
		compatible: []string{`USB\DevClass_00&SubClass_00&Prot_00`, `USB\COMPOSITE`},
	}, card}
}

// TestPnPAdapters: what Windows has made of the network card of a stick, and what keeps it from that.
func TestPnPAdapters(t *testing.T) {
	const windowsRNDIS, oldRNDIS = `USB\Class_EF&SubClass_04&Prot_01`, `USB\Class_e0&SubClass_01&Prot_03`
	const activeSync, ethernet = `USB\Class_EF&SubClass_01&Prot_01`, `USB\Class_02&SubClass_06&Prot_00`
	const ncm = `USB\Class_02&SubClass_0d&Prot_00`
	named := ready(0, guid, 0)
	named.Label = "Remote NDIS based Internet Sharing Device"
	for _, c := range []struct {
		name   string
		card   pnpDevice
		driver hw.Driver
		want   hw.Adapter
	}{
		{"works", pnpDevice{
			class: "Net", service: "usbrndis6", compatible: []string{windowsRNDIS}, adapter: guid, name: named.Label,
		}, hw.DriverNetwork, named},
		{"works, the old class", pnpDevice{
			class: "Net", service: "usb_rndisx", compatible: []string{oldRNDIS}, adapter: guid, name: named.Label,
		}, hw.DriverNetwork, named},
		{"NCM", pnpDevice{
			class: "Net", service: "UsbNcm", compatible: []string{ncm}, adapter: guid, name: named.Label,
		}, hw.DriverNetwork, named},
		{"ECM, no driver", pnpDevice{compatible: []string{ethernet}, problem: 28}, hw.DriverNone, hw.Adapter{
			State: hw.AdapterAbsent, Problem: 28,
		}},
		{"RNDIS, no driver", pnpDevice{compatible: []string{activeSync}, problem: 28}, hw.DriverNone, hw.Adapter{
			State: hw.AdapterAbsent, Problem: 28,
		}},
		{"does not start", pnpDevice{
			class: "Net", service: "usbrndis6", compatible: []string{windowsRNDIS}, adapter: guid, problem: 10,
		}, hw.DriverNetwork, hw.Adapter{Name: guid, State: hw.AdapterAbsent, Problem: 10}},
		{"does not start and has no name", pnpDevice{
			class: "Net", service: "usbrndis6", compatible: []string{windowsRNDIS}, problem: 10,
		}, hw.DriverNetwork, hw.Adapter{State: hw.AdapterAbsent, Problem: 10}},
		{"disabled", pnpDevice{
			class: "Net", service: "usbrndis6", compatible: []string{windowsRNDIS}, adapter: guid, problem: 22,
		}, hw.DriverNetwork, hw.Adapter{Name: guid, State: hw.AdapterDisabled, Problem: 22}},
		{"still being installed", pnpDevice{compatible: []string{windowsRNDIS}}, hw.DriverNone, hw.Adapter{
			State: hw.AdapterAbsent,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := scanPnP(t, hilinkNodes(c.card))
			if s.Mode != hw.ModeNetwork || s.Driver != c.driver || !reflect.DeepEqual(s.Adapter, c.want) {
				t.Errorf("mode %v, driver %v\n got %+v\nwant %+v", s.Mode, s.Driver, s.Adapter, c.want)
			}
			if i := s.Interfaces[0]; i.Problem != c.card.problem {
				t.Errorf("interface %+v", i)
			}
		})
	}
}

// scanPnP scans nodes of Windows in which there is one stick.
func scanPnP(t *testing.T, nodes []pnpDevice) hw.Stick {
	t.Helper()
	f := sortPnP(nodes)
	f.adapters = true
	snap, err := scanner{reading(f, nil), Options{Adapter: leased}}.Scan(t.Context())
	if err != nil || len(snap.Sticks) != 1 {
		t.Fatalf("%+v, %v", snap.Sticks, err)
	}
	return snap.Sticks[0]
}

// TestPnPAdapterPlaces: the adapter may be the whole device, an interface, or a node below one; those
// of other devices are never the stick's.
func TestPnPAdapterPlaces(t *testing.T) {
	rndis := []string{`USB\Class_EF&SubClass_04&Prot_01`}
	const bus = `HUAWEIUSB\VID_12D1&SUBCLASS_06\7&ABCDEF&0&0000`
	others := []pnpDevice{
		{instance: `PCI\VEN_8086&DEV_15B8\3&11583659&0&FE`, parent: `ACPI\PNP0A08\0`, class: "Net", adapter: `{PCI}`},
		{instance: `USB\VID_0B95&PID_1790\0000000000001A`, class: "Net", adapter: `{USB}`},
		{instance: `ROOT\NET\0000`, parent: `HTREE\ROOT\0`, class: "Net", adapter: `{TAP}`},
	}
	below := func(parent string) []pnpDevice {
		return append(hilinkNodes(pnpDevice{service: "huawei_ext", compatible: rndis}),
			pnpDevice{instance: bus, parent: hilinkCard, service: "huawei_enum"},
			pnpDevice{instance: `HUAWEINET\X\8&1&0`, parent: parent, class: "Net", adapter: guid, name: "HUAWEI"})
	}
	device := pnpDevice{
		instance: hilinkStick, class: "Net", service: "usbrndis6", locations: []string{socket},
		compatible: rndis, adapter: guid, name: "HUAWEI",
	}
	for name, nodes := range map[string][]pnpDevice{
		"the device":           {device},
		"right below":          below(hilinkCard),
		"on a bus of Huawei's": below(bus),
	} {
		t.Run(name, func(t *testing.T) {
			s := scanPnP(t, slices.Concat(others, nodes))
			if s.Adapter.Name != guid || s.Adapter.Interface != 0 || s.Adapter.State != hw.AdapterReady {
				t.Errorf("%+v", s.Adapter)
			}
		})
	}
	t.Run("none of its own", func(t *testing.T) {
		nodes := slices.Concat(others, hilinkNodes(pnpDevice{compatible: rndis, problem: 28}))
		if s := scanPnP(t, nodes); s.Adapter.Name != "" {
			t.Errorf("%+v", s.Adapter)
		}
		if !adapterMissing(sortPnP(nodes).devices) || adapterMissing(sortPnP(others).devices) ||
			adapterMissing(sortPnP([]pnpDevice{device}).devices) || adapterMissing(sortPnP(modemNodes(true)).devices) {
			t.Error("all adapters are listed although none is missing, or not listed although one is")
		}
	})
}

// TestPnPTwoAdapters: two sticks that differ in their sockets only have an adapter each.
func TestPnPTwoAdapters(t *testing.T) {
	var nodes []pnpDevice
	for _, n := range []string{"2", "3"} {
		stick := `USB\VID_12D1&PID_14DB\5&2C62A6C&0&` + n
		nodes = append(nodes, pnpDevice{
			instance: stick, service: "usbccgp", class: "USB", locations: []string{`PCIROOT(0)#USB(` + n + `)`},
			compatible: []string{`USB\COMPOSITE`},
		}, pnpDevice{
			instance: `USB\VID_12D1&PID_14DB&MI_00\6&1A2B3C&0&000` + n, parent: stick, class: "Net",
			service: "usbrndis6", compatible: []string{`USB\Class_EF&SubClass_04&Prot_01`}, adapter: `{` + n + `}`,
		})
	}
	f := sortPnP(nodes)
	f.adapters = true
	snap, err := scanner{reading(f, nil), Options{Adapter: leased}}.Scan(t.Context())
	if err != nil || len(snap.Sticks) != 2 || snap.Sticks[0].Adapter.Name != "{2}" ||
		snap.Sticks[1].Adapter.Name != "{3}" {
		t.Errorf("%+v, %v", snap.Sticks, err)
	}
}
