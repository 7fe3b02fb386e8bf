package shell

import (
	"unsafe"

	"golang.org/x/sys/windows"

	"surfstick-sms/internal/presence"
)

var (
	createPopupMenu = user32.NewProc("CreatePopupMenu")
	appendMenu      = user32.NewProc("AppendMenuW")
	trackPopupMenu  = user32.NewProc("TrackPopupMenuEx")
	destroyMenu     = user32.NewProc("DestroyMenu")
	setForeground   = user32.NewProc("SetForegroundWindow")
)

// What an entry is, and how the menu answers (winuser.h).
const (
	mfSeparator = 0x800
	mfGrayed    = 0x001

	tpmRightButton = 0x0002
	tpmNoNotify    = 0x0080
	tpmReturnKey   = 0x0100
	tpmBottomAlign = 0x0020
)

// showMenu shows a menu and returns the key of what was chosen, or "". The window has to be in front,
// or the menu would stay when one clicks elsewhere (Microsoft, TrackPopupMenuEx, remarks).
func showMenu(window uintptr, items []presence.Item, x, y int32) string {
	menu, _, _ := createPopupMenu.Call()
	if menu == 0 {
		return ""
	}
	defer func() { _, _, _ = destroyMenu.Call(menu) }()
	for i, item := range items {
		if item.Key == "" {
			_, _, _ = appendMenu.Call(menu, mfSeparator, 0, 0)
			continue
		}
		words, err := windows.UTF16PtrFromString(item.Words)
		if err != nil {
			continue
		}
		flags := uintptr(0)
		if item.Off {
			flags = mfGrayed
		}
		_, _, _ = appendMenu.Call(menu, flags, uintptr(i+1), uintptr(unsafe.Pointer(words)))
	}
	_, _, _ = setForeground.Call(window)
	chosen, _, _ := trackPopupMenu.Call(menu, tpmRightButton|tpmNoNotify|tpmReturnKey|tpmBottomAlign,
		uintptr(x), uintptr(y), window, 0)
	_, _, _ = postMessage.Call(window, wmNull, 0, 0)
	if i := int(chosen) - 1; i >= 0 && i < len(items) {
		return items[i].Key
	}
	return ""
}

// flashInfo is FLASHWINFO.
type flashInfo struct {
	size    uint32
	window  uintptr
	flags   uint32
	count   uint32
	timeout uint32
}

// flashTray marks the button in the task bar until the window is in front (FLASHW_TRAY,
// FLASHW_TIMERNOFG).
const flashTray = 0x2 | 0xC

// flashOwnWindows marks the windows of this process in the task bar that can be seen and are not in
// front.
func flashOwnWindows() {
	front, _, _ := getForegroundWindow.Call()
	var window uintptr
	for {
		window, _, _ = findWindow.Call(0, window, 0, 0)
		if window == 0 {
			return
		}
		var process uint32
		handle := windows.HWND(window)
		_, err := windows.GetWindowThreadProcessId(handle, &process)
		if err != nil || process != windows.GetCurrentProcessId() || !windows.IsWindowVisible(handle) ||
			window == front {
			continue
		}
		info := flashInfo{window: window, flags: flashTray, count: 3}
		info.size = uint32(unsafe.Sizeof(info))
		_, _, _ = flashWindow.Call(uintptr(unsafe.Pointer(&info)))
	}
}
