package wine

import (
	"fmt"
	"strings"
)

// node is one entry of the device tree.
type node struct {
	instance   string
	class      string
	service    string
	desc       string
	friendly   string
	product    string // what the device calls itself
	parent     string
	port       string
	adapter    int // number of the network adapter that Windows made of it; 0 is none
	compatible []string
	cd         bool // registers the device interface of a CD drive
	empty      bool // has properties without content
	problem    int  // Windows' problem code, answered by bench/wine/testdata/cfgmgr32.c
}

var classGUIDs = map[string]string{
	"Ports":     "{4d36e978-e325-11ce-bfc1-08002be10318}",
	"Modem":     "{4d36e96d-e325-11ce-bfc1-08002be10318}",
	"USB":       "{36fc9e60-c465-11cf-8056-444553540000}",
	"CDROM":     "{4d36e965-e325-11ce-bfc1-08002be10318}",
	"Net":       "{4d36e972-e325-11ce-bfc1-08002be10318}",
	"HIDClass":  "{745a17a0-74d3-11d0-b6fe-00a0c90f57da}",
	"Unknown":   "{4d36e97e-e325-11ce-bfc1-08002be10318}",
	"USBDevice": "{88bae032-5a81-49f0-bc3d-a4ff138216d6}",
}

func (n node) write(f *file) {
	f.key(enum + n.instance)
	f.text("Class", n.class)
	f.text("ClassGUID", classGUIDs[n.class])
	f.text("Service", n.service)
	f.text("DeviceDesc", n.desc)
	f.text("FriendlyName", n.friendly)
	if n.compatible != nil {
		f.multi("CompatibleIDs", n.compatible...)
	}
	if n.problem != 0 {
		f.raw(`"Problem"`, fmt.Sprintf("dword:%08x", n.problem))
	}
	if n.empty {
		for _, name := range []string{"Service", "FriendlyName"} {
			f.raw(quoted(name), "hex(1):")
		}
		f.raw(`"CompatibleIDs"`, "hex(7):")
		f.raw(`"LocationPaths"`, "hex(7):")
	}
	if n.port != "" {
		f.key(enum + n.instance + `\Device Parameters`)
		f.text("PortName", n.port)
	}
	if n.adapter != 0 {
		n.writeAdapter(f)
	}
	f.property(n.instance, "{4340a6c5-93fa-4706-972c-7b648008a5a7}", 8, n.parent)
	f.property(n.instance, "{540b947e-8b40-45bc-a8a2-6a0b894cbda2}", 4, n.product)
	if n.cd {
		n.writeDrive(f)
	}
}

// guidOf is the name that Wine makes of the number of a network adapter (nsiproxy.sys, ndis.c); Windows
// draws one by lot.
func guidOf(number int) string {
	return fmt.Sprintf("{%08X-0000-0000-0000-4E6574446576}", number)
}

// writeAdapter makes a network adapter of the node: the key of its driver holds the adapter's name, and
// what the adapter is called for people leads back to the node.
func (n node) writeAdapter(f *file) {
	driver := fmt.Sprintf(`%s\%04d`, classGUIDs["Net"], n.adapter)
	f.key(enum + n.instance)
	f.text("Driver", driver)
	f.key(drivers + driver)
	f.text("DriverDesc", n.desc)
	f.text("NetCfgInstanceId", guidOf(n.adapter))
	f.key(fmt.Sprintf(`%s%s\%s\Connection`, network, classGUIDs["Net"], guidOf(n.adapter)))
	f.text("Name", fmt.Sprintf("Ethernet %d", n.adapter))
	f.text("PnPInstanceID", n.instance)
}

// writeDrive registers the device interface by which a CD drive is opened.
func (n node) writeDrive(f *file) {
	name := strings.ReplaceAll(strings.ToLower(n.instance), `\`, "#") + "#" + cdGUID
	key := drives + cdGUID + `\##?#` + name
	f.key(key)
	f.text("DeviceInstance", n.instance)
	f.key(key + `\Control`)
	f.raw(`"Linked"`, "dword:00000001")
	f.key(key + `\#`)
	f.text("SymbolicLink", `\\?\`+name)
	f.key(key + `\#\Control`)
	f.raw(`"Linked"`, "dword:00000001")
}
