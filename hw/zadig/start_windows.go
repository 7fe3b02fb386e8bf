package zadig

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"

	"surfstick-sms/hw"
)

// shellExecuteInfo is SHELLEXECUTEINFOW (Windows SDK, shellapi.h).
type shellExecuteInfo struct {
	size       uint32
	mask       uint32
	window     windows.HWND
	verb       *uint16
	file       *uint16
	parameters *uint16
	directory  *uint16
	show       int32
	instance   windows.Handle
	idList     uintptr
	class      *uint16
	classKey   windows.Handle
	hotKey     uint32
	icon       windows.Handle
	process    windows.Handle
}

const (
	keepProcess = 0x00000040 // SEE_MASK_NOCLOSEPROCESS
	noAsync     = 0x00000100 // SEE_MASK_NOASYNC
	noDialogs   = 0x00000400 // SEE_MASK_FLAG_NO_UI
)

var shellExecuteEx = windows.NewLazySystemDLL("shell32.dll").NewProc("ShellExecuteExW")

// Start opens the program as a double click would, in its own folder and without parameters: it
// asks for an administrator itself. exe must be a checked copy. Windows' question belongs to this
// program's window, or else it may come up behind it. A person who says no to it is hw.ErrDeclined.
func Start(exe string) (<-chan struct{}, error) {
	if err := shellExecuteEx.Find(); err != nil {
		return nil, fmt.Errorf("%w: %w", hw.ErrUnsupported, err)
	}
	file, err := windows.UTF16PtrFromString(exe)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", hw.ErrNotZadig, err)
	}
	folder, err := windows.UTF16PtrFromString(filepath.Dir(exe))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", hw.ErrNotZadig, err)
	}
	info := shellExecuteInfo{
		mask: keepProcess | noAsync | noDialogs, window: windows.GetForegroundWindow(),
		file: file, directory: folder, show: windows.SW_SHOWNORMAL,
	}
	info.size = uint32(unsafe.Sizeof(info))
	if err := execute(&info); err != nil {
		return nil, err
	}
	if info.process == 0 {
		return nil, nil
	}
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		defer func() { _ = windows.CloseHandle(info.process) }()
		_, _ = windows.WaitForSingleObject(info.process, windows.INFINITE)
	}()
	return closed, nil
}

// execute calls the shell, which wants COM on its thread.
func execute(info *shellExecuteInfo) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const flags = windows.COINIT_APARTMENTTHREADED | windows.COINIT_DISABLE_OLE1DDE
	if windows.CoInitializeEx(0, flags) == nil {
		defer windows.CoUninitialize()
	}
	ok, _, err := shellExecuteEx.Call(uintptr(unsafe.Pointer(info)))
	switch {
	case ok != 0:
		return nil
	case errors.Is(err, windows.ERROR_CANCELLED):
		return fmt.Errorf("%w: %w", hw.ErrDeclined, err)
	default:
		return err
	}
}
