package modem_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"

	"golang.org/x/sys/unix"
)

// pty returns both ends of a pseudo terminal in raw mode.
func pty(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Skipf("no pseudo terminals here: %v", err)
	}
	raw, err := master.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	var failed error
	if err := raw.Control(func(fd uintptr) {
		if failed = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); failed == nil {
			n, failed = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
		if failed == nil {
			mode := &unix.Termios{Cflag: unix.CS8 | unix.CREAD | unix.B115200}
			mode.Cc[unix.VMIN] = 1
			failed = unix.IoctlSetTermios(int(fd), unix.TCSETS, mode)
		}
	}); err != nil || failed != nil {
		t.Skipf("no pseudo terminals here: %v, %v", err, failed)
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	return master, slave
}

// A modem that is not Huawei's, behind a real terminal: everything works without Huawei's commands.
func TestPlainModemOnPTY(t *testing.T) {
	master, slave := pty(t)
	f := fakemodem.New(fakemodem.Options{
		Identity: fakemodem.Identity{Manufacturer: "Acme", Model: "M-10"},
		Stored:   stored(2),
		Quirks: fakemodem.Quirks{
			Refuse:  []string{"^CURC", "^CPIN", "^HCSQ", "+CMMS"},
			Reports: []int{0},
		},
	})
	served := make(chan error, 1)
	go func() { served <- f.Serve(master) }()
	defer func() { _ = f.Close(); <-served }()

	m, err := modem.Open(t.Context(), slave, modem.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = m.Close(); <-m.Done() }()
	if sim, err := m.SIM(t.Context()); err != nil || sim.State != sms.SIMReady {
		t.Fatalf("SIM %v, %v", sim, err)
	}
	if err := m.Ready(t.Context(), sms.ReceiveUnknown); err != nil {
		t.Fatal(err)
	}
	c := newCounter(3)
	m.Listen(c)
	if _, err := m.Submit(t.Context(), tpdu, false, nil); err != nil {
		t.Error(err)
	}
	if err := f.Arrive(partner, "hello"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-c.all:
	case <-time.After(10 * time.Second):
		t.Fatalf("%d of 3 texts came", c.n.Load())
	}
	if s := f.Sent(); len(s) != 1 || s[0].Text != "hi" {
		t.Errorf("sent %+v", s)
	}
}
