package hiddenwindow

import (
	"slices"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	findWindow  = user32.NewProc("FindWindowExW")
	sendMessage = user32.NewProc("SendMessageW")
)

// isThere reports whether there is a window of that name.
func isThere(t *testing.T, name string) bool {
	t.Helper()
	wide, err := windows.UTF16PtrFromString(name)
	if err != nil {
		t.Fatal(err)
	}
	handle, _, _ := findWindow.Call(0, 0, uintptr(unsafe.Pointer(wide)), 0)
	return handle != 0
}

// TestWindows: two windows beside each other hear each their own messages, do what they are given in
// order, and go when they are closed.
func TestWindows(t *testing.T) {
	names := []string{"SurfstickSMS test one", "SurfstickSMS test two"}
	for range 2 {
		var both []*Window
		heard := make([][]uintptr, len(names))
		for i, name := range names {
			w, err := Open(name, func(message uint32, wParam, _ uintptr) {
				if message == FirstFree {
					heard[i] = append(heard[i], wParam)
				}
			}, func(w *Window) {
				if w.Handle == 0 {
					t.Error("ready without a window")
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			both = append(both, w)
		}
		for i, w := range both {
			_, _, _ = sendMessage.Call(w.Handle, FirstFree, uintptr(i+1), 0)
			var done []int
			ended := make(chan struct{})
			for n := range 3 {
				w.Do(func() { done = append(done, n) })
			}
			w.Do(func() { close(ended) })
			<-ended
			if !slices.Equal(done, []int{0, 1, 2}) {
				t.Errorf("window %d did %v", i, done)
			}
		}
		for i, w := range both {
			if !slices.Equal(heard[i], []uintptr{uintptr(i + 1)}) {
				t.Errorf("window %d heard %v", i, heard[i])
			}
			if !isThere(t, names[i]) {
				t.Errorf("window %d is not there", i)
			}
			w.Close()
			w.Close()
			w.Do(func() { t.Error("a closed window does something") })
			if isThere(t, names[i]) {
				t.Errorf("window %d is still there", i)
			}
		}
	}
}
