//go:build !windows

package desktop

// OnAskedToEnd does nothing: no installer here replaces the program while it runs.
func OnAskedToEnd(func()) (stop func()) { return func() {} }
