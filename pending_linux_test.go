//go:build !nowindow

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"surfstick-sms/sms/store"
)

// afterEnv is the data folder of a test binary that ends like the program does: with what the user
// asked for, and a new start. doneFile is what that new start leaves.
const (
	afterEnv = "SURFSTICK_AFTER_DATA"
	doneFile = "started-again.txt"
)

// TestRestartedProgram: after everything was deleted, and after damaged texts were brought back, a
// real process is really started again, with the same arguments, and finds the files as they should be.
func TestRestartedProgram(t *testing.T) {
	if data := os.Getenv(afterEnv); data != "" {
		endAndStart(t, data)
		return
	}
	for name, c := range map[string]struct {
		damaged bool
		want    string
	}{
		"deleted": {false, ""}, "brought back": {true, "in the backup|since"},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			if err := keptText(t, data, "in the backup", true); err != nil {
				t.Fatal(err)
			}
			if c.damaged {
				damage(t, filepath.Join(data, storeFile))
			}
			child := exec.Command(os.Args[0], "-test.run=^TestRestartedProgram$", "-test.v")
			child.Env = append(os.Environ(), afterEnv+"="+data)
			if out, err := child.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			var args []byte
			await(t, "the new start", func() bool {
				args, _ = os.ReadFile(filepath.Join(data, doneFile))
				return len(args) > 0
			})
			if got := string(args); got != "-test.run=^TestRestartedProgram$ -test.v" {
				t.Errorf("started with %q", got)
			}
			if got := strings.Join(texts(t, data), "|"); got != c.want {
				t.Errorf("texts %q, want %q", got, c.want)
			}
		})
	}
}

// damage cuts a file off.
func damage(t *testing.T, path string) {
	t.Helper()
	if err := os.Truncate(path, 5000); err != nil {
		t.Fatal(err)
	}
}

// endAndStart is the program's end, and at the second start a note that it came to that.
func endAndStart(t *testing.T, data string) {
	t.Helper()
	again := filepath.Join(data, "again")
	if _, err := os.Stat(again); err == nil {
		note := []byte(strings.Join(os.Args[1:], " "))
		if err := os.WriteFile(filepath.Join(data, doneFile+".new"), note, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(data, doneFile+".new"), filepath.Join(data, doneFile)); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := os.WriteFile(again, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := start(flags{port: "/dev/pts/none"}, data, discard, nil)
	a := &pendingAction{data: data, erase: true}
	if errors.Is(err, store.ErrBroken) {
		a.erase = false
		a.remedy(err).Do()
		p.close()
		_ = keptText(t, data, "since", false)
	} else {
		p.close()
	}
	a.run()
}
