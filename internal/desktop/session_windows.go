package desktop

import (
	"runtime"
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	registerClass = user32.NewProc("RegisterClassExW")
	createWindow  = user32.NewProc("CreateWindowExW")
	defWindowProc = user32.NewProc("DefWindowProcW")
	getMessage    = user32.NewProc("GetMessageW")
	dispatch      = user32.NewProc("DispatchMessageW")
	postMessage   = user32.NewProc("PostMessageW")
	postQuit      = user32.NewProc("PostQuitMessage")
)

// sessionWatcher is the name of the window that is never shown, and of its class.
const sessionWatcher = "SurfstickSMS session"

// The messages that a window gets (winuser.h).
const (
	wmDestroy    = 0x0002
	wmClose      = 0x0010
	wmEndSession = 0x0016
)

// windowClass is WNDCLASSEXW.
type windowClass struct {
	size, style                        uint32
	proc                               uintptr
	classExtra, windowExtra            int32
	instance, icon, cursor, background uintptr
	menu, name                         *uint16
	smallIcon                          uintptr
}

// message is MSG.
type message struct {
	window         uintptr
	message        uint32
	wParam, lParam uintptr
	time           uint32
	x, y           int32
	private        uint32
}

// sessionEnd is what is called when the session ends.
var sessionEnd struct {
	sync.Mutex
	call func()
}

// sessionProc is the window procedure. There is one for ever: Go frees no callback.
var sessionProc = sync.OnceValue(func() uintptr {
	return windows.NewCallback(func(window, message, wParam, lParam uintptr) uintptr {
		switch {
		case message == wmEndSession && wParam != 0:
			sessionEnd.Lock()
			call := sessionEnd.call
			sessionEnd.Unlock()
			if call != nil {
				call()
			}
		case message == wmDestroy:
			_, _, _ = postQuit.Call(0)
		}
		result, _, _ := defWindowProc.Call(window, message, wParam, lParam)
		return result
	})
})

// OnSessionEnd calls f when Windows is shut down or the user logs off while the program runs, and
// returns what ends that. Windows tells windows only, so there is one that is never shown; when f
// has returned, the program may be ended at any moment.
func OnSessionEnd(f func()) (stop func()) {
	sessionEnd.Lock()
	sessionEnd.call = f
	sessionEnd.Unlock()
	opened, ended := make(chan uintptr), make(chan struct{})
	go func() {
		defer close(ended)
		runtime.LockOSThread() // which ends with the goroutine: messages come to the thread
		window := openSessionWindow()
		opened <- window
		if window == 0 {
			return
		}
		var m message
		for {
			got, _, _ := getMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0)
			if int32(got) <= 0 { // WM_QUIT, or an error
				return
			}
			_, _, _ = dispatch.Call(uintptr(unsafe.Pointer(&m)))
		}
	}()
	window := <-opened
	return sync.OnceFunc(func() {
		if window != 0 {
			_, _, _ = postMessage.Call(window, wmClose, 0, 0)
		}
		<-ended
	})
}

// openSessionWindow opens the window, or returns 0.
func openSessionWindow() uintptr {
	name, err := windows.UTF16PtrFromString(sessionWatcher)
	if err != nil {
		return 0
	}
	class := windowClass{proc: sessionProc(), name: name}
	class.size = uint32(unsafe.Sizeof(class))
	// It fails when the class is there already, which is as good.
	_, _, _ = registerClass.Call(uintptr(unsafe.Pointer(&class)))
	window, _, _ := createWindow.Call(0, uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(name)),
		0, 0, 0, 0, 0, 0, 0, 0, 0)
	return window
}
