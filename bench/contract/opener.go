package contract

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"surfstick-sms/hw"
)

// patience is how long an operation may take before it counts as hanging.
const patience = 10 * time.Second

// OpenerSetup is one opener and the line to test it with.
type OpenerSetup struct {
	Opener hw.Opener
	Line   hw.Line
	// Peer is the other end of the line, or nil when the test cannot reach it. What is written to
	// it must come out of the line unchanged, and the other way round.
	Peer io.ReadWriter
	// Unplug takes the device away; nil when the test cannot do that.
	Unplug func()
}

// RunOpener checks an opener; open returns a fresh setup for every case.
func RunOpener(t *testing.T, open func(t *testing.T) OpenerSetup) {
	t.Helper()
	cases := []struct {
		name string
		run  func(*testing.T, OpenerSetup)
	}{
		{"idle read returns", idleRead},
		{"both directions", bothDirections},
		{"close twice", closeTwice},
		{"close ends a read", closeEndsRead},
		{"use after close", useAfterClose},
		{"absent", openAbsent},
		{"cancelled", openCancelled},
		{"unplugged", unplugged},
		{"open again", openAgain},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

func (s OpenerSetup) open(t *testing.T) io.ReadWriteCloser {
	t.Helper()
	rw, err := s.Opener.Open(t.Context(), s.Line)
	if err != nil {
		t.Fatalf("open %s: %v", s.Line.Name, err)
	}
	t.Cleanup(func() { _ = rw.Close() })
	return rw
}

// within fails the test when f takes too long; f itself is left running.
func within(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatalf("%s hangs", what)
	}
}

func idleRead(t *testing.T, s OpenerSetup) {
	if s.Peer == nil {
		t.Skip("no peer: the line may not be idle")
	}
	rw := s.open(t)
	within(t, "read", func() {
		if n, err := rw.Read(make([]byte, 16)); n != 0 || err != nil {
			t.Errorf("read of an idle line: %d, %v; want 0, nil", n, err)
		}
	})
}

func bothDirections(t *testing.T, s OpenerSetup) {
	if s.Peer == nil {
		t.Skip("no peer")
	}
	rw := s.open(t)
	// Control characters must pass: Ctrl-Z ends a text, Ctrl-C, XON and XOFF can be in its answer.
	data := []byte("AT+CMGS=18\r\x1a\x1b\x00\x03\x04\x11\x13\xff\r\n")
	within(t, "write and read", func() {
		if n, err := rw.Write(data); n != len(data) || err != nil {
			t.Errorf("write: %d, %v", n, err)
		}
		wantRead(t, "peer", s.Peer, data)
		if _, err := s.Peer.Write(data); err != nil {
			t.Errorf("write to peer: %v", err)
		}
		wantRead(t, "line", rw, data)
	})
}

func wantRead(t *testing.T, name string, r io.Reader, want []byte) {
	t.Helper()
	var got []byte
	b := make([]byte, 64)
	for len(got) < len(want) {
		n, err := r.Read(b)
		got = append(got, b[:n]...)
		if err != nil {
			t.Errorf("read from %s: %v after %q", name, err, got)
			return
		}
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s got %q, want %q", name, got, want)
	}
}

func closeTwice(t *testing.T, s OpenerSetup) {
	rw := s.open(t)
	within(t, "close", func() {
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() { _ = rw.Close() })
		}
		all.Wait()
		if err := rw.Close(); err != nil {
			t.Errorf("another close: %v", err)
		}
	})
}

func closeEndsRead(t *testing.T, s OpenerSetup) {
	rw := s.open(t)
	within(t, "a read that is under way", func() {
		reading := make(chan struct{})
		var all sync.WaitGroup
		all.Go(func() {
			close(reading)
			b := make([]byte, 16)
			for {
				if _, err := rw.Read(b); err != nil {
					return
				}
			}
		})
		<-reading
		_ = rw.Close()
		all.Wait()
	})
}

func useAfterClose(t *testing.T, s OpenerSetup) {
	rw := s.open(t)
	_ = rw.Close()
	within(t, "use after close", func() {
		if _, err := rw.Read(make([]byte, 1)); err == nil {
			t.Error("read from a closed line succeeded")
		}
		if _, err := rw.Write([]byte("AT\r")); err == nil {
			t.Error("write to a closed line succeeded")
		}
	})
}

func openAbsent(t *testing.T, s OpenerSetup) {
	l := s.Line
	l.Name, l.Location = l.Name+"-absent", ""
	rw, err := s.Opener.Open(t.Context(), l)
	if !errors.Is(err, hw.ErrGone) {
		t.Errorf("open %s: %v, want hw.ErrGone", l.Name, err)
	}
	if rw != nil {
		t.Error("an error and a line")
	}
}

func openCancelled(t *testing.T, s OpenerSetup) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if rw, err := s.Opener.Open(ctx, s.Line); err == nil {
		_ = rw.Close()
		t.Error("opened with a cancelled context")
	}
}

func unplugged(t *testing.T, s OpenerSetup) {
	if s.Unplug == nil {
		t.Skip("cannot be unplugged")
	}
	rw := s.open(t)
	s.Unplug()
	within(t, "a read after unplugging", func() {
		b := make([]byte, 16)
		for {
			if _, err := rw.Read(b); err != nil {
				return
			}
		}
	})
	within(t, "close after unplugging", func() { _ = rw.Close() })
}

func openAgain(t *testing.T, s OpenerSetup) {
	rw := s.open(t)
	_ = rw.Close()
	again := s.open(t)
	within(t, "close", func() { _ = again.Close() })
}
