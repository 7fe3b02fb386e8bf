package scan

import (
	"errors"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"surfstick-sms/hw"
)

// TestNotifyFilter: Windows refuses a filter of another size than its own.
func TestNotifyFilter(t *testing.T) {
	var f notifyFilter
	for name, at := range map[string][2]uintptr{
		"flags": {unsafe.Offsetof(f.flags), 4}, "kind": {unsafe.Offsetof(f.kind), 8},
		"which": {unsafe.Offsetof(f.which), 16}, "size of it all": {unsafe.Sizeof(f), 416},
	} {
		if at[0] != at[1] {
			t.Errorf("%s is at %d, want %d", name, at[0], at[1])
		}
	}
}

// TestRegister: every filter is taken, and let go again; where a system has no notifications
// (Wine), that is said.
func TestRegister(t *testing.T) {
	for _, filter := range notifyFilters {
		handle, err := register(filter, listening(func() {}))
		if errors.Is(err, hw.ErrUnsupported) {
			t.Skipf("kind %d: %v", filter.kind, err)
		}
		if err != nil || handle == 0 {
			t.Errorf("kind %d: handle %x, error %v", filter.kind, handle, err)
			continue
		}
		if code, _, _ := unregisterNotification.Call(handle); code != 0 {
			t.Errorf("kind %d: unregister: code %d", filter.kind, code)
		}
	}
}

// TestNotifyCallback calls the callback on a thread of Windows' thread pool, which hands it the
// number as the Configuration Manager does, as its second argument.
func TestNotifyCallback(t *testing.T) {
	submit := windows.NewLazySystemDLL("kernel32.dll").NewProc("TrySubmitThreadpoolCallback")
	call := func(number uintptr) {
		t.Helper()
		if ok, _, err := submit.Call(notifyCallback(), number, 0); ok == 0 {
			t.Fatal(err)
		}
	}
	a, b := make(chan struct{}, 100), make(chan struct{}, 100)
	first := listening(func() { a <- struct{}{} })
	second := listening(func() { b <- struct{}{} })
	for range 50 {
		call(first)
	}
	for range 50 {
		select {
		case <-a:
		case <-time.After(10 * time.Second):
			t.Fatal("no signal")
		}
	}
	notListening(first)
	call(first)
	call(second)
	select {
	case <-b:
	case <-time.After(10 * time.Second):
		t.Error("no signal to the second")
	}
	time.Sleep(100 * time.Millisecond)
	if len(a) > 0 {
		t.Error("a signal to one that listens no more")
	}
	notListening(second)
}
