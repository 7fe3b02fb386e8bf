package hwtest

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

// patience is how long anything may take before it counts as hanging.
const patience = 10 * time.Second

// Way is what an opener is tried on.
type Way struct {
	Opener hw.Opener
	Line   hw.Line
	// Peer is the other end of the line; nil when there is none to be had. What is written to it
	// must come out of the line unchanged and the other way round.
	Peer io.ReadWriter
	// Unplug takes the device away; nil when that cannot be done.
	Unplug func()
}

// RunOpener checks an opener; open makes a fresh way for every case.
func RunOpener(t *testing.T, open func(t *testing.T) Way) {
	t.Helper()
	cases := []struct {
		name string
		run  func(*testing.T, Way)
	}{
		{"idle read returns", idleRead},
		{"both ways", bothWays},
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

func (w Way) open(t *testing.T) io.ReadWriteCloser {
	t.Helper()
	rw, err := w.Opener.Open(t.Context(), w.Line)
	if err != nil {
		t.Fatalf("open %s: %v", w.Line.Name, err)
	}
	t.Cleanup(func() { _ = rw.Close() })
	return rw
}

// within fails the test when f takes too long; what it does goes on behind.
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

func idleRead(t *testing.T, w Way) {
	if w.Peer == nil {
		t.Skip("what comes out of the line is not known")
	}
	rw := w.open(t)
	within(t, "read", func() {
		if n, err := rw.Read(make([]byte, 16)); n != 0 || err != nil {
			t.Errorf("read of an idle line: %d, %v; want 0, nil", n, err)
		}
	})
}

func bothWays(t *testing.T, w Way) {
	if w.Peer == nil {
		t.Skip("no other end")
	}
	rw := w.open(t)
	// Control characters must pass: Ctrl-Z ends a text, Ctrl-C, XON and XOFF can be in its answer.
	data := []byte("AT+CMGS=18\r\x1a\x1b\x00\x03\x04\x11\x13\xff\r\n")
	within(t, "write and read", func() {
		if n, err := rw.Write(data); n != len(data) || err != nil {
			t.Errorf("write: %d, %v", n, err)
		}
		wantRead(t, "peer", w.Peer, data)
		if _, err := w.Peer.Write(data); err != nil {
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

func closeTwice(t *testing.T, w Way) {
	rw := w.open(t)
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

func closeEndsRead(t *testing.T, w Way) {
	rw := w.open(t)
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

func useAfterClose(t *testing.T, w Way) {
	rw := w.open(t)
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

func openAbsent(t *testing.T, w Way) {
	l := w.Line
	l.Name, l.Location = l.Name+"-absent", ""
	rw, err := w.Opener.Open(t.Context(), l)
	if !errors.Is(err, hw.ErrGone) {
		t.Errorf("open %s: %v, want hw.ErrGone", l.Name, err)
	}
	if rw != nil {
		t.Error("an error and a line")
	}
}

func openCancelled(t *testing.T, w Way) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if rw, err := w.Opener.Open(ctx, w.Line); err == nil {
		_ = rw.Close()
		t.Error("opened with a cancelled context")
	}
}

func unplugged(t *testing.T, w Way) {
	if w.Unplug == nil {
		t.Skip("cannot be unplugged")
	}
	rw := w.open(t)
	w.Unplug()
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

func openAgain(t *testing.T, w Way) {
	rw := w.open(t)
	_ = rw.Close()
	again := w.open(t)
	within(t, "close", func() { _ = again.Close() })
}
