// Package virtualstick is a surfstick, or any other USB device, made of software: the device's end
// of the USB/IP protocol in pure Go. Linux' vhci_hcd takes it for a device in a socket, so that
// usb-storage, sr_mod, option and libusb meet it as they would meet the real one; nothing but the
// attaching (VHCI) needs Linux or root.
//
// What a device looks like is data (Device); what it does on an order to change its mode is a
// function (Obey), slowed down or spoilt by a Temper. Behind a mass storage interface
// there are drives with a small read-only image; behind a serial interface whatever Options.Dial
// returns: this package knows nothing about AT. Everything that is written to the device is
// recorded, and Entry.Intrusive reports what nobody but a switching program would have sent.
package virtualstick

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"
)

// ErrPlugged is what Plug returns for a stick that is plugged in already.
var ErrPlugged = errors.New("virtual stick: plugged in already")

// Socket is where a stick can be plugged in. It is the same socket after a restart, so that the
// stick keeps its place on the bus.
type Socket interface {
	// Attach shows the host a new device. What is written to and read from the result is USB/IP;
	// closing it takes the device away.
	Attach(d Device) (io.ReadWriteCloser, error)
}

// Temper is how a stick takes orders. The zero value obeys at the first one.
type Temper struct {
	// Deaf is how many orders it lets pass after it was plugged in.
	Deaf int
	// Away is how long it stays off the bus when it restarts; 1.5 s if 0.
	Away time.Duration
	// Gone has it never come back.
	Gone bool
	// Polite has it answer the order before it leaves; others leave without a word.
	Polite bool
}

const (
	usualAway = 1500 * time.Millisecond
	farewell  = 100 * time.Millisecond // from a polite answer to the restart
)

// Options say what a stick is.
type Options struct {
	// Device is what is plugged in.
	Device Device
	// Obey is what it does when it is written to, as long as the device that it is has no Obey of its
	// own; nil never cares.
	Obey
	Temper
	// Dial opens what is behind a serial interface, each time that the interface appears. It is
	// closed with the interface if it is an io.Closer. Reads of it must return now and then, with
	// nothing when there is nothing, or end when it is closed. Nil is silence.
	Dial func(Line) (io.ReadWriter, error)
}

// Stick is one device and its record. Its methods may be called from any goroutine.
type Stick struct {
	options Options
	journal journal

	mu      sync.Mutex
	cancel  context.CancelFunc
	stopped chan struct{}
	now     *Device
	deaf    int
	err     error
}

// New makes a stick that is not plugged in.
func New(o Options) *Stick {
	if o.Away == 0 {
		o.Away = usualAway
	}
	return &Stick{options: o}
}

// Plug plugs it in as Options.Device.
func (s *Stick) Plug(where Socket) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel != nil {
		return ErrPlugged
	}
	d := s.options.Device
	conn, err := where.Attach(d)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel, s.stopped = cancel, make(chan struct{})
	s.now, s.deaf, s.err = &d, s.options.Deaf, nil
	go s.run(ctx, where, conn)
	return nil
}

// Unplug takes it out and returns when nothing of it runs any more. It may be called on a stick
// that is not plugged in.
func (s *Stick) Unplug() {
	s.mu.Lock()
	cancel, stopped := s.cancel, s.stopped
	s.mu.Unlock()
	if cancel == nil {
		return
	}
	cancel()
	<-stopped
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped == stopped {
		s.cancel = nil
	}
}

// Done is closed when the stick is out of its socket: taken out by either side, or gone for good
// after an order. It is nil before the first Plug.
func (s *Stick) Done() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopped
}

// Device returns what it is on the bus now; false when it is not, because it is not plugged in,
// restarts, or is gone for good.
func (s *Stick) Device() (Device, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil {
		return Device{}, false
	}
	return *s.now, true
}

// Err returns why the stick could not come back after a restart.
func (s *Stick) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Record returns everything that was written to it so far, in order.
func (s *Stick) Record() []Entry { return s.journal.all() }

// Forget empties the record.
func (s *Stick) Forget() { s.journal.forget() }

// run lives from Plug to Unplug: one device on the bus after the other.
func (s *Stick) run(ctx context.Context, where Socket, conn io.ReadWriteCloser) {
	defer close(s.stopped)
	for {
		device, _ := s.Device()
		next := s.show(ctx, device, conn)
		s.set(nil, nil)
		if next == nil || s.options.Gone || !pause(ctx, s.options.Away) {
			return
		}
		var err error
		if conn, err = where.Attach(*next); err != nil {
			s.set(nil, err)
			return
		}
		s.set(next, nil)
	}
}

// show is one device on the bus, until it restarts as the one returned, or is taken away: nil.
func (s *Stick) show(ctx context.Context, d Device, conn io.ReadWriteCloser) *Device {
	var next *Device
	ss := newSession(d, conn, &s.journal, s.options.Dial)
	ss.order = func(written []Entry) (heard, obeyed bool) {
		if next == nil {
			next, heard = s.obey(written)
		}
		return heard, next != nil
	}
	ss.configured = func(d Device) { s.set(&d, nil) }
	ss.polite = s.options.Polite
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	ss.serve()
	if ctx.Err() != nil {
		return nil
	}
	return next
}

// obey returns what the stick becomes, and whether it was told at all: it may have been deaf.
func (s *Stick) obey(written []Entry) (next *Device, heard bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	firmware := s.options.Obey
	if s.now != nil && s.now.Obey != nil {
		firmware = s.now.Obey
	}
	if firmware == nil {
		return nil, false
	}
	next = firmware(written)
	if next != nil && s.deaf > 0 {
		s.deaf--
		return nil, true
	}
	return next, next != nil
}

func (s *Stick) set(d *Device, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now, s.err = d, err
}

func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
