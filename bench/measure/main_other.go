//go:build !linux

// Measure needs Linux.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "this needs Linux")
	os.Exit(1)
}
