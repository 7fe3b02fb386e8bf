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
	// The separator at the end says that this is the folder, not the program folder.exe beside it.
	if err := shellOpen(filepath.Clean(path) + string(filepath.Separator)); err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	return nil
}

// shellOpen has the shell open a path or an address.
func shellOpen(target string) error {
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString(target)
	if err != nil {
		return err
	}
	runtime.LockOSThread() // the shell wants COM on its thread
	defer runtime.UnlockOSThread()
	const flags = windows.COINIT_APARTMENTTHREADED | windows.COINIT_DISABLE_OLE1DDE
	if windows.CoInitializeEx(0, flags) == nil {
		defer windows.CoUninitialize()
	}
	return windows.ShellExecute(0, verb, name, nil, nil, windows.SW_SHOWNORMAL)
}
