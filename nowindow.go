//go:build nowindow

package main

import "io"

// withoutWindow says that this program cannot open a window.
const withoutWindow = true

// openWindow runs the program without one, which is all that this build can do.
func openWindow(f flags, stderr io.Writer) int { return runHeadless(f, stderr) }
