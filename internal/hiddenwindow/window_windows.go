package hiddenwindow

import (
	"fmt"
	"runtime"
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32 = windows.NewLazySystemDLL("user32.dll")

	registerClass    = user32.NewProc("RegisterClassExW")
	createWindow     = user32.NewProc("CreateWindowExW")
	destroyWindow    = user32.NewProc("DestroyWindow")
	defWindowProc    = user32.NewProc("DefWindowProcW")
	getMessage       = user32.NewProc("GetMessageW")
	translateMessage = user32.NewProc("TranslateMessage")
	dispatchMessage  = user32.NewProc("DispatchMessageW")
	postMessage      = user32.NewProc("PostMessageW")
	postQuitMessage  = user32.NewProc("PostQuitMessage")
)

// The messages that every window gets (winuser.h). wmTask is the program's own: there are tasks.
const (
	wmDestroy = 0x0002
	wmTask    = 0x8000 // WM_APP
)

// FirstFree is the first number that users of this package may give to messages of their own.
const FirstFree = wmTask + 1

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

// Window runs tasks and takes messages on the one thread that owns it.
type Window struct {
	Handle uintptr // what Windows knows it by
	heard  func(message uint32, wParam, lParam uintptr)
	ended  chan struct{}

	mu    sync.Mutex
	tasks []func()
}

// open has the windows by their handles: Go frees no callback, so there is one procedure for all.
var open struct {
	sync.Mutex
	windows map[uintptr]*Window
}

var windowProc = sync.OnceValue(func() uintptr {
	return windows.NewCallback(func(handle, message, wParam, lParam uintptr) uintptr {
		open.Lock()
		w := open.windows[handle]
		open.Unlock()
		switch {
		case w == nil:
		case uint32(message) == wmTask:
			w.runTasks()
			return 0
		default:
			w.heard(uint32(message), wParam, lParam)
		}
		if message == wmDestroy {
			_, _, _ = postQuitMessage.Call(0)
		}
		result, _, _ := defWindowProc.Call(handle, message, wParam, lParam)
		return result
	})
})

// Open opens a window; name is its name and that of its class. ready and then heard are called on the
// window's thread. Windows goes on when heard has returned.
func Open(
	name string, heard func(message uint32, wParam, lParam uintptr), ready func(*Window),
) (*Window, error) {
	w := &Window{heard: heard, ended: make(chan struct{})}
	opened := make(chan error)
	go func() {
		defer close(w.ended)
		runtime.LockOSThread() // which ends with the goroutine: messages come to the thread
		err := w.create(name, ready)
		opened <- err
		if err == nil {
			pump()
		}
	}()
	return w, <-opened
}

func (w *Window) create(name string, ready func(*Window)) error {
	wide, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return err
	}
	class := windowClass{proc: windowProc(), name: wide}
	class.size = uint32(unsafe.Sizeof(class))
	// It fails when the class is there already, which is as good.
	_, _, _ = registerClass.Call(uintptr(unsafe.Pointer(&class)))
	handle, _, err := createWindow.Call(0, uintptr(unsafe.Pointer(wide)), uintptr(unsafe.Pointer(wide)),
		0, 0, 0, 0, 0, 0, 0, 0, 0)
	if handle == 0 {
		return fmt.Errorf("open the window %q: %w", name, err)
	}
	w.Handle = handle
	ready(w)
	open.Lock()
	defer open.Unlock()
	if open.windows == nil {
		open.windows = map[uintptr]*Window{}
	}
	open.windows[handle] = w
	return nil
}

// pump passes messages on until the window is gone.
func pump() {
	var m message
	for {
		got, _, _ := getMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0)
		if int32(got) <= 0 { // WM_QUIT, or an error
			return
		}
		_, _, _ = translateMessage.Call(uintptr(unsafe.Pointer(&m)))
		_, _, _ = dispatchMessage.Call(uintptr(unsafe.Pointer(&m)))
	}
}

// Do runs f on the window's thread, in order. It returns at once. A window that was closed runs nothing.
func (w *Window) Do(f func()) {
	w.mu.Lock()
	w.tasks = append(w.tasks, f)
	w.mu.Unlock()
	_, _, _ = postMessage.Call(w.Handle, wmTask, 0, 0)
}

func (w *Window) runTasks() {
	w.mu.Lock()
	tasks := w.tasks
	w.tasks = nil
	w.mu.Unlock()
	for _, f := range tasks {
		f()
	}
}

// Close closes the window and waits for its thread. It may be called again.
func (w *Window) Close() {
	w.Do(func() { _, _, _ = destroyWindow.Call(w.Handle) })
	<-w.ended
	open.Lock()
	delete(open.windows, w.Handle)
	open.Unlock()
}
