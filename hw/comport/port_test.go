package comport

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.bug.st/serial"
	"go.uber.org/goleak"

	"surfstick-sms/hw"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fakeDevice is a serial port whose driver does what a test wants.
type fakeDevice struct {
	mu       sync.Mutex
	got      []byte
	most     int           // most bytes that one write takes; 0 is any
	stall    chan struct{} // writes wait for it when not nil
	freed    bool          // ResetOutputBuffer ends a stalled write
	hang     chan struct{} // Close waits for it when not nil
	readErr  error
	closes   int
	inRead   int
	overlaps bool // closed while a read was inside
}

func (d *fakeDevice) Read([]byte) (int, error) {
	d.count(1)
	defer d.count(-1)
	time.Sleep(readTimeout)
	return 0, d.readErr
}

func (d *fakeDevice) count(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.inRead += n
}

func (d *fakeDevice) Write(b []byte) (int, error) {
	if d.stall != nil {
		<-d.stall
		return 0, io.ErrClosedPipe
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	n := len(b)
	if d.most > 0 {
		n = min(n, d.most)
	}
	d.got = append(d.got, b[:n]...)
	return n, nil
}

func (d *fakeDevice) Close() error {
	if d.hang != nil {
		<-d.hang
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closes++
	d.overlaps = d.overlaps || d.inRead > 0
	return nil
}

func (d *fakeDevice) SetMode(*serial.Mode) error { return nil }

func (d *fakeDevice) ResetOutputBuffer() error {
	if d.stall != nil && !d.freed {
		d.freed = true
		close(d.stall)
	}
	return nil
}

func TestWriteInPieces(t *testing.T) {
	d := &fakeDevice{most: 3}
	p := newPort("COM8", d)
	if n, err := p.Write([]byte("AT+CMGF=0\r")); n != 10 || err != nil {
		t.Errorf("write: %d, %v", n, err)
	}
	if string(d.got) != "AT+CMGF=0\r" {
		t.Errorf("device got %q", d.got)
	}
	_ = p.Close()
}

// nothing takes no byte and says that all is well.
type nothing struct{ fakeDevice }

func (*nothing) Write([]byte) (int, error) { return 0, nil }

func TestWriteThatTakesNothingEnds(t *testing.T) {
	p := newPort("COM8", &nothing{})
	if _, err := p.Write([]byte("AT\r")); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("error %v, want io.ErrShortWrite", err)
	}
	_ = p.Close()
}

func TestStalledWriteFailsAfterFiveSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDevice{stall: make(chan struct{})}
		p := newPort("COM8", d)
		start := time.Now()
		_, err := p.Write([]byte("AT\r"))
		if !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) != writeTimeout {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
		if d.closes != 1 || !d.freed {
			t.Errorf("%d closes, output taken back: %v; want 1, true", d.closes, d.freed)
		}
		if _, err := p.Write([]byte("AT\r")); !errors.Is(err, os.ErrClosed) {
			t.Errorf("next write: %v, want os.ErrClosed", err)
		}
	})
}

func TestSecondWriteWaitsItsTurnButNotForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDevice{stall: make(chan struct{})}
		p := newPort("COM8", d)
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				start := time.Now()
				if _, err := p.Write([]byte("AT\r")); err == nil {
					t.Error("a stalled write succeeded")
				}
				if took := time.Since(start); took > writeTimeout {
					t.Errorf("took %v", took)
				}
			})
		}
		all.Wait()
	})
}

func TestCloseEndsStalledWriteAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDevice{stall: make(chan struct{})}
		p := newPort("COM8", d)
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := p.Write([]byte("AT\r")); !errors.Is(err, os.ErrClosed) {
				t.Errorf("write: %v, want os.ErrClosed", err)
			}
		})
		synctest.Wait()
		start := time.Now()
		_ = p.Close()
		all.Wait()
		if took := time.Since(start); took > time.Second {
			t.Errorf("took %v", took)
		}
	})
}

func TestCloseGivesUpAfterThreeSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDevice{hang: make(chan struct{})}
		p := newPort("COM8", d)
		start := time.Now()
		_ = p.Close()
		if took := time.Since(start); took != closeTimeout {
			t.Errorf("took %v, want %v", took, closeTimeout)
		}
		close(d.hang)
		_ = p.Close()
		synctest.Wait()
		if d.closes != 1 {
			t.Errorf("the device was closed %d times", d.closes)
		}
	})
}

func TestCloseLetsReadRunOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDevice{}
		p := newPort("COM8", d)
		var all sync.WaitGroup
		all.Go(func() { _, _ = p.Read(make([]byte, 8)) })
		synctest.Wait()
		_ = p.Close()
		all.Wait()
		if d.overlaps {
			t.Error("the device was closed under a running read")
		}
	})
}

func TestReadErrorMeansGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDevice{readErr: os.ErrNotExist}
		p := newPort("COM8", d)
		if _, err := p.Read(make([]byte, 8)); !errors.Is(err, hw.ErrGone) {
			t.Errorf("error %v, want hw.ErrGone", err)
		}
		if n, err := p.Read(nil); n != 0 || err != nil {
			t.Errorf("empty read: %d, %v", n, err)
		}
		_ = p.Close()
	})
}

func TestOpenGivesUpAndClosesLateComers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDevice{}
		o := opener{func(string, int) (device, error) { time.Sleep(time.Minute); return d, nil }}
		start := time.Now()
		_, err := o.Open(t.Context(), hw.Line{Name: "COM8"})
		if !errors.Is(err, hw.ErrNotSerial) || time.Since(start) != openTimeout {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if d.closes != 1 {
			t.Errorf("the late port was closed %d times, want 1", d.closes)
		}
	})
}

func TestOpenCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		o := opener{func(string, int) (device, error) { time.Sleep(time.Minute); return nil, os.ErrInvalid }}
		if _, err := o.Open(ctx, hw.Line{Name: "COM8"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want context.DeadlineExceeded", err)
		}
		time.Sleep(time.Hour) // the driver comes back
	})
}

func TestOpenWantsSerialLine(t *testing.T) {
	_, err := New().Open(t.Context(), hw.Line{Kind: hw.LineUSB, Name: "usb:1-1:2"})
	if !errors.Is(err, hw.ErrUnsupported) {
		t.Errorf("error %v, want hw.ErrUnsupported", err)
	}
}

func TestOpenWaitsForPortToSettle(t *testing.T) {
	for _, c := range []struct {
		name   string
		err    error
		fails  int
		want   error
		opened int
	}{
		{"at once", os.ErrPermission, 0, nil, 1},
		{"permission comes", os.ErrPermission, 2, nil, 3},
		{"in use for a moment", hw.ErrBusy, 3, nil, 4},
		{"in use", hw.ErrBusy, 99, hw.ErrBusy, 4},
		{"forbidden", os.ErrPermission, 99, hw.ErrAccess, 4},
		{"gone", os.ErrNotExist, 99, hw.ErrGone, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			opened, d := 0, &fakeDevice{}
			o := opener{func(string, int) (device, error) {
				if opened++; opened <= c.fails {
					return nil, c.err
				}
				return d, nil
			}}
			start := time.Now()
			rw, err := o.Open(t.Context(), hw.Line{Name: "COM8"})
			if !errors.Is(err, c.want) || opened != c.opened {
				t.Errorf("%s: %v after %d tries, want %v after %d", c.name, err, opened, c.want,
					c.opened)
			}
			if took := time.Since(start); took > time.Second {
				t.Errorf("%s: took %v", c.name, took)
			}
			if err == nil {
				_ = rw.Close()
			}
		})
	}
}

// slowDevice takes one byte a write, each as late as it is let.
type slowDevice struct {
	fakeDevice
	let    chan struct{}
	writes atomic.Int32
}

func (d *slowDevice) Write([]byte) (int, error) {
	d.writes.Add(1)
	<-d.let
	return 1, nil
}

// TestNoWriteAfterClose: the handle's number may belong to another file by then.
func TestNoWriteAfterClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &slowDevice{let: make(chan struct{})}
		p := newPort("COM8", d)
		failed := make(chan error, 1)
		go func() {
			_, err := p.Write([]byte("AT+CSQ\r"))
			failed <- err
		}()
		synctest.Wait()
		_ = p.Close()
		if err := <-failed; !errors.Is(err, os.ErrClosed) {
			t.Errorf("write: %v", err)
		}
		close(d.let) // the kernel lets go at last
		synctest.Wait()
		if n := d.writes.Load(); n != 1 {
			t.Errorf("%d writes, want the one that was under way", n)
		}
	})
}
