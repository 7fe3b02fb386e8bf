package comport

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
)

// openPTY makes a pseudo-terminal: the master end, and the name of the slave.
func openPTY(t *testing.T) (*os.File, string) {
	t.Helper()
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	master := os.NewFile(uintptr(fd), "ptmx")
	t.Cleanup(func() { _ = master.Close() })
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	return master, fmt.Sprintf("/dev/pts/%d", n)
}

func TestOpenerContract(t *testing.T) {
	contract.RunOpener(t, func(t *testing.T) contract.OpenerSetup {
		master, name := openPTY(t)
		return contract.OpenerSetup{
			Opener: New(), Line: hw.Line{Name: name}, Peer: master,
			Unplug: func() { _ = master.Close() },
		}
	})
}

func TestOpenThatIsNoPort(t *testing.T) {
	dir := t.TempDir()
	file, fifo := filepath.Join(dir, "file"), filepath.Join(dir, "fifo")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	loop := filepath.Join(dir, "loop")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path string
		want       error
	}{
		{"file", file, hw.ErrNotSerial},
		{"fifo", fifo, hw.ErrNotSerial},
		{"folder", dir, hw.ErrNotSerial},
		{"null device", "/dev/null", hw.ErrNotSerial},
		{"nothing", filepath.Join(dir, "nothing"), hw.ErrGone},
		{"below a file", filepath.Join(file, "x"), hw.ErrGone},
		{"loop", loop, hw.ErrGone},
		{"empty name", "", hw.ErrGone},
		{"zero byte", "/dev/tty\x00USB0", hw.ErrGone},
		{"too long", "/dev/" + strings.Repeat("x", 5000), hw.ErrGone},
		{"Windows name", "COM8", hw.ErrGone},
	} {
		t.Run(c.name, func(t *testing.T) {
			rw, err := New().Open(t.Context(), hw.Line{Name: c.path})
			if !errors.Is(err, c.want) || rw != nil {
				t.Errorf("open: %v, %v; want %v", rw, err, c.want)
			}
		})
	}
}

// TestTerminalIsNotLeftExclusive opens a pseudo-terminal again while it is open, as the next start
// does after a crash; a program without CAP_SYS_ADMIN would be refused if the flag had stayed.
func TestTerminalIsNotLeftExclusive(t *testing.T) {
	_, name := openPTY(t)
	rw, err := New().Open(t.Context(), hw.Line{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rw.Close() }()
	fd, err := unix.Open(name, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Close(fd) }()
	exclusive, err := unix.IoctlGetInt(fd, unix.TIOCGEXCL)
	if err != nil || exclusive != 0 {
		t.Errorf("exclusive: %d, %v; want 0", exclusive, err)
	}
}

func TestPortIsNotHandedDown(t *testing.T) {
	_, name := openPTY(t)
	link := filepath.Join(t.TempDir(), "modem")
	if err := os.Symlink(name, link); err != nil {
		t.Fatal(err)
	}
	rw, err := New().Open(t.Context(), hw.Line{Name: link})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rw.Close() }()
	fds := descriptorsOf(name)
	if len(fds) != 1 {
		t.Fatalf("descriptors %v, want one", fds)
	}
	flags, err := unix.FcntlInt(uintptr(fds[0]), unix.F_GETFD, 0)
	if err != nil || flags&unix.FD_CLOEXEC == 0 {
		t.Errorf("flags %x, %v; want close-on-exec", flags, err)
	}
}

func TestNameWithoutFolder(t *testing.T) {
	for name, want := range map[string]string{
		"null": "/dev/null", "/dev/null": "/dev/null", "COM8": "COM8", "": "",
		"./null": "./null",
	} {
		if got := devicePath(name); got != want {
			t.Errorf("devicePath(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestWriteToFullTerminal fills a terminal that nobody reads; closing must free the write.
func TestWriteToFullTerminal(t *testing.T) {
	master, name := openPTY(t)
	rw, err := New().Open(t.Context(), hw.Line{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		for {
			if _, err := rw.Write(make([]byte, 1<<20)); err != nil {
				done <- err
				return
			}
		}
	}()
	waitUntilFull(t, master)
	_ = rw.Close()
	if err := <-done; !errors.Is(err, os.ErrClosed) {
		t.Errorf("write: %v, want os.ErrClosed", err)
	}
	_ = master.Close() // lets go of the write inside the kernel
}

// waitUntilFull waits until something came out at the other end and no more of it is taken in.
func waitUntilFull(t *testing.T, master *os.File) {
	t.Helper()
	if _, err := master.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
}

func TestListIsSorted(t *testing.T) {
	lines, err := List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(lines); i++ {
		if lines[i-1].Rank < lines[i].Rank {
			t.Errorf("%s comes after %s", lines[i].Name, lines[i-1].Name)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := List(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled list: %v", err)
	}
}

func BenchmarkList(b *testing.B) {
	for b.Loop() {
		if _, err := List(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
