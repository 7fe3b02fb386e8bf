package desktop

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// TestOnSessionEnd sends what Windows sends when it is shut down, and before that what it sends when
// somebody has objected to that.
func TestOnSessionEnd(t *testing.T) {
	name, err := windows.UTF16PtrFromString(sessionWatcher)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		told := 0
		stop := OnSessionEnd(func() { told++ })
		window, _, _ := findWindow.Call(0, 0, uintptr(unsafe.Pointer(name)), 0)
		if window == 0 {
			t.Fatal("no window")
		}
		send := user32.NewProc("SendMessageW")
		for on := range 2 {
			_, _, _ = send.Call(window, wmEndSession, uintptr(on), 0)
			if told != on {
				t.Errorf("ending %d: told %d times", on, told)
			}
		}
		const query = 0x0011 // WM_QUERYENDSESSION
		if may, _, _ := send.Call(window, query, 0, 0); may == 0 {
			t.Error("the session may not end")
		}
		stop()
		stop()
		if window, _, _ = findWindow.Call(0, 0, uintptr(unsafe.Pointer(name)), 0); window != 0 {
			t.Error("the window is still there")
		}
	}
}
