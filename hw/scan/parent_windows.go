package scan

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	getParent   = cfgmgr32.NewProc("CM_Get_Parent")
	getDeviceID = cfgmgr32.NewProc("CM_Get_Device_IDW")
)

// maxSteps is how far a USB device is sought above a node. A bus of Huawei's driver may lie between.
const maxSteps = 6

// usbParent returns the instance of the USB device or interface above a node, which need not be the
// node right above it; parent, when that is one already or there is none.
func (n node) usbParent(parent string) string {
	if _, ok := parseInstance(parent); ok || getParent.Find() != nil || getDeviceID.Find() != nil {
		return parent
	}
	at := uint32(n.data.DevInst)
	for range maxSteps {
		var up uint32
		if r, _, _ := getParent.Call(uintptr(unsafe.Pointer(&up)), uintptr(at), 0); r != 0 {
			break
		}
		instance := deviceID(up)
		if _, ok := parseInstance(instance); ok {
			return instance
		}
		at = up
	}
	return parent
}

// deviceID returns the instance ID of a node, "" when it cannot be had.
func deviceID(inst uint32) string {
	var id [200 + 1]uint16 // MAX_DEVICE_ID_LEN (cfgmgr32.h)
	r, _, _ := getDeviceID.Call(uintptr(inst), uintptr(unsafe.Pointer(&id[0])), uintptr(len(id)), 0)
	if r != 0 {
		return ""
	}
	return windows.UTF16ToString(id[:])
}
