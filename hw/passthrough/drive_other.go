//go:build !linux && !windows

package passthrough

import "surfstick-sms/hw"

func openDrive(hw.Stick, byte) (drive, error) { return nil, hw.ErrUnsupported }
