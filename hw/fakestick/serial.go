package fakestick

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"sync"

	"surfstick-sms/hw"
)

// Serial is a simulated serial adapter beside a stick, with something behind its wires that understands
// one speed. It is the scanner and the opener of both; what else a stick is stays the stick's.
type Serial struct {
	*Stick
	// Port is that of the adapter.
	Port hw.Line
	// Speed is the one that is understood; at any other, what is said comes back as noise.
	Speed int
	// Behind opens what is behind the wires.
	Behind func() (io.ReadWriteCloser, error)
}

// CH340 returns the port of a common adapter as Windows shows it.
func CH340(port string) hw.Line {
	return hw.Line{
		Name: port, Label: "USB-SERIAL CH340 (" + port + ")", Interface: -1, Device: "1a86:7523",
	}
}

// Scan implements hw.Scanner.
func (s Serial) Scan(ctx context.Context) (hw.Snapshot, error) {
	seen, err := s.Stick.Scan(ctx)
	if err == nil {
		seen.Lines = append(slices.Clip(seen.Lines), s.Port)
	}
	return seen, err
}

// Open implements hw.Opener.
func (s Serial) Open(ctx context.Context, l hw.Line) (io.ReadWriteCloser, error) {
	if l.Name != s.Port.Name {
		return s.Stick.Open(ctx, l)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	rw, err := s.Behind()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w: %w", l.Name, hw.ErrGone, err)
	}
	w := &wire{ReadWriteCloser: rw, right: s.Speed}
	return w, w.SetSpeed(l.Speed)
}

// wire is an open port of an adapter.
type wire struct {
	io.ReadWriteCloser
	right int

	mu    sync.Mutex
	speed int    // guarded by mu
	noise []byte // guarded by mu: what came at a wrong speed and was not read yet
}

// SetSpeed implements hw.SpeedSetter.
func (w *wire) SetSpeed(speed int) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.speed = cmp.Or(speed, hw.DefaultSpeed)
	return nil
}

// Write implements io.Writer.
func (w *wire) Write(b []byte) (int, error) {
	w.mu.Lock()
	wrong := w.speed != w.right
	if wrong {
		w.noise = append(w.noise, 0xfc, 0x80, 0x1c, 0xf8)
	}
	w.mu.Unlock()
	if wrong {
		return len(b), nil
	}
	return w.ReadWriteCloser.Write(b)
}

// Read implements io.Reader.
func (w *wire) Read(b []byte) (int, error) {
	w.mu.Lock()
	n := copy(b, w.noise)
	w.noise = w.noise[n:]
	w.mu.Unlock()
	if n > 0 {
		return n, nil
	}
	return w.ReadWriteCloser.Read(b)
}
