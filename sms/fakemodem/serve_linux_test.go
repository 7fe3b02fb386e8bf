package fakemodem_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"surfstick-sms/sms/fakemodem"
)

// pty opens a pseudo-terminal: our end, and the name of the other.
func pty(t *testing.T) (*os.File, string) {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { ours.Close() })
	raw, err := ours.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	number := 0
	raw.Control(func(fd uintptr) {
		if err = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); err == nil {
			number, err = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return ours, fmt.Sprintf("/dev/pts/%d", number)
}

// TestServePTY checks that Serve ends with the modem although nobody writes to the terminal.
func TestServePTY(t *testing.T) {
	ours, name := pty(t)
	theirs, err := os.OpenFile(name, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	m := fakemodem.New(fakemodem.Options{Latency: fakemodem.Latency{Idle: time.Millisecond}})
	defer m.Close()
	ended := make(chan error, 1)
	go func() { ended <- m.Serve(ours) }()
	// A terminal turns CR into LF on its way in unless it is told not to; an LF alone is no
	// command, so that the line is set up as a serial library does.
	raw, err := theirs.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	raw.Control(func(fd uintptr) {
		var set *unix.Termios
		if set, err = unix.IoctlGetTermios(int(fd), unix.TCGETS); err == nil {
			set.Iflag, set.Oflag, set.Lflag = 0, 0, 0
			err = unix.IoctlSetTermios(int(fd), unix.TCSETS, set)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := theirs.Write([]byte("ATE0\rAT+CGMI\r")); err != nil {
		t.Fatal(err)
	}
	want, got := "ATE0\r\r\nOK\r\n\r\nhuawei\r\n\r\nOK\r\n", ""
	buf := make([]byte, 100)
	theirs.SetReadDeadline(time.Now().Add(10 * time.Second))
	for len(got) < len(want) {
		n, err := theirs.Read(buf)
		if err != nil {
			t.Fatalf("read: %v after %q", err, got)
		}
		got += string(buf[:n])
	}
	if got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
	m.Close()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("Serve outlives its modem")
	}
}
