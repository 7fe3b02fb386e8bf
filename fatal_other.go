//go:build !windows

package main

import (
	"fmt"
	"os"
)

// fatal is the last voice of a program that has no window: standard error.
func fatal(title, text string) { fmt.Fprintf(os.Stderr, "%s\n\n%s\n", title, text) }
