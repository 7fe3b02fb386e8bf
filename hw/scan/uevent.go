package scan

import "bytes"

// ueventSubsystems are those in which something of a stick appears: the device and its interfaces,
// its ports, its CD drive, its network adapter.
var ueventSubsystems = map[string]bool{
	"usb": true, "usbmisc": true, "usb-serial": true, "tty": true, "net": true,
	"scsi": true, "scsi_generic": true, "block": true,
}

// ueventMatters reports whether a message of the kernel is about a USB device or something below
// one that a scan reads. A message is "add@/devices/…/usb1/1-1", then fields such as
// "SUBSYSTEM=usb", each ended by a zero byte (Linux, lib/kobject_uevent.c).
func ueventMatters(message []byte) bool {
	header, fields, _ := bytes.Cut(message, []byte{0})
	_, device, ok := bytes.Cut(header, []byte("@"))
	if !ok || !bytes.Contains(device, []byte("/usb")) {
		return false
	}
	for field := range bytes.SplitSeq(fields, []byte{0}) {
		if subsystem, ok := bytes.CutPrefix(field, []byte("SUBSYSTEM=")); ok {
			return ueventSubsystems[string(subsystem)]
		}
	}
	return false
}
