package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"surfstick-sms/internal/door"
	"surfstick-sms/sms/remote"
)

// actor has a copy of the test program do what its name says. Its value is a folder for messages.
const actor = "SURFSTICK_ACTOR"

// act does what the name of the program says.
func act() int {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	switch name {
	case "surfstick":
		return runHere()
	case "surfstick-sms":
		return actApp()
	case "surfstick-serve":
		fmt.Println(os.Args[1:])
		return 7
	}
	fmt.Println("nobody is called", name)
	return 99
}

// actApp answers one call of info, some time after it was started, as Surfstick SMS does.
func actApp() int {
	time.Sleep(300 * time.Millisecond)
	l, err := door.Listen(os.Getenv(actor))
	if err != nil {
		return 1
	}
	defer l.Close()
	time.AfterFunc(20*time.Second, func() { os.Exit(1) })
	c, err := l.Accept()
	if err != nil {
		return 1
	}
	defer c.Close()
	line, err := remote.NewLines(c, remote.MaxLine).Next()
	if err != nil {
		return 1
	}
	r, err := remote.ParseRequest(line)
	if err != nil {
		return 1
	}
	_, _ = c.Write(remote.AnswerLine(r.ID, remote.Info{V: 1, Words: strings.Join(os.Args[1:], " ")}))
	_, _ = c.Read(make([]byte, 1)) // until the other side has read it
	return 0
}

// cast puts copies of the test program under names into a folder, and returns that.
func cast(t *testing.T, names ...string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(folder, name+ending()), program, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func ending() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// TestStartsTheProgram: --start finds Surfstick SMS beside itself and starts it as a process of its own; who
// reads the output of surfstick does not wait for that one.
func TestStartsTheProgram(t *testing.T) {
	data := places(t)
	folder := cast(t, "surfstick", "surfstick-sms")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	c := exec.CommandContext(ctx, filepath.Join(folder, "surfstick"+ending()), "--data", data, "--start", "info")
	c.Env = append(os.Environ(), actor+"="+data)
	out, err := c.CombinedOutput()
	if want := "State:     -background --data " + plain(data) + "\n"; err != nil || !strings.Contains(string(out), want) {
		t.Errorf("%v: %s, want %s", err, out, want)
	}
	awaitGone(t, data)
}

// awaitGone waits until nobody listens any more, so that the folder can be removed.
func awaitGone(t *testing.T, data string) {
	t.Helper()
	for range 100 {
		c, err := dial(t.Context(), data)
		if err != nil {
			return
		}
		c.Close()
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("the program does not end")
}

// TestServe: serve hands its command line on, and its exit code back.
func TestServe(t *testing.T) {
	data := places(t)
	folder := cast(t, "surfstick", "surfstick-serve")
	c := exec.Command(filepath.Join(folder, "surfstick"+ending()), "--demo", "serve", "--port", "8080", "--help")
	c.Env = append(os.Environ(), actor+"="+data)
	out, err := c.CombinedOutput()
	if want := "[--demo --port 8080 --help]\n"; string(out) != want || c.ProcessState.ExitCode() != 7 {
		t.Errorf("%v: %s", err, out)
	}
	alone := cast(t, "surfstick")
	c = exec.Command(filepath.Join(alone, "surfstick"+ending()), "serve")
	c.Env = append(os.Environ(), actor+"="+data)
	out, _ = c.CombinedOutput()
	if c.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), "surfstick-serve is not there") {
		t.Errorf("exit %d: %s", c.ProcessState.ExitCode(), out)
	}
}
