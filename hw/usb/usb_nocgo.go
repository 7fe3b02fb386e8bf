//go:build !cgo

package usb

import (
	"fmt"

	"surfstick-sms/hw"
)

// openLibrary says that this program was built without libusb.
func openLibrary() (library, error) {
	return nil, fmt.Errorf("built without cgo: %w", hw.ErrNoLibusb)
}

// Version is that of the libusb in use, or "" when the program was built without.
func Version() string { return "" }
