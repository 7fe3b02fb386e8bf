// Package passthrough sends the switch message through the driver of the stick's own CD drive. It
// needs no other driver: the SCSI command inside the message is handed to the drive as it is, by
// DeviceIoControl on Windows (which a local user may do without being an administrator) and by
// SG_IO on Linux (through /dev/sgN, for those to whom udev gives CD drives; without the kernel's
// module sg only root may send a vendor's command).
//
// A wrong target would mean a vendor's command sent to somebody's DVD burner. So the drive is
// opened first, and then must prove that it sits on the USB device of the scan, with an ID out of
// the table of switchable sticks; if not, hw.ErrNotOurs comes back and nothing was sent.
//
// What the drive answers means little: the stick restarts at once, and the driver sees anything
// between success and a lost device. Whether it obeyed shows in the next scans; the answer is logged
// and told as evidence (hw.WithAnswer).
package passthrough

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"syscall"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// The deadlines: that of the driver for the command, and ours for everything.
const (
	commandTimeout = 10 * time.Second
	outerTimeout   = 20 * time.Second
)

// New returns the switcher that goes through the CD drive; log gets what the drive answers.
func New(log *slog.Logger) hw.Switcher { return newSwitcher(openDrive, log) }

// drive is an open CD drive that was proved to be the stick's.
type drive interface {
	// send hands over a SCSI command of up to 16 bytes without data. An error means that it did not
	// reach the drive; one that vanished under the command has taken it.
	send(cdb []byte) (hw.Answer, error)
	close()
}

type switcher struct {
	open func(s hw.Stick) (drive, error)
	log  *slog.Logger
	// turn lets one command at a time go out.
	turn chan struct{}
}

func newSwitcher(open func(hw.Stick) (drive, error), log *slog.Logger) hw.Switcher {
	return switcher{open, log, make(chan struct{}, 1)}
}

// Switch implements hw.Switcher.
func (p switcher) Switch(ctx context.Context, s hw.Stick, m hw.Message) error {
	if err := ours(s, m); err != nil {
		return fmt.Errorf("pass through to %s: %w", s.ID, err)
	}
	if err := p.run(ctx, s, m); err != nil {
		return fmt.Errorf("pass through to %s: %w", s.ID, err)
	}
	return nil
}

// ours is the first of two checks. Control requests, by which sticks of the E220 generation are
// switched, do not go through a CD drive.
func ours(s hw.Stick, m hw.Message) error {
	if err := sticks.Guard(s, m); err != nil {
		return err
	}
	withData := func(c hw.Command) bool { return c.In > 0 || c.Unit > 0 }
	switch {
	case !m.Passes(s), slices.ContainsFunc(m.Passed(s), withData):
		return hw.ErrUnsupported
	case s.CDDrive == "":
		return fmt.Errorf("no CD drive: %w", hw.ErrGone)
	}
	return nil
}

// run sends in a goroutine of its own: a driver can keep the command for ever.
func (p switcher) run(ctx context.Context, s hw.Stick, m hw.Message) error {
	ctx, cancel := context.WithTimeout(ctx, outerTimeout)
	defer cancel()
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case p.turn <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("the last command is not back: %w", hw.ErrBusy)
	}
	done := make(chan error, 1)
	go func() {
		defer func() { <-p.turn }()
		done <- p.send(ctx, s, m)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("the driver keeps the command: %w", ctx.Err())
	}
}

// send opens, sends and closes. A panic over what a driver returned must not end the
// program.
func (p switcher) send(ctx context.Context, s hw.Stick, m hw.Message) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the driver's answer broke off: %v", r)
		}
	}()
	d, err := p.open(s)
	if err != nil {
		var code syscall.Errno
		if errors.As(err, &code) {
			hw.TellAnswer(ctx, hw.Answer{Code: int(code)})
		}
		return fmt.Errorf("open %s: %w", s.CDDrive, err)
	}
	defer d.close()
	for i, c := range m.Passed(s) {
		answer, err := d.send(c.CDB)
		hw.TellAnswer(ctx, answer)
		p.log.Info("command through the CD drive", "stick", s.Location, "command", c.CDB[0],
			"answer", answer.String(), "err", err)
		if err != nil && i == 0 {
			return err
		}
	}
	return nil // a stick that obeyed the first takes no more
}
