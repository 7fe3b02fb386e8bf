//go:build !linux && !windows && !darwin

package netcard

import "surfstick-sms/hw"

// bind is not possible here.
func bind(uintptr, way) error { return hw.ErrUnsupported }
