package comport

import (
	"errors"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"surfstick-sms/hw"
)

// lineSpeed returns the speed of a pseudo-terminal in bits per second, as its other end sees it.
func lineSpeed(t *testing.T, master *os.File) int {
	t.Helper()
	raw, err := master.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var settings *unix.Termios
	var ioctlErr error
	if err := raw.Control(func(fd uintptr) {
		settings, ioctlErr = unix.IoctlGetTermios(int(fd), unix.TCGETS2)
	}); err != nil || ioctlErr != nil {
		t.Fatal(err, ioctlErr)
	}
	if settings.Cflag&(unix.CSIZE|unix.PARENB|unix.CSTOPB|unix.CRTSCTS) != unix.CS8 {
		t.Errorf("not 8N1 without flow control: %x", settings.Cflag)
	}
	return int(settings.Ospeed)
}

// TestSpeed: a port opens at the speed of its line, which can be changed while it is open.
func TestSpeed(t *testing.T) {
	for wanted, speed := range map[int]int{0: 115200, 9600: 9600, 57600: 57600, 460800: 460800, 100000: 100000} {
		master, name := openPTY(t)
		rw, err := New().Open(t.Context(), hw.Line{Name: name, Speed: wanted})
		if err != nil {
			t.Fatalf("%d: %v", wanted, err)
		}
		if got := lineSpeed(t, master); got != speed {
			t.Errorf("asked for %d: %d, want %d", wanted, got, speed)
		}
		setter := rw.(hw.SpeedSetter)
		if err := setter.SetSpeed(19200); err != nil || lineSpeed(t, master) != 19200 {
			t.Errorf("changed to %d, %v", lineSpeed(t, master), err)
		}
		if err := setter.SetSpeed(0); err != nil || lineSpeed(t, master) != hw.DefaultSpeed {
			t.Errorf("changed to %d, %v", lineSpeed(t, master), err)
		}
		_ = rw.Close()
		if err := setter.SetSpeed(9600); !errors.Is(err, os.ErrClosed) {
			t.Errorf("after Close: %v", err)
		}
	}
}
