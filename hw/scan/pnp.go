package scan

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"surfstick-sms/hw"
)

// pnpDevice is one node of Windows' device tree, as its strings.
type pnpDevice struct {
	instance   string   // USB\VID_12D1&PID_1001&MI_02\6&1A2B3C&0&0002
	parent     string   // instance of the node above
	class      string   // Ports, Modem, USB, CDROM …
	service    string   // driver: USBSTOR, WinUSB, usbccgp …; "" is none
	compatible []string // USB\Class_ff&SubClass_02&Prot_12 …
	locations  []string // PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(2)
	name       string   // friendly name, else the device's description
	product    string   // what the device itself says it is called
	port       string   // COM8
	drivePath  string   // \\?\usbstor#cdrom&ven_huawei…: a CD drive, or the drive of logical unit 1
	adapter    string   // {9F0A…}: the network adapter that it is (NetCfgInstanceId)
	problem    int      // problem code; 0 is none
	inf        string   // oem12.inf
	provider   string   // libwdi
}

// The forms of the strings. Case varies between Windows versions.
var (
	pnpUSB = regexp.MustCompile(
		`(?i)^USB\\VID_([0-9A-F]{4})&PID_([0-9A-F]{4})(?:&MI_([0-9A-F]{2}))?\\(.*)$`)
	pnpClass = regexp.MustCompile(
		`(?i)&?Class_([0-9A-F]{2})(?:&SubClass_([0-9A-F]{2}))?(?:&Prot_([0-9A-F]{2}))?$`)
)

// usbNode is what the instance ID of a USB device or interface says.
type usbNode struct {
	id     hw.ID
	iface  int // -1 for a whole device
	serial string
}

func parseInstance(instance string) (usbNode, bool) {
	m := pnpUSB.FindStringSubmatch(instance)
	if m == nil {
		return usbNode{}, false
	}
	n := usbNode{id: hw.ID{Vendor: uint16(hexOf(m[1])), Product: uint16(hexOf(m[2]))}, iface: -1}
	if m[3] != "" {
		n.iface = int(hexOf(m[3]))
	}
	if !strings.Contains(m[4], "&") { // Windows makes one up with "&" when the device has none
		n.serial = m[4]
	}
	return n, true
}

func hexOf(s string) uint64 {
	n, err := strconv.ParseUint(s, 16, 16)
	if err != nil {
		return 0
	}
	return n
}

// sortPnP makes devices of the nodes: a USB device, the interfaces below it, the ports and the CD
// drive below those.
func sortPnP(nodes []pnpDevice) found {
	nodes, dead := startedPorts(nodes)
	t := pnpTree{nodes: map[string]pnpDevice{}}
	for _, n := range nodes {
		t.nodes[strings.ToUpper(n.instance)] = n
	}
	f := found{dead: dead}
	for _, n := range nodes {
		node, ok := parseInstance(n.instance)
		if !ok || node.iface >= 0 {
			continue
		}
		if isBroken(node, n) {
			f.broken = true
			continue
		}
		f.devices = append(f.devices, t.device(n, node, nodes))
	}
	for _, n := range nodes {
		if n.port != "" {
			f.ports = append(f.ports, portName{n.port, n.name})
		}
	}
	f.bindings = t.bindings(nodes)
	return f
}

// startedPorts takes the port from nodes that have a problem, and returns those ports: the registry
// keeps the name of a port whose driver did not start.
func startedPorts(nodes []pnpDevice) (started []pnpDevice, dead []string) {
	for _, n := range nodes {
		if n.problem != 0 && n.port != "" {
			dead = append(dead, n.port)
			n.port = ""
		}
		started = append(started, n)
	}
	return started, dead
}

// bindings lists every USB device and interface with its driver, of whatever maker.
func (t pnpTree) bindings(nodes []pnpDevice) []hw.Binding {
	var all []hw.Binding
	for _, n := range nodes {
		node, ok := parseInstance(n.instance)
		if !ok {
			continue
		}
		device := n
		if node.iface >= 0 {
			device = t.nodes[strings.ToUpper(n.parent)]
		}
		all = append(all, hw.Binding{
			Device: n.instance, Name: n.name, Location: locationOf(device), Interface: node.iface,
			Driver: n.service, Inf: n.inf, Provider: n.provider,
		})
	}
	slices.SortFunc(all, func(a, b hw.Binding) int { return strings.Compare(a.Device, b.Device) })
	return all
}

// locationOf names the socket of a device.
func locationOf(n pnpDevice) string {
	if len(n.locations) > 0 && n.locations[0] != "" {
		return n.locations[0]
	}
	return n.instance
}

// isBroken reports whether a node stands for a device whose descriptors could not be read: no
// vendor, problem 10 or 43.
func isBroken(node usbNode, n pnpDevice) bool {
	return node.id.Vendor == 0 && (n.problem == 10 || n.problem == 43)
}

type pnpTree struct{ nodes map[string]pnpDevice }

func (t pnpTree) device(n pnpDevice, node usbNode, all []pnpDevice) hw.Stick {
	d := hw.Stick{
		Location: locationOf(n), ID: node.id, Serial: node.serial, Name: n.product,
		Driver: windowsDriver(n), Problem: n.problem, Accessible: true,
	}
	if d.Name == "" {
		d.Name = n.name
	}
	if i, ok := interfaceOf(n, 0); ok && !isComposite(n) {
		d.Interfaces = append(d.Interfaces, i)
	}
	for _, below := range all {
		t.addInterface(&d, n, below)
	}
	for _, below := range all {
		t.addFunction(&d, n, below)
		t.addAdapter(&d, n, below)
	}
	slices.SortFunc(d.Interfaces, func(a, b hw.Interface) int { return a.Number - b.Number })
	return d
}

// isComposite reports whether the interfaces of a device are nodes of their own.
func isComposite(n pnpDevice) bool { return strings.EqualFold(n.service, "usbccgp") }

// addInterface adds a node that is an interface of the device.
func (t pnpTree) addInterface(d *hw.Stick, device, below pnpDevice) {
	node, ok := parseInstance(below.instance)
	if !ok || node.iface < 0 || !strings.EqualFold(below.parent, device.instance) {
		return
	}
	if i, ok := interfaceOf(below, node.iface); ok {
		d.Interfaces = append(d.Interfaces, i)
	}
}

// addFunction adds a node that was made of an interface: a port or a drive.
func (t pnpTree) addFunction(d *hw.Stick, device, below pnpDevice) {
	if below.port == "" && cdOf(below.instance) == hw.CDUnknown {
		return
	}
	number, ok := t.interfaceOn(below, device.instance)
	if !ok {
		return
	}
	addDrive(d, below)
	at := slices.IndexFunc(d.Interfaces, func(i hw.Interface) bool { return i.Number == number })
	if at >= 0 && below.port != "" && d.Interfaces[at].Port == "" {
		d.Interfaces[at].Port, d.Interfaces[at].Driver = below.port, hw.DriverSerial
	}
}

// addDrive adds a drive that USBSTOR made. How large its medium is, and whether it can be written,
// nobody knows who has not opened it.
func addDrive(d *hw.Stick, n pnpDevice) {
	kind := cdOf(n.instance)
	d.CD = betterCD(d.CD, kind)
	inquiry, unit, _ := inquiryOf(n.instance)
	if d.CDDrive == "" && kind == hw.CDPresent && (n.drivePath != "" || d.Inquiry == hw.Inquiry{}) {
		d.CDDrive, d.Inquiry = n.drivePath, inquiry
	}
	if d.Unit1 == "" && unit == "1" {
		d.Unit1 = n.drivePath
	}
}

// addAdapter adds a node that is a network adapter: the device itself, one of its interfaces, or a
// node below one. Disabled ones and those whose driver does not start are there, too.
func (t pnpTree) addAdapter(d *hw.Stick, device, n pnpDevice) {
	if n.adapter == "" || d.Adapter.Name != "" {
		return
	}
	number, ok := 0, strings.EqualFold(n.instance, device.instance)
	if !ok {
		number, ok = t.interfaceOn(n, device.instance)
	}
	if ok {
		d.Adapter = hw.Adapter{Interface: number, Name: n.adapter, Label: n.name, Problem: n.problem}
	}
}

// interfaceOn climbs from a node to a device and returns through which interface; Huawei's driver
// puts a bus of its own between the interface and the port. A circle ends after some steps.
func (t pnpTree) interfaceOn(n pnpDevice, device string) (number int, ok bool) {
	for range 6 {
		if node, isUSB := parseInstance(n.instance); isUSB && node.iface >= 0 {
			number = node.iface
		}
		if strings.EqualFold(n.parent, device) {
			return number, true
		}
		up, known := t.nodes[strings.ToUpper(n.parent)]
		if !known {
			return 0, false
		}
		n = up
	}
	return 0, false
}
