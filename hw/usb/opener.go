package usb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// NewOpener returns the opener of lines of kind hw.LineUSB ("Direct USB"): the bulk endpoints of a
// serial interface of a stick in modem mode, as Linux' option driver uses them, without a COM port
// and without its driver.
//
// It opens nothing but a stick that sticks.Modem knows, at the place that the line names, and of it only a
// serial interface. A line has a libusb context of its own that lives as long as it is open; while
// it is opened, no other operation is inside libusb.
func NewOpener() hw.Opener { return opener{openLibrary} }

const (
	openTimeout = 12 * time.Second
	// An interface that another program or another line of this one has just left is busy for a
	// moment; on Windows one line keeps those beside it closed.
	openTries = 6
	openPause = 500 * time.Millisecond
)

type opener struct {
	open func() (library, error)
}

// Open implements hw.Opener.
func (o opener) Open(ctx context.Context, l hw.Line) (io.ReadWriteCloser, error) {
	location, number, ok := hw.ParseUSBLine(l.Name)
	switch {
	case l.Kind != hw.LineUSB:
		return nil, fmt.Errorf("open %s: no direct USB line: %w", l.Name, hw.ErrUnsupported)
	case !ok:
		return nil, fmt.Errorf("open %s: %w", l.Name, hw.ErrGone)
	}
	ctx, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	opened, err := o.patiently(ctx, target{l.Name, location, number})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", l.Name, err)
	}
	return opened, nil
}

// patiently tries again while the line is busy or refused. When the time is up meanwhile, that is
// why.
func (o opener) patiently(ctx context.Context, t target) (*line, error) {
	var before error
	for try := 1; ; try++ {
		opened, err := o.inTurn(ctx, t)
		if before != nil && ctx.Err() != nil && err != nil {
			return nil, before
		}
		waits := errors.Is(err, hw.ErrBusy) || errors.Is(err, hw.ErrAccess)
		if !waits || try == openTries {
			return opened, err
		}
		before = err
		select {
		case <-time.After(openPause):
		case <-ctx.Done():
			return nil, before
		}
	}
}

// target is what is to be opened.
type target struct {
	name     string
	location string
	number   int
}

type result struct {
	line *line
	err  error
}

// inTurn opens in a goroutine of its own, which keeps its turn until libusb has let go. A line that
// comes too late is closed.
func (o opener) inTurn(ctx context.Context, t target) (*line, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	mine := turn // tests put another one there
	select {
	case mine <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("libusb is still at something else: %w", hw.ErrBusy)
	}
	done := make(chan result)
	go func() {
		opened, err := o.connect(t)
		<-mine
		select {
		case done <- result{opened, err}:
		case <-ctx.Done():
			if opened != nil {
				_ = opened.Close()
			}
		}
	}()
	select {
	case r := <-done:
		return r.line, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// connect does it all: start libusb, find, check, claim, raise the control lines.
func (o opener) connect(t target) (opened *line, err error) {
	defer recovered(&err)
	lib, err := guarded(o.open)
	if err != nil {
		return nil, err
	}
	defer func() {
		if opened == nil {
			_ = lib.close()
		}
	}()
	d, err := find(lib, t.location)
	if err != nil {
		return nil, err
	}
	dev, err := lib.open(d)
	if err != nil {
		return nil, fmt.Errorf("open: %w", meaning(err))
	}
	defer func() {
		if opened == nil {
			_ = dev.close()
		}
	}()
	i, err := serial(dev, d.id, t.number)
	if err != nil {
		return nil, err
	}
	if err := dev.claim(i); err != nil {
		return nil, fmt.Errorf("claim interface %d: %w", i.number, meaning(err))
	}
	_ = dev.setLines(i.number, linesUp) // some need it, others stall
	return newLine(t.name, lib, dev, i), nil
}

// find looks for the one device at a location that is of Huawei's, or a modem of another maker.
func find(lib library, location string) (descriptor, error) {
	all, err := lib.list()
	if err != nil && len(all) == 0 {
		return descriptor{}, fmt.Errorf("list devices: %w", meaning(err))
	}
	var fits []descriptor
	for _, d := range all {
		huawei := d.id.Vendor == hw.HuaweiVendor && d.id.Product != sticks.Rescue
		possible := huawei || sticks.Modem(d.id, d.ifaces)
		if possible && atLocation(d, location) {
			fits = append(fits, d)
		}
	}
	switch len(fits) {
	case 0:
		return descriptor{}, fmt.Errorf("find: %w", hw.ErrGone)
	case 1:
		return fits[0], nil
	}
	return descriptor{}, fmt.Errorf("%w: %d sticks look the same", hw.ErrNotOurs, len(fits))
}

// serial finds an interface of the active configuration and checks that it is a serial one.
func serial(dev device, id hw.ID, number int) (iface, error) {
	all, err := dev.interfaces()
	if err != nil {
		return iface{}, fmt.Errorf("read the active configuration: %w", meaning(err))
	}
	if !sticks.Modem(id, described(all)) {
		return iface{}, fmt.Errorf("%s: %w", id, hw.ErrNotSerial)
	}
	at := slices.IndexFunc(all, func(i iface) bool { return i.number == number })
	if at < 0 {
		return iface{}, fmt.Errorf("interface %d: %w", number, hw.ErrGone)
	}
	i := all[at]
	if !sticks.Direct(id, described(all)[at]) || i.bulkIn == 0 || i.bulkOut == 0 {
		return iface{}, fmt.Errorf("interface %d: %w", number, hw.ErrNotSerial)
	}
	return i, nil
}

// described returns interfaces as the table of sticks knows them.
func described(all []iface) []hw.Interface {
	list := make([]hw.Interface, len(all))
	for n, i := range all {
		list[n] = hw.Interface{
			Number: i.number, Class: i.class, SubClass: i.subClass, Protocol: i.protocol,
		}
	}
	return list
}
