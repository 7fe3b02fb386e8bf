//go:build vm

package vm

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/bench/xvfb"
	"surfstick-sms/sms/fakemodem"
)

// windowTime is how long the window is watched once it has come: in a virtual machine the compiled
// code of Mesa's llvmpipe died some 20 s after the start, in a thread of its own.
const windowTime = 30 * time.Second

// TestWindow is the whole program with its window, started as a person starts it, on a stick that is
// plugged in while it runs: it switches the stick, shows the chat, receives a text, stays, and ends
// when it is asked to. WINDOW_PROGRAM is the program. The pictures are drawn by Mesa's softpipe, which
// compiles no code.
func TestWindow(t *testing.T) {
	program := os.Getenv("WINDOW_PROGRAM")
	if program == "" {
		t.Fatal("WINDOW_PROGRAM names no program; .ci/vm builds it")
	}
	display, err := xvfb.Start("1000x700")
	if err != nil {
		t.Fatal(err)
	}
	defer display.Close()
	folder := t.TempDir()
	log := filepath.Join(folder, "log", "surfstick.log")
	cmd := display.Command(program, "-auto", "-lang", "de", "-data", folder)
	cmd.Env = append(cmd.Env, "LIBGL_ALWAYS_SOFTWARE=1", "GALLIUM_DRIVER=softpipe")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	defer func() { _ = cmd.Process.Kill() }()

	logged := func(words string) {
		t.Helper()
		for end := time.Now().Add(2 * patience); ; time.Sleep(200 * time.Millisecond) {
			written, _ := os.ReadFile(log) // made by the program, in a moment
			if bytes.Contains(written, []byte(words)) {
				return
			}
			select {
			case err := <-ended:
				t.Fatalf("the program ended before %q: %v\n%s\n%s", words, err, &stderr, written)
			default:
			}
			if time.Now().After(end) {
				t.Fatalf("not in the log: %q\n%s\n%s", words, &stderr, written)
			}
		}
	}
	logged(`msg="page shown" page=stick`)
	m := fakemodem.New(fakemodem.Options{})
	defer m.Close()
	r := plug(t, 0, e3531(m))
	logged(`msg="page shown" page=chat`)
	if n := len(virtualstick.Orders(r.Record())); n != 1 {
		t.Errorf("the stick got %d orders", n)
	}
	if err := m.Arrive("+491713920042", "bis ins Fenster"); err != nil {
		t.Fatal(err)
	}
	logged(`msg="text received"`)
	select {
	case err := <-ended:
		t.Fatalf("the program ended by itself: %v\n%s", err, &stderr)
	case <-time.After(windowTime):
	}
	checkPicture(t, display)
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("at its end: %v\n%s", err, &stderr)
		}
	case <-time.After(patience):
		t.Error("does not end when it is asked to")
	}
}

// checkPicture checks that something is drawn, and keeps the picture beside the results.
func checkPicture(t *testing.T, display *xvfb.Display) {
	t.Helper()
	pixels, err := display.Picture()
	if err != nil {
		t.Fatal(err)
	}
	colours := map[[3]byte]bool{}
	for i := 0; i+2 < len(pixels); i += 3 {
		colours[[3]byte(pixels[i:i+3])] = true
	}
	if len(colours) < 50 {
		t.Errorf("the window has only %d colours", len(colours))
	}
	if err := display.SavePicture("/run/results/window.png"); err != nil {
		t.Log(err)
	}
}
