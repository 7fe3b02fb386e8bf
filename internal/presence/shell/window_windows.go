package shell

import (
	"golang.org/x/sys/windows"

	"surfstick-sms/internal/hiddenwindow"
)

var (
	user32  = windows.NewLazySystemDLL("user32.dll")
	shell32 = windows.NewLazySystemDLL("shell32.dll")

	postMessage           = user32.NewProc("PostMessageW")
	registerWindowMessage = user32.NewProc("RegisterWindowMessageW")
)

// The messages that the window gets (winuser.h).
const (
	wmNull           = 0x0000
	wmSettingChange  = 0x001A
	wmContextMenu    = 0x007B
	wmDisplayChange  = 0x007E
	wmPowerBroadcast = 0x0218
	wmDPIChanged     = 0x02E0
	wmUser           = 0x0400
)

// wmIcon is what the icon sends.
const wmIcon = hiddenwindow.FirstFree

// windowName is the name of the window that hears of the task bar.
const windowName = "SurfstickSMS tray"
