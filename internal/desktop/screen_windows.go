package desktop

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32           = windows.NewLazySystemDLL("user32.dll")
	getDpiForSystem  = user32.NewProc("GetDpiForSystem") // Windows 10 1607
	systemParameters = user32.NewProc("SystemParametersInfoW")
)

// spiGetWorkArea asks for the main screen without the task bar.
const spiGetWorkArea = 0x30

// ScreenSize returns what a window can have of the main screen, in Windows' units of 1/96 inch, or
// zero when it is not known.
func ScreenSize() (width, height float32) {
	if getDpiForSystem.Find() != nil || systemParameters.Find() != nil {
		return 0, 0
	}
	dpi, _, _ := getDpiForSystem.Call()
	var area windows.Rect
	ok, _, _ := systemParameters.Call(spiGetWorkArea, 0, uintptr(unsafe.Pointer(&area)), 0)
	if ok == 0 || dpi == 0 {
		return 0, 0
	}
	scale := float32(dpi) / 96
	return float32(area.Right-area.Left) / scale, float32(area.Bottom-area.Top) / scale
}
