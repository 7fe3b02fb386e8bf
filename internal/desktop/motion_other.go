//go:build !windows && !linux

package desktop

// ReducedMotion reports whether the system asks programs to move nothing, which cannot be asked here.
func ReducedMotion() bool { return false }
