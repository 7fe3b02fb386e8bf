//go:build !windows

package zadig

import "surfstick-sms/hw"

// Start is for Windows only.
func Start(string) (<-chan struct{}, error) { return nil, hw.ErrUnsupported }
