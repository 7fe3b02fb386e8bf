// Package comport lists, ranks and opens serial ports. It is the only importer of go.bug.st/serial
// and adds what that library leaves to its caller: a list that opens no port, ranks that say which
// port of a stick is likeliest to take AT commands, deadlines that hold, and the errors of package
// hw.
//
// A port that it opens never hangs: a read returns within 200 ms, with nothing when nothing came;
// a write that a stalled driver does not take fails after 5 s and closes the port; Close gives up
// waiting for the driver after 3 s and may be called as often as one likes. Any terminal device
// can be opened by name, a pseudo-terminal too. It has 8 data bits, no parity, one stop bit and the
// speed of the line, which does not matter to a stick but to a modem behind a serial adapter.
package comport

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"go.bug.st/serial"

	"surfstick-sms/hw"
)

// The deadlines. A read time-out must be short and never zero: the library would spin or wait for
// ever. The driver of an unplugged stick can hang in Close (jSerialComm 266).
const (
	readTimeout  = 200 * time.Millisecond
	writeTimeout = 5 * time.Second
	closeTimeout = 3 * time.Second
	openTimeout  = 10 * time.Second

	openTries = 4
	openPause = 300 * time.Millisecond
)

// New returns the opener for serial ports.
// An open port is a hw.SpeedSetter.
func New() hw.Opener { return opener{openSystem} }

// opener opens ports by a function that tests replace.
type opener struct {
	open func(name string, speed int) (device, error)
}

// device is the part of serial.Port that is used.
type device interface {
	io.ReadWriteCloser
	ResetOutputBuffer() error
	SetMode(mode *serial.Mode) error
}

// Open implements hw.Opener. A driver that does not come back from opening is left behind after
// 10 s; should it come back later, the port is closed at once.
func (o opener) Open(ctx context.Context, l hw.Line) (io.ReadWriteCloser, error) {
	if l.Kind != hw.LineSerial {
		return nil, fmt.Errorf("open %s: no serial port: %w", l.Name, hw.ErrUnsupported)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, openTimeout, errOpenHangs)
	defer cancel()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("open %s: %w", l.Name, err)
	}
	dev, err := o.openPatiently(ctx, l)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", l.Name, err)
	}
	return newPort(l.Name, dev), nil
}

// openPatiently gives a port that has just come some time: Linux sets its permissions a moment
// after it is there, and Windows calls it in use until the handle from before is closed.
func (o opener) openPatiently(ctx context.Context, l hw.Line) (device, error) {
	for try := 1; ; try++ {
		dev, err := o.openWithin(ctx, l)
		err = hwError(err)
		settling := errors.Is(err, hw.ErrAccess) || errors.Is(err, hw.ErrBusy)
		if !settling || try == openTries {
			return dev, err
		}
		select {
		case <-time.After(openPause):
		case <-ctx.Done():
			return nil, err
		}
	}
}

var errOpenHangs = fmt.Errorf("the driver does not answer: %w", hw.ErrNotSerial)

type opened struct {
	dev device
	err error
}

func (o opener) openWithin(ctx context.Context, l hw.Line) (device, error) {
	done := make(chan opened)
	go func() {
		dev, err := o.open(l.Name, l.Speed)
		select {
		case done <- opened{dev, err}:
		case <-ctx.Done():
			if err == nil {
				_ = dev.Close() // nobody waits for it any more
			}
		}
	}()
	select {
	case r := <-done:
		return r.dev, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// mode is what a modem is asked with at a speed; 0 is the default one. DTR and RTS stay raised, as the
// library leaves them: asking for them explicitly would fail on pseudo-terminals, which have no such
// lines.
func mode(speed int) *serial.Mode {
	return &serial.Mode{BaudRate: cmp.Or(speed, hw.DefaultSpeed), DataBits: 8}
}

// openSystem opens a port of this computer.
func openSystem(name string, speed int) (device, error) {
	path := devicePath(name)
	p, err := serial.Open(path, mode(speed))
	if err != nil {
		return nil, err
	}
	if err := p.SetReadTimeout(readTimeout); err != nil {
		_ = p.Close()
		return nil, err
	}
	closeOnExec(path)
	shareTerminal(path)
	return adapt(p), nil
}
