//go:build !linux

package desktop

// HasDisplay is always true here: only a Linux session can be without a display.
func HasDisplay() bool { return true }
