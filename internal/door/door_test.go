package door

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// helper names what the test program does instead of testing, when it is started by a test.
const helper = "SURFSTICK_DOOR_HELPER"

func TestMain(m *testing.M) {
	if what := os.Getenv(helper); what != "" {
		os.Exit(help(what, os.Args[1]))
	}
	// The library waits for the ends of reading and writing in one goroutine, for ever.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/Microsoft/go-winio.ioCompletionProcessor"))
}

// help dials a door and prints what the server says, or what else came of it.
func help(what, folder string) int {
	switch what {
	case "serve":
		return helpServe(folder)
	case "raw":
		return helpRaw(folder)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, err := Dial(ctx, folder)
	switch {
	case errors.Is(err, ErrNotRunning):
		fmt.Println("nobody listens")
	case errors.Is(err, ErrForeign):
		fmt.Println("another user")
	case errors.Is(err, ErrAccess):
		fmt.Println("access denied")
	case err != nil:
		fmt.Println(err)
	default:
		text, _ := io.ReadAll(c)
		fmt.Printf("%s\n", text)
		c.Close()
	}
	return 0
}

// private folder for data, and one for the login.
func places(t *testing.T) (data string) {
	t.Helper()
	run := t.TempDir()
	data = t.TempDir()
	for _, folder := range []string{run, data} {
		if err := os.Chmod(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("XDG_RUNTIME_DIR", run)
	return data
}

func listen(t *testing.T, data string) *Listener {
	t.Helper()
	l, err := Listen(data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// greet has the door say hello to everyone until it is closed, and returns who came.
func greet(t *testing.T, l *Listener) <-chan Peer {
	t.Helper()
	came := make(chan Peer, 10)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(c, "hello")
			came <- c.Peer()
			c.Close()
		}
	}()
	t.Cleanup(func() { l.Close(); <-ended })
	return came
}

// hello dials a door and returns what is said there.
func hello(t *testing.T, data string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	c, err := Dial(ctx, data)
	if err != nil {
		return "", err
	}
	defer c.Close()
	text, err := io.ReadAll(c)
	return string(text), err
}

// TestDoor: who dials gets in, each door is that of one folder, and the peer is this very program.
func TestDoor(t *testing.T) {
	data := places(t)
	came := greet(t, listen(t, data))
	for range 3 {
		if text, err := hello(t, data); text != "hello" || err != nil {
			t.Fatalf("%q, %v", text, err)
		}
		peer := <-came
		if own, _ := os.Executable(); peer.PID != os.Getpid() || !samePath(peer.Path, own) {
			t.Errorf("%+v came, not %d %s", peer, os.Getpid(), own)
		}
	}
	if _, err := hello(t, t.TempDir()); !errors.Is(err, ErrNotRunning) {
		t.Errorf("another folder: %v", err)
	}
}

func samePath(a, b string) bool {
	one, err1 := os.Stat(a)
	two, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(one, two)
}

// TestDoorNames: one folder has one door, however it is written.
func TestDoorNames(t *testing.T) {
	data := places(t)
	greet(t, listen(t, data))
	t.Chdir(filepath.Dir(data))
	names := []string{filepath.Base(data), filepath.Join(data, "x", ".."), data + string(filepath.Separator)}
	if runtime.GOOS != "windows" {
		link := filepath.Join(t.TempDir(), "link")
		if err := os.Symlink(data, link); err != nil {
			t.Fatal(err)
		}
		names = append(names, link)
	}
	for _, name := range names {
		if text, err := hello(t, name); text != "hello" || err != nil {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

// TestDoorTaken: a second server is told, and takes nothing away from the first.
func TestDoorTaken(t *testing.T) {
	data := places(t)
	l := listen(t, data)
	greet(t, l)
	if _, err := Listen(data); !errors.Is(err, ErrTaken) {
		t.Errorf("a second door: %v", err)
	}
	if text, err := hello(t, data); text != "hello" || err != nil {
		t.Errorf("the first one: %q, %v", text, err)
	}
}

// TestDoorAgain: a door can be closed and opened, and nobody listens in between.
func TestDoorAgain(t *testing.T) {
	data := places(t)
	for range 2 {
		l, err := Listen(data)
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error)
		go func() { _, err := l.Accept(); ended <- err }()
		l.Close()
		if err := <-ended; !errors.Is(err, net.ErrClosed) {
			t.Errorf("at a closed door: %v", err)
		}
		if _, err := hello(t, data); !errors.Is(err, ErrNotRunning) {
			t.Errorf("after the end: %v", err)
		}
	}
}

// TestDialCancelled: who waits at a door where nobody opens can go.
func TestDialCancelled(t *testing.T) {
	data := places(t)
	listen(t, data)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if c, err := Dial(ctx, data); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", c, err)
	}
}

// TestProgram: a script goes by the name of what runs it.
func TestProgram(t *testing.T) {
	all := map[int]process{
		1:  {1, 0, "/usr/lib/systemd/systemd", 1},
		10: {10, 1, "/usr/bin/bash", 100},
		20: {20, 10, "/usr/bin/python3.12", 200},
		30: {30, 20, "/opt/surfstick", 300},
		31: {31, 30, "/opt/surfstick-serve", 310},
		32: {32, 31, `C:\Program Files\Surfstick.exe`, 320},
		33: {33, 32, `C:\Program Files\surfstick.exe`, 330},
		40: {40, 41, "/opt/surfstick", 400}, // its parent has ended, and the number was given again
		41: {41, 1, "/usr/bin/vim", 410},
		50: {50, 51, "/opt/surfstick", 500}, // its parent is unknown
		60: {60, 10, "/opt/surfstick-sms", 600},
		70: {70, 71, "/opt/surfstick", 700}, // of another user: the system does not say
		71: {71, 1, "", 690},
	}
	look := func(pid int) (process, bool) { p, ok := all[pid]; return p, ok }
	for pid, want := range map[int]string{
		20: "/usr/bin/python3.12", 30: "/usr/bin/python3.12", 31: "/usr/bin/python3.12",
		32: "/usr/bin/python3.12", 33: `C:\Program Files\surfstick.exe`, 40: "/opt/surfstick",
		50: "/opt/surfstick", 60: "/opt/surfstick-sms", 70: "/opt/surfstick", 99: "",
	} {
		if got := program(pid, look); got != want {
			t.Errorf("%d: %s, want %s", pid, got, want)
		}
	}
}
