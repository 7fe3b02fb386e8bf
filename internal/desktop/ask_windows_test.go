package desktop

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// TestOnAskedToEnd asks as the installer does.
func TestOnAskedToEnd(t *testing.T) {
	name, err := windows.UTF16PtrFromString(endWatcher)
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	stop := OnAskedToEnd(func() { asked++ })
	window, _, _ := findWindow.Call(0, 0, uintptr(unsafe.Pointer(name)), 0)
	if window == 0 {
		t.Fatal("no window")
	}
	send := user32.NewProc("SendMessageW")
	_, _, _ = send.Call(window, wmEnd, 0, 0)
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	stop()
	if window, _, _ = findWindow.Call(0, 0, uintptr(unsafe.Pointer(name)), 0); window != 0 {
		t.Error("the window is still there")
	}
}
