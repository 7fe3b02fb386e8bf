package desktop

import (
	"encoding/binary"
	"runtime"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// TestCopyPrivately: the text is on the clipboard, with what keeps it out of history and cloud; a
// later copy has its own.
func TestCopyPrivately(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for _, text := range []string{"482113", "", "Größe 😀\r\n2"} {
		if err := CopyPrivately(text); err != nil {
			t.Fatal(err)
		}
		if err := openAgain(); err != nil {
			t.Fatal(err)
		}
		content := onClipboard(formatUnicodeText)
		units := make([]uint16, len(content)/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(content[2*i:])
		}
		if got := windows.UTF16ToString(units); got != text {
			t.Errorf("%q, want %q", got, text)
		}
		for _, name := range privateFormats {
			format, err := registeredFormat(name)
			if err != nil {
				t.Fatal(err)
			}
			mark := onClipboard(format)
			if len(mark) < 4 || binary.LittleEndian.Uint32(mark) != 0 {
				t.Errorf("%s: %v", name, mark)
			}
		}
		_, _, _ = closeClipboard.Call()
	}
	if err := CopyPrivately("a\x00b"); err == nil {
		t.Error("half a text is copied")
	}
}

func openAgain() error {
	ok, _, err := openClipboard.Call(0)
	if ok != 0 {
		return nil
	}
	return err
}

// onClipboard returns what the open clipboard holds in a format, or nil.
func onClipboard(format uintptr) []byte {
	memory, _, _ := user32.NewProc("GetClipboardData").Call(format)
	if memory == 0 {
		return nil
	}
	size, _, _ := kernel32.NewProc("GlobalSize").Call(memory)
	address, _, _ := globalLock.Call(memory)
	if address == 0 {
		return nil
	}
	defer func() { _, _, _ = globalUnlock.Call(memory) }()
	return append([]byte(nil), unsafe.Slice(*(**byte)(unsafe.Pointer(&address)), size)...)
}
