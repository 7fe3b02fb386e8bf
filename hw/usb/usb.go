// Package usb does what goes by libusb: it sends switch messages (New), talks to the AT interface
// of a stick without a COM port (NewOpener) and lists devices (NewLister). It is the only importer
// of gousb, which needs cgo; without cgo it builds all the same and says that libusb is not there.
//
// It switches nothing but a known stick in storage mode. The stick must be at the place where the
// scan saw it, with the ID that the scan saw, in the table of switchable sticks, and must show the
// mass storage class and a bulk OUT endpoint at the moment of sending, and the message must be one
// for this stick; for other makers' sticks the whole guard is asked again with what the open device
// shows. If not, hw.ErrNotOurs comes back and not a byte has left. Control requests and
// SET_CONFIGURATION are sent under the same conditions.
//
// Every operation has a libusb context of its own that lives no longer (libusb before 1.0.30
// crashes when a driver is exchanged under a living one), one at a time, and a deadline that holds
// even when a transfer cannot be cancelled. Only an open line keeps its context.
package usb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// The deadlines. The stick usually vanishes before it could answer the last command, so that its status
// is asked for but not waited for.
const (
	transferTimeout = 3 * time.Second // usb_modeswitch's
	statusTimeout   = 500 * time.Millisecond
	outerTimeout    = 12 * time.Second
)

// New returns the switcher that goes by libusb.
func New() hw.Switcher { return newSwitcher(openLibrary) }

// Available reports whether libusb is built in and starts.
func Available() bool {
	turn <- struct{}{}
	defer func() { <-turn }()
	lib, err := guarded(openLibrary)
	if err != nil {
		return false
	}
	return lib.close() == nil
}

// turn lets one operation at a time be inside libusb, in the whole program.
var turn = make(chan struct{}, 1)

type switcher struct {
	open func() (library, error)
}

func newSwitcher(open func() (library, error)) hw.Switcher { return switcher{open} }

// Switch implements hw.Switcher.
func (s switcher) Switch(ctx context.Context, stick hw.Stick, m hw.Message) error {
	if err := sticks.Guard(stick, m); err != nil {
		return fmt.Errorf("switch %s: %w", stick.ID, err)
	}
	if err := s.run(ctx, stick, m); err != nil {
		return fmt.Errorf("switch %s: %w", stick.ID, err)
	}
	return nil
}

// run sends in a goroutine of its own, which keeps its turn until libusb has let go.
func (s switcher) run(ctx context.Context, stick hw.Stick, m hw.Message) error {
	ctx, cancel := context.WithTimeout(ctx, outerTimeout+m.Waits())
	defer cancel()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	mine := turn // tests put another one there
	select {
	case mine <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("libusb is still at the last message: %w", hw.ErrBusy)
	}
	done := make(chan error, 1)
	go func() {
		defer func() { <-mine }()
		done <- s.send(ctx, stick, m)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("libusb keeps the message: %w", ctx.Err())
	}
}

// send does it all: start libusb, find, check, send, close.
func (s switcher) send(ctx context.Context, stick hw.Stick, m hw.Message) (err error) {
	defer recovered(&err)
	lib, err := guarded(s.open)
	if err != nil {
		return err
	}
	defer func() { _ = lib.close() }()
	d, err := choose(lib, stick)
	if err != nil {
		return err
	}
	dev, err := lib.open(d)
	if err != nil {
		return fmt.Errorf("open: %w", meaning(err))
	}
	defer func() { _ = dev.close() }()
	i, err := drive(dev, stick, m)
	if err != nil {
		return err
	}
	return (&sending{dev: dev, drive: i}).run(ctx, m)
}

// drive finds the interface of the CD drive among those that the open device has at this moment: without
// one it is no stick in storage mode any more, whatever the scan saw. With what the others are the guard is
// asked once more; those of Huawei are known by their CD drive's interface alone.
func drive(dev device, s hw.Stick, m hw.Message) (iface, error) {
	all, err := dev.interfaces()
	if err != nil {
		return iface{}, fmt.Errorf("read the active configuration: %w", meaning(err))
	}
	i, ok := storage(all)
	if !ok {
		return iface{}, fmt.Errorf("%w: no mass storage interface", hw.ErrNotOurs)
	}
	if s.ID.Vendor == hw.HuaweiVendor {
		return i, nil
	}
	s.Interfaces = described(all)
	return i, sticks.Guard(s, m)
}

// told tells how a transfer ended.
func told(ctx context.Context, err error) error {
	a := hw.Answer{Call: "done"}
	if err != nil {
		a.Call = err.Error()
	}
	hw.TellAnswer(ctx, a)
	return err
}

// handedOver turns the errors of a stick that went away while it was written to into success.
func handedOver(doing string, err error) error {
	var f fault
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &f):
	case f == faultNoDevice, f == faultIO, f == faultPipe:
		return nil
	case f == faultTimeout:
		return fmt.Errorf("%s: the stick takes nothing: %w", doing, os.ErrDeadlineExceeded)
	case f == faultInvalid:
		return fmt.Errorf("%s: %w: %w", doing, hw.ErrUnsupported, err)
	}
	return fmt.Errorf("%s: %w", doing, meaning(err))
}

// guarded starts libusb; gousb panics when that fails.
func guarded(open func() (library, error)) (lib library, err error) {
	defer func() {
		if r := recover(); r != nil {
			lib, err = nil, fmt.Errorf("%w: %v", hw.ErrNoLibusb, r)
		}
	}()
	return open()
}

func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("libusb broke off: %v", r)
	}
}
