package zadig

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
	"unsafe"

	"surfstick-sms/hw"
)

func TestShellExecuteInfoLayout(t *testing.T) {
	var i shellExecuteInfo
	if unsafe.Sizeof(i) != 112 || unsafe.Offsetof(i.file) != 24 || unsafe.Offsetof(i.process) != 104 {
		t.Errorf("size %d, file at %d, process at %d", unsafe.Sizeof(i), unsafe.Offsetof(i.file),
			unsafe.Offsetof(i.process))
	}
}

// TestStart starts this test program again, which leaves a file in its own folder and ends.
func TestStart(t *testing.T) {
	const mark = "started.txt"
	if folder, _ := os.Getwd(); os.Getenv("SURFSTICK_STARTED") != "" {
		_ = os.WriteFile(mark, []byte(folder), 0o600)
		os.Exit(0)
	}
	t.Setenv("SURFSTICK_STARTED", "yes")
	self, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	exe := save(t, "with a space & more.exe", self)
	closed, err := Start(exe)
	if err != nil || closed == nil {
		t.Fatalf("%v, %v", closed, err)
	}
	select {
	case <-closed:
	case <-time.After(60 * time.Second):
		t.Fatal("it has not ended")
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(exe), mark)); err != nil {
		t.Error(err)
	}
}

func TestStartNothing(t *testing.T) {
	if _, err := Start(filepath.Join(t.TempDir(), "zadig.exe")); err == nil ||
		errors.Is(err, hw.ErrDeclined) {
		t.Errorf("%v", err)
	}
}
