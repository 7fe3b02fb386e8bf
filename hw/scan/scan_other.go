//go:build !linux && !windows

package scan

import "context"

// systemReader has libusb list the devices.
func systemReader(o Options) func(context.Context) (found, error) { return o.readListed }
