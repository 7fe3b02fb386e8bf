package desktop

import (
	"errors"
	"fmt"

	"golang.org/x/sys/windows"
)

var (
	findWindow               = user32.NewProc("FindWindowExW")
	isIconic                 = user32.NewProc("IsIconic")
	showWindow               = user32.NewProc("ShowWindow")
	setWindowDisplayAffinity = user32.NewProc("SetWindowDisplayAffinity")
)

const swRestore = 9 // SW_RESTORE

// ownWindows returns the windows of this process that are shown, minimised ones included.
func ownWindows() []windows.HWND {
	var own []windows.HWND
	var window uintptr
	for {
		window, _, _ = findWindow.Call(0, window, 0, 0)
		if window == 0 {
			return own
		}
		var process uint32
		handle := windows.HWND(window)
		_, err := windows.GetWindowThreadProcessId(handle, &process)
		if err == nil && process == windows.GetCurrentProcessId() && windows.IsWindowVisible(handle) {
			own = append(own, handle)
		}
	}
}

// RestoreWindow brings back the program's window from the task bar: what is minimised does not
// come to the front by getting the keyboard.
func RestoreWindow() {
	for _, window := range ownWindows() {
		if minimised, _, _ := isIconic.Call(uintptr(window)); minimised != 0 {
			_, _, _ = showWindow.Call(uintptr(window), swRestore)
		}
	}
}

// CaptureHider returns what hides all windows of the program from screenshots, recordings and
// shared screens, or shows them there again.
func CaptureHider() func(hide bool) error { return hideFromCapture }

func hideFromCapture(hide bool) error {
	own := ownWindows()
	if len(own) == 0 {
		return errors.New("hide from capture: no window")
	}
	for _, window := range own {
		err := affinity(hide, func(way uintptr) error {
			if done, _, err := setWindowDisplayAffinity.Call(uintptr(window), way); done == 0 {
				return err
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("hide from capture: %w", err)
		}
	}
	return nil
}
