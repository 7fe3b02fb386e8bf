package hw

import (
	"context"
	"io"
)

// Scanner looks at what is plugged in. Scan opens no device, needs no rights, takes well under a
// second and may be called several times a second.
type Scanner interface {
	Scan(ctx context.Context) (Snapshot, error)
}

// Watcher reports that the next scan may see something else: a USB device came or went, a driver
// was bound, a serial port or CD drive appeared. It saves scanning by the clock.
type Watcher interface {
	// Watch calls changed once when it has begun, as what happened before is unknown to it, and
	// then after every change, several that come together being one. It returns nil when the
	// context has ended, and an error when the system does not report changes (ErrUnsupported) or
	// stopped to. changed is called by one goroutine at a time and not any more after Watch has
	// returned.
	Watch(ctx context.Context, changed func()) error
}

// Switcher sends one message to a stick in storage mode. A nil error means that it was handed over;
// whether the stick obeyed shows only in the next scans. A stick that vanishes while it is written
// to has obeyed: that is nil too. Errors: ErrNotOurs (nothing sent), ErrAccess, ErrBusy, ErrGone,
// ErrNoDriver, ErrNoLibusb, ErrUnsupported.
type Switcher interface {
	Switch(ctx context.Context, s Stick, m Message) error
}

// Opener opens a line. Reads of the result return (0, nil) now and then when nothing comes; writes
// end within 5 s or fail; Close ends both and may be called more than once. Errors: ErrGone,
// ErrBusy, ErrAccess, ErrNotSerial, ErrNoLibusb.
type Opener interface {
	Open(ctx context.Context, l Line) (io.ReadWriteCloser, error)
}
