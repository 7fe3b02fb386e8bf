package main

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms/fakemodem"
)

// slow is a serial adapter with a modem behind it that understands one speed: what is said at another one
// is nonsense to it, and what it says is nonsense then. The speed is the one that the program really set on
// the terminal.
type slow struct {
	*os.File
	t     *testing.T
	speed int

	mu   sync.Mutex
	seen []int // the speeds at which something was said, in order
}

// now returns the speed of the terminal in bits per second.
func (s *slow) now() int {
	raw, err := s.SyscallConn()
	if err != nil {
		return 0
	}
	speed := 0
	_ = raw.Control(func(fd uintptr) {
		if settings, err := unix.IoctlGetTermios(int(fd), unix.TCGETS2); err == nil {
			speed = int(settings.Ospeed)
		}
	})
	return speed
}

func (s *slow) Read(b []byte) (int, error) {
	for {
		n, err := s.File.Read(b)
		if err != nil {
			return n, err
		}
		now := s.now()
		s.mu.Lock()
		if len(s.seen) == 0 || s.seen[len(s.seen)-1] != now {
			s.seen = append(s.seen, now)
		}
		s.mu.Unlock()
		if now == s.speed {
			return n, nil
		}
		if _, err := s.File.Write([]byte{0xfc, 0x80, 0x1c, 0xf8, 0xe0}); err != nil {
			return 0, err
		}
	}
}

func (s *slow) Write(b []byte) (int, error) {
	if s.now() == s.speed {
		return s.File.Write(b)
	}
	return len(b), nil
}

func (s *slow) speeds() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]int(nil), s.seen...)
}

// plugSerial plugs in an adapter with a modem behind it that understands one speed, and has the computer
// see its port beside what is really there.
func plugSerial(t *testing.T, modem *fakemodem.Modem, speed int) (*slow, hw.Line) {
	t.Helper()
	behind, line := newAdapter(t, modem, speed)
	plugInto(t, &socket{lines: []hw.Line{line}})
	return behind, line
}

// newAdapter returns an adapter with a modem behind it that understands one speed, and its port.
func newAdapter(t *testing.T, modem *fakemodem.Modem, speed int) (*slow, hw.Line) {
	t.Helper()
	master, name := openPTY(t)
	behind := &slow{File: master, t: t, speed: speed}
	go func() { _ = modem.Serve(behind) }() // ends with an error when the terminal closes
	return behind, hw.Line{Name: name, Label: "USB Serial", Interface: -1, Device: "1a86:7523"}
}

// plugInto has the computer see what is in a socket, beside what is really there.
func plugInto(t *testing.T, s *socket) {
	computer = func(f flags, data string, log *slog.Logger) hardware {
		h := realHardware(f, data, log)
		h.config.Scanner, h.config.Watcher = s, nil
		return h
	}
	t.Cleanup(func() { computer = realHardware })
}

// socket is where a serial adapter is plugged in; no stick is anywhere.
type socket struct {
	mu    sync.Mutex
	lines []hw.Line
}

// hold has other ports be in the socket.
func (s *socket) hold(lines ...hw.Line) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = lines
}

func (s *socket) Scan(context.Context) (hw.Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return hw.Snapshot{Lines: s.lines}, nil
}

// TestSerialAdapter is the program, everything real but the window and the SIM800 behind a terminal that
// understands 9600 only and answers the third command first: the port is not opened before a person picks it, the speed is found, a text goes
// out and one comes in; the next start goes straight to it.
func TestSerialAdapter(t *testing.T) {
	options := fakemodem.SIM800()
	options.Echo = true
	modem := fakemodem.New(options)
	behind, line := plugSerial(t, modem, 9600)
	data := t.TempDir()

	p, err := start(flags{}, data, discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	facts := p.runner.Facts()
	awaitFacts(t, facts, func(f setup.Facts) bool { return f.Problem() == setup.ProblemNoStick })
	if said := behind.speeds(); len(said) > 0 {
		t.Fatalf("written to unasked, at %v", said)
	}
	p.runner.Do(setup.DoUseSerial{Name: line.Name})
	awaitFacts(t, facts, func(f setup.Facts) bool { return f.Boot.Speed == 9600 })
	awaitFacts(t, facts, func(f setup.Facts) bool { return f.Step() == setup.StepTest })
	if said := behind.speeds(); len(said) != 2 || said[0] != 115200 || said[1] != 9600 {
		t.Errorf("asked at %v", said)
	}
	p.runner.Do(setup.DoSkipTest{})
	awaitChat(t, facts)
	sent, err := p.texts.Send(t.Context(), partner, "Grüße über 9600 Baud €")
	if err != nil {
		t.Fatal(err)
	}
	await(t, "the answer", func() bool { return len(history(t, p)) == 2 })
	if got := modem.Sent(); len(got) != 1 || got[0].Text != sent.Text {
		t.Errorf("the network has %v, want one text %q", got, sent.Text)
	}
	behind, again := plugSerial(t, modem, 9600) // the name of before is still taken
	p.close()

	p, err = start(flags{}, data, discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	f := awaitChat(t, p.runner.Facts())
	if l, _ := f.Line(); l.Name != again.Name || l.Speed != 9600 {
		t.Errorf("connected to %+v", l)
	}
	if said := behind.speeds(); len(said) != 1 || said[0] != 9600 {
		t.Errorf("the second start asked at %v", said)
	}
}

// TestPortAtSpeed: -port finds the speed of a modem that understands one only, and takes one that is named.
func TestPortAtSpeed(t *testing.T) {
	for name, c := range map[string]struct {
		suffix string
		speeds int
	}{"found": {"", 3}, "named": {"@57600", 1}} {
		t.Run(name, func(t *testing.T) {
			modem := fakemodem.New(fakemodem.Options{})
			behind, line := plugSerial(t, modem, 57600)
			p, err := start(flags{port: line.Name + c.suffix}, t.TempDir(), discard, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer p.close()
			awaitChat(t, p.runner.Facts())
			if said := behind.speeds(); len(said) != c.speeds || said[len(said)-1] != 57600 {
				t.Errorf("asked at %v", said)
			}
			if _, err := p.texts.Send(t.Context(), partner, "at its speed"); err != nil {
				t.Fatal(err)
			}
			await(t, "the text", func() bool { return len(modem.Sent()) == 1 })
		})
	}
}

// TestSerialAdapterReturns pulls the adapter out in the chat and plugs it in again under another name: a
// text that was written meanwhile goes out by itself.
func TestSerialAdapterReturns(t *testing.T) {
	modem := fakemodem.New(fakemodem.Options{})
	behind, line := newAdapter(t, modem, 9600)
	held := &socket{lines: []hw.Line{line}}
	plugInto(t, held)
	p, err := start(flags{auto: true}, t.TempDir(), discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	facts := p.runner.Facts()
	awaitFacts(t, facts, func(f setup.Facts) bool { return len(f.SerialPorts()) == 1 })
	p.runner.Do(setup.DoUseSerial{Name: line.Name})
	awaitChat(t, facts)

	_, again := newAdapter(t, modem, 9600) // the name of before is still taken
	held.hold()
	_ = behind.Close()
	awaitFacts(t, facts, func(f setup.Facts) bool {
		return f.Problem() == setup.ProblemPortGone && !f.Session.Connected && f.InChat()
	})
	if _, err := p.texts.Send(t.Context(), partner, "written while it is away"); err != nil {
		t.Fatal(err)
	}
	held.hold(again)
	await(t, "the text", func() bool { return len(modem.Sent()) == 1 })
}
