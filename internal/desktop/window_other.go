//go:build !windows

package desktop

// RestoreWindow does nothing: here the desktop brings a minimised window back by itself.
func RestoreWindow() {}

// CaptureHider returns nil: no window can hide from screenshots here.
func CaptureHider() func(hide bool) error { return nil }
