// Package passthrough sends the switch message through the driver of the stick's own CD drive. It
// needs no other driver: the SCSI commands inside the message are handed to the drive as they are, by
// DeviceIoControl on Windows (which a local user may do without being an administrator) and by
// SG_IO on Linux (through /dev/sgN, for those to whom udev gives CD drives; without the kernel's
// module sg only root may send a vendor's command). A message that begins with the standard eject
// is not even that: the system is asked to eject the disc, as a person may from the file manager.
//
// A wrong target would mean a vendor's command sent to somebody's DVD burner. So the drive is
// opened first, and then must prove that it sits on the USB device of the scan, with an ID out of
// the table of switchable sticks; that of another maker must also be a CD drive with a small disc
// that cannot be written. If not, hw.ErrNotOurs comes back and nothing was sent.
//
// What the drive answers means little: the stick restarts at once, and the driver sees anything
// between success and a lost device. Whether it obeyed shows in the next scans; the answer is logged
// and told as evidence (hw.WithAnswer).
package passthrough

import (
	"context"
	"fmt"
	"log/slog"
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

// drive is an open drive that was proved to be the stick's.
type drive interface {
	// medium asks what kind of drive it is and what lies in it.
	medium() (medium, error)
	// eject has the system eject the disc. An error means that the system did not.
	eject() (hw.Answer, error)
	// send hands over a SCSI command. An error means that it did not reach the drive; one that
	// vanished under the command has taken it.
	send(c hw.Command) (hw.Answer, error)
	close()
}

type switcher struct {
	// open opens the CD drive of a stick (unit 0), or the drive on its unit 1.
	open func(s hw.Stick, unit byte) (drive, error)
	log  *slog.Logger
	// turn lets one command at a time go out.
	turn chan struct{}
}

func newSwitcher(open func(hw.Stick, byte) (drive, error), log *slog.Logger) hw.Switcher {
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
// switched, do not go through a CD drive, and commands for unit 1 need the drive on that unit.
func ours(s hw.Stick, m hw.Message) error {
	if err := sticks.Guard(s, m); err != nil {
		return err
	}
	switch {
	case !m.Passes(s):
		return hw.ErrUnsupported
	case s.CDDrive == "":
		return fmt.Errorf("no CD drive: %w", hw.ErrGone)
	}
	return nil
}

// run sends in a goroutine of its own: a driver can keep the command for ever.
func (p switcher) run(ctx context.Context, s hw.Stick, m hw.Message) error {
	ctx, cancel := context.WithTimeout(ctx, outerTimeout+m.Waits())
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
