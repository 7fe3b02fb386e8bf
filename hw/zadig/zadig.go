// Package zadig helps a person through Zadig, the program that binds a libusb driver to a USB
// device on Windows: it makes sure that the file which the person picked is Zadig as its maker
// signed it, starts a copy of it with a zadig.ini that leaves one row and one button to click, and
// watches the scan until Windows has bound the driver. It also knows the way back.
//
// Zadig stays a program of its own that the person starts knowingly: it asks for an administrator
// itself, this program never does. What then runs with an administrator's rights is what was
// checked: a copy in a fresh folder of this user, checked and started while no program can write to
// it. Nothing beside the picked file (a zadig.ini, a DLL) has any effect, and nothing is left there.
// Copying and the order of the checks build and are tested everywhere; the signature and starting
// need Windows.
package zadig

import (
	"context"
	"fmt"
	"os"
	"time"

	"surfstick-sms/hw"
)

const (
	// scanEvery is the pause between two scans while Zadig is open.
	scanEvery = time.Second
	// afterClose is how long Windows may need to show the driver once Zadig has ended.
	afterClose = 8 * time.Second
)

// Helper does a DriverJob. Scanner and Folder must be set.
type Helper struct {
	Scanner hw.Scanner
	// Folder is where the copy of Zadig gets a folder of its own: the data folder.
	Folder string
	// Signer returns the name of who signed the program in an open file, by a certificate that
	// Windows trusts, or hw.ErrUnsigned. By default it is that of this package.
	Signer func(program *os.File) (string, error)
	// Start starts the program and returns a channel that is closed when it has ended; nil when
	// that cannot be known. By default it is Start of this package.
	Start func(exe string) (<-chan struct{}, error)
	// Keep takes the note about the way back, before Zadig starts and again when the driver is
	// there; nil keeps none.
	Keep func(note string)
}

// Install copies and checks the file, starts the copy and waits until the driver is bound.
// Errors: hw.ErrNotZadig, hw.ErrUnsigned, hw.ErrNoCopy, hw.ErrDeclined, hw.ErrClosed,
// hw.ErrUnsupported, or that of the context.
func (h Helper) Install(ctx context.Context, job hw.DriverJob) error {
	own, err := h.prepare(job.Zadig)
	if err != nil {
		return err
	}
	h.keep(job, hw.Interface{})
	start := h.Start
	if start == nil {
		start = Start
	}
	closed, err := start(own.exe)
	if err != nil {
		own.remove()
		return fmt.Errorf("start Zadig: %w", err)
	}
	defer own.removeAfter(closed)
	return h.wait(ctx, job, closed)
}

func (h Helper) keep(job hw.DriverJob, now hw.Interface) {
	if h.Keep != nil {
		h.Keep(Note(job, now))
	}
}

// wait scans until the driver is bound. Zadig that was closed before gets some seconds: Windows
// shows a driver a little later than it is installed.
func (h Helper) wait(ctx context.Context, job hw.DriverJob, closed <-chan struct{}) error {
	tick := time.NewTicker(scanEvery)
	defer tick.Stop()
	var late <-chan time.Time
	for {
		if s, err := h.Scanner.Scan(ctx); err == nil {
			if i, ok := Bound(s, job); ok {
				h.keep(job, i)
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-closed:
			closed, late = nil, time.After(afterClose)
		case <-late:
			return hw.ErrClosed
		case <-tick.C:
		}
	}
}

// Bound reports whether the job is done: the interface that it is about has a libusb driver.
func Bound(s hw.Snapshot, job hw.DriverJob) (hw.Interface, bool) {
	for _, stick := range s.Sticks {
		if stick.Location != job.Stick.Location || stick.ID != job.Stick.ID {
			continue
		}
		for _, i := range stick.Interfaces {
			if i.Number == job.Interface && i.Driver.Libusb() {
				return i, true
			}
		}
	}
	return hw.Interface{}, false
}
