package autoplay

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

const askVariable = "SURFSTICK_TEST_ASK"

// TestRefuse has another process ask, as Explorer does: through the table of running objects.
func TestRefuse(t *testing.T) {
	if root := os.Getenv(askVariable); root != "" {
		os.Exit(ask(t, root))
	}
	root := os.Getenv("SystemDrive") + `\`
	path := `\\.\` + os.Getenv("SystemDrive")
	askAgain := func() int {
		child := exec.Command(os.Args[0], "-test.run=^TestRefuse$")
		child.Env = append(os.Environ(), askVariable+"="+root)
		_ = child.Run()
		return child.ProcessState.ExitCode()
	}
	if got := askAgain(); got != askedNobody {
		t.Fatalf("somebody answers already: %d", got)
	}
	drives := []string{path}
	stop, err := refuse(func() []string { return drives })
	if err != nil {
		t.Fatal(err)
	}
	if got := askAgain(); got != askedRefused {
		t.Errorf("for the stick's drive: %d, want %d", got, askedRefused)
	}
	drives = nil
	if got := askAgain(); got != askedAllowed {
		t.Errorf("for another drive: %d, want %d", got, askedAllowed)
	}
	stop()
	if got := askAgain(); got != askedNobody {
		t.Errorf("still entered: %d", got)
	}
}

// What became of asking.
const (
	askedFailed = iota + 10
	askedNobody
	askedAllowed
	askedRefused
)

func ask(t *testing.T, root string) int {
	runtime.LockOSThread()
	if err := windows.CoInitializeEx(0, windows.COINIT_MULTITHREADED); err != nil {
		return askedFailed
	}
	var table, name, object, asked *unknown
	if code, _, _ := getRunningObjectTable.Call(0, uintptr(unsafe.Pointer(&table))); code != sOK {
		return askedFailed
	}
	code, _, _ := createClassMoniker.Call(uintptr(unsafe.Pointer(&classQueryCancel)),
		uintptr(unsafe.Pointer(&name)))
	if code != sOK {
		return askedFailed
	}
	const getObject, queryInterface, allowAutoPlay = 6, 0, 3
	if code := table.call(getObject, uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(&object))); code != sOK {
		return askedNobody
	}
	code = object.call(queryInterface, uintptr(unsafe.Pointer(&interfaceQueryCancel)),
		uintptr(unsafe.Pointer(&asked)))
	if code != sOK {
		t.Logf("no such interface: %#x", code)
		return askedFailed
	}
	text, err := windows.UTF16PtrFromString(root)
	if err != nil {
		return askedFailed
	}
	switch asked.call(allowAutoPlay, uintptr(unsafe.Pointer(text)), 2, uintptr(unsafe.Pointer(text)), 1) {
	case sOK:
		return askedAllowed
	case sFalse:
		return askedRefused
	}
	return askedFailed
}
