//go:build !windows

package desktop

// OnSessionEnd does nothing: here the window library ends the program properly when the session
// tells it to (SIGTERM).
func OnSessionEnd(func()) (stop func()) { return func() {} }
