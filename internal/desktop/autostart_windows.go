package desktop

import (
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

const autostartFile = "Surfstick SMS.lnk"

// autostartFolder returns the folder "Startup" of the start menu. Nothing is written to the registry,
// and whoever looks for what starts by itself finds it there and in the Task Manager.
func autostartFolder() (string, error) {
	return windows.KnownFolderPath(windows.FOLDERID_Startup, windows.KF_FLAG_DEFAULT)
}

func autostartIsOn(string) bool { return true }

func (a *Autostart) write() error {
	line := make([]string, len(a.args))
	for i, arg := range a.args {
		line[i] = syscall.EscapeArg(arg)
	}
	return writeShortcut(a.file, a.program, strings.Join(line, " "))
}

// The shell's object for shortcuts and its two faces (shobjidl_core.h, objidl.h).
var (
	classShellLink = windows.GUID{Data1: 0x00021401, Data4: [8]byte{0xc0, 7: 0x46}}
	faceShellLink  = windows.GUID{Data1: 0x000214f9, Data4: [8]byte{0xc0, 7: 0x46}}
	facePersist    = windows.GUID{Data1: 0x0000010b, Data4: [8]byte{0xc0, 7: 0x46}}
)

// The places of the methods that are called, in the tables of IUnknown, IShellLinkW and IPersistFile.
const (
	comQuery         = 0
	linkSetArguments = 11
	linkSetPath      = 20
	persistSave      = 6
)

// writeShortcut writes a shortcut to a program.
func writeShortcut(file, program, arguments string) error {
	runtime.LockOSThread() // COM belongs to a thread
	defer runtime.UnlockOSThread()
	if windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED) == nil {
		defer windows.CoUninitialize()
	}
	var link, persist *comObject
	result, _, _ := coCreateInstance.Call(uintptr(unsafe.Pointer(&classShellLink)), 0, inProcess,
		uintptr(unsafe.Pointer(&faceShellLink)), uintptr(unsafe.Pointer(&link)))
	if int32(result) < 0 || link == nil {
		return fmt.Errorf("make a shortcut: error %#x", uint32(result))
	}
	defer link.release()
	if err := link.setText(linkSetPath, program); err != nil {
		return fmt.Errorf("shortcut to %s: %w", program, err)
	}
	if err := link.setText(linkSetArguments, arguments); err != nil {
		return fmt.Errorf("shortcut to %s: %w", program, err)
	}
	err := link.call(comQuery, uintptr(unsafe.Pointer(&facePersist)), uintptr(unsafe.Pointer(&persist)))
	if err != nil {
		return fmt.Errorf("save a shortcut: %w", err)
	}
	defer persist.release()
	name, err := windows.UTF16PtrFromString(file)
	if err != nil {
		return err
	}
	if err := persist.call(persistSave, uintptr(unsafe.Pointer(name)), 1); err != nil {
		return fmt.Errorf("save %s: %w", file, err)
	}
	return nil
}
