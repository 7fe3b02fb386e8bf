//go:build !windows && !linux

package shell

import "surfstick-sms/internal/presence"

// Open returns nil: the window library does it here.
func Open(Options) presence.Shell { return nil }
