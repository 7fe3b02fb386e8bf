package fakestick_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
)

// serial is an adapter with one end of a cable behind it, and the other end.
func serial(speed int) (fakestick.Serial, *end) {
	near, far := cable()
	return fakestick.Serial{
		Stick: fakestick.New(fakestick.Options{}), Port: fakestick.CH340("COM5"), Speed: speed,
		Behind: func() (io.ReadWriteCloser, error) { return near, nil },
	}, far
}

// TestSerialSpeed: what is said at the right speed arrives, and at another one there is noise.
func TestSerialSpeed(t *testing.T) {
	s, far := serial(9600)
	rw, err := s.Open(t.Context(), s.Port)
	if err != nil {
		t.Fatal(err)
	}
	defer rw.Close()
	b := make([]byte, 16)
	for speed, arrives := range map[int]bool{0: false, 57600: false, 9600: true} {
		if err := rw.(hw.SpeedSetter).SetSpeed(speed); err != nil {
			t.Fatal(err)
		}
		if _, err := rw.Write([]byte("AT\r")); err != nil {
			t.Fatal(err)
		}
		got, err := far.Read(b)
		if (string(b[:got]) == "AT\r") != arrives || err != nil {
			t.Errorf("%d: %q arrived, %v", speed, b[:got], err)
		}
		back, err := rw.Read(b)
		if (back > 0) == arrives || bytes.Contains(b[:back], []byte("AT")) || err != nil {
			t.Errorf("%d: %q came back, %v", speed, b[:back], err)
		}
	}
}

// TestSerialBesideStick: both are seen, and the lines of the stick are opened as before.
func TestSerialBesideStick(t *testing.T) {
	s, _ := serial(9600)
	s.Stick = fakestick.New(fakestick.Options{Mode: hw.ModeModem})
	snap := seen(t, s)
	if len(snap.Sticks) != 1 || snap.Lines[len(snap.Lines)-1] != s.Port || len(snap.Lines) != 4 {
		t.Fatalf("sees %+v", snap)
	}
	rw, err := s.Open(t.Context(), snap.Lines[0])
	if err != nil {
		t.Fatal(err)
	}
	if open := s.Handles(); len(open) != 1 {
		t.Errorf("open: %v", open)
	}
	_ = rw.Close()
	s.Behind = func() (io.ReadWriteCloser, error) { return nil, errors.New("off") }
	if _, err := s.Open(t.Context(), s.Port); !errors.Is(err, hw.ErrGone) {
		t.Errorf("without anything behind it: %v", err)
	}
}

func TestSerialContract(t *testing.T) {
	contract.RunOpener(t, func(t *testing.T) contract.OpenerSetup {
		s, far := serial(hw.DefaultSpeed)
		return contract.OpenerSetup{Opener: s, Line: s.Port, Peer: far}
	})
}
