package scan

import (
	"regexp"
	"strings"

	"surfstick-sms/hw"
)

// interfaceOf reads class and driver of an interface; false when its class cannot be found.
func interfaceOf(n pnpDevice, number int) (hw.Interface, bool) {
	i := hw.Interface{
		Number: number, Driver: windowsDriver(n), DriverName: n.service, Problem: n.problem,
		Inf: n.inf, Provider: n.provider, Port: n.port,
	}
	for _, c := range n.compatible {
		if m := pnpClass.FindStringSubmatch(c); m != nil {
			i.Class, i.SubClass = uint8(hexOf(m[1])), uint8(hexOf(m[2]))
			i.Protocol = uint8(hexOf(m[3]))
			return i, true
		}
	}
	switch i.Driver {
	case hw.DriverStorage:
		i.Class, i.SubClass, i.Protocol = classStorage, 0x06, 0x50
	case hw.DriverSerial:
		i.Class, i.SubClass, i.Protocol = classVendor, 0xff, 0xff
	default:
		return i, false
	}
	return i, true
}

// noDriver is Windows' problem code CM_PROB_FAILED_INSTALL: no driver is installed.
const noDriver = 28

var windowsDrivers = map[string]hw.Driver{
	"usbstor": hw.DriverStorage, "uaspstor": hw.DriverStorage,
	"winusb": hw.DriverWinUSB, "libusbk": hw.DriverLibusbK, "libusb0": hw.DriverLibusb0,
	"usbser": hw.DriverSerial, "usbrndis6": hw.DriverNetwork, "usbrndis": hw.DriverNetwork,
	"rndismp6": hw.DriverNetwork, "usb_rndisx": hw.DriverNetwork, "wcncm": hw.DriverNetwork,
	"usbncm": hw.DriverNetwork, "cdcncm": hw.DriverNetwork, "ewusbnet": hw.DriverNetwork,
	"hwdatacard": hw.DriverSerial,
}

// windowsDriver returns the kind of a node's driver by its service, or by what the node is for.
func windowsDriver(n pnpDevice) hw.Driver {
	if n.problem == noDriver || n.service == "" {
		return hw.DriverNone
	}
	if d, ok := windowsDrivers[strings.ToLower(n.service)]; ok {
		return d
	}
	switch strings.ToLower(n.class) {
	case "ports", "modem":
		return hw.DriverSerial
	case "net":
		return hw.DriverNetwork
	}
	return hw.DriverOther
}

// cdOf returns what a node says about its device's CD drive. Drives that USBSTOR made are named by
// their kind, such as USBSTOR\DISK&VEN_HUAWEI.
func cdOf(instance string) hw.CD {
	switch {
	case isCDDrive(instance):
		return hw.CDPresent
	case strings.HasPrefix(strings.ToUpper(instance), `USBSTOR\`):
		return hw.CDNone
	}
	return hw.CDUnknown
}

// isCDDrive reports whether an instance ID is that of a CD drive on a USB stick.
func isCDDrive(instance string) bool {
	return strings.HasPrefix(strings.ToUpper(instance), `USBSTOR\CDROM&`)
}

// pnpDrive is the instance ID of a drive that USBSTOR made. Windows writes "_" for a blank, and the
// number of the logical unit at the end.
var pnpDrive = regexp.MustCompile(
	`(?i)^USBSTOR\\(?:[^\\&]*)&VEN_([^\\&]*)&PROD_([^\\&]*)(?:&REV_([^\\&]*))?\\(?:.*&)?([0-9]+)$`)

// inquiryOf reads what a drive calls itself and its logical unit; false when the ID is that of anything
// else.
func inquiryOf(instance string) (i hw.Inquiry, unit string, ok bool) {
	m := pnpDrive.FindStringSubmatch(instance)
	if m == nil {
		return hw.Inquiry{}, "", false
	}
	text := func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "_", " ")) }
	return hw.Inquiry{Vendor: text(m[1]), Model: text(m[2]), Revision: text(m[3])}, m[4], true
}

// serviceNames are names of the services that switch a stick before anybody else can, as seen by
// users and in Huawei's guides; a hint, no more. Windows' own mbbcx is none of them.
var serviceNames = []string{
	"mobile broadband hl service", "mbbservice", "mobilebrserv", "hwdeviceservice",
}

// huaweiService picks Huawei's service out of the names of all services; "" when it is not there.
func huaweiService(services []string) string {
	for _, wanted := range serviceNames {
		for _, name := range services {
			if strings.Contains(strings.ToLower(name), wanted) {
				return name
			}
		}
	}
	return ""
}
