package applog

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

const crashVariable = "SURFSTICK_TEST_CRASH"

// TestCrash has a process of its own crash in a goroutine, where nobody can recover it.
func TestCrash(t *testing.T) {
	if data := os.Getenv(crashVariable); data != "" {
		CatchCrashes(data)
		done := make(chan struct{})
		go func() { panic("out of luck") }()
		<-done
	}
	data := t.TempDir()
	if err := os.MkdirAll(Folder(data), 0o700); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestCrash$")
	child.Env = append(os.Environ(), crashVariable+"="+data)
	if err := child.Run(); err == nil {
		t.Fatal("it did not crash")
	}
	t.Cleanup(func() { _ = debug.SetCrashOutput(nil, debug.CrashOptions{}) })
	if LastCrash(data) != "" {
		t.Error("the crash was told before the next start")
	}
	if !CatchCrashes(data) {
		t.Error("the crash went unnoticed")
	}
	if text := LastCrash(data); !strings.Contains(text, "out of luck") {
		t.Errorf("reason %q", text)
	}
	if CatchCrashes(data) {
		t.Error("it was told twice")
	}
}

func TestCrashNowhere(t *testing.T) {
	if CatchCrashes(filepath.Join(t.TempDir(), "missing")) {
		t.Error("a crash out of nothing")
	}
}
