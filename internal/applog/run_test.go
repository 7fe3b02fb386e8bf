package applog

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

const runVariable = "SURFSTICK_TEST_RUN"

// TestRunKilled has a process of its own end in the middle of something, as a crash in the native code
// of a driver ends it: nothing of Go's runs any more.
func TestRunKilled(t *testing.T) {
	if data := os.Getenv(runVariable); data != "" {
		run, _ := BeginRun(data)
		run.Doing("open COM8")()
		run.Page("driver (cdMode)")
		run.Doing("switch 12d1:1f01 by libusb")
		p, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = p.Kill()
		}
		t.Fatal("still alive", err)
	}
	data := dataFolder(t)
	child := exec.Command(os.Args[0], "-test.run=^TestRunKilled$")
	child.Env = append(os.Environ(), runVariable+"="+data)
	if err := child.Run(); err == nil {
		t.Fatal("it ended as it should")
	}
	run, unexpected := BeginRun(data)
	run.End()
	if !unexpected {
		t.Error("the end went unnoticed")
	}
	last := LastRun(data)
	for _, want := range []string{"driver (cdMode)", "under way: switch 12d1:1f01", "before:    open COM8"} {
		if !strings.Contains(last, want) {
			t.Errorf("no %q in %q", want, last)
		}
	}
	if run, again := BeginRun(data); again {
		t.Error("told twice")
	} else {
		run.End()
	}
}

// TestRunEnds: a clean end leaves no mark, whatever is still said about the run afterwards.
func TestRunEnds(t *testing.T) {
	data := dataFolder(t)
	run, unexpected := BeginRun(data)
	done := run.Doing("switch")
	for _, page := range []string{"stick", "driver", "chat"} {
		run.Page(page)
	}
	run.End()
	run.End()
	done()
	run.Page("stick")
	if _, err := os.Stat(run.path); err == nil || unexpected {
		t.Errorf("the mark is still there, or was there before (%t)", unexpected)
	}
	if last := LastRun(data); last != "" {
		t.Errorf("last: %q", last)
	}
}

// TestRunPage: a page is noted soon, though the window does not wait for it.
func TestRunPage(t *testing.T) {
	run, _ := BeginRun(dataFolder(t))
	defer run.End()
	run.Page("chat")
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		text, err := os.ReadFile(run.path)
		if strings.Contains(string(text), "chat") {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("%q, %v", text, err)
		}
	}
}

// TestRunNone: the demo has no mark, and where none can be written nothing fails.
func TestRunNone(t *testing.T) {
	var none *Run
	none.Page("chat")
	none.Doing("switch")()
	none.End()
	run, unexpected := BeginRun(t.TempDir() + "/missing")
	run.Page("chat")
	run.Doing("switch")()
	run.End()
	if unexpected {
		t.Error("an unexpected end out of nothing")
	}
}

// dataFolder returns a data folder with a log folder in it.
func dataFolder(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	if err := os.MkdirAll(Folder(data), 0o700); err != nil {
		t.Fatal(err)
	}
	return data
}
