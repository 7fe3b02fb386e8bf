package scan

import (
	"strings"
	"testing"
)

// uevent joins the fields of a message as the kernel does.
func uevent(fields ...string) []byte { return []byte(strings.Join(fields, "\x00") + "\x00") }

func TestUeventMatters(t *testing.T) {
	const stick = "/devices/pci0000:00/0000:00:14.0/usb1/1-1"
	for _, c := range []struct {
		name    string
		message []byte
		want    bool
	}{
		{"device", uevent("add@"+stick, "ACTION=add", "DEVPATH="+stick, "SUBSYSTEM=usb",
			"DEVNAME=bus/usb/001/004", "DEVTYPE=usb_device", "PRODUCT=12d1/1f01/0"), true},
		{"driver bound", uevent("bind@"+stick+"/1-1:1.0", "ACTION=bind", "SUBSYSTEM=usb",
			"DEVTYPE=usb_interface", "DRIVER=usb-storage"), true},
		{"port", uevent("add@"+stick+"/1-1:1.2/ttyUSB2/tty/ttyUSB2", "ACTION=add", "SUBSYSTEM=tty"), true},
		{"CD drive", uevent("add@"+stick+"/1-1:1.0/host2/target2:0:0/2:0:0:0/block/sr0",
			"ACTION=add", "SUBSYSTEM=block"), true},
		{"network adapter", uevent("add@"+stick+"/1-1:1.0/net/eth1", "SUBSYSTEM=net"), true},
		{"virtual controller", uevent("remove@/devices/platform/vhci_hcd.0/usb3/3-1", "SUBSYSTEM=usb"), true},
		{"mouse's battery", uevent("change@"+stick+"/1-1:1.0/0003:046D:C52B.0001/power_supply/hid",
			"SUBSYSTEM=power_supply"), false},
		{"notebook's battery", uevent("change@/devices/LNXSYSTM:00/BAT0", "SUBSYSTEM=power_supply"), false},
		{"disk", uevent("change@/devices/pci0000:00/0000:00:17.0/ata1/block/sda", "SUBSYSTEM=block"), false},
		{"no subsystem", uevent("add@"+stick, "ACTION=add"), false},
		{"udevd's", []byte("libudev\x00\xfe\xed\xca\xfe/usb1"), false},
		{"empty", nil, false},
		{"no end", []byte("add@" + stick), false},
	} {
		if got := ueventMatters(c.message); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// FuzzUeventMatters: whatever comes, nothing breaks, and what is not about USB does not matter.
func FuzzUeventMatters(f *testing.F) {
	f.Add(uevent("add@/devices/pci0000:00/usb1/1-1", "SUBSYSTEM=usb"))
	f.Add([]byte("@\x00\x00SUBSYSTEM="))
	f.Fuzz(func(t *testing.T, message []byte) {
		if ueventMatters(message) && !strings.Contains(string(message), "/usb") {
			t.Errorf("%q matters", message)
		}
	})
}
