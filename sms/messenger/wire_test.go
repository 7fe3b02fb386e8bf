package messenger_test

import (
	"fmt"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// fault is what happens to one byte on the wire.
type fault int

const (
	lose fault = iota
	garble
	delay
	unplug
)

var faultNames = [...]string{"lost", "garbled", "delayed", "pulled out"}

// wire is a line on which something happens to one byte.
type wire struct {
	io.ReadWriteCloser
	mu    sync.Mutex
	fault fault
	toUs  bool // the byte is one that the modem says
	left  int  // bytes until it, -1 for never
}

// arm plans the fault.
func (w *wire) arm(f fault, toUs bool, after int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fault, w.toUs, w.left = f, toUs, after
}

// take lets bytes pass in one direction, and returns what arrives and what is held back for a while.
func (w *wire) take(p []byte, toUs bool) (now, later []byte, broken bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if toUs != w.toUs || w.left < 0 {
		return p, nil, false
	}
	if w.left >= len(p) {
		w.left -= len(p)
		return p, nil, false
	}
	i := w.left
	w.left = -1
	q := append([]byte(nil), p...)
	switch w.fault {
	case lose:
		return append(q[:i], q[i+1:]...), nil, false
	case garble:
		q[i] ^= 0x80 // no digit becomes another one: that, nobody could notice
		return q, nil, false
	case delay:
		return q[:i], q[i:], false
	default:
		return q[:i], nil, true
	}
}

// wireDelay is longer than most commands may take.
const wireDelay = 12 * time.Second

func (w *wire) Write(p []byte) (int, error) {
	now, later, broken := w.take(p, false)
	if _, err := w.ReadWriteCloser.Write(now); err != nil {
		return 0, err
	}
	if broken {
		w.Close()
		return len(now), io.ErrUnexpectedEOF
	}
	if len(later) > 0 {
		time.Sleep(4 * time.Second) // longer ones are a port that hangs, and are closed
		if _, err := w.ReadWriteCloser.Write(later); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

func (w *wire) Read(p []byte) (int, error) {
	n, err := w.ReadWriteCloser.Read(p)
	now, later, broken := w.take(p[:n], true)
	if broken {
		w.Close()
		return copy(p, now), io.ErrUnexpectedEOF
	}
	if len(later) > 0 {
		time.Sleep(wireDelay)
		now = append(now, later...)
	}
	return copy(p, now), err
}

// attachOn makes a modem ready on a wire and attaches it.
func (s *stick) attachOn() (*wire, *modem.Modem) {
	s.b.t.Helper()
	line, err := s.Dial()
	if err != nil {
		s.b.t.Fatal(err)
	}
	w := &wire{ReadWriteCloser: line, left: -1}
	m, err := modem.Open(s.b.t.Context(), w, modem.Options{})
	if err != nil {
		s.b.t.Fatal(err)
	}
	if err := m.Ready(s.b.t.Context(), s.mode); err != nil {
		s.b.t.Fatal(err)
	}
	s.b.Attach(m)
	return w, m
}

// TestWire has one byte after the other lost, garbled, held up or the last one before the stick is
// pulled out, in both directions, while a text goes out and one comes in. Each is there once
// afterwards, and what is shown of the one that went out is true.
func TestWire(t *testing.T) {
	for _, direct := range []bool{false, true} {
		for f := lose; f <= unplug; f++ {
			for _, toUs := range []bool{false, true} {
				name := fmt.Sprintf("%s/to us %t/direct %t", faultNames[f], toUs, direct)
				t.Run(name, func(t *testing.T) {
					at, times := 0, 0
					for wireOnce(t, f, toUs, direct, at) {
						at += stride(61)
						times++
					}
					t.Logf("%d of %d bytes", times, at)
					if at < 60 {
						t.Errorf("only %d bytes passed", at)
					}
				})
			}
		}
	}
}

// wireOnce has the fault happen at one byte, and reports whether there was one.
func wireOnce(t *testing.T, f fault, toUs, direct bool, after int) (reached bool) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		defer b.close()
		s := newStick(b, fakemodem.Options{Latency: fakemodem.Latency{Send: 100 * time.Millisecond}})
		if direct {
			s.mode = sms.ReceiveDirect
		}
		defer s.Close()
		w, m := s.attachOn()
		time.Sleep(10 * time.Second)
		w.arm(f, toUs, after)
		b.send(anna, "hello")
		time.Sleep(time.Second)
		if err := s.Arrive(string(bert), "good morning"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second)
		w.mu.Lock()
		reached, w.left = w.left < 0, -1
		w.mu.Unlock()
		time.Sleep(20 * time.Minute)
		if !b.Link().Up {
			<-m.Done()
			_, m = s.attachOn()
		}
		time.Sleep(20 * time.Minute)
		when := fmt.Sprintf("byte %d %s (to us %t)", after, faultNames[f], toUs)
		s.wireJudge(when)
		m.Close()
		<-m.Done()
	})
	return reached
}

// wireJudge compares one text out and one in with what the network knows.
func (s *stick) wireJudge(when string) {
	s.b.t.Helper()
	sent := len(s.Sent())
	out := s.b.one(anna)
	switch out.Status {
	case sms.Sent, sms.Delivered:
		if sent != 1 {
			s.b.t.Errorf("%s: told as %v, sent %d times", when, out.Status, sent)
		}
	case sms.Unconfirmed:
		if sent > 1 {
			s.b.t.Errorf("%s: sent %d times", when, sent)
		}
	case sms.Failed:
		if sent != 0 {
			s.b.t.Errorf("%s: told as failed (%v), sent %d times", when, out.Reason, sent)
		}
	default:
		s.b.t.Errorf("%s: %v after 40 minutes", when, out.Status)
	}
	s.wireJudgeIn(when)
	if left := len(s.Stored("SM")) + len(s.Stored("ME")) + s.Waiting(); left > 0 {
		s.b.t.Errorf("%s: %d left in the modem", when, left)
	}
}

// wireJudgeIn wants the text that came in once. What came directly and lost a byte on the way cannot
// be had again: the text, or the report on the other one, is shown as damaged.
func (s *stick) wireJudgeIn(when string) {
	s.b.t.Helper()
	chats, err := s.b.Conversations(s.b.t.Context())
	if err != nil {
		s.b.t.Fatal(err)
	}
	whole, damaged := 0, 0
	for _, c := range chats {
		for _, m := range s.b.with(c.Number) {
			switch {
			case m.Direction == sms.Outgoing:
			case m.Number == bert && m.Status == sms.Received && m.Text == "good morning":
				whole++
			default:
				damaged++
			}
		}
	}
	if whole > 1 || whole+damaged == 0 || damaged > 0 && s.mode != sms.ReceiveDirect {
		s.b.t.Errorf("%s: came in %d times, %d times damaged", when, whole, damaged)
	}
}
