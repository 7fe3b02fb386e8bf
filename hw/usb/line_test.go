package usb

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
)

func TestOpenerContract(t *testing.T) {
	contract.RunOpener(t, func(t *testing.T) contract.OpenerSetup {
		d := modemStick()
		o, _ := lineOnBus(t, d)
		return contract.OpenerSetup{
			Opener: o, Line: direct, Peer: &peer{wire: d.wire}, Unplug: func() { close(d.wire.gone) },
		}
	})
}

func TestLineLife(t *testing.T) {
	for _, linesErr := range []error{nil, faultPipe} { // a stall means nothing
		inBubble(t, func(t *testing.T) {
			d := modemStick()
			d.linesErr = linesErr
			o, b := lineOnBus(t, d)
			l := open(t, o)
			if d.claimed == nil || d.claimed.number != 2 || fmt.Sprint(d.lines) != "[3]" {
				t.Errorf("claimed %+v, control lines %v", d.claimed, d.lines)
			}
			if !b.started {
				t.Error("the context ended with the opening")
			}
			_ = l.Close()
			if fmt.Sprint(d.lines) != "[3 0]" || d.open != 0 || b.started || b.libs != 1 {
				t.Errorf("control lines %v, open %d, libusb %v", d.lines, d.open, b.started)
			}
		})
	}
}

// TestLineWritesInPortions: a long text goes out whole and in order, 512 bytes at a time.
func TestLineWritesInPortions(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		o, _ := lineOnBus(t, d)
		l := open(t, o)
		data := []byte(strings.Repeat("0123456789abcdef", 100))
		if n, err := l.Write(data); n != len(data) || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		var got []byte
		for len(got) < len(data) {
			got = append(got, <-d.wire.out...)
		}
		if !bytes.Equal(got, data) || d.wire.largest != 512 {
			t.Errorf("got %d bytes, the largest portion was %d", len(got), d.wire.largest)
		}
	})
}

// TestLineKeepsWhatCame: nothing is lost while nobody reads, nor at unplugging.
func TestLineKeepsWhatCame(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		o, _ := lineOnBus(t, d)
		l := open(t, o)
		var want []byte
		for i := range 3 * ahead / 2 {
			chunk := fmt.Appendf(nil, "+CMTI: \"SM\",%d\r\n", i)
			want = append(want, chunk...)
			d.wire.in <- chunk
		}
		synctest.Wait()
		close(d.wire.gone)
		var got []byte
		b := make([]byte, 7)
		for {
			n, err := l.Read(b)
			got = append(got, b[:n]...)
			if err != nil {
				if !errors.Is(err, hw.ErrGone) {
					t.Errorf("error %v, want hw.ErrGone", err)
				}
				break
			}
		}
		if !bytes.Equal(got, want) {
			t.Errorf("got %d bytes, want %d", len(got), len(want))
		}
	})
}

func TestLineIdle(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		o, _ := lineOnBus(t, modemStick())
		l := open(t, o)
		start := time.Now()
		for range 5 {
			if n, err := l.Read(make([]byte, 8)); n != 0 || err != nil {
				t.Errorf("%d, %v", n, err)
			}
		}
		if took := time.Since(start); took != 5*idleTime {
			t.Errorf("five reads took %v", took)
		}
	})
}

// TestLineStumbles: an error on the bus now and then is no unplugging; many in a row are.
func TestLineStumbles(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		o, _ := lineOnBus(t, d)
		l := open(t, o)
		d.wire.errs <- faultIO
		d.wire.errs <- faultIO
		time.Sleep(time.Second)
		d.wire.in <- []byte("OK")
		b := make([]byte, 8)
		if n, err := l.Read(b); string(b[:n]) != "OK" || err != nil {
			t.Fatalf("%q, %v", b[:n], err)
		}
		for range busErrors + 1 {
			d.wire.errs <- faultIO
		}
		time.Sleep(time.Second)
		if _, err := l.Read(b); !errors.Is(err, hw.ErrGone) {
			t.Errorf("error %v, want hw.ErrGone", err)
		}
	})
}

func TestLineWriteDeadline(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		d.silent = true
		o, b := lineOnBus(t, d)
		l := open(t, o)
		start := time.Now()
		_, err := l.Write([]byte("AT\r"))
		if !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) != lineTimeout {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
		if d.open != 0 || b.started {
			t.Error("the stuck line was not closed")
		}
	})
}

func TestLineWriteUnplugged(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		o, _ := lineOnBus(t, d)
		l := open(t, o)
		close(d.wire.gone)
		if _, err := l.Write([]byte("AT\r")); !errors.Is(err, hw.ErrGone) {
			t.Errorf("error %v, want hw.ErrGone", err)
		}
	})
}

// TestLineHangs: transfers that cannot be cancelled do not hang the program.
func TestLineHangs(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		d := modemStick()
		d.wire.hang = true
		o, _ := lineOnBus(t, d)
		l := open(t, o)
		start := time.Now()
		if _, err := l.Write([]byte("AT\r")); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		if took := time.Since(start); took != lineTimeout+closeTimeout {
			t.Errorf("took %v", took)
		}
		close(d.wire.gone)
		synctest.Wait()
	})
}

func TestBufferSize(t *testing.T) {
	for packet, want := range map[int]int{0: 4096, 64: 4096, 512: 4096, 500: 4000, 9000: 9000} {
		if got := bufferSize(packet); got != want {
			t.Errorf("packets of %d: %d, want %d", packet, got, want)
		}
	}
}
