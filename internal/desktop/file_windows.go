package desktop

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The dialog is Windows' own, IFileDialog (Microsoft, "Common Item Dialog"). A COM object begins with a
// pointer to the table of its functions; the numbers below are places in that table, in the order of
// shobjidl_core.h.
var (
	classOpen = windows.GUID{
		Data1: 0xDC1C5A9C, Data2: 0xE88A, Data3: 0x4DDE, Data4: [8]byte{0xA5, 0xA1, 0x60, 0xF8, 0x2A, 0x20, 0xAE, 0xF7},
	}
	classSave = windows.GUID{
		Data1: 0xC0B4E2F3, Data2: 0xBA21, Data3: 0x4773, Data4: [8]byte{0x8D, 0xBA, 0x33, 0x5E, 0xC9, 0x46, 0xEB, 0x8B},
	}
	interfaceFileDialog = windows.GUID{
		Data1: 0x42F85136, Data2: 0xDB7E, Data3: 0x439C, Data4: [8]byte{0x85, 0xF1, 0xE4, 0x07, 0x5D, 0x13, 0x5F, 0xC8},
	}

	coCreateInstance = windows.NewLazySystemDLL("ole32.dll").NewProc("CoCreateInstance")
	coTaskMemFree    = windows.NewLazySystemDLL("ole32.dll").NewProc("CoTaskMemFree")
)

const (
	comRelease           = 2
	dialogShow           = 3
	dialogSetFileTypes   = 4
	dialogSetOptions     = 9
	dialogGetOptions     = 10
	dialogSetFileName    = 15
	dialogSetTitle       = 17
	dialogGetResult      = 20
	dialogSetDefaultExt  = 22
	itemGetDisplayName   = 5
	nameFileSystem       = 0x80058000 // SIGDN_FILESYSPATH
	optionNoChangeDir    = 0x8        // FOS_NOCHANGEDIR
	optionFileSystemOnly = 0x40       // FOS_FORCEFILESYSTEM
	optionNotInRecent    = 0x2000000  // FOS_DONTADDTORECENT
	givenUp              = 0x800704C7 // HRESULT_FROM_WIN32(ERROR_CANCELLED)
	inProcess            = 1          // CLSCTX_INPROC_SERVER
)

// OpenFile lets the user choose a file to read, in Windows' own dialog above the program's window. It blocks
// until the user has, so it must not be called on the goroutine of the window; "" means that it was given
// up, ErrNoFileDialog that Windows has no such dialog.
func OpenFile(title string, kinds []FileKind) (string, error) {
	return fileDialog(&classOpen, title, "", kinds)
}

// SaveFile lets the user choose where a file goes; name is offered. Windows asks before one is replaced.
func SaveFile(title, name string, kind FileKind) (string, error) {
	return fileDialog(&classSave, title, name, []FileKind{kind})
}

// comObject is a COM object: its address holds that of the table of its functions.
type comObject struct{ functions *[64]uintptr }

// call calls a function of the object; an HRESULT that is negative is an error. What the arguments point to must
// not lie on the stack of the goroutine, which may be moved before Windows writes there.
//
//go:uintptrescapes
func (o *comObject) call(function int, args ...uintptr) error {
	all := append([]uintptr{uintptr(unsafe.Pointer(o))}, args...)
	result, _, _ := syscall.SyscallN(o.functions[function], all...)
	if int32(result) < 0 {
		return syscall.Errno(uint32(result))
	}
	return nil
}

func (o *comObject) release() { _ = o.call(comRelease) }

// fileDialog shows a dialog on a thread of its own, as COM wants it.
func fileDialog(class *windows.GUID, title, name string, kinds []FileKind) (string, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const flags = windows.COINIT_APARTMENTTHREADED | windows.COINIT_DISABLE_OLE1DDE
	if err := windows.CoInitializeEx(0, flags); err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoFileDialog, err)
	}
	defer windows.CoUninitialize()
	dialog, err := newDialog(class)
	if err != nil {
		return "", err
	}
	defer dialog.release()
	if err := prepareDialog(dialog, title, name, kinds); err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoFileDialog, err)
	}
	var owner uintptr
	if own := ownWindows(); len(own) > 0 {
		owner = uintptr(own[0])
	}
	err = dialog.call(dialogShow, owner)
	switch {
	case errors.Is(err, syscall.Errno(givenUp)):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("%w: %w", ErrNoFileDialog, err)
	}
	return dialogResult(dialog)
}

func newDialog(class *windows.GUID) (dialog *comObject, err error) {
	result, _, _ := coCreateInstance.Call(uintptr(unsafe.Pointer(class)), 0, inProcess,
		uintptr(unsafe.Pointer(&interfaceFileDialog)), uintptr(unsafe.Pointer(&dialog)))
	if int32(result) < 0 || dialog == nil {
		return nil, fmt.Errorf("%w: %w", ErrNoFileDialog, syscall.Errno(uint32(result)))
	}
	return dialog, nil
}

// fileType is COMDLG_FILTERSPEC.
type fileType struct{ words, pattern *uint16 }

// prepareDialog gives the dialog its title, a name and the kinds of files.
func prepareDialog(dialog *comObject, title, name string, kinds []FileKind) error {
	var options uint32
	if err := dialog.call(dialogGetOptions, uintptr(unsafe.Pointer(&options))); err != nil {
		return err
	}
	options |= optionNoChangeDir | optionFileSystemOnly | optionNotInRecent
	if err := dialog.call(dialogSetOptions, uintptr(options)); err != nil {
		return err
	}
	if err := dialog.setText(dialogSetTitle, title); err != nil {
		return err
	}
	if err := dialog.setText(dialogSetFileName, name); err != nil {
		return err
	}
	types := make([]fileType, len(kinds))
	for i, k := range kinds {
		types[i] = fileType{utf16(k.Words), utf16(k.pattern())}
	}
	if len(types) == 0 {
		return nil
	}
	err := dialog.call(dialogSetFileTypes, uintptr(len(types)), uintptr(unsafe.Pointer(&types[0])))
	runtime.KeepAlive(types)
	if err != nil || name == "" || len(kinds[0].Endings) == 0 {
		return err
	}
	return dialog.setText(dialogSetDefaultExt, kinds[0].Endings[0])
}

func (o *comObject) setText(function int, text string) error {
	if text == "" {
		return nil
	}
	words := utf16(text)
	err := o.call(function, uintptr(unsafe.Pointer(words)))
	runtime.KeepAlive(words)
	return err
}

// utf16 is a text as Windows wants it; what stands behind a NUL is left out.
func utf16(text string) *uint16 {
	text, _, _ = strings.Cut(text, "\x00")
	words, _ := windows.UTF16PtrFromString(text) // fails for a NUL only
	return words
}

// dialogResult returns the path of what was chosen.
func dialogResult(dialog *comObject) (string, error) {
	var item *comObject
	if err := dialog.call(dialogGetResult, uintptr(unsafe.Pointer(&item))); err != nil {
		return "", fmt.Errorf("result of the file dialog: %w", err)
	}
	defer item.release()
	var name *uint16
	if err := item.call(itemGetDisplayName, nameFileSystem, uintptr(unsafe.Pointer(&name))); err != nil {
		return "", fmt.Errorf("result of the file dialog: %w", err)
	}
	defer func() { _, _, _ = coTaskMemFree.Call(uintptr(unsafe.Pointer(name))) }()
	return windows.UTF16PtrToString(name), nil
}

// pattern returns what the names of a kind look like: "*.csv;*.txt", or "*.*" where any will do.
func (k FileKind) pattern() string {
	if len(k.Endings) == 0 {
		return "*.*"
	}
	all := make([]string, len(k.Endings))
	for i, ending := range k.Endings {
		all[i] = "*." + ending
	}
	return strings.Join(all, ";")
}
