package wine

import "fmt"

// otherStates are sticks and modems of other makers than Huawei, and what only looks like one.
func otherStates() []State {
	const quectel, uBlox = 0x2c7c, 0x1546
	at := func(vendor, product int) string { return ", at " + place(vendor, product) + ", " }
	return []State{
		device("zte-cd", zteCD(), zteDrive()).says("switch", "none",
			"sticks: 1", "usb id: 19d2:2000", "mode: storage", "driver: storage", "cd drive: "+zteDrivePath),
		device("zte-starting", zteCD()).says("driver", "cdNotReady",
			"sticks: 1", "mode: storage", "driver: storage", "cd drive: -"),
		functions("quectel-ports", quectel, 0x0125, "EC25-E",
			makerPort(0, 3, "Quectel USB DM Port (COM3)"), makerPort(1, 4, "Quectel USB NMEA Port (COM4)"),
			makerPort(2, 5, "Quectel USB AT Port (COM5)"), makerPort(3, 6, "Quectel USB Modem"),
		).says("connection", "",
			"COM5: rank 80, interface 2"+at(quectel, 0x0125)+`"Quectel USB AT Port (COM5)"`,
			"COM6: rank 59, interface 3"+at(quectel, 0x0125)+`"Quectel USB Modem"`,
			"COM3: rank 20, interface 0"+at(quectel, 0x0125)+`"Quectel USB DM Port (COM3)"`),
		functions("quectel-no-driver", quectel, 0x0125, "EC25-E", bareFunction(0), bareFunction(2)).says(
			"connection", "noPort", "mode: modem", "driver: none",
			"interface 2: class ff:ff:ff, driver none (-), problem code 28, port -"),
		functions("u-blox-usbser", uBlox, 0x1102, "u-blox Wireless Module", usbserPort(0, 7), usbserPort(2, 8)).says(
			"connection", "", "interface 0: class 02:02:01, driver serial (usbser), port COM7",
			"COM7: rank 80, interface 0"+at(uBlox, 0x1102)+`"USB Serial Device (COM7)"`,
			"COM8: rank 59, interface 2"+at(uBlox, 0x1102)+`"USB Serial Device (COM8)"`),
		functions("looks-like-modem", 0x1234, 0x5678, "4G LTE Modem", usbserPort(0, 7)).says(
			"stick", "try", "sticks: 0", "Not supported 1", "usb id: 1234:5678",
			"COM7: rank 0, interface 0"+at(0x1234, 0x5678)+`"USB Serial Device (COM7)"`),
		functions("phone", 0x05c6, 0x9024, "Android", makerPort(0, 3, "Android Modem"), adbFunction(1)).says(
			"stick", "", "sticks: 0", "no Not supported 1",
			"COM3: rank 0, interface 0"+at(0x05c6, 0x9024)+`"Android Modem"`),
		device("serial-adapter", serialAdapter()).says("stick", "",
			"sticks: 0", "no Not supported 1",
			`COM4: rank 0, interface 0, at `+serialAdapter().instance+`, "USB-SERIAL CH340 (COM4)"`),
		functions("zte-web", 0x19d2, 0x1403, "ZTE Mobile Broadband", function{0, unusable(0, 28, rndisWireless)}).says(
			"connection", "noCard", "usb id: 19d2:1403", "mode: network",
			"network adapter: absent, problem code 28, -"),
		functions("own-page", 0x1bbb, 0x0195, "Alcatel W800", function{0, unusable(0, 28, rndisWireless)}).says(
			"stick", "ownPage", "sticks: 0", "Not supported 1", "usb id: 1bbb:0195", "mode: network"),
		device("refused", wimax()).says(
			"stick", "refused", "sticks: 0", "Not supported 1", "usb id: 04bb:bccd", "mode: storage"),
	}
}

// says adds the page that the wizard shows, its problem, and lines of the report.
func (s State) says(page, problem string, lines ...string) State {
	s.Page, s.Problem, s.report, s.other = page, problem, lines, true
	return s
}

func device(name string, nodes ...node) State { return State{Name: name, nodes: nodes} }

// zteDrivePath is the path of the CD drive, as the report has it.
const zteDrivePath = `\\?\usbstor#cdrom&ven_zte&prod_usb_scsi_cd-rom&rev_2.31#…`

const zteParent = `USB\VID_19D2&PID_2000\P673A2TELSTRA`

// zteCD is an MF190 or one of its relatives in CD mode.
func zteCD() node {
	return node{
		instance: zteParent, class: "USB", service: "USBSTOR", desc: "USB Mass Storage Device",
		product: "ZTE WCDMA Technologies MSM", compatible: storageIDs,
	}
}

// wimax is a row of the table that is left out for good.
func wimax() node {
	return node{
		instance: `USB\VID_04BB&PID_BCCD\000000000001`, class: "USB", service: "USBSTOR",
		desc: "USB Mass Storage Device", product: "WMX2-U WiMAX", compatible: storageIDs,
	}
}

func zteDrive() node {
	return node{
		instance: `USBSTOR\CDROM&VEN_ZTE&PROD_USB_SCSI_CD-ROM&REV_2.31\P673A2TELSTRA&0`, class: "CDROM",
		service: "cdrom", desc: "CD-ROM Drive", friendly: "ZTE USB SCSI CD-ROM USB Device",
		parent: zteParent, cd: true,
	}
}

func id(vendor, product int) string { return fmt.Sprintf(`VID_%04X&PID_%04X`, vendor, product) }

// place is that of a device of several functions.
func place(vendor, product int) string { return `USB\` + id(vendor, product) + `\5&2C62A6C&0&2` }

// function is one of the functions of a device; its instance is made when the device is.
type function struct {
	number int
	node
}

// functions is a device with these functions.
func functions(name string, vendor, product int, calls string, parts ...function) State {
	s := device(name, node{
		instance: place(vendor, product), class: "USB", service: "usbccgp", product: calls,
		desc: "USB Composite Device", compatible: []string{`USB\COMPOSITE`},
	})
	for _, p := range parts {
		p.instance = fmt.Sprintf(`USB\%s&MI_%02X\6&1A2B3C&0&%04d`, id(vendor, product), p.number, p.number)
		p.parent = place(vendor, product)
		s.nodes = append(s.nodes, p.node)
	}
	return s
}

// makerPort is a port by a driver of the maker's, usbserPort one by Windows' own for CDC ACM.
func makerPort(number, com int, name string) function {
	return function{number, node{
		class: "Ports", service: "qcusbser", friendly: name, port: fmt.Sprintf("COM%d", com),
		compatible: []string{`USB\Class_ff&SubClass_ff&Prot_ff`, `USB\Class_ff`},
	}}
}

func usbserPort(number, com int) function {
	return function{number, node{
		class: "Ports", service: "usbser", friendly: fmt.Sprintf("USB Serial Device (COM%d)", com),
		port: fmt.Sprintf("COM%d", com), compatible: []string{`USB\Class_02&SubClass_02&Prot_01`},
	}}
}

func bareFunction(number int) function {
	return function{number, node{
		class: "Unknown", problem: 28, compatible: []string{`USB\Class_ff&SubClass_ff&Prot_ff`},
	}}
}

func adbFunction(number int) function {
	return function{number, node{
		class: "USBDevice", service: "WinUSB", compatible: []string{`USB\Class_ff&SubClass_42&Prot_01`},
	}}
}

// serialAdapter has a port, behind which there may be anything.
func serialAdapter() node {
	return node{
		instance: `USB\VID_1A86&PID_7523\5&2BD5F6D7&0&4`, class: "Ports", service: "CH341SER_A64",
		friendly: "USB-SERIAL CH340 (COM4)", port: "COM4",
		compatible: []string{`USB\Class_ff&SubClass_01&Prot_02`},
	}
}
