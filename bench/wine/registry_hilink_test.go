package wine

import (
	"cmp"

	"surfstick-sms/sms/fakehilink"
)

// cable leads from a network adapter of the computer to a web server, which has the address of a stick.
type cable struct {
	adapter int    // its number
	own     string // address of the computer there, such as cables.Leased; "" for none so far
	down    bool   // not switched on, which Wine shows as an adapter without a connection
	web     fakehilink.Options
}

const leased = "192.168.8.100/24" // as cables.Leased, which only Linux has

// What a network function says of itself to Windows. A composite device says it once for its interfaces.
var (
	rndis         = []string{`USB\Class_ef&SubClass_04&Prot_01`, `USB\Class_ef&SubClass_04`, `USB\Class_ef`}
	rndisWireless = []string{`USB\Class_e0&SubClass_01&Prot_03`, `USB\Class_e0&SubClass_01`, `USB\Class_e0`}
	rndisSync     = []string{`USB\Class_ef&SubClass_01&Prot_01`, `USB\Class_ef&SubClass_01`, `USB\Class_ef`}
	ncm           = []string{`USB\Class_02&SubClass_0d&Prot_00`, `USB\Class_02&SubClass_0d`, `USB\Class_02`}
	ecm           = []string{`USB\Class_02&SubClass_06&Prot_00`, `USB\Class_02&SubClass_06`, `USB\Class_02`}
)

const networkParent = `USB\VID_12D1&PID_14DB\5&2C62A6C&0&2`

// composite is the whole of a stick in network mode.
func composite() node {
	return node{
		instance: networkParent, class: "USB", service: "usbccgp", desc: "USB Composite Device",
		product: "HUAWEI Mobile", compatible: []string{`USB\COMPOSITE`},
	}
}

// netCard is its network function, of which Windows has made an adapter with that number.
func netCard(adapter int, compatible []string) node {
	return node{
		instance: `USB\VID_12D1&PID_14DB&MI_00\6&1A2B3C&0&0000`, class: "Net", service: "usbrndis6",
		desc: "Remote NDIS Compatible Device", parent: networkParent, adapter: adapter, compatible: compatible,
	}
}

// unusable is its network function with a problem; Windows has an adapter only where there is a driver.
func unusable(adapter, problem int, compatible []string) node {
	n := netCard(adapter, compatible)
	n.problem = problem
	if adapter == 0 {
		n.class, n.service, n.desc = "Unknown", "", "HUAWEI Mobile"
	}
	return n
}

// foreignCard is a network card of another maker.
func foreignCard(adapter int) node {
	return node{
		instance: `USB\VID_0BDA&PID_8153\000001`, class: "Net", service: "rtux64w10", adapter: adapter,
		desc: "Realtek USB GbE Family Controller", compatible: []string{`USB\Class_ff&SubClass_ff&Prot_00`},
	}
}

// hilinkState is a stick whose network card has come as far as the report says in one line, and what the
// page of the connection says of that.
func hilinkState(name, problem string, n node, line string, cables ...cable) State {
	return State{
		Name: "hilink-" + name, Page: "connection", Problem: problem, nodes: []node{composite(), n}, cables: cables,
		report: []string{"usb id: 12d1:14db", "mode: network", "network adapter: " + line},
	}
}

// hilinkStates are the sticks in network mode that have pages of their own.
func hilinkStates() []State {
	const name = "Remote NDIS Compatible Device"
	list := []State{
		hilinkState("no-driver", "noCard", unusable(0, 28, ecm), "absent, problem code 28, -"),
		hilinkState("failed-start", "noCard", unusable(3, 10, rndis), "absent, problem code 10, "+name),
		hilinkState("disabled", "cardDisabled", unusable(3, 22, rndis), "disabled, problem code 22, "+name),
		slow(hilinkState("no-link", "cardNoLink", netCard(3, rndis), "no link, net3", cable{adapter: 3, down: true})),
		slow(hilinkState("no-address", "cardNoAddress", netCard(3, rndis), "no address, net3", cable{adapter: 3})),
	}
	for _, s := range []struct {
		page, problem string
		web           fakehilink.Options
	}{
		{"connection", "router", fakehilink.Options{Class: "cpe"}},
		{"connection", "password", fakehilink.Options{Personality: fakehilink.E8372h153}},
		{"sim", "pin", fakehilink.Options{Card: fakehilink.Card{PIN: "1234"}}},
		{"sim", "noSIM", fakehilink.Options{Card: fakehilink.Card{Absent: true}}},
		{"test", "", fakehilink.Options{Personality: fakehilink.E3131}},
	} {
		at := cable{adapter: 3, own: leased, web: s.web}
		next := hilinkState(cmp.Or(s.problem, s.page), s.problem, netCard(3, rndis), "ready, net3", at)
		next.Page = s.page
		list = append(list, next)
	}
	return list
}

// slow is a state of which the page says something only when a while has passed.
func slow(s State) State {
	s.slow = true
	return s
}

// adapters are sticks in network mode that differ in what the report says of them only.
func adapters() []State {
	ready := []cable{{adapter: 3, own: leased}, {adapter: 4, own: leased, web: fakehilink.Options{Class: "cpe"}}}
	is := func(name string, n node, lines ...string) State {
		s := hilinkState(name, "", n, "ready, net3", ready...)
		s.report = append(s.report, "gateway: 192.168.8.1 (route)")
		s.report = append(s.report, lines...)
		return s
	}
	none := func(name string, nodes ...node) State {
		s := hilinkState(name, "", nodes[0], "absent, "+label(nodes[0]), ready...)
		s.nodes = append(s.nodes, nodes[1:]...)
		s.report = append(s.report, "gateway: -", "no net3", "no net4", "no 192.168.8.1")
		return s
	}
	withNCM := netCard(3, ncm)
	withNCM.service, withNCM.desc = "UsbNcm", "UsbNcm Host Device"
	bare := netCard(0, rndis)
	bare.class, bare.service = "USB", ""
	gone := netCard(9, rndis) // Windows knows the name of an adapter that is not there
	noParent := foreignCard(4)
	noParent.instance = `HWBUS\NET\7&1234&0&01`
	return []State{
		is("rndis", netCard(3, rndis), "interface 0: class ef:04:01, driver network (usbrndis6), port -"),
		is("rndis-e0", netCard(3, rndisWireless), "interface 0: class e0:01:03, driver network (usbrndis6), port -"),
		is("rndis-ef01", netCard(3, rndisSync), "interface 0: class ef:01:01, driver network (usbrndis6), port -"),
		is("ncm", withNCM, "interface 0: class 02:0d:00, driver network (UsbNcm), port -"),
		withDrive(is("drive", netCard(3, rndis), "interface 1: class 08:06:50, driver storage (USBSTOR), port -")),
		wholeDevice(is("whole", netCard(3, rndis))),
		none("foreign", bare, foreignCard(4)),
		none("unknown-parent", bare, noParent),
		none("not-listed", gone),
		betweenBuses(is("own-bus", netCard(3, rndis))),
		twoSticks(is("two", netCard(3, rndis))),
	}
}

// label is what the report says of an adapter that cannot be asked.
func label(n node) string {
	if n.adapter == 0 {
		return "-"
	}
	return n.desc
}

// withDrive adds the drive for a memory card that many have.
func withDrive(s State) State {
	s.nodes = append(s.nodes, node{
		instance: `USB\VID_12D1&PID_14DB&MI_01\6&1A2B3C&0&0001`, class: "USB", service: "USBSTOR",
		desc: "USB Mass Storage Device", parent: networkParent, compatible: storageIDs,
	})
	return s
}

// wholeDevice makes one of a stick that is nothing but a network card.
func wholeDevice(s State) State {
	n := s.nodes[1]
	n.instance, n.parent, n.product = networkParent, "", "HUAWEI Mobile"
	s.nodes = []node{n}
	return s
}

// betweenBuses puts a bus of Huawei's driver between the interface and the adapter.
func betweenBuses(s State) State {
	n := s.nodes[1]
	bus := n
	bus.class, bus.service, bus.adapter = "USB", "ewusbnet", 0
	n.instance, n.parent, n.compatible = `HWBUS\NET\7&1234&0&01`, bus.instance, nil
	s.nodes = []node{s.nodes[0], bus, n}
	return s
}

// twoSticks adds another, of which Windows has made the other adapter.
func twoSticks(s State) State {
	whole, card := composite(), netCard(4, ncm)
	whole.instance = `USB\VID_12D1&PID_14DC\6&33A1B2C&0&4`
	card.instance, card.parent = `USB\VID_12D1&PID_14DC&MI_00\7&2B3C4D&0&0000`, whole.instance
	s.nodes = append([]node{card, whole}, s.nodes...) // in another order than the adapters
	s.report = append(s.report, "sticks: 2",
		"interface 0: class ef:04:01, driver network (usbrndis6), port -\nnetwork adapter: ready, net3",
		"interface 0: class 02:0d:00, driver network (usbrndis6), port -\nnetwork adapter: ready, net4")
	return s
}
