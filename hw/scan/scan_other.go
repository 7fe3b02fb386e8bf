//go:build !linux && !windows

package scan

import "context"

// systemLook has libusb list the devices.
func systemLook(o Options) func(context.Context) (found, error) { return o.lookAround }
