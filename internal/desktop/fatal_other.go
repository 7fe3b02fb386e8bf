//go:build !windows

package desktop

import (
	"fmt"
	"os"
)

// Fatal shows the message of a program that has no window, on standard error.
func Fatal(title, text string) { fmt.Fprintf(os.Stderr, "%s\n\n%s\n", title, text) }
