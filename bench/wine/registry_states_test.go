package wine

import "fmt"

// State is a Windows computer with something plugged in, and what the program must say about it.
type State struct {
	Name string
	// Page is the page that the wizard shows.
	Page string
	// Problem is the name of the problem that the page shows, or "" when the bench does not check it.
	Problem string

	nodes    []node
	services []string
	cables   []cable
	pending  bool // Windows is still installing drivers
	slow     bool // the page shows the problem only when a while has passed
	other    bool // of another maker than Huawei: there is no mode to choose
	// report are lines, or some in a row, that the diagnostic report must have, runs of blanks folded to
	// one. What follows "no " must not be anywhere in the report.
	report []string
}

// allServices are the services of Huawei's software in any of the states.
var allServices = []string{"Mobile Broadband HL Service", "mbbService", "HWDeviceService64.exe"}

// storagePlace is the place of a stick without a location path: its instance, with the serial number
// masked.
const storagePlace = `USB\VID_12D1&PID_1F01\…`

var storageIDs = []string{
	`USB\Class_08&SubClass_06&Prot_50`, `USB\Class_08&SubClass_06`, `USB\Class_08`,
}

// storage is an E3531 in storage mode with the given driver bound to it.
func storage(service string) node {
	n := node{
		instance: `USB\VID_12D1&PID_1F01\FFFFFFFFFFFFFFFF`, class: "USBDevice", service: service,
		desc: "HUAWEI Mobile", product: "HUAWEI Mobile", compatible: storageIDs,
	}
	if service == "USBSTOR" {
		n.class, n.desc = "USB", "USB Mass Storage Device"
	}
	return n
}

// drive is the CD drive that USBSTOR makes of it.
func drive() node {
	return node{
		instance: `USBSTOR\CDROM&VEN_HUAWEI&PROD_MASS_STORAGE&REV_2.31\7&1F3D4B5&0`,
		class:    "CDROM", service: "cdrom", desc: "CD-ROM Drive",
		friendly: "HUAWEI Mass Storage USB Device", parent: storage("").instance, cd: true,
	}
}

// drivePath is the path by which the CD drive is opened, as the report has it: without the instance,
// which can hold the serial number.
const drivePath = `\\?\usbstor#cdrom&ven_huawei&prod_mass_storage&rev_2.31#…`

const modemParent = `USB\VID_12D1&PID_1001\5&2C62A6C&0&2`

// modem is the composite device of an E3531 in modem mode; its interfaces are nodes of their own.
func modem() node {
	return node{
		instance: modemParent, class: "USB", service: "usbccgp", desc: "USB Composite Device",
		product:    "HUAWEI Mobile",
		compatible: []string{`USB\DevClass_00&SubClass_00&Prot_00`, `USB\COMPOSITE`},
	}
}

// bare is an interface of the modem for which Windows has no driver.
func bare(number int) node { return part(number, "Unknown", "", "", "") }

// part is an interface of the modem.
func part(number int, class, service, friendly, port string) node {
	return node{
		instance: fmt.Sprintf(`USB\VID_12D1&PID_1001&MI_%02d\6&1A2B3C&0&%04d`, number, number),
		class:    class, service: service, desc: "HUAWEI Mobile", friendly: friendly, port: port,
		parent: modemParent, compatible: []string{`USB\Class_ff&SubClass_ff&Prot_ff`},
	}
}

const (
	dialUp = "HUAWEI Mobile Connect - 3G Modem"
	app    = "HUAWEI Mobile Connect - 3G Application Interface (COM7)"
	pcUI   = "HUAWEI Mobile Connect - 3G PC UI Interface (COM8)"
)

func modemWithPorts() []node {
	return []node{
		modem(), part(0, "Modem", "hwdatacard", dialUp, "COM6"),
		part(1, "Ports", "hwdatacard", app, "COM7"), part(2, "Ports", "hwdatacard", pcUI, "COM8"),
	}
}

// hilink is a stick that has become a network card.
func hilink() []node {
	const parent = `USB\VID_12D1&PID_14DC\5&2C62A6C&0&2`
	return []node{
		{
			instance: parent, class: "USB", service: "usbccgp", desc: "USB Composite Device",
			product: "HUAWEI Mobile", compatible: []string{`USB\COMPOSITE`},
		},
		{
			instance: `USB\VID_12D1&PID_14DC&MI_00\6&1A2B3C&0&0000`, class: "Net",
			service: "usb_rndisx", desc: "Remote NDIS based Internet Sharing Device", parent: parent,
			compatible: []string{`USB\Class_e0&SubClass_01&Prot_03`},
		},
	}
}

const secondPlace = `USB\VID_12D1&PID_1F01\6&33A1B2C&0&4`

func second() node {
	n := storage("USBSTOR")
	n.instance = secondPlace
	return n
}

var plain = []State{
	{
		Name: "absent", Page: "stick", Problem: "noStick", // which is said after a while only
		report: []string{"sticks: 0", "no Stick 1", "huawei service: -"},
	},
	{
		Name: "bystanders", Page: "stick",
		report: []string{"sticks: 0", "no Stick 1", "no Not supported 1"},
		nodes: []node{
			{
				instance: `USB\VID_0781&PID_5567\4C53000123`, class: "USB", service: "USBSTOR",
				desc: "USB Mass Storage Device", compatible: storageIDs,
			},
			{
				instance: `USB\VID_046D&PID_C31C\5&1A2B&0&1`, class: "HIDClass", service: "HidUsb",
				desc: "USB Input Device", compatible: []string{`USB\Class_03&SubClass_01&Prot_01`},
			},
			{
				instance: `USB\VID_2341&PID_0043\75833353035351E0E1F1`, class: "Ports",
				service: "usbser", friendly: "Arduino Uno (COM5)", port: "COM5",
				compatible: []string{`USB\Class_02&SubClass_02&Prot_01`},
			},
		},
	},
	// Nothing can be sent to a stick that is only in Wine's registry.
	{
		Name: "storage-usbstor", Page: "switch", Problem: "notSent", nodes: []node{storage("USBSTOR"), drive()},
		report: []string{
			"sticks: 1", "usb id: 12d1:1f01", "name: HUAWEI Mobile", "place: " + storagePlace,
			"mode: storage", "driver: storage", "accessible: yes", "cd drive: " + drivePath,
			"interface 0: class 08:06:50, driver storage (USBSTOR), port -",
		},
	},
	{
		Name: "storage-starting", Page: "driver", Problem: "cdNotReady", nodes: []node{storage("USBSTOR")},
		report: []string{"mode: storage", "driver: storage", "cd drive: -"},
	},
	{
		Name: "storage-winusb", Page: "switch", Problem: "notSent", nodes: []node{storage("WinUSB")},
		report: []string{"mode: storage", "driver: winusb", "cd drive: -"},
	},
	{
		Name: "storage-libusbk", Page: "switch", Problem: "notSent", nodes: []node{storage("libusbK")},
		report: []string{"mode: storage", "driver: libusbk"},
	},
	{
		Name: "storage-libusb0", Page: "switch", Problem: "notSent", nodes: []node{storage("libusb0")},
		report: []string{"mode: storage", "driver: libusb0"},
	},
	{
		Name: "storage-wrong-driver", Page: "driver", nodes: []node{storage("usbscan")},
		report: []string{"mode: storage", "driver: other"},
	},
	{
		Name: "storage-no-driver", Page: "driver", nodes: []node{storage("")},
		report: []string{"mode: storage", "driver: none"},
	},
	{
		Name: "hilink", Page: "connection", Problem: "none", nodes: hilink(), // waits for the network card
		report: []string{
			"usb id: 12d1:14dc", "mode: network", "driver: network", "huawei service: -",
			"interface 0: class e0:01:03, driver network (usb_rndisx), port -",
		},
	},
	{
		Name: "hilink-service", Page: "connection", nodes: hilink(), services: allServices[:1],
		report: []string{"mode: network", "huawei service: Mobile Broadband HL Service"},
	},
	{
		Name: "modem-ports", Page: "connection", nodes: modemWithPorts(),
		report: []string{
			"usb id: 12d1:1001", "mode: modem", "driver: serial",
			"interface 0: class ff:ff:ff, driver serial (hwdatacard), port COM6",
			"interface 1: class ff:ff:ff, driver serial (hwdatacard), port COM7",
			"interface 2: class ff:ff:ff, driver serial (hwdatacard), port COM8",
			`COM8: rank 90, interface 2, at ` + modemParent + `, "` + pcUI + `"`,
			`COM6: rank 60, interface 0, at ` + modemParent + `, "` + dialUp + `"`,
			`COM7: rank 20, interface 1, at ` + modemParent + `, "` + app + `"`,
		},
	},
	{
		Name: "modem-own-bus", Page: "connection",
		nodes: []node{
			modem(), part(0, "USB", "hw_usbdev", "Huawei Bus Enumerate Device", ""),
			{
				instance: `HWBUS\PCUI\7&1234&0&01`, class: "Ports", service: "hwdatacard",
				friendly: pcUI, port: "COM8", parent: bare(0).instance,
			},
		},
		report: []string{
			"mode: modem", "interface 0: class ff:ff:ff, driver serial (hw_usbdev), port COM8",
			`COM8: rank 90, interface 0, at ` + modemParent + `, "` + pcUI + `"`,
		},
	},
	{
		Name: "modem-no-driver", Page: "connection",
		nodes: []node{modem(), bare(0), bare(1), bare(2)},
		report: []string{
			"mode: modem", "driver: none", "no COM8: rank",
			"interface 0: class ff:ff:ff, driver none (-), port -",
			"interface 2: class ff:ff:ff, driver none (-), port -",
		},
	},
	{
		Name: "modem-winusb", Page: "connection",
		nodes: []node{
			modem(), part(0, "USBDevice", "WinUSB", "", ""), bare(1),
			bare(2),
		},
		report: []string{
			"mode: modem", "interface 0: class ff:ff:ff, driver winusb (WinUSB), port -",
			"interface 2: class ff:ff:ff, driver none (-), port -",
		},
	},
	{
		Name: "two-sticks", Page: "stick", nodes: []node{storage("USBSTOR"), drive(), second()},
		report: []string{"sticks: 2", "Stick 2", "place: " + storagePlace, "place: " + secondPlace},
	},
	{
		Name: "other-brand", Page: "stick",
		nodes: []node{{
			instance: `USB\VID_3566&PID_2001\0123456789ABCDEF`, class: "USB", service: "USBSTOR",
			desc: "USB Mass Storage Device", product: "HUAWEI_MOBILE", compatible: storageIDs,
		}},
		report: []string{"sticks: 0", "Not supported 1", "usb id: 3566:2001"},
	},
	{
		Name: "rescue", Page: "stick",
		nodes: []node{{
			instance: `USB\VID_12D1&PID_1443\5&2C62A6C&0&2`, class: "USB", desc: "HUAWEI Mobile",
			compatible: []string{`USB\Class_ff&SubClass_ff&Prot_ff`},
		}},
		report: []string{"usb id: 12d1:1443", "mode: rescue"},
	},
	{
		Name: "empty-properties", Page: "switch", Problem: "notSent",
		nodes: []node{
			{instance: `USB\VID_12D1&PID_1F02\1`, empty: true},
			{instance: `USB\VID_&PID_\`, empty: true},
			storage("USBSTOR"), drive(),
		},
		report: []string{"usb id: 12d1:1f01", "mode: storage", "driver: storage", "no scan failed:"},
	},
}
