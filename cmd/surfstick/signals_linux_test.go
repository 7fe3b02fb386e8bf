package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"surfstick-sms/sms/remote"
)

// surfstick returns a command that runs the program as a process of its own.
func surfstick(t *testing.T, data string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), filepath.Join(cast(t, "surfstick"), "surfstick"), append([]string{"--data", data}, args...)...)
	c.Env = append(os.Environ(), actor+"="+data)
	return c
}

// TestInterrupted: Ctrl-C ends what waits, for messages or for somebody to type.
func TestInterrupted(t *testing.T) {
	d := newDesk(t)
	asked := make(chan bool)
	d.on(remote.MethodListen, func(string) any { asked <- true; return remote.Listening{Seq: 50} })
	for line, want := range map[string]int{
		"listen": 0, "listen --since 5 --json": 0, "send --to 1 --text -": 1, "send --batch - --json": 1,
	} {
		p := surfstick(t, d.data, strings.Fields(line)...)
		in, keep := smallPipe(t)
		p.Stdin = in
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "listen") {
			<-asked
		} else if _, err := keep.Write(make([]byte, 2*pipeSize)); err != nil { // which waits until it reads
			t.Fatal(err)
		}
		if err := p.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		_ = p.Wait()
		if code := p.ProcessState.ExitCode(); code != want {
			t.Errorf("%s: exit %d, want %d", line, code, want)
		}
	}
}

// pipeSize is that of a small pipe, in bytes.
const pipeSize = 4096

// smallPipe returns a pipe that takes no more than pipeSize bytes that nobody has read.
func smallPipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	if _, err := unix.FcntlInt(w.Fd(), unix.F_SETPIPE_SZ, pipeSize); err != nil {
		t.Fatal(err)
	}
	return r, w
}

// TestReaderGone: who pipes the output into something that ends early hears no complaint.
func TestReaderGone(t *testing.T) {
	d := newDesk(t)
	d.always(remote.MethodInfo, remote.Info{V: 1})
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	defer w.Close()
	var errs strings.Builder
	p := surfstick(t, d.data, "info")
	p.Stdout, p.Stderr = w, &errs
	var exit *exec.ExitError
	if err := p.Run(); !errors.As(err, &exit) || errs.String() != "" {
		t.Errorf("%v, and said %q", err, errs.String())
	}
}
