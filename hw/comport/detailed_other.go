//go:build !linux && !windows

package comport

import "surfstick-sms/hw"

func detailed() ([]hw.Line, error) { return nil, nil }
