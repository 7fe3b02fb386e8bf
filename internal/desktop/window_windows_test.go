package desktop

import (
	"runtime"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// onWine reports whether this is Wine.
func onWine() bool {
	return windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil
}

// openTestWindow opens a window of the class that Windows itself has for labels.
func openTestWindow(t *testing.T) windows.HWND {
	t.Helper()
	runtime.LockOSThread() // a window belongs to its thread
	class, err := windows.UTF16PtrFromString("STATIC")
	if err != nil {
		t.Fatal(err)
	}
	const overlapped, visible = 0x00CF0000, 0x10000000
	window, _, err := user32.NewProc("CreateWindowExW").Call(0, uintptr(unsafe.Pointer(class)),
		uintptr(unsafe.Pointer(class)), overlapped|visible, 10, 10, 200, 100, 0, 0, 0, 0)
	if window == 0 {
		t.Fatalf("no window: %v", err)
	}
	t.Cleanup(func() {
		_, _, _ = user32.NewProc("DestroyWindow").Call(window)
		runtime.UnlockOSThread()
	})
	return windows.HWND(window)
}

func TestHideFromCapture(t *testing.T) {
	if hideFromCapture(true) == nil {
		t.Error("hidden without a window")
	}
	window := openTestWindow(t)
	if onWine() {
		t.Skip("Wine 10 cannot hide windows")
	}
	affinity := func() (now uint32) {
		_, _, _ = user32.NewProc("GetWindowDisplayAffinity").Call(uintptr(window),
			uintptr(unsafe.Pointer(&now)))
		return now
	}
	for _, hide := range []bool{true, false} {
		if err := hideFromCapture(hide); err != nil {
			t.Fatal(err)
		}
		if got := affinity(); (got != affinityNone) != hide {
			t.Errorf("hide %t: affinity %#x", hide, got)
		}
	}
}

func TestRestoreWindow(t *testing.T) {
	window := openTestWindow(t)
	const minimise = 6 // SW_MINIMIZE
	_, _, _ = showWindow.Call(uintptr(window), minimise)
	if yes, _, _ := isIconic.Call(uintptr(window)); yes == 0 {
		t.Fatal("not minimised")
	}
	RestoreWindow()
	if yes, _, _ := isIconic.Call(uintptr(window)); yes != 0 {
		t.Error("still minimised")
	}
}
