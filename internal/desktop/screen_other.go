//go:build !windows

package desktop

// ScreenSize returns zero: window managers keep windows within the screen by themselves.
func ScreenSize() (width, height float32) { return 0, 0 }
