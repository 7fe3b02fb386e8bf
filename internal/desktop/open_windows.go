package desktop

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sys/windows"
)

// OpenFolder shows a folder in Explorer. Windows gets the path as it is and no file: URL: it does not
// find what has a letter beyond ASCII, or a "#", in the escaped form that a URL needs.
func OpenFolder(path string) error {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return fmt.Errorf("open folder: %w", os.ErrNotExist)
	}
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return err
	}
	// The separator at the end says that this is the folder, not the program folder.exe beside it.
	folder, err := windows.UTF16PtrFromString(filepath.Clean(path) + string(filepath.Separator))
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	runtime.LockOSThread() // the shell wants COM on its thread
	defer runtime.UnlockOSThread()
	const flags = windows.COINIT_APARTMENTTHREADED | windows.COINIT_DISABLE_OLE1DDE
	if windows.CoInitializeEx(0, flags) == nil {
		defer windows.CoUninitialize()
	}
	if err := windows.ShellExecute(0, verb, folder, nil, nil, windows.SW_SHOWNORMAL); err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	return nil
}
