package desktop

import "unsafe"

// spiGetClientAreaAnimation asks whether things in windows may move: the switch "Animation effects" of
// Windows' settings (winuser.h, SystemParametersInfo).
const spiGetClientAreaAnimation = 0x1042

// ReducedMotion reports whether the system asks programs to move nothing.
func ReducedMotion() bool {
	if systemParameters.Find() != nil {
		return false
	}
	animated := int32(1) // a BOOL
	ok, _, _ := systemParameters.Call(spiGetClientAreaAnimation, 0, uintptr(unsafe.Pointer(&animated)), 0)
	return ok != 0 && animated == 0
}
