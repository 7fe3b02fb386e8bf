//go:build !linux && !windows

package scan

import (
	"context"
	"fmt"

	"surfstick-sms/hw"
)

// systemListen does not exist here: IOKit's notifications would need cgo, and libusb lists devices
// in some milliseconds.
func systemListen(context.Context, func()) error {
	return fmt.Errorf("device events: %w", hw.ErrUnsupported)
}
