package desktop

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// geoName is GetUserDefaultGeoName, the country that the user chose in Windows' settings
// (Windows 10 1709 and later).
var geoName = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetUserDefaultGeoName")

// systemRegion returns the country of geoName, or "" before Windows 10 1709.
func systemRegion() string {
	if geoName.Find() != nil {
		return ""
	}
	var name [8]uint16
	n, _, _ := geoName.Call(uintptr(unsafe.Pointer(&name[0])), uintptr(len(name)))
	if n == 0 {
		return ""
	}
	return regionOf("xx-" + windows.UTF16ToString(name[:]))
}
