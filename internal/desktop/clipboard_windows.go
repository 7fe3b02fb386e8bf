package desktop

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	kernel32              = windows.NewLazySystemDLL("kernel32.dll")
	globalAlloc           = kernel32.NewProc("GlobalAlloc")
	globalFree            = kernel32.NewProc("GlobalFree")
	globalLock            = kernel32.NewProc("GlobalLock")
	globalUnlock          = kernel32.NewProc("GlobalUnlock")
	getActiveWindow       = user32.NewProc("GetActiveWindow")
	openClipboard         = user32.NewProc("OpenClipboard")
	emptyClipboard        = user32.NewProc("EmptyClipboard")
	setClipboardData      = user32.NewProc("SetClipboardData")
	closeClipboard        = user32.NewProc("CloseClipboard")
	registerClipboardName = user32.NewProc("RegisterClipboardFormatW")
)

const (
	formatUnicodeText = 13 // CF_UNICODETEXT
	memoryMoveable    = 2  // GMEM_MOVEABLE, which the clipboard wants

	clipboardTries = 10
	clipboardPause = 10 * time.Millisecond // another program has the clipboard open for a moment
)

// privateFormats keep what is on the clipboard out of Windows' history (Win+V), out of the cloud and
// out of other programs that collect. Each is a number, 0 for no (Microsoft, "Clipboard Formats",
// section "Cloud Clipboard and Clipboard History Formats").
var privateFormats = []string{
	"ExcludeClipboardContentFromMonitorProcessing",
	"CanIncludeInClipboardHistory",
	"CanUploadToCloudClipboard",
}

// CopyPrivately puts a text on the clipboard that is to be pasted and then forgotten: Windows neither
// keeps it in its history nor sends it to the user's other computers. It takes up to 0.1 s, while
// another program has the clipboard. Elsewhere it returns errors.ErrUnsupported.
func CopyPrivately(text string) error {
	units, err := windows.UTF16FromString(text)
	if err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	runtime.LockOSThread() // the clipboard belongs to a thread while it is open
	defer runtime.UnlockOSThread()
	if err := takeClipboard(); err != nil {
		return fmt.Errorf("open the clipboard: %w", err)
	}
	defer func() { _, _, _ = closeClipboard.Call() }()
	for _, name := range privateFormats { // before the text, which must not be there without them
		format, err := registeredFormat(name)
		if err != nil {
			return fmt.Errorf("copy: %w", err)
		}
		if err := putOnClipboard(format, make([]byte, 4)); err != nil {
			return fmt.Errorf("copy: %w", err)
		}
	}
	content := make([]byte, 0, 2*len(units))
	for _, u := range units {
		content = binary.LittleEndian.AppendUint16(content, u)
	}
	if err := putOnClipboard(formatUnicodeText, content); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return nil
}

// takeClipboard opens the clipboard for the window of this thread, and empties it.
func takeClipboard() (err error) {
	window, _, _ := getActiveWindow.Call()
	for range clipboardTries {
		var ok uintptr
		if ok, _, err = openClipboard.Call(window); ok != 0 {
			if ok, _, err = emptyClipboard.Call(); ok != 0 {
				return nil
			}
			_, _, _ = closeClipboard.Call()
		}
		time.Sleep(clipboardPause)
	}
	return err
}

// registeredFormat returns the number of a format for this session.
func registeredFormat(name string) (uintptr, error) {
	words, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return 0, err
	}
	format, _, err := registerClipboardName.Call(uintptr(unsafe.Pointer(words)))
	if format == 0 {
		return 0, err
	}
	return format, nil
}

// putOnClipboard hands a copy of the content to the open clipboard, to which its memory belongs then.
func putOnClipboard(format uintptr, content []byte) error {
	memory, _, err := globalAlloc.Call(memoryMoveable, uintptr(len(content)))
	if memory == 0 {
		return err
	}
	address, _, err := globalLock.Call(memory)
	if address == 0 {
		_, _, _ = globalFree.Call(memory)
		return err
	}
	// By way of its own address: Windows owns what it points to, not Go.
	copy(unsafe.Slice(*(**byte)(unsafe.Pointer(&address)), len(content)), content)
	_, _, _ = globalUnlock.Call(memory)
	if ok, _, err := setClipboardData.Call(format, memory); ok == 0 {
		_, _, _ = globalFree.Call(memory)
		return err
	}
	return nil
}
